"""Applying for conditionally open data, and one's own applications."""

from __future__ import annotations

from typing import Any

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
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.interaction import queries
from zhanqiao.portal.interaction.forms import ApplyForm, ReportForm, SupplementForm, proof_in, told

UNPROCESSABLE = 422
DIGITS = 4


@access(Action.apply_for_data)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form with the conditions, or hand the application in."""
    page = queries.apply_page(slug=slug, card=card_of_request(request))
    form = ApplyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = requests.submit_application(
                dataset_id=page["dataset"].id,
                form=form.application(),
                files=proof_in(request.FILES.getlist("proof")),
                by=card_of_request(request).actor,
                at=now(),
            )
        except FormRefusedError as error:
            told(form, error)
        else:
            messages.success(request, gettext("Your application is handed in."))
            return redirect("interaction:application", made)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interaction/apply.html", page | {"form": form}, status=status)


@access(Action.apply_for_data)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List my applications and the requests I follow, or those that fit what I look for."""
    words, state = request.GET.get("q", ""), request.GET.get("state", "")
    page = queries.mine_page(card=card_of_request(request), words=words, state=state)
    return render(request, "interaction/mine.html", page)


@access(Action.apply_for_data)
@never_cache
@require_GET
def application(request: HttpRequest, application_id: str) -> HttpResponse:
    """Show one of my applications."""
    return _application_page(request, application_id)


@access(Action.apply_for_data)
@never_cache
@require_POST
def supplement(request: HttpRequest, application_id: str) -> HttpResponse:
    """Hand in what was missing."""
    form = SupplementForm(request.POST, request.FILES)
    queries.my_application(application_id=application_id, card=card_of_request(request))
    if form.is_valid():
        try:
            requests.supplement_application(
                application_id=application_id,
                note=form.cleaned_data["note"],
                files=proof_in(request.FILES.getlist("proof")),
                by=card_of_request(request).actor,
                at=now(),
            )
        except FormRefusedError as error:
            told(form, error)
        else:
            messages.success(request, gettext("What was missing is handed in; the check goes on."))
            return redirect("interaction:application", application_id)
    return _application_page(request, application_id, supplement=form)


@access(Action.apply_for_data)
@never_cache
@require_POST
def agreement(request: HttpRequest, application_id: str) -> HttpResponse:
    """Accept the agreement and show the key, once."""
    card = card_of_request(request)
    queries.my_application(application_id=application_id, card=card)
    number = request.POST.get("number", "")
    secret = requests.accept_agreement(
        application_id=application_id,
        number=int(number) if number.isdecimal() and len(number) <= DIGITS else 0,
        by=card.actor,
        at=now(),
    )
    return _application_page(request, application_id, secret=secret, accepted=True)


@access(Action.apply_for_data)
@never_cache
@require_POST
def key(request: HttpRequest, application_id: str) -> HttpResponse:
    """Replace the key of the grant and show the new one, once."""
    card = card_of_request(request)
    queries.my_application(application_id=application_id, card=card)
    secret = requests.renew_application_key(application_id=application_id, by=card.actor, at=now())
    return _application_page(request, application_id, secret=secret)


@access(Action.apply_for_data)
@never_cache
@require_POST
def report(request: HttpRequest, application_id: str) -> HttpResponse:
    """Give the report of use that is due next."""
    form, card = ReportForm(request.POST), card_of_request(request)
    queries.my_application(application_id=application_id, card=card)
    if not form.is_valid():
        return _application_page(request, application_id, report=form)
    requests.report_use(application_id=application_id, **form.cleaned_data, by=card.actor, at=now())
    messages.success(request, gettext("Your report is handed in."))
    return redirect("interaction:application", application_id)


@access(Action.apply_for_data)
@require_POST
def withdrawal(request: HttpRequest, application_id: str) -> HttpResponse:
    """Take an application back."""
    card = card_of_request(request)
    queries.my_application(application_id=application_id, card=card)
    requests.withdraw_application(application_id=application_id, by=card.actor, at=now())
    messages.success(request, gettext("Your application is taken back."))
    return redirect("interaction:application", application_id)


@access(Action.apply_for_data)
@never_cache
@require_GET
def proof(request: HttpRequest, application_id: str, file_id: str) -> HttpResponseBase:
    """Send me a file of proof of mine."""
    queries.my_application(application_id=application_id, card=card_of_request(request))
    card, path = proof_file(application_id=application_id, file_id=file_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=card.name)


def _application_page(request: HttpRequest, application_id: str, **more: Any) -> HttpResponse:
    page = queries.application_page(application_id=application_id, card=card_of_request(request), at=now())
    forms = {"supplement": SupplementForm(), "report": ReportForm()} | more
    bad = any(getattr(one, "errors", None) for one in more.values())
    return render(request, "interaction/application.html", page | forms, status=UNPROCESSABLE if bad else 200)
