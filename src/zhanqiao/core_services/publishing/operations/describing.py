"""Describing a submission: its catalogue entry, its tables' titles, the words of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.publishing.models import JobProgress, Submission
from zhanqiao.core_services.publishing.operations.privacy import carry_masking, require_personal_settled
from zhanqiao.core_services.publishing.operations.steps import clear_files, involve, locked, move
from zhanqiao.core_services.publishing.operations.waiting import end_waiting
from zhanqiao.core_services.publishing.rules import (
    RUNNING,
    WORDS,
    SubmissionStep,
    SubmissionStepError,
    TableWords,
    require_valid_places,
)
from zhanqiao.data_center.catalogue import queries as catalogue_queries
from zhanqiao.data_center.catalogue.operations import SlugTakenError
from zhanqiao.data_center.catalogue.rules import DatasetEntry, require_no_more_open, require_valid
from zhanqiao.data_center.metadata.rules import require_fitting
from zhanqiao.data_center.storage.queries import IngestReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import cards_by_id, department_card


class NotDescribedError(ZhanqiaoError):
    """A submission needs its catalogue entry before it can be published; nothing was changed."""

    status = 409
    code = "not-described"
    sentence = Text(
        zh="请先填写目录信息和数据字典，再发布。什么都没有改变。",
        en="Fill in the catalogue entry and the dictionary before publishing. Nothing was changed.",
    )


class NothingIncludedError(ZhanqiaoError):
    """No table of the file is to be published; nothing was changed."""

    status = 422
    code = "nothing-included"
    sentence = Text(zh="请至少选择一张表。什么都没有改变。", en="Choose at least one table. Nothing was changed.")


class OtherDepartmentError(ZhanqiaoError):
    """The dataset to continue belongs to another department; nothing was changed."""

    status = 403
    code = "other-department"
    sentence = Text(
        zh="“{title}”属于其他部门，不能用本部门的文件更新。什么都没有改变。",
        en="'{title}' belongs to another department and cannot be continued with this file. Nothing was changed.",
    )


def describe(
    *,
    submission_id: str,
    entry: DatasetEntry,
    tables: Sequence[TableWords],
    mode: Mode = Mode.REPLACE,
    dataset_id: str = "",
    by: str,
    at: datetime,
) -> None:
    """Keep what the officer says about an understood submission; may be repeated until it is published.

    ``tables`` are matched to the understood ones by name; ``dataset_id`` names the dataset it continues (empty:
    a new one). The entry's department is always that of the submission. Raises EntryInvalidError, SlugTakenError,
    OtherDepartmentError, MoreOpenError, DictionaryMismatchError, PlacesInvalidError, NothingIncludedError, SubmissionStepError; then nothing is saved.
    """
    with transaction.atomic():
        submission = understood_submission(submission_id=submission_id)
        entry = replace(entry, department=cards_by_id()[submission.department_id].key)
        require_valid(entry=entry)
        require_own_dataset(dataset_id=dataset_id, slug=entry.slug, department_id=submission.department_id)
        if dataset_id:
            require_no_more_open(open_type=entry.open_type, sources=catalogue_queries.sources_of(dataset_id=dataset_id))
        _require_fitting(submission, tables)
        submission.entry = entry.as_dict()
        submission.tables = {table.name: table.as_dict() for table in tables}
        submission.mode, submission.dataset_id_wanted = mode.value, dataset_id
        involve(submission, by=by)
        carry_masking(submission)
        submission.save()
        detail = {"slug": entry.slug, "tables": [table.name for table in tables if table.included]}
        record(
            by=by, action="submission.describe", object_type="submission", object_id=submission_id, detail=detail, at=at
        )


def cancel(*, submission_id: str, by: str, at: datetime) -> SubmissionStep:
    """Cancel a submission: at once where it waits, at the worker's next word where work is under way.

    Returns the state it is in now. Raises SubmissionStepError when it has ended.
    """
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        state = SubmissionStep(submission.state)
        if state in RUNNING - {SubmissionStep.ACKNOWLEDGED}:
            JobProgress.objects.filter(pk=submission_id).update(cancel_asked_by=by, cancel_asked_at=at)
            record(
                by=by, action="submission.cancel", object_type="submission", object_id=submission_id, detail={}, at=at
            )
            return state
        move(submission, to=SubmissionStep.CANCELLED, by=by, at=at)
        end_waiting(submission_id, outcome="cancelled", by=by, at=at)
    clear_files(submission_id=submission_id)
    return SubmissionStep.CANCELLED


def require_publishable(submission: Submission) -> None:
    """Raise NotDescribedError, PersonalDataError or AssessmentMissingError unless the submission may be published."""
    if not submission.entry:
        raise NotDescribedError
    left_out = frozenset(name for name, words in submission.tables.items() if not words["included"])
    require_personal_settled(submission, left_out=left_out)


def require_own_dataset(*, dataset_id: str, slug: str, department_id: str) -> None:
    """Raise as ``require_continuable`` does for the dataset to continue, SlugTakenError for another's slug."""
    if dataset_id:
        require_continuable(dataset_id=dataset_id, department_id=department_id)
    try:
        taken = catalogue_queries.id_of(slug=slug) != dataset_id
    except NotFoundError:
        return
    if taken:
        raise SlugTakenError(slug=slug)


def require_continuable(*, dataset_id: str, department_id: str) -> None:
    """Raise OtherDepartmentError unless the dataset is the department's; NotFoundError for another's that is not public."""
    present = catalogue_queries.entry(dataset_id=dataset_id)
    if department_card(key_or_code=present.department).id != department_id:
        public = catalogue_queries.dataset_card(id=dataset_id, card=ANONYMOUS)
        raise OtherDepartmentError(title=public.title.zh)


def understood_submission(*, submission_id: str) -> Submission:
    """Return the locked row of a submission that is understood and not under way. Raises SubmissionStepError."""
    submission = locked(submission_id=submission_id)
    state = SubmissionStep(submission.state)
    if state is not SubmissionStep.UNDERSTOOD:
        now, then = WORDS[state], WORDS[SubmissionStep.PUBLISHING]
        raise SubmissionStepError(
            filename=submission.filename, now_zh=now.zh, then_zh=then.zh, now_en=now.en, then_en=then.en
        )
    return submission


def _require_fitting(submission: Submission, tables: Sequence[TableWords]) -> None:
    if not any(table.included for table in tables):
        raise NothingIncludedError
    given = {table.name: table for table in tables}
    for report in IngestReport.from_dict(submission.report or {}).tables:
        words = given.get(report.name)
        if words and words.included and words.columns:
            require_fitting(names=[field.name for field in report.fields], words=words.columns)
        if words and words.included and words.places:
            require_valid_places(types={one.name: one.type.value for one in report.fields}, places=words.places)
