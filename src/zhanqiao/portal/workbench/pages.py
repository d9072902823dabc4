"""What several views of the wizard share: the frame of a step, and the calls with their defaults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhanqiao.core_services.corrections import operations as corrections
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.core_services.publishing.rules import TableWords
from zhanqiao.core_services.reviews import operations as reviews
from zhanqiao.core_services.reviews.operations import HandedIn
from zhanqiao.data_center.catalogue import operations as catalogue_operations
from zhanqiao.data_center.catalogue import rules as catalogue
from zhanqiao.data_center.catalogue.operations import TemplateRefusedError, TemplateReport
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage.queries import kept_as_csv
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource
from zhanqiao.people.departments.queries import department_card
from zhanqiao.portal.workbench import queries
from zhanqiao.portal.workbench.forms import CorrectionForm, StateForm, SubmitForm, TablesForm, TemplateForm, UploadForm

UNPROCESSABLE = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE = "信息资源目录.xlsx"


def step(
    request: HttpRequest, name: str, *, submission: SubmissionCard, step: str = "", **context: Any
) -> HttpResponse:
    """Render one step of the wizard; a form with problems answers 422."""
    form = context.get("form") or context.get("dictionary")
    bad = bool(context.get("problem") or (form is not None and form.is_bound and form.errors))
    whole = {"submission": submission, "steps": queries.steps(current=step or name), "section": "workbench", **context}
    return render(request, f"workbench/{name}.html", whole, status=UNPROCESSABLE if bad else 200)


def upload(request: HttpRequest, *, form: UploadForm, limit: int, problem: Text | None = None) -> HttpResponse:
    """Render the upload step."""
    context = {
        "form": form,
        "departments": form.has_departments,
        "steps": queries.steps(current="upload"),
        "limit": limit,
        "problem": problem,
        "section": "workbench",
    }
    return render(request, "workbench/upload.html", context, status=UNPROCESSABLE if problem or form.errors else 200)


def receive(*, form: UploadForm, card: AccessCard, at: datetime) -> str:
    """Keep the uploaded file for a department the person may upload for; return the submission's id."""
    said = form.cleaned_data
    department = department_card(key_or_code=said["department"])
    require(card=card, action=Action.upload, resource=Resource(kind="submission", department_id=department.id))
    return publishing.receive_file(
        chunks=said["file"].chunks(),
        filename=said["file"].name,
        size=said["file"].size,
        department=department.id,
        dataset_id=said["dataset"],
        mode=Mode(said["mode"] or Mode.REPLACE),
        by=card.actor,
        at=at,
    )


def describe(
    *,
    submission: SubmissionCard,
    entry: DatasetEntry | None = None,
    tables: Sequence[TableWords] | None = None,
    by: str,
    at: datetime,
) -> None:
    """Keep the entry or the tables' words; what is not given stays as it was said or proposed before."""
    publishing.describe(
        submission_id=submission.id,
        entry=entry or submissions.proposed_entry(submission=submission),
        tables=submissions.proposed_tables(submission=submission) if tables is None else tables,
        mode=Mode(submission.mode),
        dataset_id=submission.dataset_id,
        by=by,
        at=at,
    )


def preview(
    request: HttpRequest,
    *,
    submission: SubmissionCard,
    form: SubmitForm | None = None,
    problem: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the last step: what the public will see."""
    entry = submissions.proposed_entry(submission=submission)
    context = {
        "submission": submission,
        "steps": queries.steps(current="preview"),
        "entry": entry,
        "title": Text(entry.title_zh, entry.title_en or entry.title_zh),
        "abstract": Text(entry.abstract_zh, entry.abstract_en or entry.abstract_zh) if entry.abstract_zh else None,
        "facts": _facts(entry),
        "tables": queries.previews(submission=submission),
        "form": form or SubmitForm(),
        "problem": problem,
        "section": "workbench",
    }
    return render(request, "workbench/preview.html", context, status=status)


def after_dictionary(*, submission: SubmissionCard, dictionary: TablesForm) -> str:
    """Return the address after a page of the dictionary: its next page, or the next step."""
    if dictionary.next_page:
        return f"{reverse('workbench:dictionary', args=[submission.id])}?page={dictionary.next_page}"
    return reverse("workbench:entry", args=[submission.id])


def kept_file(*, submission: SubmissionCard, number: int, kind: str) -> Path:
    """Return a file kept beside the table with this number in the report. Raises NotFoundError."""
    tables = submission.report.tables if submission.report else ()
    if number >= len(tables):
        raise NotFoundError(what=str(number))
    return submissions.kept_file(submission=submission, table=tables[number].name, kind=kind)


def as_csv(*, path: Path) -> StreamingHttpResponse:
    """Answer with a kept file as CSV that a spreadsheet opens."""
    name = content_disposition_header(as_attachment=True, filename=path.with_suffix(".csv").name) or "attachment"
    headers = {"Content-Disposition": name}
    return StreamingHttpResponse(kept_as_csv(path=path), content_type="text/csv; charset=utf-8", headers=headers)


def _facts(entry: DatasetEntry) -> list[tuple[str, Text]]:
    return [
        (_("Theme"), catalogue.THEMES[entry.theme].text),
        (_("Openness"), catalogue.OPEN_TYPES[entry.open_type].text),
        (_("Update cycle"), catalogue.UPDATE_CYCLES[entry.update_cycle].text),
        (_("Licence"), catalogue.LICENCES[entry.licence].text),
    ]


def taken(*, form: TemplateForm, card: AccessCard, at: datetime) -> tuple[TemplateReport, HandedIn | None]:
    """Check the catalogue's template, and take it where that was asked for and nothing stands against it."""
    content = form.cleaned_data["file"].read()
    if not form.imports:
        return catalogue_operations.check_template(content=content, card=card), None
    try:
        handed = reviews.hand_in_template(content=content, card=card, at=at)
    except TemplateRefusedError as refused:
        return TemplateReport(0, (), refused.faults), None
    return handed.report, handed


def step_dataset(*, dataset: DatasetCard, form: StateForm, card: AccessCard, at: datetime) -> None:
    """Take a dataset into the state that was asked for. Raises ForbiddenError, StateStepError, ReasonMissingError."""
    step, reason = form.cleaned_data["step"], form.cleaned_data["reason"]
    action = Action.restore if step == "published" else Action.withdraw
    require(card=card, action=action, resource=dataset.resource)
    if step == "suspended":
        catalogue_operations.suspend_dataset(dataset_id=dataset.id, reason=reason, by=card.actor, at=at)
    elif step == "withdrawn":
        catalogue_operations.withdraw_dataset(dataset_id=dataset.id, reason=reason, by=card.actor, at=at)
    else:
        catalogue_operations.publish_dataset(dataset_id=dataset.id, reason=reason, by=card.actor, at=at)


def answer_correction(*, correction_id: str, form: CorrectionForm, by: str, at: datetime) -> None:
    """Answer a correction as the form says. Raises what the operations raise."""
    words = form.cleaned_data["words"]
    match form.cleaned_data["decision"]:
        case "accept":
            corrections.accept(correction_id=correction_id, words=words, by=by, at=at)
        case "reject":
            corrections.reject(correction_id=correction_id, words=words, by=by, at=at)
        case "pass":
            corrections.pass_on(correction_id=correction_id, words=words, by=by, at=at)
        case "return":
            corrections.return_to_officer(correction_id=correction_id, words=words, by=by, at=at)
        case _:
            corrections.confirm(correction_id=correction_id, by=by, at=at)
