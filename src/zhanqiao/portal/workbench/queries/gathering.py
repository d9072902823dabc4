"""What the workbench's pages show, gathered from the doors below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhanqiao.core_services.publishing import queries as publishing
from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import cards_by_id

BEFORE_REVIEW = frozenset(
    {
        SubmissionStep.ACKNOWLEDGED,
        SubmissionStep.UNDERSTANDING,
        SubmissionStep.UNDERSTOOD,
        SubmissionStep.REFUSED,
        SubmissionStep.CANCELLED,
    }
)
PREVIEW_ROWS = 20
MOST_DATASETS = 1_000  # in a list to choose from; more are found by the catalogue
STEPS = ("report", "dictionary", "entry", "preview", "review")


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step of the wizard, as the steps component shows it."""

    label: str
    current: bool
    done: bool


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The first rows of one table as the public will see them."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    total: int


def departments_of(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments the person may upload for, in the order of the tree."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.upload, resource=_of_department(one.id)).allowed
    ]


def datasets_of(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (id, title) of the datasets the person may continue with another file."""
    language = get_language() or "zh-hans"
    found, _total = catalogue.listed(card=card, limit=MOST_DATASETS)
    return [
        (one.id, one.title.in_language(language))
        for one in found
        if one.origin is None and decide(card=card, action=Action.publish, resource=one.resource).allowed
    ]


def submissions_of(*, card: AccessCard) -> tuple[SubmissionCard, ...]:
    """Return what this person handed in, and what their departments did, newest first."""
    departments = [id_ for id_ in cards_by_id() if _may_upload(card, id_)]
    return publishing.department_submissions(department_ids=departments)


def steps(*, current: str) -> list[StepLink]:
    """Return the wizard's steps; those before the current one count as done."""
    labels = [_("What we understood"), _("Column dictionary"), _("Catalogue entry"), _("Preview"), _("Review")]
    place = STEPS.index(current) if current in STEPS else -1
    handed_in = StepLink(_("Hand in a file"), current=current == "upload", done=place >= 0)
    rest = (StepLink(label, number == place, number < place) for number, label in enumerate(labels))
    return [handed_in, *rest]


def previews(*, submission: SubmissionCard) -> Iterator[TablePreview]:
    """Yield the first rows of every table that is to be published."""
    for words in submission.tables:
        if words.included:
            report = publishing.table_report(submission=submission, table=words.name)
            fields, rows = publishing.table_preview(submission=submission, table=words.name, limit=PREVIEW_ROWS)
            yield TablePreview(words.title_zh or words.name, tuple(field.name for field in fields), rows, report.rows)


def current_step(*, submission: SubmissionCard) -> str:
    """Return the step a submission's own page stands at."""
    return "report" if submission.state in BEFORE_REVIEW else "review"


def _may_upload(card: AccessCard, department_id: str) -> bool:
    return decide(card=card, action=Action.upload, resource=_of_department(department_id)).allowed


def _of_department(department_id: str) -> Resource:
    return Resource(kind="submission", department_id=department_id)
