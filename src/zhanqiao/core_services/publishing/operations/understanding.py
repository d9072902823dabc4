"""Understanding a submission: parsed in a limited child process, then searched for personal data."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.models import JobProgress, Submission
from zhanqiao.core_services.publishing.operations.privacy import carry_masking
from zhanqiao.core_services.publishing.operations.steps import clear_files, locked, move
from zhanqiao.core_services.publishing.operations.unattended import go_on_unattended
from zhanqiao.core_services.publishing.operations.working import (
    CancelledError,
    Clock,
    Teller,
    UnexpectedFailureError,
    working,
)
from zhanqiao.core_services.publishing.queries.places import source, understood
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import IngestReport
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.progress import Progress, Step

TO_DO = frozenset({SubmissionStep.ACKNOWLEDGED, SubmissionStep.UNDERSTANDING})


def understand_submission(
    *, submission_id: str, by: str, at: datetime, clock: Clock, progress: Progress | None = None
) -> SubmissionStep:
    """Understand an acknowledged submission and return the state it ends in; safe to repeat after a crash.

    A refusal is a state with its reason, not an error. ``clock`` dates the steps and the progress. Another
    process at the same work, or work already done, leaves everything as it is.
    """
    with working(submission_id=submission_id) as mine:
        submission = _begun(submission_id, by=by, at=at) if mine else None
        if submission is None:
            return SubmissionStep(Submission.objects.get(pk=submission_id).state)
        teller = Teller(submission_id=submission_id, clock=clock)
        try:
            report, personal = _understood(submission, teller=teller, progress=progress or teller.tell, at=at)
        except CancelledError as error:
            return _ended(submission_id, to=SubmissionStep.CANCELLED, why=error, by=by, at=clock())
        except ZhanqiaoError as error:
            to = SubmissionStep.CANCELLED if teller.cancelled() else SubmissionStep.REFUSED
            return _ended(submission_id, to=to, why=error, by=by, at=clock())
        except Exception as error:
            why = UnexpectedFailureError(kind=type(error).__name__)
            _ended(submission_id, to=SubmissionStep.REFUSED, why=why, by=by, at=clock())
            raise
        return _kept(submission_id, report=report, personal=personal, by=by, at=clock())


def _begun(submission_id: str, *, by: str, at: datetime) -> Submission | None:
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        if SubmissionStep(submission.state) not in TO_DO:
            return None
        JobProgress.objects.get_or_create(submission=submission, defaults={"began_at": at, "updated_at": at})
        move(submission, to=SubmissionStep.UNDERSTANDING, by=by, at=at)
    return submission


def _understood(
    submission: Submission, *, teller: Teller, progress: Progress, at: datetime
) -> tuple[IngestReport, list[dict[str, Any]]]:
    into = understood(submission_id=submission.id)
    shutil.rmtree(into, ignore_errors=True)
    report = storage.understand_file(
        path=source(submission_id=submission.id),
        into=into,
        filename=submission.filename,
        progress=progress,
        cancelled=teller.cancelled,
    )
    return report, _personal(submission, report=report, teller=teller, progress=progress, at=at)


def _personal(
    submission: Submission, *, report: IngestReport, teller: Teller, progress: Progress, at: datetime
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    on, into = at.astimezone(CITY_TIME).date(), understood(submission_id=submission.id)
    for done, table in enumerate(report.tables):
        if teller.cancelled():
            raise CancelledError
        progress(Step("personal", done, len(report.tables), "tables"))
        findings = storage.find_personal_data(folder=into, report=table, on=on)
        found += [{"table": table.name, **finding.as_dict()} for finding in findings]
    return found


def _kept(
    submission_id: str, *, report: IngestReport, personal: list[dict[str, Any]], by: str, at: datetime
) -> SubmissionStep:
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        submission.report = report.as_dict()
        submission.personal = personal
        carry_masking(submission)
        rows = sum(table.rows for table in report.tables)
        move(
            submission, to=SubmissionStep.UNDERSTOOD, by=by, at=at, detail={"tables": len(report.tables), "rows": rows}
        )
        if submission.table_id_wanted:
            return go_on_unattended(submission, at=at)
    return SubmissionStep.UNDERSTOOD


def _ended(submission_id: str, *, to: SubmissionStep, why: ZhanqiaoError, by: str, at: datetime) -> SubmissionStep:
    with transaction.atomic():
        move(locked(submission_id=submission_id), to=to, why=why, by=by, at=at)
    if to is SubmissionStep.CANCELLED:
        clear_files(submission_id=submission_id)
    return to
