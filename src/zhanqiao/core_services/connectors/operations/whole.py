"""A whole delivery: everything the source has, handed over as one file that takes the place of the table's rows.

What a file meets is decided where all files are: read in a child process, held to the gate, published without a person
where nothing stands against it, otherwise kept for one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import orjson

from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.operations.locking import FOLDER
from zhanqiao.core_services.connectors.operations.reading import pieces_of, shelf_of
from zhanqiao.core_services.connectors.operations.taking import Taking, held_to_columns, renamed
from zhanqiao.core_services.connectors.rules import FILES, Kind
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.storage.rules import Mode as Replacing
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.texts import Text

BLOCK = 1 << 20
FAILED = frozenset({SubmissionStep.REFUSED, SubmissionStep.CANCELLED})
NOTHING = Text("来源中没有文件。", "The source holds no file.")
SAME = Text(
    "来源与上次送出的内容相同（提交 {submission}，{zh}），没有重复送出。",
    "The source is what was handed over before (submission {submission}, {en}); it was not handed over again.",
)
HANDED = Text(
    "已作为提交 {submission} 送出；无可反对的内容即自动发布，否则在工作台等待处理。",
    "Handed over as submission {submission}: it is published if nothing stands against it, otherwise it waits in the workbench.",
)


def deliver_whole(taking: Taking, /) -> Text:
    """Hand over everything and return what a person should know. Raises what reading and ``send_file`` raise."""
    if Kind(taking.connector.kind) in FILES:
        return _newest_file(taking)
    with _staged(taking) as (path, digest), path.open("rb") as file:
        return _sent(taking, _blocks(file), name=f"{taking.connector.key}.jsonl", digest=digest)


def _newest_file(taking: Taking) -> Text:
    with shelf_of(taking.connector, clock=taking.clock) as shelf:
        ready = shelf.ready()
        if not ready:
            return NOTHING
        content = shelf.content(ready[-1], most=int(value("HARVEST_BYTES")))
    taking.run.files, taking.run.bytes = 1, len(content)
    return _sent(taking, [content], name=ready[-1].name, digest=sha256(content).hexdigest())


@contextmanager
def _staged(taking: Taking) -> Iterator[tuple[Path, str]]:
    """Write the source's rows to lines of JSON, held to the drift policy piece by piece; gone afterwards."""
    path = home() / FOLDER / f"{taking.connector.key}.{os.getpid()}.jsonl"
    digest, run = sha256(), taking.run
    run.pieces = run.rows_read = 0  # a line that broke off begins again from the first row
    try:
        with path.open("wb") as file:
            for piece in pieces_of(taking.connector, once=False):
                columns, rows = renamed(taking.connector, piece)
                left_out = held_to_columns(taking, columns, whole_header=piece.whole_header) if rows else ()
                for row in rows:
                    line = orjson.dumps({name: row[name] for name in row if name not in left_out}) + b"\n"
                    digest.update(line)
                    file.write(line)
                run.pieces, run.rows_read = run.pieces + 1, run.rows_read + len(rows)
                run.new_columns = sorted({*run.new_columns, *left_out})
            run.bytes = file.tell()
        yield path, digest.hexdigest()
    finally:
        path.unlink(missing_ok=True)


def _sent(taking: Taking, chunks: Iterable[bytes], *, name: str, digest: str) -> Text:
    """Hand a file over, unless it is what was handed over last and that was not refused."""
    connector, run = taking.connector, taking.run
    before = connector.delivered
    if before.get("digest") == digest:
        step = submissions.last_step(submission_id=before["submission"])
        if step is not None and step.state not in FAILED:
            run.rows_unchanged = run.rows_read
            return SAME.filled(submission=before["submission"], zh=step.label.zh, en=step.label.en)
    submission, _ = publishing.send_file(
        table_id=connector.table_id,
        chunks=chunks,
        filename=name,
        mode=Replacing.REPLACE,
        idempotency_key=f"{connector.id}-{before.get('submission', '')}-{digest}",
        by=taking.by,
        at=taking.clock(),
    )
    run.submission_id, run.rows_sent = submission, run.rows_read
    Connector.objects.filter(pk=connector.pk).update(delivered={"digest": digest, "submission": submission})
    return HANDED.filled(submission=submission)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
