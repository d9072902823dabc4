"""How good the rows of a table are: the six dimensions of GB/T 36344-2018, each a share A/B of what was measured.

The standard names dimensions and indicators and the form X = A/B × 100 %; which indicators count for open data, and that measured
dimensions weigh alike, is our choice. A dimension for which nothing can be measured is left out and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from zhanqiao.data_center.catalogue.rules.freshness import due_at
from zhanqiao.kit.texts import Text

LOW_CELLS = 100
HIGH_MISSING = 0.5
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: ``good`` of ``of`` things are as they should be. ``code`` is that of the standard."""

    dimension: str
    code: str
    text: Text
    good: float
    of: float

    @property
    def share(self) -> float:
        """X = A/B."""
        return self.good / self.of


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six dimensions with its indicators; ``score`` from 0 to 100, None when nothing could be measured."""

    key: str
    text: Text
    indicators: tuple[Indicator, ...]

    @property
    def score(self) -> float | None:
        """The mean of the indicators."""
        if not self.indicators:
            return None
        return FULL * sum(each.share for each in self.indicators) / len(self.indicators)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that the open-data index names, with what shows it."""

    key: str
    text: Text


class MeasuredColumn(Protocol):
    """What the score needs of a column (``storage`` calls it ColumnMeasures)."""

    @property
    def name(self) -> str:
        """The column."""

    @property
    def empty(self) -> int:
        """Empty cells, those that did not fit included."""

    @property
    def misfits(self) -> int:
        """Cells that did not fit the type."""

    @property
    def tried(self) -> int:
        """Values held against a rule."""

    @property
    def wrong(self) -> int:
        """Values that break it."""


class Measured(Protocol):
    """What the score needs of a table (``storage`` calls it Measures)."""

    @property
    def rows(self) -> int:
        """Rows."""

    @property
    def repeated(self) -> int:
        """Rows that repeat an earlier one."""

    @property
    def key_repeated(self) -> int | None:
        """Rows that repeat a key; None without a key."""

    @property
    def columns(self) -> Sequence[MeasuredColumn]:
        """Its columns."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rows do not say: refused lines of the source, described columns, the promised cycle, the moment."""

    refused: int
    described: int
    update_cycle: str
    updated_at: datetime
    at: datetime


DIMENSIONS = {
    "normativity": Text("规范性", "Normativity"),
    "completeness": Text("完整性", "Completeness"),
    "accuracy": Text("准确性", "Accuracy"),
    "consistency": Text("一致性", "Consistency"),
    "timeliness": Text("时效性", "Timeliness"),
    "accessibility": Text("可访问性", "Accessibility"),
}


def dimensions(*, measured: Measured, around: Circumstances) -> tuple[Dimension, ...]:
    """Return the six dimensions in the order of the standard."""
    found = list(_indicators(measured, around))
    return tuple(
        Dimension(key, text, tuple(each for each in found if each.dimension == key)) for key, text in DIMENSIONS.items()
    )


def score(*, dimensions: Sequence[Dimension]) -> float | None:
    """Return the mean of the measured dimensions, from 0 to 100; None for a table without rows and columns."""
    known = [each.score for each in dimensions if each.score is not None]
    return sum(known) / len(known) if known else None


def findings(*, measured: Measured, around: Circumstances) -> tuple[Finding, ...]:
    """Return the problems of the open-data index that a table shows (开放数林指数 问题数据)."""
    return tuple(_findings(measured, around))


def _indicators(measured: Measured, around: Circumstances) -> Iterator[Indicator]:
    columns, rows = measured.columns, measured.rows
    if columns:
        yield Indicator("normativity", "0103", _DESCRIBED, around.described, len(columns))
    cells = rows * len(columns)
    misfits = sum(each.misfits for each in columns)
    if cells:
        empty = sum(max(0, each.empty - each.misfits) for each in columns)
        yield Indicator("completeness", "0201", _FILLED, cells - empty, cells)
        yield Indicator("completeness", "0202", _PLACED, rows, rows + around.refused)
        yield Indicator("accuracy", "0302", _FORMAT, cells - misfits, cells)
        yield Indicator("accuracy", "0303", _REPEATED, rows - measured.repeated, rows)
    tried, wrong = sum(each.tried for each in columns), sum(each.wrong for each in columns)
    if tried:
        yield Indicator("accuracy", "0301", _CORRECT, tried - wrong, tried)
    if measured.key_repeated is not None and rows:
        yield Indicator("accuracy", "0304", _UNIQUE, rows - measured.key_repeated, rows)
    due = due_at(update_cycle=around.update_cycle, updated_at=around.updated_at)
    if due is not None:
        promised, passed = (due - around.updated_at).total_seconds(), (around.at - around.updated_at).total_seconds()
        yield Indicator("timeliness", "0502", _TIMELY, min(promised, max(passed, 1)), max(passed, 1))
    # The rows were just read to be measured, and every format is written from them.
    yield Indicator("accessibility", "0601", _READ, 1, 1)


def _findings(measured: Measured, around: Circumstances) -> Iterator[Finding]:
    cells = measured.rows * len(measured.columns)
    empty = sum(each.empty for each in measured.columns)
    if not cells:
        yield Finding("blank", Text("空白数据：没有行", "Blank: no rows"))
    elif cells < LOW_CELLS:
        yield Finding("low-volume", Text(f"低容量：只有 {cells} 个单元格", f"Low volume: only {cells} cells"))
    if cells and empty / cells > HIGH_MISSING:
        share = round(FULL * empty / cells)
        yield Finding(
            "high-missing", Text(f"高缺失：{share}% 的单元格为空", f"High missing: {share} % of cells are empty")
        )
    for each in measured.columns:
        if measured.rows and each.empty == measured.rows and not each.misfits:
            yield Finding("empty-column", Text(f"“{each.name}”整列为空", f"The column '{each.name}' is empty"))
    if measured.repeated:
        yield Finding(
            "repeated-rows",
            Text(f"{measured.repeated} 行与前面的行完全相同", f"{measured.repeated} rows repeat an earlier one"),
        )
    if around.refused:
        yield Finding(
            "refused-lines",
            Text(f"来源文件有 {around.refused} 行未能收录", f"{around.refused} lines of the source found no place"),
        )
    due = due_at(update_cycle=around.update_cycle, updated_at=around.updated_at)
    if due is not None and due < around.at:
        days = (around.at - due).days
        yield Finding("overdue", Text(f"超过承诺的更新周期 {days} 天", f"{days} days past the promised update"))


_DESCRIBED = Text("有说明并经确认的字段", "columns described and confirmed")
_FILLED = Text("已填写的单元格", "cells that are filled")
_PLACED = Text("来源文件中已收录的行", "lines of the source that found a place")
_FORMAT = Text("符合字段类型的单元格", "cells that fit their column's type")
_REPEATED = Text("没有重复的行", "rows that repeat none")
_CORRECT = Text(
    "通过校验的代码、号码、坐标（校验位、范围）", "codes, numbers and places that pass their check (digits, range)"
)
_UNIQUE = Text("键唯一的行", "rows whose key is unique")
_TIMELY = Text("承诺的更新周期与实际间隔之比", "promised update interval to the time that has passed")
_READ = Text("可读取、可下载", "can be read and downloaded")
