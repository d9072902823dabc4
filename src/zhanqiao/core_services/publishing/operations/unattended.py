"""Files that programs send for a table: published where that is permitted, else handed on to review, or held with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import IntegrityError

from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.operations.describing import require_publishable
from zhanqiao.core_services.publishing.operations.receiving import ByProgram, receive_file
from zhanqiao.core_services.publishing.operations.steps import move, note_step, want_work
from zhanqiao.core_services.publishing.operations.waiting import await_review
from zhanqiao.core_services.publishing.queries.declared import places_of_table
from zhanqiao.core_services.publishing.rules import Stage, SubmissionStep, TableWords
from zhanqiao.core_services.reviews.queries import permits_updates
from zhanqiao.core_services.reviews.rules import UpdateWay
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import IngestReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.digests import Digests
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


class OneTableError(ZhanqiaoError):
    """A file for one table holds several; it is kept, and a person may go on with it in the workbench."""

    status = 422
    code = "several-tables"
    sentence = Text(
        zh="文件中有 {tables} 张表，而此接口只更新一张表，因此没有发布。文件已保留，可在工作台继续。",
        en="The file holds {tables} tables, and this address updates one, so nothing was published. The file is kept; go on "
        "in the workbench.",
    )


class FileKeyUsedError(ZhanqiaoError):
    """The Idempotency-Key was used for another file; nothing was kept."""

    status = 422
    code = "idempotency-conflict"
    sentence = Text(
        zh="Idempotency-Key“{key}”已用于另一个文件（{job}）。没有保存任何内容，请为新文件使用新的键。",
        en="The Idempotency-Key '{key}' was used for another file ({job}). Nothing was kept; give a new file a new key.",
    )


def send_file(
    *,
    table_id: str,
    chunks: Iterable[bytes],
    filename: str,
    mode: Mode,
    size: int | None = None,
    sha256: str = "",
    idempotency_key: str = "",
    by: str,
    at: datetime,
    within: Callable[[str, Digests], object] | None = None,
) -> tuple[str, bool]:
    """Take a file for a table durably and let it be published; return the submission's id and whether it was sent before.

    Whoever calls has made sure that ``by`` may publish to the table. A key that was used for the same table answers with
    that submission without reading the file. ``within`` is called with the id of a new submission and the digests, inside
    the transaction that acknowledges it. Raises FileKeyUsedError and what ``receive_file`` raises.
    """
    known = _known(table_id=table_id, idempotency_key=idempotency_key, by=by)
    if known:
        return known, True
    dataset_id = storage.table_card(table_id=table_id).dataset_id
    try:
        submission_id = receive_file(
            chunks=chunks,
            filename=filename,
            department=catalogue.entry(dataset_id=dataset_id).department,
            by=by,
            at=at,
            size=size,
            dataset_id=dataset_id,
            mode=mode,
            program=ByProgram(table_id=table_id, sha256=sha256, idempotency_key=idempotency_key, within=within),
        )
    except IntegrityError:
        known = _known(table_id=table_id, idempotency_key=idempotency_key, by=by)
        if known is None:
            raise
        return known, True
    return submission_id, False


def go_on_unattended(submission: Submission, /, *, at: datetime) -> SubmissionStep:
    """Send an understood file on as its sender asked, inside the caller's transaction.

    To publication where a permit lets programs update the dataset by files, to the department's review otherwise. What stands against
    it is written down as the reason, and the file waits for a person.
    """
    try:
        _describe(submission, at=at)
        require_publishable(submission)
    except ZhanqiaoError as error:
        submission.save()
        note_step(submission, by=SYSTEM, at=at, why=error)
        return SubmissionStep.UNDERSTOOD
    if not permits_updates(dataset_id=submission.dataset_id_wanted, way=UpdateWay.FILES, at=at):
        move(submission, to=SubmissionStep.DEPARTMENT_REVIEW, by=submission.by, at=at)
        await_review(submission, stage=Stage.DEPARTMENT, by=submission.by, at=at)
        return SubmissionStep.DEPARTMENT_REVIEW
    move(submission, to=SubmissionStep.PUBLISHING, by=submission.by, at=at)
    want_work(submission, at=at)
    return SubmissionStep.PUBLISHING


def _describe(submission: Submission, *, at: datetime) -> None:
    """Take the entry as it is: a program brings rows, people the words."""
    tables = IngestReport.from_dict(submission.report or {}).tables
    if len(tables) != 1:
        raise OneTableError(tables=len(tables))
    entry = catalogue.entry(dataset_id=submission.dataset_id_wanted)
    submission.entry = entry.as_dict()
    places = places_of_table(table_id=submission.table_id_wanted)
    submission.tables = {tables[0].name: TableWords(name=tables[0].name, places=places).as_dict()}
    detail = {"slug": entry.slug, "table": submission.table_id_wanted}
    record(
        by=submission.by,
        action="submission.describe",
        object_type="submission",
        object_id=submission.id,
        detail=detail,
        at=at,
    )


def _known(*, table_id: str, idempotency_key: str, by: str) -> str | None:
    if not idempotency_key:
        return None
    found = Submission.objects.filter(by=by, idempotency_key=idempotency_key).first()
    if found is None:
        return None
    if found.table_id_wanted != table_id:
        raise FileKeyUsedError(key=idempotency_key[:80], job=found.id)
    return found.id
