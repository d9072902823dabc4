"""The offices' pages on data requests: what waits, one request with its history, acting on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests.queries import proof_file
from zhanqiao.core_services.data_requests.rules import FormRefusedError
from zhanqiao.data_center.catalogue.queries import id_of
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import ForbiddenError, access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.acts import ACTS, Given, act_named, acts_for
from zhanqiao.portal.workbench.forms.requests import DrawUpForm, act_form, told
from zhanqiao.portal.workbench.queries.requests import (
    asking_departments,
    request_page,
    requests_page,
    require_asker,
)


@access(Action.handle_requests)
@never_cache
@require_GET
def data_requests(request: HttpRequest) -> HttpResponse:
    """List what waits for me and what concerns my office, or what of it fits what I look for."""
    words, state = request.GET.get("q", ""), request.GET.get("state", "")
    page = requests_page(card=card_of_request(request), words=words, state=state, at=now())
    return render(request, "workbench/requests.html", page)


@access(Action.handle_requests)
@never_cache
@require_GET
def data_request(request: HttpRequest, family: str, request_id: str) -> HttpResponse:
    """Show one request: what was asked, its clocks, its history, what I may do."""
    return _page(request, family, request_id)


@access(Action.handle_requests)
@never_cache
@require_POST
def act(request: HttpRequest, family: str, request_id: str, name: str) -> HttpResponse:
    """Do one thing to a request."""
    card = card_of_request(request)
    page = request_page(family=family, request_id=request_id, card=card, at=now())
    found, office_id = act_named(acts=ACTS[family], name=name, card=card, sides=page["sides"])
    form = act_form(fields=found.fields, data=request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, family, request_id, acting=name, form=form)
    given = Given(request_id=request_id, values=form.cleaned_data, office_id=office_id, by=card.actor, at=now())
    try:
        secret = found.run(given)
    except FormRefusedError as error:
        told(form, error)
        return _page(request, family, request_id, acting=name, form=form)
    except ForbiddenError:
        raise
    except ZhanqiaoError as error:
        return _page(request, family, request_id, problem=error)
    if secret:
        return _page(request, family, request_id, secret=secret)
    messages.success(request, gettext("Done."))
    return redirect("workbench:data_request", family, request_id)


@access(Action.share_data)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draw_up(request: HttpRequest) -> HttpResponse:
    """Show the form of a sharing request, or draw it up."""
    card, initial = card_of_request(request), {"dataset": request.GET.get("dataset", "")}
    form = DrawUpForm(request.POST or None, departments=asking_departments(card=card), initial=initial)
    if form.is_valid():
        asker = form.cleaned_data["asker"]
        require_asker(card=card, department_id=asker)
        try:
            made = requests.draw_up_sharing(
                dataset_id=id_of(slug=form.cleaned_data["dataset"]),
                asker_id=asker,
                form=form.sharing(),
                by=card.actor,
                at=now(),
            )
        except FormRefusedError as error:
            told(form, error)
        else:
            return redirect("workbench:data_request", "sharing", made)
    context = {"form": form, "section": "workbench"}
    return render(request, "workbench/draw_up.html", context, status=422 if form.errors else 200)


@access(Action.handle_requests)
@never_cache
@require_GET
def proof(request: HttpRequest, request_id: str, file_id: str) -> HttpResponseBase:
    """Send a file of proof to an office that handles the application."""
    request_page(family="application", request_id=request_id, card=card_of_request(request), at=now())
    card, path = proof_file(application_id=request_id, file_id=file_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=card.name)


def _page(
    request: HttpRequest,
    family: str,
    request_id: str,
    *,
    acting: str = "",
    form: forms.Form | None = None,
    problem: ZhanqiaoError | None = None,
    **more: Any,
) -> HttpResponse:
    card = card_of_request(request)
    page = request_page(family=family, request_id=request_id, card=card, at=now())
    acts = acts_for(acts=ACTS[family], state=page["state"], card=card, sides=page["sides"])
    shown = [
        {"act": one, "form": form if one.name == acting else act_form(fields=one.fields, prefix=one.name)}
        for one in acts
    ]
    context = page | {"acts": shown, "acting": acting, "problem": problem and problem.text} | more
    status = problem.status if problem else 422 if acting else 200
    return render(request, "workbench/request.html", context, status=status)
