"""Receiving a file: streamed to disk, synced, digested, then acknowledged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.db import transaction

from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.operations.describing import require_continuable
from zhanqiao.core_services.publishing.operations.steps import clear_files, note_step, want_work
from zhanqiao.core_services.publishing.queries.places import source
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.digests import Digesting, Digests
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.ids import new_id
from zhanqiao.kit.progress import Progress, Step, silent
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

NAME_LENGTH = 200
MIB = 1 << 20


class FileTooLargeError(ZhanqiaoError):
    """The file is larger than the setting allows; nothing of it was kept."""

    status = 413
    code = "file-too-large"
    sentence = Text(
        zh="文件超过 {limit} MiB 的上限，没有保存。请压缩（gz、zip）或拆分后再上传。",
        en="The file is larger than the limit of {limit} MiB and was not kept. Compress it (gz, zip) or split it and upload again.",
    )


class FileEmptyError(ZhanqiaoError):
    """The file holds no bytes; nothing was kept."""

    status = 422
    code = "file-empty"
    sentence = Text(
        zh="文件是空的，没有保存。请检查后重新上传。",
        en="The file is empty and was not kept. Check it and upload again.",
    )


class DigestMismatchError(ZhanqiaoError):
    """What arrived is not what the sender says it sent; nothing of it was kept."""

    status = 422
    code = "digest-mismatch"
    sentence = Text(
        zh="收到的内容与声明的 SHA-256 不一致（声明 {stated}，收到 {found}），没有保存。请重新发送。",
        en="What arrived does not have the stated SHA-256 (stated {stated}, found {found}) and was not kept. Send it again.",
    )


@dataclass(frozen=True, slots=True)
class ByProgram:
    """What a program says of a file: the table it is for, and is then published to without a person; its digest, its key.

    ``within`` is called with the submission's id and the digests, inside the transaction that acknowledges the file.
    """

    table_id: str = ""
    sha256: str = ""
    idempotency_key: str = ""
    within: Callable[[str, Digests], object] | None = None


def receive_file(
    *,
    chunks: Iterable[bytes],
    filename: str,
    department: str,
    by: str,
    at: datetime,
    size: int | None = None,
    dataset_id: str = "",
    mode: Mode = Mode.REPLACE,
    program: ByProgram | None = None,
    progress: Progress = silent,
    in_background: bool = True,
) -> str:
    """Keep a file durably, acknowledge it and call for a worker to understand it; return the submission's id.

    ``department`` is a key, code or id; ``size`` what the sender announced, in bytes; ``dataset_id`` the dataset
    it continues, ``program`` what a program says of it. Raises FileTooLargeError, FileEmptyError,
    DigestMismatchError, NotFoundError (department, dataset), OtherDepartmentError; then nothing is kept.
    """
    owner = _owner(department, dataset_id)
    _require_small(size or 0)
    submission_id = new_id(prefix="sub")
    try:
        digests = _kept(chunks=chunks, path=source(submission_id=submission_id), total=size, progress=progress)
        sent = program or ByProgram()
        _require_digest(sent, digests)
        submission = Submission(
            id=submission_id,
            department_id=owner,
            by=by,
            at=at,
            filename=plain_name(filename),
            dataset_id_wanted=dataset_id,
            mode=mode.value,
        )
        _acknowledge(submission, digests, sent, in_background=in_background)
    except BaseException:
        clear_files(submission_id=submission_id)
        raise
    return submission_id


def _owner(department: str, dataset_id: str) -> str:
    """Return the id of the department, which must be able to continue the dataset."""
    owner = department_card(key_or_code=department).id
    if dataset_id:
        require_continuable(dataset_id=dataset_id, department_id=owner)
    return owner


@transaction.atomic
def _acknowledge(submission: Submission, digests: Digests, sent: ByProgram, *, in_background: bool) -> None:
    """Save that the file is here, with what its program wants said in the same transaction."""
    by, at = submission.by, submission.at
    submission.size, submission.sha256, submission.sm3 = digests.size, digests.sha256, digests.sm3
    submission.table_id_wanted, submission.idempotency_key = sent.table_id, sent.idempotency_key
    submission.save(force_insert=True)
    if sent.within is not None:
        sent.within(submission.id, digests)
    note_step(submission, by=by, at=at)
    if in_background:
        want_work(submission, at=at)
    action = f"submission.{SubmissionStep.ACKNOWLEDGED.value}"
    detail = {"filename": submission.filename, "size": submission.size, "sm3": submission.sm3}
    record(by=by, action=action, object_type="submission", object_id=submission.id, detail=detail, at=at)


def _require_digest(sent: ByProgram, digests: Digests) -> None:
    if sent.sha256 and sent.sha256 != digests.sha256:
        raise DigestMismatchError(stated=sent.sha256, found=digests.sha256)


def _kept(*, chunks: Iterable[bytes], path: Path, total: int | None, progress: Progress) -> Digests:
    path.parent.mkdir(parents=True, exist_ok=True)
    digesting, size = Digesting(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            _require_small(size)
            digesting.update(content=chunk)
            file.write(chunk)
            progress(Step("receive", size, total, "bytes"))
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise FileEmptyError
    _sync_folders(path)
    return digesting.finish()


def _sync_folders(path: Path) -> None:
    for place in (path.parent, path.parent.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _require_small(size: int) -> None:
    limit = int(value("MAX_UPLOAD_BYTES"))
    if size > limit:
        raise FileTooLargeError(limit=limit // MIB)


def plain_name(filename: str, /) -> str:
    """Return the last part of a path as written on any system, without control characters."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    return "".join(letter for letter in name if letter.isprintable()).strip()[-NAME_LENGTH:] or "file"
