"""Pages of corrections. Each view parses, makes one call, renders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.corrections import operations as corrections
from zhanqiao.core_services.following import operations as following
from zhanqiao.data_center.catalogue.queries import dataset_card
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.corrections import queries
from zhanqiao.portal.corrections.forms import CorrectionForm


@require_safe
@access(Action.see_dataset)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was said of a dataset's cells and what was answered."""
    page = queries.listing(slug=slug, card=card_of_request(request), page=request.GET.get("page", ""))
    return render(request, "corrections/list.html", page)


@require_safe
@access(Action.see_dataset)
def one(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Show one correction with its answer."""
    return render(
        request, "corrections/one.html", queries.one(correction_id=correction_id, card=card_of_request(request))
    )


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a row be found, then ask what should stand in one of its cells."""
    card, asked = card_of_request(request), request.GET
    if "row" not in asked:
        page = queries.choosing(slug=slug, table=asked.get("table", ""), words=asked.get("q", "").strip(), card=card)
        return render(request, "corrections/choose.html", page)
    page = queries.chosen_row(slug=slug, table=asked.get("table", ""), row=asked["row"], card=card)
    form = CorrectionForm(
        request.POST or None,
        columns=[name for name, _cell in page["cells"]],
        initial={"column": asked.get("column", "")},
    )
    if not form.is_valid():
        return render(request, "corrections/ask.html", page | {"form": form}, status=422 if form.errors else 200)
    try:
        made = corrections.ask(
            dataset=page["dataset"],
            table_id=page["table"].id,
            identity=page["identity"],
            **form.cleaned_data,
            account_id=card.actor,
            at=now(),
        )
    except ZhanqiaoError as error:
        return render(
            request, "corrections/ask.html", page | {"form": form, "problem": error.text}, status=error.status
        )
    messages.success(request, queries.thanks(correction_id=made, card=card))
    return redirect("corrections:one", made)


@access(Action.use_my_place)
@require_POST
def retraction(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Take back what I asked for."""
    corrections.retract(correction_id=correction_id, account_id=card_of_request(request).actor, at=now())
    return redirect("corrections:one", correction_id)


@access(Action.use_my_place)
@require_POST
def following_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a dataset, or follow it no longer."""
    card = card_of_request(request)
    dataset = dataset_card(slug=slug, card=card)
    change = following.unfollow if request.POST.get("follow") == "no" else following.follow
    change(account_id=card.actor, dataset_id=dataset.id, at=now())
    return redirect("catalogue:dataset", slug)
