"""Trying a source: what it holds, read in a process of its own; no row of it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanqiao.core_services.connectors.models import Connector, ConnectorDraft
from zhanqiao.core_services.connectors.operations.drafting import as_connector, draft_of
from zhanqiao.core_services.connectors.operations.locking import alone
from zhanqiao.core_services.connectors.operations.reading import pieces_of, shelf_of
from zhanqiao.core_services.connectors.rules import FILES, DraftState, Kind, plain, seen_columns
from zhanqiao.core_services.publishing.rules import KINDS as PERSONAL
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:  # else every page would load SQLAlchemy
    from zhanqiao.core_services.connectors.engine.pieces import Piece

LOCK = ".tries"  # no key of a connector
TRY_SECONDS = 30
ROWS_READ = 1_000
ROWS_SHOWN = 5
FILES_SHOWN = 5
COLUMNS_MOST = 500
CELL = 120  # characters of a cell that is shown
LATE = Text(
    f"测试超过 {TRY_SECONDS} 秒，已停止。来源可能太慢，或被防火墙丢弃了连接；请核对地址和端口，或改用较小的表、查询。",
    f"The test took longer than {TRY_SECONDS} seconds and was stopped. The source may be too slow, or a firewall drops the line. Check "
    "address and port, or choose a smaller table or query.",
)
TROUBLE = Text(
    "测试因程序错误停止（{error}）；没有保存任何数据。",
    "The test stopped at an error of the program ({error}); nothing was saved.",
)
NO_FILE = Text(
    "连接成功，但没有符合样式的文件（或文件刚刚改动，仍可能在写入）。放入一个文件后再测试。",
    "The connection works, but no file fits the pattern (or it was changed just now and may still be written). Put a file there and "
    "test again.",
)
TOO_WIDE = Text(
    f"连接成功，但来源有 {{count}} 列，页面最多处理 {COLUMNS_MOST} 列。请用查询只取需要的列，或由运维人员用命令登记。",
    f"The connection works, but the source has {{count}} columns and the page takes at most {COLUMNS_MOST}. Use a query for those that are "
    "needed, or have an operator register it by the command.",
)
NO_ROW = Text("连接成功，但没有数据行。", "The connection works, but there are no rows.")


@dataclass(frozen=True, slots=True)
class _Read:
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    files: tuple[str, ...] = ()
    files_seen: int = 0
    nothing: Text = NO_ROW


def waiting_drafts() -> tuple[str, ...]:
    """Return the ids of the drafts whose source is to be tried, or was being tried, oldest first. One query."""
    states = (DraftState.WAITING.value, DraftState.RUNNING.value)
    return tuple(ConnectorDraft.objects.filter(state__in=states).values_list("id", flat=True))


@contextmanager
def trying() -> Iterator[None]:
    """Be the only process that tries sources; those it finds being tried were left by one that was ended.

    Raises ConnectorBusyError.
    """
    with alone(key=LOCK):
        end_broken_tries()
        yield


def end_broken_tries() -> None:
    """Say of drafts that were being tried when the process ended that it took too long. One process tries at a time."""
    broken = ConnectorDraft.objects.filter(state=DraftState.RUNNING.value)
    broken.update(state=DraftState.FAILED.value, code="connector-try-late", note_zh=LATE.zh, note_en=LATE.en)


def try_draft(*, draft_id: str, clock: Callable[[], datetime]) -> DraftState:
    """Try the source of a draft and keep what it shows; return the state. What is wrong with it ends in the draft's note.

    Raises NotFoundError.
    """
    draft = draft_of(draft_id)
    ConnectorDraft.objects.filter(pk=draft.pk).update(state=DraftState.RUNNING.value)
    try:
        found = _found(_read(as_connector(draft), clock), clock)
    except ZhanqiaoError as error:
        found = _failed(error.text, error.code)
    except Exception as error:  # noqa: BLE001 - told to the person by its kind only: its words may hold data
        found = _failed(TROUBLE.filled(error=type(error).__name__), "trouble")
    # What was said anew meanwhile is not overwritten: it waits to be tried.
    ConnectorDraft.objects.filter(pk=draft.pk, at=draft.at).update(**found)
    return DraftState(found["state"])


def _read(connector: Connector, clock: Callable[[], datetime]) -> _Read:
    if Kind(connector.kind) in FILES:
        return _newest(connector, clock)
    with closing(pieces_of(connector, once=False, limit=ROWS_READ)) as pieces:  # type: ignore[type-var] # - generators
        piece: Piece | None = next(iter(pieces), None)
    return _Read(piece.columns, piece.rows[:ROWS_READ]) if piece else _Read((), ())


def _newest(connector: Connector, clock: Callable[[], datetime]) -> _Read:
    from zhanqiao.core_services.connectors.engine.parsing import rows_of  # late: pages need no reader of workbooks

    with shelf_of(connector, clock=clock) as shelf:
        ready = shelf.ready()
        if not ready:
            return _Read((), (), nothing=NO_FILE)
        piece = rows_of(content=shelf.content(ready[-1], most=int(value("HARVEST_BYTES"))), name=ready[-1].name)
    names = tuple(one.name for one in reversed(ready[-FILES_SHOWN:]))
    return _Read(piece.columns, piece.rows[:ROWS_READ], names, len(ready))


def _found(read: _Read, clock: Callable[[], datetime]) -> dict[str, Any]:
    columns = read.columns
    if len(columns) > COLUMNS_MOST:
        return _failed(TOO_WIDE.filled(count=len(columns)), "connector-too-wide")
    personal = _personal(columns, read.rows, clock)
    seen = seen_columns(columns=columns, rows=read.rows, personal=personal)
    note = Text("", "") if read.rows else read.nothing
    return {
        "state": (DraftState.FOUND if columns else DraftState.FAILED).value,
        "columns": [asdict(one) for one in seen],
        "sample": [[_cell(row.get(name), name in personal) for name in columns] for row in read.rows[:ROWS_SHOWN]],
        "rows_seen": len(read.rows),
        "files": list(read.files),
        "files_seen": read.files_seen,
        "code": "" if columns else "connector-nothing-found",
        "note_zh": note.zh,
        "note_en": note.en,
    }


def _personal(
    columns: Iterable[str], rows: Iterable[Mapping[str, Any]], clock: Callable[[], datetime]
) -> dict[str, str]:
    """Return the kinds of personal data by column, also where it may well be nobody's: what is shown is nothing to doubt."""
    fields = [Field(name, LogicalType.TEXT) for name in columns]
    told = [{name: str(plain(cell)) for name, cell in row.items() if cell is not None} for row in rows]
    findings = storage.find_personal_in_rows(rows=told, fields=fields, on=clock().astimezone(CITY_TIME).date())
    return {one.column: one.kind.value for one in findings if one.kind.value in PERSONAL}


def _cell(cell: Any, hidden: bool) -> str | None:  # noqa: FBT001 - private
    if hidden:
        return None
    told = plain(cell)
    text = "" if told is None else str(told)
    return text if len(text) <= CELL else f"{text[:CELL]}…"


def _failed(note: Text, code: str) -> dict[str, Any]:
    return {"state": DraftState.FAILED.value, "code": code, "note_zh": note.zh, "note_en": note.en}
