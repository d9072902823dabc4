"""What a tried source shows: columns with their types, and proposals of which goes where. No Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from zhanqiao.core_services.connectors.rules.cells import DAY, INTEGER, NUMBER, plain
from zhanqiao.core_services.connectors.rules.kinds import FILES, Kind, Mode
from zhanqiao.kit.texts import Text

MOMENT = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
APART = re.compile(r"[\s_\-./()（）·]+")
MARKS = ("updated", "modified", "changed", "更新", "修改", "变更", "timestamp", "时间")
MARK_TYPES = ("datetime", "date", "integer", "number")


class DraftState(StrEnum):
    """Where a connector in the making stands."""

    WAITING = "waiting"
    RUNNING = "running"
    FOUND = "found"
    FAILED = "failed"


DRAFT_STATES = MappingProxyType(
    {
        DraftState.WAITING: Text("等待测试", "Waits to be tested"),
        DraftState.RUNNING: Text("正在测试连接", "The connection is being tested"),
        DraftState.FOUND: Text("连接成功", "The connection works"),
        DraftState.FAILED: Text("连接失败", "The connection failed"),
    }
)


TYPES = MappingProxyType(
    {
        "text": Text("文本", "Text"),
        "boolean": Text("是或否", "Yes or no"),
        "integer": Text("整数", "Whole number"),
        "number": Text("数值", "Number"),
        "date": Text("日期", "Date"),
        "datetime": Text("日期时间", "Date and time"),
        "json": Text("结构", "Structure"),
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A column of a tried source: the type its values look like, how many of the tried rows have one, its personal data.

    ``personal`` names the kind, empty for none: the values of such a column are never shown.
    """

    name: str
    type: str
    filled: int
    personal: str = ""

    @property
    def type_text(self) -> Text:
        """Return the type in words."""
        return TYPES[self.type]


def seen_columns(
    *, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], personal: Mapping[str, str]
) -> tuple[Seen, ...]:
    """Return what rows say of their columns; ``personal`` are kinds of personal data by column."""
    found = []
    for name in columns:
        values = [value for value in (plain(row.get(name)) for row in rows) if value not in (None, "")]
        found.append(Seen(name, _type(values), len(values), personal.get(name, "")))
    return tuple(found)


def proposed_columns(*, columns: Sequence[str], table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return for columns of a source the columns of the table they most likely are, each at most once.

    ``table`` gives other words (titles in both languages) by name. The same name goes first, then names that are the same
    without signs, case and width, then the other words.
    """
    found: dict[str, str] = {name: name for name in columns if name in table}
    for words in (lambda name: (name,), lambda name: table[name]):
        free = {
            _bare(word): name for name in table if name not in found.values() for word in words(name) if _bare(word)
        }
        for name in columns:
            target = free.get(_bare(name))
            if name not in found and target and target not in found.values():
                found[name] = target
    return found


def proposed_watermark(*, columns: Sequence[Seen]) -> str:
    """Return the column that most likely tells what is new, empty where none does."""
    able = [one for one in columns if one.type in MARK_TYPES and not one.personal]
    for mark in MARKS:
        for one in able:
            if mark in one.name.lower():
                return one.name
    return ""


def proposed_mode(*, kind: Kind, key: Collection[str]) -> Mode:
    """Return the mode that surprises least: by key where there is one, else new files, else the whole."""
    if key:
        return Mode.UPSERT
    return Mode.APPEND if kind in FILES else Mode.WHOLE


def _type(values: Sequence[Any]) -> str:
    """Return the type that all values look like; ``text`` where there is none."""
    if not values:
        return "text"
    for name, fits in TESTS.items():
        if all(fits(value) for value in values):
            return name
    return "text"


def _is_integer(value: Any) -> bool:
    if isinstance(value, str):
        return bool(INTEGER.match(value)) and not (value.startswith("0") and len(value) > 1)  # codes keep their zeros
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return bool(NUMBER.match(value)) and not (value[:1] == "0" and value[1:2].isdecimal())
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(DAY.match(value))


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and bool(MOMENT.match(value))


TESTS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "boolean": lambda value: isinstance(value, bool),
        "integer": _is_integer,
        "number": _is_number,
        "date": _is_day,
        "datetime": _is_moment,
        "json": lambda value: isinstance(value, dict | list),
    }
)


def _bare(name: str) -> str:
    return APART.sub("", unicodedata.normalize("NFKC", name)).casefold()
