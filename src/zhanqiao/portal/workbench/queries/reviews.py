"""What the page of a review shows, and what waits for me."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhanqiao.core_services.corrections import queries as corrections
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.core_services.deadlines.queries import ClockCard
from zhanqiao.core_services.publishing import queries as publishing
from zhanqiao.core_services.publishing.queries import CommentCard, SubmissionCard, TableReview
from zhanqiao.core_services.publishing.rules import Stage
from zhanqiao.data_center.storage.queries import Difference
from zhanqiao.kit.deadlines import Light
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.ui.cells import type_name
from zhanqiao.kit.ui.changes import CHANGE_KINDS, changes_body
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.workbench.queries.names import person

EntryWords = Mapping[str, tuple[str, Mapping[Any, str]]]
ROWS = 50
SUBMISSION = "submission"
BADGES = {Light.GREEN: "good", Light.YELLOW: "warn", Light.RED: "roof", Light.DONE: "good", Light.DONE_LATE: "warn"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clock with the badge of its light."""

    clock: ClockCard
    badge: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the entry that would change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TableChanges:
    """A table beside its present release: columns, counts of rows, the first rows that differ, quality figures."""

    review: TableReview
    difference: Difference | None
    problem: ZhanqiaoError | None
    kinds: tuple[tuple[str, Any, int], ...]
    fields: tuple[Any, ...]
    body: str
    shown: int
    total: int
    figures: tuple[tuple[str, int | None, int], ...]
    retyped: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with the name of who made it and of its place."""

    card: CommentCard
    who: str
    where: str


def waiting(*, card: AccessCard, at: datetime) -> tuple[Waiting, ...]:
    """Return what waits for whoever holds the card, the most urgent first; of one wrong cell one clock."""
    covered = corrections.covered_discrepancies()
    found = [one for one in deadlines.waiting_for(card=card, at=at) if one.object_id not in covered]
    return tuple(waiting_card(clock=clock) for clock in found)


def clocks(*, submission: SubmissionCard, at: datetime) -> tuple[Waiting, ...]:
    """Return the clocks of a submission, the newest first."""
    return clocks_of(object_type=SUBMISSION, object_id=submission.id, at=at)


def clocks_of(*, object_type: str, object_id: str, at: datetime) -> tuple[Waiting, ...]:
    """Return the clocks of a thing, the newest first."""
    found = deadlines.clocks_of(object_type=object_type, object_id=object_id, at=at)
    return tuple(waiting_card(clock=clock) for clock in reversed(found))


def review_page(*, submission: SubmissionCard, words: EntryWords, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return all that a reviewer decides by; ``words`` name the fields of the entry and their choices."""
    stage = publishing.may_review(submission=submission, card=card)
    return {
        "stage": stage,
        "is_final": stage is Stage.AUTHORITY,
        "fields": [_field(words, *one) for one in publishing.entry_changes(submission=submission)],
        "tables": [_table(one) for one in publishing.table_reviews(submission=submission, at=at)],
        "comments": [_said(words, one) for one in publishing.comments_of(submission_id=submission.id)],
        "clocks": clocks(submission=submission, at=at),
        "history": [(step, person(account_id=step.by)) for step in submission.steps],
        "section": "workbench",
    }


def comment_places(*, submission: SubmissionCard, words: EntryWords) -> list[tuple[str, Any]]:
    """Return what a comment may be on, for the form."""
    fields = [(f"entry\n{name}", label) for name, (label, _choices) in words.items()]
    reports = submission.report.tables if submission.report else ()
    columns = [
        (f"column\n{report.name}\n{field.name}", f"{report.name}: {field.name}")
        for report in reports
        for field in report.fields
    ]
    return [("", _("the whole submission")), (_("Catalogue entry"), fields), (_("Columns"), columns)]


def waiting_card(*, clock: ClockCard) -> Waiting:
    """Return a clock with the badge of its light."""
    return Waiting(clock, BADGES.get(clock.light, ""))


def _field(words: EntryWords, name: str, before: Any, after: Any) -> FieldChange:
    return FieldChange(_label(words, name), _written(words, name, before), _written(words, name, after))


def _label(words: EntryWords, name: str) -> str:
    return words[name][0] if name in words else name


def _written(words: EntryWords, name: str, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    choices = words[name][1] if name in words else {}
    return choices.get(value, str(value) if value is not None else "")


def _table(review: TableReview) -> TableChanges:
    try:
        found, problem = publishing.review_difference(review=review), None
    except ZhanqiaoError as error:
        found, problem = None, error
    fields = tuple(review.draft.fields)
    changes = publishing.review_rows(review=review, difference=found, kind=None, limit=ROWS) if found else []
    return TableChanges(
        review=review,
        difference=found,
        problem=problem,
        kinds=tuple((name, text, found.counts.of(name)) for name, text in CHANGE_KINDS.items()) if found else (),
        fields=tuple({"field": one, "type": type_name(type=one.type)} for one in fields),
        body=changes_body(fields=fields, rows=changes, language=get_language() or "zh-hans"),
        shown=len(changes),
        total=found.counts.total if found else 0,
        figures=_figures(review),
        retyped=tuple((one.name, type_name(type=one.old), type_name(type=one.new)) for one in found.columns.retyped)
        if found
        else (),
    )


def _figures(review: TableReview) -> tuple[tuple[str, int | None, int], ...]:
    new, old = review.measures, review.old_measures
    kept = review.old
    return (
        (_("Rows"), kept.rows if kept else None, review.draft.rows),
        (_("Columns"), len(kept.fields) if kept else None, len(review.draft.fields)),
        (_("Empty cells"), _empty(old) if old else None, _empty(new)),
        (_("Rows that repeat an earlier one"), old.repeated if old else None, new.repeated),
        (_("Problem cells"), kept.problem_cells if kept else None, review.draft.problem_cells),
        (_("Refused rows"), kept.refused_rows if kept else None, review.draft.refused_rows),
        (_("Codes that fail their check"), _wrong(old) if old else None, _wrong(new)),
    )


def _empty(measures: Any) -> int:
    return sum(column.empty for column in measures.columns)


def _wrong(measures: Any) -> int:
    return sum(column.wrong for column in measures.columns)


def _said(words: EntryWords, card: CommentCard) -> Said:
    place = card.place
    where = _label(words, place.field) if place.field else " · ".join(filter(None, (place.table, place.column)))
    if place.row:
        where += " · " + _("row %(row)s") % {"row": place.row}
    return Said(card, person(account_id=card.by), where)
