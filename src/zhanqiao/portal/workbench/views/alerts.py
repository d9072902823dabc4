"""Alerts, mails and incidents: what operators are told, what did not arrive, and what they tell the public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.monitoring import operations as monitoring
from zhanqiao.core_services.monitoring import queries as watched
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.people.mails import operations as mails
from zhanqiao.portal.workbench.forms import IncidentForm, NoteForm
from zhanqiao.portal.workbench.queries import operations as queries

UNPROCESSABLE = 422


@access(Action.operate)
@never_cache
@require_GET
def operations_alerts(request: HttpRequest) -> HttpResponse:
    """List alerts and the messages about them."""
    return render(request, "workbench/operations/alerts.html", queries.alerts_page())


@access(Action.operate)
@require_POST
def operations_alert_test(request: HttpRequest) -> HttpResponse:
    """Send a test by every channel."""
    monitoring.send_test(by=card_of_request(request).actor, at=now())
    return redirect("workbench:operations_alerts")


@access(Action.operate)
@require_POST
def operations_send_again(request: HttpRequest, message_id: str) -> HttpResponse:
    """Give a message that was given up another round of tries."""
    monitoring.send_again(delivery_id=message_id, by=card_of_request(request).actor, at=now())
    return redirect("workbench:operations_alerts")


@access(Action.operate)
@never_cache
@require_GET
def operations_mails(request: HttpRequest) -> HttpResponse:
    """List mails to accounts, without addresses and words."""
    page = queries.mails_page(lost="lost" in request.GET, page=request.GET.get("page", ""))
    return render(request, "workbench/operations/mails.html", page)


@access(Action.operate)
@require_POST
def operations_mail_again(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Send a lost mail once more."""
    mails.send_again(mail_id=mail_id, by=card_of_request(request).actor, at=now())
    return redirect("workbench:operations_mails")


@access(Action.operate)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operations_incidents(request: HttpRequest) -> HttpResponse:
    """List incidents, or open one."""
    form = IncidentForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "incidents": watched.incident_cards(), **queries.frame(name="operations_incidents")}
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "workbench/operations/incidents.html", context, status=status)
    text, state = form.note()
    by, at = card_of_request(request).actor, now()
    incident_id = monitoring.open_incident(
        title=form.title(), text=text, state=state, components=form.affected(), by=by, at=at
    )
    return redirect("workbench:operations_incident", incident_id)


@access(Action.operate)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operations_incident(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show an incident, or add a note."""
    form, found = NoteForm(request.POST or None), watched.incident_card(incident_id=incident_id)
    if not form.is_valid():
        context = {"form": form, "incident": found, **queries.frame(name="operations_incidents")}
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "workbench/operations/incident.html", context, status=status)
    text, state = form.note()
    monitoring.add_note(incident_id=incident_id, text=text, state=state, by=card_of_request(request).actor, at=now())
    return redirect("workbench:operations_incident", incident_id)
