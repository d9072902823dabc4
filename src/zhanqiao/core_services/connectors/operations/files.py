"""Files of a shelf: each once by its content, in the order of their times; one that cannot be read holds up no other."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from zhanqiao.core_services.connectors.models import ConnectorFile
from zhanqiao.core_services.connectors.operations.reading import piece_rows, shelf_of
from zhanqiao.core_services.connectors.operations.taking import Taking, take
from zhanqiao.core_services.connectors.rules import SourceDriftedError
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError

if TYPE_CHECKING:  # else every page would load asyncssh
    from zhanqiao.core_services.connectors.engine.pieces import Piece
    from zhanqiao.core_services.connectors.engine.shelves import Shelf, Shelved


def take_files(taking: Taking, /, *, is_over: Callable[[], bool]) -> int:
    """Take every file that is new or has changed; return how many could not be read.

    A file that was half taken when a run was killed goes on behind the rows that were taken.
    Raises what reaching the shelf raises, SourceDriftedError, MisfitsRefusedError, PersonalRowsError.
    """
    # Late: the reader of workbooks and SSH need not be loaded by pages.
    from zhanqiao.core_services.connectors.engine.pieces import SourceDownError

    faulty = 0
    with shelf_of(taking.connector, clock=taking.clock) as shelf:
        for listed in shelf.ready():
            known = ConnectorFile.objects.filter(connector=taking.connector, name=listed.name).first()
            if known and known.is_done and known.stamp == listed.stamp:
                continue
            if is_over():
                break
            try:
                _take(taking, shelf, listed, known)
            except (SourceDownError, SourceDriftedError):
                raise
            except ZhanqiaoError as error:
                if error.code != "connector-source-unreadable":
                    raise
                _note_fault(taking, listed, known, error)
                faulty += 1
    return faulty


def _take(taking: Taking, shelf: Shelf, listed: Shelved, known: ConnectorFile | None) -> None:
    from zhanqiao.core_services.connectors.engine.parsing import rows_of  # late, as above

    content = shelf.content(listed, most=int(value("HARVEST_BYTES")))
    digest = sha256(content).hexdigest()
    if known and known.is_done and known.digest == digest:
        known.stamp, known.last_run = listed.stamp, taking.run
        known.save()
        taking.run.rows_unchanged += known.rows_taken
        taking.run.save(update_fields=["rows_unchanged"])
        return
    whole = rows_of(content=content, name=listed.name)
    file = known or ConnectorFile(connector=taking.connector, name=listed.name)
    if file.digest != digest:
        file.rows_taken = 0
    file.stamp, file.digest, file.last_run = listed.stamp, digest, taking.run
    file.is_done, file.fault_zh, file.fault_en = False, "", ""
    _take_rows(taking, file, whole)


def _take_rows(taking: Taking, file: ConnectorFile, whole: Piece) -> None:
    from zhanqiao.core_services.connectors.engine.pieces import Piece  # late, as above

    size, count = piece_rows(), len(whole.rows)
    taking.run.files += 1
    for start in range(min(file.rows_taken, count), max(count, 1), size):
        file.is_done = start + size >= count
        part = whole.rows[start : start + size]
        share = round(whole.size * len(part) / max(count, 1))
        take(taking, Piece(part, whole.columns, {}, whole.whole_header, share), file=file)


def _note_fault(taking: Taking, listed: Shelved, known: ConnectorFile | None, error: ZhanqiaoError) -> None:
    file = known or ConnectorFile(connector=taking.connector, name=listed.name)
    file.stamp, file.last_run, file.is_done = listed.stamp, taking.run, False
    file.fault_zh, file.fault_en = error.text.zh, error.text.en
    file.save()
