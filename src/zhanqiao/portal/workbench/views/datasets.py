"""Datasets as their department and the authority run them: suspend, withdraw, bring back."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import pages, queries
from zhanqiao.portal.workbench.forms import PermitEndForm, PermitForm, StateForm

UNPROCESSABLE = 422


@access(Action.withdraw)
@never_cache
@require_GET
def datasets(request: HttpRequest) -> HttpResponse:
    """List the datasets of my departments."""
    page = queries.datasets_page(card=card_of_request(request), words=request.GET.get("q", "").strip())
    return render(request, "workbench/datasets.html", page)


@access(Action.withdraw)
@never_cache
@require_GET
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a dataset stands and what may be done to it."""
    page = queries.dataset_page(slug=slug, card=card_of_request(request), at=now())
    return render(request, "workbench/dataset.html", page | _forms())


@access(Action.withdraw)
@require_POST
def dataset_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspend, withdraw or bring back; everywhere within two seconds."""
    card, form = card_of_request(request), StateForm(request.POST)
    page = queries.dataset_page(slug=slug, card=card, at=now())
    if not form.is_valid():
        return render(request, "workbench/dataset.html", page | _forms() | {"form": form}, status=UNPROCESSABLE)
    try:
        pages.step_dataset(dataset=page["dataset"], form=form, card=card, at=now())
    except ZhanqiaoError as error:
        return render(
            request,
            "workbench/dataset.html",
            page | _forms() | {"form": form, "problem": error.text},
            status=error.status,
        )
    messages.success(request, _("Done. It holds everywhere within two seconds."))
    return redirect("workbench:dataset", slug)


def _forms() -> dict[str, Form]:
    return {"form": StateForm(), "permit_form": PermitForm(), "end_form": PermitEndForm()}
