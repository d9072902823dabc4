"""What a reviewer sees: the entry, the tables and the rows of a submission beside what is public now, and the comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.publishing.models import ReviewComment
from zhanqiao.core_services.publishing.queries.masked import as_released
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.queries.proposals import continued_tables
from zhanqiao.core_services.publishing.queries.submissions import SubmissionCard
from zhanqiao.core_services.publishing.rules import Place, Stage, TableWords, stage_of
from zhanqiao.core_services.reviews.rules import ACTIONS
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Change, Difference, Measures, TableCard, TableReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, decide


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment with its place; ``is_open`` until it is met."""

    number: int
    by: str
    at: datetime
    place: Place
    text: str
    settled_by: str
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether it waits to be met."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True)
class TableReview:
    """A table of the submission beside the release it would follow; ``old`` is None for a new table."""

    words: TableWords
    report: TableReport
    draft: TableCard
    old: TableCard | None
    appends: bool
    measures: Measures
    old_measures: Measures | None


def may_review(*, submission: SubmissionCard, card: AccessCard) -> Stage | None:
    """Return the stage at which this person may decide now, None when it is not theirs to decide.

    Nobody decides on what they had a part in; ``operations.approve`` holds to that as well.
    """
    stage = stage_of(state=submission.state)
    if stage is None or card.actor in {submission.by, *submission.editors}:
        return None
    return stage if decide(card=card, action=ACTIONS[stage], resource=submission.resource).allowed else None


def entry_changes(*, submission: SubmissionCard) -> tuple[tuple[str, Any, Any], ...]:
    """Return (field, before, after) of the entry's fields that would change; before is None for a new dataset."""
    if submission.entry is None:
        return ()
    after = submission.entry.as_dict()
    before = catalogue.entry(dataset_id=submission.dataset_id).as_dict() if _is_known(submission) else {}
    return tuple(
        (name, before.get(name), value)
        for name, value in after.items()
        if value != (before.get(name) if before else "")
        if value or before.get(name)
    )


def table_reviews(*, submission: SubmissionCard, at: datetime) -> tuple[TableReview, ...]:
    """Return the tables that would be published, each with its draft; the first asking of a million rows takes seconds."""
    said = {words.name: words for words in submission.tables}
    reports = submission.report.tables if submission.report else ()
    return tuple(
        _review(submission, report, said.get(report.name) or TableWords(name=report.name), table_id, at)
        for report, table_id in zip(reports, continued_tables(submission=submission), strict=True)
        if report.name not in said or said[report.name].included
    )


def review_difference(*, review: TableReview) -> Difference | None:
    """Return how the rows would differ; None for a new table, and for rows that are only added.

    Raises QueryTimeoutError (503).
    """
    if review.old is None or review.appends:
        return None
    return storage.draft_difference(old=review.old, draft=review.draft)


def review_rows(*, review: TableReview, difference: Difference, kind: str | None, limit: int) -> list[Change]:
    """Return the first rows that differ."""
    if review.old is None:
        return []
    return storage.changes(difference=difference, old=review.old, new=review.draft, kind=kind, limit=limit, offset=0)


def comments_of(*, submission_id: str) -> tuple[CommentCard, ...]:
    """Return all comments on a submission, oldest first."""
    return tuple(_comment(row) for row in ReviewComment.objects.filter(submission_id=submission_id))


def _review(
    submission: SubmissionCard, report: TableReport, words: TableWords, table_id: str | None, at: datetime
) -> TableReview:
    folder = understood(submission_id=submission.id)
    report = as_released(submission_id=submission.id, report=report)
    old = storage.table_cards(table_ids=(table_id,)).get(table_id) if table_id else None
    title = Text(words.title_zh or report.name, words.title_en or words.title_zh or report.name)
    draft = storage.draft_card(folder=folder, report=report, title=title, table=old, at=at)
    return TableReview(
        words=words,
        report=report,
        draft=draft,
        old=old,
        appends=submission.mode == Mode.APPEND.value and old is not None,
        measures=storage.draft_measures(draft=draft, folder=folder, report=report),
        old_measures=storage.measures(card=old) if old else None,
    )


def _is_known(submission: SubmissionCard) -> bool:
    return bool(submission.dataset_id)


def _comment(row: ReviewComment) -> CommentCard:
    place = Place(field=row.field, table=row.table, column=row.column, row=row.row)
    return CommentCard(row.pk, row.by, row.at, place, row.text, row.settled_by, row.settled_at)
