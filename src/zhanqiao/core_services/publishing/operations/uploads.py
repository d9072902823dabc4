"""Files in pieces, for lines that break: what has arrived stays, and sending goes on where it ended."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import new
from typing import BinaryIO

from django.db import transaction

from zhanqiao.core_services.publishing.models import Upload
from zhanqiao.core_services.publishing.operations.receiving import MIB, FileTooLargeError, plain_name
from zhanqiao.core_services.publishing.queries import UploadCard, upload_card
from zhanqiao.core_services.publishing.queries.places import upload as place_of
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

LIFE = timedelta(days=1)
MOST_AT_ONCE = 20


class OffsetError(ZhanqiaoError):
    """The piece does not begin where the last one ended; nothing of it was kept."""

    status = 409
    code = "offset-mismatch"
    sentence = Text(
        zh="已收到 {offset} 字节，而这一段从 {given} 开始，没有保存。请用 HEAD 查询后从 {offset} 继续。",
        en="{offset} bytes have arrived and this piece begins at {given}; it was not kept. Ask with HEAD and go on at {offset}.",
    )


class UploadBusyError(ZhanqiaoError):
    """Another request writes to this upload; nothing of this one was kept."""

    status = 423
    code = "upload-busy"
    sentence = Text(
        zh="另一个请求正在写入这个上传，本段没有保存。请稍后用 HEAD 查询并继续。",
        en="Another request is writing to this upload; this piece was not kept. Ask with HEAD in a moment and go on.",
    )


class ChecksumError(ZhanqiaoError):
    """A piece does not have the checksum that was sent with it; it was not kept. 460 is tus's own status."""

    status = 460
    code = "checksum-mismatch"
    sentence = Text(
        zh="这一段的校验值不符，没有保存。请重新发送这一段。",
        en="This piece does not have the checksum sent with it and was not kept. Send it again.",
    )


class UploadIncompleteError(ZhanqiaoError):
    """The upload has not arrived whole; it is kept as it is."""

    status = 409
    code = "upload-incomplete"
    sentence = Text(
        zh="文件只收到 {offset} / {length} 字节，还不能发布。已收到的部分仍然保留，请继续上传。",
        en="Only {offset} of {length} bytes have arrived, so it cannot be published yet. They are kept; go on uploading.",
    )


class TooManyUploadsError(ZhanqiaoError):
    """The account has too many uploads under way; none was begun."""

    status = 429
    code = "too-many-uploads"
    sentence = Text(
        zh="同时进行的上传最多 {limit} 个，没有开始新的上传。请先完成或删除已有的。",
        en="At most {limit} uploads may be under way; none was begun. Finish or delete one first.",
    )


def begin_upload(*, length: int, filename: str, by: str, at: datetime) -> UploadCard:
    """Begin an upload of ``length`` bytes and return it. Raises FileTooLargeError, TooManyUploadsError."""
    limit = int(value("MAX_UPLOAD_BYTES"))
    if length > limit:
        raise FileTooLargeError(limit=limit // MIB)
    if Upload.objects.filter(by=by, expires_at__gt=at).count() >= MOST_AT_ONCE:
        raise TooManyUploadsError(limit=MOST_AT_ONCE)
    with transaction.atomic():
        made = Upload.objects.create(
            by=by, filename=plain_name(filename), length=length, created_at=at, expires_at=at + LIFE
        )
        path = place_of(upload_id=made.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        detail = {"length": length}
        record(by=by, action="upload.begin", object_type="upload", object_id=made.id, detail=detail, at=at)
    return upload_card(upload_id=made.id, by=by, at=at)


def add_piece(
    *, upload_id: str, offset: int, chunks: Iterable[bytes], checksum: tuple[str, bytes] | None, by: str, at: datetime
) -> UploadCard:
    """Add a piece at ``offset`` and return the upload with all that has arrived, durably.

    ``checksum`` is an algorithm's name and the digest of the piece. A line that breaks leaves what came before it.
    Raises NotFoundError, UploadBusyError, OffsetError, FileTooLargeError, ChecksumError.
    """
    card = upload_card(upload_id=upload_id, by=by, at=at)
    with _alone(upload_id) as descriptor:
        present = os.fstat(descriptor).st_size
        if present != offset:
            raise OffsetError(offset=present, given=offset)
        try:
            with open(descriptor, "r+b", closefd=False) as file:
                file.seek(offset)
                _write(file, chunks, room=card.length - offset, checksum=checksum)
        except ZhanqiaoError:
            os.ftruncate(descriptor, offset)
            raise
        finally:
            os.fsync(descriptor)
    return upload_card(upload_id=upload_id, by=by, at=at)


def end_upload(*, upload_id: str, by: str, at: datetime) -> None:
    """Remove an upload, whole or not. Raises NotFoundError."""
    upload_card(upload_id=upload_id, by=by, at=at)
    _remove(upload_id)


@contextmanager
def whole_upload(*, upload_id: str, by: str, at: datetime) -> Iterator[tuple[UploadCard, Iterator[bytes]]]:
    """Give an upload that has arrived whole, with its bytes; it is removed when the block ends well.

    Raises NotFoundError, UploadBusyError, UploadIncompleteError.
    """
    card = upload_card(upload_id=upload_id, by=by, at=at)
    if card.offset != card.length:
        raise UploadIncompleteError(offset=card.offset, length=card.length)
    with _alone(upload_id) as descriptor:
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield card, iter(lambda: os.read(descriptor, MIB), b"")
    _remove(upload_id)


def forget_uploads(*, at: datetime) -> int:
    """Remove uploads that have had their day, and return how many."""
    gone = list(Upload.objects.filter(expires_at__lte=at).values_list("id", flat=True))
    for upload_id in gone:
        _remove(upload_id)
    return len(gone)


def _remove(upload_id: str) -> None:
    Upload.objects.filter(pk=upload_id).delete()
    place_of(upload_id=upload_id).unlink(missing_ok=True)


def _write(file: BinaryIO, chunks: Iterable[bytes], *, room: int, checksum: tuple[str, bytes] | None) -> None:
    digest, add = _digesting(checksum)
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise FileTooLargeError(limit=int(value("MAX_UPLOAD_BYTES")) // MIB)
        add(chunk)
        file.write(chunk)
    if checksum and digest() != checksum[1]:
        raise ChecksumError


def _digesting(checksum: tuple[str, bytes] | None) -> tuple[Callable[[], bytes], Callable[[bytes], None]]:
    if checksum is None:
        return bytes, lambda _: None
    hasher = new(checksum[0], usedforsecurity=False)
    return hasher.digest, hasher.update


@contextmanager
def _alone(upload_id: str) -> Iterator[int]:
    descriptor = os.open(place_of(upload_id=upload_id), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadBusyError from None
        yield descriptor
    finally:
        os.close(descriptor)
