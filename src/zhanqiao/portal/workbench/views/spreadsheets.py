"""The catalogue as a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import pages
from zhanqiao.portal.workbench.forms import TemplateForm

UNPROCESSABLE = 422


@access(Action.edit_entry)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest) -> HttpResponse:
    """Show how the catalogue is edited as a spreadsheet; check or take one that was handed in."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "workbench/template.html", {"form": form, "section": "workbench"})
    report, handed = pages.taken(form=form, card=card_of_request(request), at=now())
    context = {"form": form, "report": report, "handed": handed, "section": "workbench"}
    return render(request, "workbench/template.html", context, status=UNPROCESSABLE if report.faults else 200)


@access(Action.edit_entry)
@never_cache
@require_GET
def template_file(request: HttpRequest) -> HttpResponse:
    """Send the catalogue as the reporting template."""
    response = HttpResponse(catalogue.template_file(card=card_of_request(request)), content_type=pages.XLSX)
    response.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=pages.TEMPLATE)
    )
    return response
