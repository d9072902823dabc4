"""The pages of a submission: from a file to its publication."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import pages, queries
from zhanqiao.portal.workbench.forms import EntryForm, TablesForm, UploadForm

UNPROCESSABLE = 422


@access(Action.use_workbench)
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """List what was handed in and how far it is."""
    found = queries.submissions_of(card=card_of_request(request))
    context = {"submissions": found, "running": any(one.is_running for one in found), "section": "workbench"}
    context["waiting"] = queries.waiting(card=card_of_request(request), at=now())
    context["places"] = queries.places(card=card_of_request(request))
    return render(request, "workbench/home.html", context)


@access(Action.upload)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the upload form, or keep the file and lead to its page."""
    card = card_of_request(request)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        departments=queries.departments_of(card=card),
        datasets=queries.datasets_of(card=card),
    )
    if not form.is_valid():
        return pages.upload(request, form=form, limit=value("MAX_UPLOAD_BYTES"))
    try:
        return redirect("workbench:submission", pages.receive(form=form, card=card, at=now()))
    except ZhanqiaoError as error:
        return pages.upload(request, form=form, limit=value("MAX_UPLOAD_BYTES"), problem=error.text)


@access(Action.upload)
@never_cache
@require_GET
def submission(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show where a submission stands and what was understood of it."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    context = {"tables": queries.report_tables(submission=found), **queries.amounts(submission=found)}
    context["clocks"] = queries.clocks(submission=found, at=now())
    return pages.step(request, "submission", submission=found, step=queries.current_step(submission=found), **context)


@access(Action.upload)
@never_cache
@require_GET
def progress(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Return the fragment that tells how far the work is."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    return render(request, "workbench/progress.html", {"submission": found, **queries.amounts(submission=found)})


@access(Action.edit_entry)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dictionary(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show or keep what the columns mean."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    tables = submissions.proposed_tables(submission=found)
    choices = submissions.choices_of(report=found.report)
    form = TablesForm(request.POST or None, tables=tables, page=request.GET.get("page", ""), choices=choices)
    if not form.is_valid():
        return pages.step(request, "dictionary", submission=found, dictionary=form)
    try:
        pages.describe(submission=found, tables=form.words(), by=card_of_request(request).actor, at=now())
    except ZhanqiaoError as error:
        return pages.step(request, "dictionary", submission=found, dictionary=form, problem=error.text)
    return redirect(pages.after_dictionary(submission=found, dictionary=form))


@access(Action.edit_entry)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show or keep the catalogue entry."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    form = EntryForm(
        request.POST or None, initial=EntryForm.initial_of(entry=submissions.proposed_entry(submission=found))
    )
    if not form.is_valid():
        return pages.step(request, "entry", submission=found, form=form)
    try:
        said = form.entry(department=found.department.key)
        pages.describe(submission=found, entry=said, by=card_of_request(request).actor, at=now())
    except ZhanqiaoError as error:
        form.explain(error=error)
        return pages.step(request, "entry", submission=found, form=form)
    return redirect("workbench:preview", submission_id)


@access(Action.publish)
@never_cache
@require_GET
def preview(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show what the public will see."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    return pages.preview(request, submission=found)


@access(Action.upload)
@require_POST
def cancellation(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Cancel the submission."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    publishing.cancel(submission_id=found.id, by=card_of_request(request).actor, at=now())
    return redirect("workbench:home")


@access(Action.upload)
@never_cache
@require_GET
def kept(request: HttpRequest, submission_id: str, number: int, kind: str) -> HttpResponseBase:
    """Send what was kept beside a table as CSV: problem cells, written forms, refused rows."""
    found = submissions.submission_card(submission_id=submission_id, card=card_of_request(request))
    path = pages.kept_file(submission=found, number=number, kind=kind)
    return pages.as_csv(path=path)
