"""Submissions as the workbench and the jobs page read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhanqiao.core_services.publishing.models import JobProgress, Submission, SubmissionState
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.queries.settled import unsettled
from zhanqiao.core_services.publishing.rules import (
    REVIEWED,
    RUNNING,
    WORDS,
    GateFinding,
    ProgressCard,
    SubmissionStep,
    TableWords,
    gate_findings,
    progress_card,
)
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage.queries import Field, IngestReport, TableReport, preview
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

KEPT = {"problems": "problems_file", "originals": "originals_file", "refused": "refused_file"}


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of a submission; ``reason`` says why it was refused or sent back."""

    state: SubmissionStep
    by: str
    at: datetime
    code: str
    reason: Text | None

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionCard:
    """A submission with all that a page about it needs.

    ``unsettled`` are the findings that block; ``report`` is what was understood (None before); ``entry`` and ``tables`` what the officer said;
    ``table_id`` is the table a program sent it for, empty when a person did; ``result`` is {dataset, slug, tables: [...], releases: [...]} once published.
    """

    id: str
    department: DepartmentCard
    by: str
    at: datetime
    filename: str
    size: int
    sha256: str
    sm3: str
    state: SubmissionStep
    mode: str
    steps: tuple[StepCard, ...]
    progress: ProgressCard | None
    report: IngestReport | None
    personal: tuple[GateFinding, ...]
    unsettled: tuple[GateFinding, ...]
    entry: DatasetEntry | None
    tables: tuple[TableWords, ...]
    dataset_id: str
    table_id: str
    result: dict[str, Any] | None
    editors: tuple[str, ...] = ()
    release_at: datetime | None = None

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]

    @property
    def is_running(self) -> bool:
        """Say whether work on it is under way or waits for a worker."""
        return self.state in RUNNING

    @property
    def is_in_review(self) -> bool:
        """Say whether it waits for a decision."""
        return self.state in REVIEWED

    @property
    def is_blocked(self) -> bool:
        """Say whether personal data blocks its publication: found, and neither masked nor exempted."""
        return bool(self.unsettled)

    @property
    def reason(self) -> Text | None:
        """Return why the last step was taken, where one was given."""
        return self.steps[-1].reason if self.steps else None

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return _resource(self.id, self.department.id)


def submission_card(*, submission_id: str, card: AccessCard) -> SubmissionCard:
    """Return a submission of a department ``card`` works for. Raises NotFoundError for any other."""
    found = Submission.objects.select_related("progress").filter(pk=submission_id).first()
    if found is None:
        raise NotFoundError(what=submission_id)
    require(card=card, action=Action.upload, resource=_resource(found.id, found.department_id))
    return _cards([found])[0]


def department_submissions(*, department_ids: Iterable[str], limit: int = 50) -> tuple[SubmissionCard, ...]:
    """Return what departments handed in, newest first."""
    found = Submission.objects.select_related("progress").filter(department_id__in=list(department_ids))
    return _cards(found[:limit])


def last_step(*, submission_id: str) -> StepCard | None:
    """Return where a submission stands and why, None when there is none; says nothing about rights."""
    found = SubmissionState.objects.filter(submission_id=submission_id).order_by("-id").first()
    return _step(found) if found else None


def table_report(*, submission: SubmissionCard, table: str) -> TableReport:
    """Return what was understood of one table. Raises NotFoundError."""
    for one in submission.report.tables if submission.report else ():
        if one.name == table:
            return one
    raise NotFoundError(what=table)


def table_preview(
    *, submission: SubmissionCard, table: str, limit: int = 20
) -> tuple[tuple[Field, ...], list[tuple[Any, ...]]]:
    """Return the columns and the first rows of an understood table. Raises NotFoundError."""
    report = table_report(submission=submission, table=table)
    parquet = understood(submission_id=submission.id) / report.file
    return report.fields, preview(parquet=parquet, fields=report.fields, limit=limit)


def kept_file(*, submission: SubmissionCard, table: str, kind: str) -> Path:
    """Return the file of problem cells, written forms or refused rows (problems, originals, refused).

    Raises NotFoundError when the table has none.
    """
    name = getattr(table_report(submission=submission, table=table), KEPT.get(kind, ""), None) if kind in KEPT else None
    if not name:
        raise NotFoundError(what=kind)
    return understood(submission_id=submission.id) / str(name)


def _resource(submission_id: str, department_id: str) -> Resource:
    return Resource(kind="submission", id=submission_id, department_id=department_id, state="draft")


def _cards(found: Iterable[Submission]) -> tuple[SubmissionCard, ...]:
    submissions = list(found)
    steps: dict[str, list[StepCard]] = {one.id: [] for one in submissions}
    for row in SubmissionState.objects.filter(submission__in=submissions).order_by("id"):
        steps[row.submission_id].append(_step(row))
    return tuple(_card(one, tuple(steps[one.id])) for one in submissions)


def _card(found: Submission, steps: tuple[StepCard, ...]) -> SubmissionCard:
    progress = getattr(found, "progress", None)
    return SubmissionCard(
        id=found.id,
        department=cards_by_id()[found.department_id],
        by=found.by,
        at=found.at,
        filename=found.filename,
        size=found.size,
        sha256=found.sha256,
        sm3=found.sm3,
        state=SubmissionStep(found.state),
        mode=found.mode,
        steps=steps,
        progress=_progress(progress) if progress else None,
        report=IngestReport.from_dict(found.report) if found.report else None,
        personal=gate_findings(stored=found.personal),
        unsettled=unsettled(found),
        entry=DatasetEntry.from_dict(found.entry) if found.entry else None,
        tables=tuple(TableWords.from_dict(one) for one in found.tables.values()),
        dataset_id=found.dataset_id_wanted,
        table_id=found.table_id_wanted,
        result=found.result,
        editors=tuple(found.editors),
        release_at=found.release_at,
    )


def _step(row: SubmissionState) -> StepCard:
    reason = Text(zh=row.reason_zh, en=row.reason_en) if row.reason_zh else None
    return StepCard(state=SubmissionStep(row.state), by=row.by, at=row.at, code=row.code, reason=reason)


def _progress(row: JobProgress) -> ProgressCard:
    return progress_card(
        stage=row.stage,
        done=row.done,
        total=row.total,
        unit=row.unit,
        began_at=row.began_at,
        updated_at=row.updated_at,
    )
