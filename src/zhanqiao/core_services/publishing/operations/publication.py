"""Publishing a described submission: written outside, made visible in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.models import JobProgress, Submission, SubmissionState
from zhanqiao.core_services.publishing.operations.describing import require_publishable
from zhanqiao.core_services.publishing.operations.masking import (
    keep_masking,
    masked_for_release,
    masking_of,
    require_alike,
    source_of_release,
)
from zhanqiao.core_services.publishing.operations.places import converted_for_release, keep_places
from zhanqiao.core_services.publishing.operations.steps import clear_files, locked, move
from zhanqiao.core_services.publishing.operations.waiting import await_rework
from zhanqiao.core_services.publishing.operations.working import (
    CancelledError,
    Clock,
    Teller,
    UnexpectedFailureError,
    working,
)
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.rules import Shape, SubmissionStep, TableWords, continued
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries as catalogue_queries
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import IngestReport, PreparedRelease, TableReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.progress import Progress


def publish(
    *,
    submission_id: str,
    by: str,
    at: datetime,
    clock: Clock,
    progress: Progress | None = None,
    only_begun: bool = False,
) -> dict[str, Any] | None:
    """Publish a submission and return {dataset, slug, tables, releases}; safe to repeat after a crash.

    The releases are written first, unseen; then one transaction registers or revises the entry, acknowledges
    every release and ends the submission. When it cannot be published it is *understood* again, with the reason,
    and the error is raised. None when another process is at it, or it was cancelled; with ``only_begun`` also when it
    is not on its way to publication (any more): a job that was called for does not overtake who took it back.
    """
    with working(submission_id=submission_id) as mine:
        submission = _begun(submission_id, only_begun=only_begun, by=by, at=at) if mine else None
        if submission is None:
            return Submission.objects.get(pk=submission_id).result
        teller = Teller(submission_id=submission_id, clock=clock)
        try:
            result = _published(submission, by=by, at=at, progress=progress or teller)
        except CancelledError as error:
            _back(submission_id, to=SubmissionStep.CANCELLED, why=error, by=by, at=clock())
            result = None
        except ZhanqiaoError as error:
            _back(submission_id, to=SubmissionStep.UNDERSTOOD, why=error, by=by, at=clock())
            raise
        except Exception as error:
            why = UnexpectedFailureError(kind=type(error).__name__)
            _back(submission_id, to=SubmissionStep.UNDERSTOOD, why=why, by=by, at=clock())
            raise
    clear_files(submission_id=submission_id)
    return result


def publisher(*, submission_id: str) -> str:
    """Return who asked for the publication that is under way."""
    step = SubmissionState.objects.filter(submission_id=submission_id, state=SubmissionStep.PUBLISHING.value).last()
    return step.by if step else Submission.objects.get(pk=submission_id).by


def _begun(submission_id: str, *, only_begun: bool, by: str, at: datetime) -> Submission | None:
    allowed = {SubmissionStep.PUBLISHING} if only_begun else {SubmissionStep.UNDERSTOOD, SubmissionStep.PUBLISHING}
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        if SubmissionStep(submission.state) not in allowed:
            return None
        require_publishable(submission)
        JobProgress.objects.get_or_create(submission=submission, defaults={"began_at": at, "updated_at": at})
        move(submission, to=SubmissionStep.PUBLISHING, by=by, at=at)
    return submission


def _published(submission: Submission, *, by: str, at: datetime, progress: Progress) -> dict[str, Any]:
    dataset_id = _dataset(submission, by=by, at=at)
    tables = _included(submission)
    with storage.writing():
        prepared = _prepared(submission, dataset_id, [report for report, _ in tables], by=by, at=at, progress=progress)
        return _shown(submission.id, dataset_id, prepared, [words for _, words in tables], by=by, at=at)


def _dataset(submission: Submission, *, by: str, at: datetime) -> str:
    """Return the dataset the submission goes to; a new one is registered as a draft, once."""
    entry = DatasetEntry.from_dict(submission.entry or {})
    if submission.dataset_id_wanted:
        return submission.dataset_id_wanted
    with transaction.atomic():
        submission.dataset_id_wanted = catalogue.register_dataset(entry=entry, by=by, at=at)
        Submission.objects.filter(pk=submission.id).update(dataset_id_wanted=submission.dataset_id_wanted)
    return submission.dataset_id_wanted


def _included(submission: Submission) -> list[tuple[TableReport, TableWords]]:
    said = {name: TableWords.from_dict(words) for name, words in submission.tables.items()}
    reports = IngestReport.from_dict(submission.report or {}).tables
    pairs = [(report, said.get(report.name) or TableWords(name=report.name)) for report in reports]
    return [(report, words) for report, words in pairs if words.included]


def _prepared(
    submission: Submission,
    dataset_id: str,
    reports: Sequence[TableReport],
    *,
    by: str,
    at: datetime,
    progress: Progress,
) -> list[PreparedRelease]:
    table_ids = _table_ids(submission, dataset_id, reports, by=by, at=at)
    prepared: list[PreparedRelease] = []
    try:
        for table_id, understood_report in zip(table_ids, reports, strict=True):
            converted_report, converted = converted_for_release(submission, understood_report)
            report, masking = masked_for_release(submission, converted_report, at=at)
            prepared.append(
                storage.prepare_release(
                    table_id=table_id,
                    folder=understood(submission_id=submission.id),
                    report=report,
                    mode=Mode(submission.mode),
                    source=source_of_release(submission),
                    by=by,
                    at=at,
                    progress=progress,
                    masking=masking,
                    coordinates=converted,
                )
            )
            require_alike(masking=masking_of(submission, table=report.name), prepared=prepared[-1])
    except BaseException:
        _undo(prepared)
        raise
    return prepared


def _table_ids(
    submission: Submission, dataset_id: str, reports: Sequence[TableReport], *, by: str, at: datetime
) -> list[str]:
    if submission.table_id_wanted:
        return [submission.table_id_wanted]  # one table, as ``unattended`` made sure
    known = [
        Shape(id=table.id, name=table.name, columns=tuple(field.name for field in table.fields))
        for table in catalogue_queries.tables_of(dataset_id=dataset_id)
    ]
    found = [Shape(None, report.name, tuple(field.name for field in report.fields)) for report in reports]
    titles = {name: TableWords.from_dict(words) for name, words in submission.tables.items()}
    ids = []
    for report, table_id in zip(reports, continued(known=known, found=found), strict=True):
        words = titles.get(report.name) or TableWords(name=report.name)
        ids.append(
            table_id
            or storage.create_table(
                dataset_id=dataset_id,
                name=report.name,
                title_zh=words.title_zh or report.name,
                title_en=words.title_en,
                by=by,
                at=at,
            )
        )
    return ids


def _shown(
    submission_id: str,
    dataset_id: str,
    prepared: Sequence[PreparedRelease],
    words: Sequence[TableWords],
    *,
    by: str,
    at: datetime,
) -> dict[str, Any]:
    try:
        with transaction.atomic():
            submission = locked(submission_id=submission_id)
            entry = DatasetEntry.from_dict(submission.entry or {})
            catalogue.revise_dataset(dataset_id=dataset_id, entry=entry, by=by, at=at)
            said = {one.table_id: table.columns for one, table in zip(prepared, words, strict=True)}
            catalogue.publish_releases(dataset_id=dataset_id, prepared=prepared, words=said, by=by, at=at)
            _retitle(prepared, words, by=by, at=at)
            keep_masking(submission, prepared, [table.name for table in words], by=by, at=at)
            keep_places(submission, prepared, [table.name for table in words], by=by, at=at)
            submission.result = {
                "dataset": dataset_id,
                "slug": entry.slug,
                "open_type": entry.open_type,
                "tables": [one.table_id for one in prepared],
                "releases": [one.release_id for one in prepared],
            }
            move(submission, to=SubmissionStep.PUBLISHED, by=by, at=at, detail=submission.result)
    except BaseException:
        _undo(prepared)
        raise
    return dict(submission.result)


def _retitle(prepared: Sequence[PreparedRelease], words: Sequence[TableWords], *, by: str, at: datetime) -> None:
    for one, said in zip(prepared, words, strict=True):
        if said.title_zh:
            storage.retitle_table(table_id=one.table_id, title_zh=said.title_zh, title_en=said.title_en, by=by, at=at)


def _undo(prepared: Sequence[PreparedRelease]) -> None:
    for one in prepared:
        storage.abandon_release(table_id=one.table_id, release_id=one.release_id)


def _back(submission_id: str, *, to: SubmissionStep, why: ZhanqiaoError, by: str, at: datetime) -> None:
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        move(submission, to=to, why=why, by=by, at=at)
        if to is SubmissionStep.UNDERSTOOD and _was_reviewed(submission_id):
            await_rework(submission, by=by, at=at)


def _was_reviewed(submission_id: str) -> bool:
    """Say whether people reviewed it: then its officers are told that it could not be published."""
    reviewed = SubmissionStep.AUTHORITY_REVIEW.value
    return SubmissionState.objects.filter(submission_id=submission_id, state=reviewed).exists()
