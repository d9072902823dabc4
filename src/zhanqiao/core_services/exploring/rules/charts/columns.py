"""What a column is good for in a chart, told from its type, its meaning and the release's profile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC

DATED = frozenset({"date", "timestamp"})
NAMING = frozenset({"identifier", "credit_code", "identity_number", "phone", "longitude", "latitude", "partial_date"})
SORTING = frozenset({"code", "division_code", "category", "year", "month"})
PARTS = frozenset("year month day hour minute weekday week quarter 年 年份 月 月份 日 时 小时 星期 季度".split())  # noqa: SIM905 - a list of words
MOST_PARTS = 400  # different values of a part of a date: years, days
RUNNING = 1.5  # numbers that run on leave few out
FEW = 12  # whole numbers of so few values sort rows rather than measure them
MANY_ROWS = 50
MOST_VALUES = 30  # more different numbers are shown in bins
BINS = 20
MOST_POINTS = 120
YEARS_FOR_YEARS = 3
MONTHS_FOR_MONTHS = 3
NICE = (1.0, 2.0, 5.0, 10.0)


class Role(StrEnum):
    """What a column does in a chart."""

    TIME = "time"
    MEASURE = "measure"
    CATEGORY = "category"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column with what the profile knows of it; ``low`` and ``high`` as in pages (ISO text, numbers)."""

    name: str
    type: str
    meaning: str | None = None
    distinct: int = 0
    nulls: int = 0
    low: Any = None
    high: Any = None
    label: Text | None = None

    @property
    def title(self) -> Text:
        """Return what the dictionary calls it, its name when the dictionary says nothing."""
        return self.label or Text(self.name, self.name)

    @property
    def words(self) -> Text:
        """Return its title as a part of a sentence: ``Day of issue`` as ``day of issue``, ``AQI`` as it is."""
        title = self.title
        begins_word = title.en[:1].isupper() and title.en[1:2].islower() and title.en != title.zh
        return Text(title.zh, title.en[:1].lower() + title.en[1:]) if begins_word else title

    @property
    def is_number(self) -> bool:
        """Say whether it holds numbers."""
        return self.type in NUMERIC

    @property
    def is_dated(self) -> bool:
        """Say whether it holds days or moments."""
        return self.type in DATED

    @property
    def is_part_of_time(self) -> bool:
        """Say whether it holds years, months, days or hours as whole numbers, as many tables keep them apart."""
        named = self.meaning in ("year", "month") or self.name.lower() in PARTS
        return self.type == "integer" and named and self.distinct <= MOST_PARTS

    @property
    def is_running(self) -> bool:
        """Say whether it holds numbers that run on, which number the rows and measure nothing."""
        low, high = number(self.low), number(self.high)
        if self.type != "integer" or self.distinct < MANY_ROWS or low is None or high is None:
            return False
        return high - low + 1 <= RUNNING * self.distinct

    @property
    def is_drawn(self) -> bool:
        """Say whether its values can stand on an axis at all."""
        return self.type not in ("geometry", "json")


def role(*, column: ChartColumn, rows: int) -> Role:
    """Return what a column of a table of ``rows`` rows does; identifiers, constants and nearly empty columns do nothing."""
    if not column.is_drawn or column.distinct < 2 or column.nulls * 10 > rows * 9 or column.meaning in NAMING:  # noqa: PLR2004 - one value says nothing
        return Role.NONE
    if column.is_dated:
        return Role.TIME
    if column.type == "time":
        return Role.NONE
    if column.is_number and _sorts(column, rows):
        return Role.CATEGORY
    if column.is_number:
        numbers_rows = column.is_running and column.distinct >= rows - column.nulls
        return Role.NONE if numbers_rows else Role.MEASURE
    unique = column.type == "text" and column.distinct >= rows - column.nulls
    return Role.NONE if unique else Role.CATEGORY


def _sorts(column: ChartColumn, rows: int) -> bool:
    few = column.type == "integer" and column.distinct <= FEW and rows >= MANY_ROWS
    return column.meaning in SORTING or column.is_part_of_time or few


def usual_unit(*, column: ChartColumn) -> str:
    """Return the unit a column is counted by unless another is asked for; empty for each value."""
    if column.type == "time":
        return "hour"
    if column.is_dated:
        return span_unit(column=column)
    if (
        column.is_number
        and column.meaning not in SORTING
        and not column.is_part_of_time
        and column.distinct > MOST_VALUES
    ):
        return "bins"
    return ""


def span_unit(*, column: ChartColumn, points: int = 0) -> str:
    """Return the unit of time for what a column covers: the finest of at most ``points``, or a coarse one for 0."""
    first, last = _day(column.low), _day(column.high)
    if first is None or last is None:
        return "month"
    months = (last.year - first.year) * 12 + last.month - first.month
    if points:
        return "day" if (last - first).days < points else "month" if months < points else "year"
    if last.year - first.year >= YEARS_FOR_YEARS:
        return "year"
    return "month" if months >= MONTHS_FOR_MONTHS else "day"


def units_covered(*, column: ChartColumn, unit: str) -> int:
    """Return how many years, months or days a column covers, both ends counted; none where that is not known."""
    first, last = _day(column.low), _day(column.high)
    if first is None or last is None:
        return 0
    years, months = last.year - first.year, last.month - first.month
    spans = {"year": years, "month": years * 12 + months, "day": (last - first).days}
    return spans[unit] + 1


def bin_width(*, column: ChartColumn) -> float:
    """Return the width of about 20 bins over a column: 1, 2 or 5 times a power of ten, whole for whole numbers."""
    low, high = number(column.low), number(column.high)
    if low is None or high is None or not low < high:
        return 1.0
    raw = (high - low) / BINS
    power = 10.0 ** math.floor(math.log10(raw))
    width = next(factor * power for factor in NICE if raw <= factor * power or factor == NICE[-1])
    return max(1.0, width) if column.type == "integer" else width


def number(value: Any, /) -> float | None:
    """Return a value of an answer as a finite number, None for what is none; large decimals come as text."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
