"""Districts coloured by rows that have a division code and no place: which boundaries fit, and what each district gets.

Codes are those of GB/T 2260 (six digits) and of the statistical divisions (nine and twelve): the first two name the
province, the next two the prefecture, the next two the county. A boundary of 370200 stands for every code that begins so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from zhanqiao.core_services.exploring.rules.rows import quoted
from zhanqiao.core_services.mapping.rules import LayerState
from zhanqiao.core_services.mapping.rules.styles import coded
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.people.access.rules import AccessCard

MOST_BOUNDARIES = 5_000
MOST_GROUPS = 10_000
LEVELS = (2, 4, 6)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """A table of outlines with codes: how many digits of a code name one, and each one's name."""

    table: TableCard
    column: str
    label: str
    digits: int
    names: Mapping[str, tuple[str, str]]  # digits → code as written, name


@dataclass(frozen=True, slots=True)
class Areas:
    """What is drawn: the value of each outline by its code as written, its name, and what found no outline."""

    boundaries: Boundaries
    values: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    missing_rows: int = 0
    rows: int = 0


def areas_of(*, table: TableCard, state: LayerState, card: AccessCard) -> Areas | None:
    """Return the districts of a table's codes on the boundaries that hold most of its rows; None when none fit."""
    found = [_joined(table, state, each) for each in boundaries_with_codes(card=card)]
    matched = [each for each in found if each.values]
    return max(matched, key=_fit, default=None)


def _fit(areas: Areas) -> tuple[bool, int, float]:
    """Say how well boundaries fit: that they hold most rows, how fine they are, how many of them are needed."""
    most = areas.missing_rows * 2 <= areas.rows
    return most, areas.boundaries.digits, len(areas.values) / len(areas.boundaries.names)


def boundaries_with_codes(*, card: AccessCard) -> list[Boundaries]:
    """Return the tables of outlines with division codes that ``card`` may read."""
    found = []
    for table in catalogue.readable_tables(card=card):
        shaped = any(each.type is LogicalType.GEOMETRY for each in table.fields)
        if shaped and coded(fields=table.fields) and table.rows <= MOST_BOUNDARIES:
            known = _boundaries(table)
            if known is not None:
                found.append(known)
    return found


@lru_cache(maxsize=64)  # a release never changes
def _boundaries(table: TableCard) -> Boundaries | None:
    column = coded(fields=table.fields)[0].name
    texts = [each.name for each in table.fields if each.type is LogicalType.TEXT and each.name != column]
    label = texts[0] if texts else column
    query = storage.parsed(
        card=table, params={"select": f"{quoted(column)} AS a, {quoted(label)} AS b", "limit": str(MOST_BOUNDARIES)}
    )
    rows = [(str(code), str(name or code)) for code, name in storage.rows(card=table, query=query).rows if code]
    lengths = Counter(len(significant(code=code)) for code, _ in rows)
    digits = lengths.most_common(1)[0][0] if lengths else 0
    if digits not in LEVELS:
        return None
    names = {significant(code=code): (code, name) for code, name in rows if len(significant(code=code)) == digits}
    return Boundaries(table, column, label, digits, names)


def significant(*, code: str) -> str:
    """Return the digits that name a division: 370000 → 37, 370200 → 3702, 370202 and 370202001 → 370202."""
    code = code[:6]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def _joined(table: TableCard, state: LayerState, boundaries: Boundaries) -> Areas:
    groups = _groups(table, state, boundaries.digits)
    values, names, missing, missing_rows = {}, {}, [], 0
    for code, value, rows in groups:
        known = boundaries.names.get(code)
        if known is None:
            missing.append(code)
            missing_rows += rows
        elif value is not None:
            values[known[0]] = value
            names[known[0]] = known[1]
    rows = sum(each[2] for each in groups)
    return Areas(boundaries, values, names, tuple(sorted(missing)), missing_rows, rows)


def _groups(table: TableCard, state: LayerState, digits: int) -> list[tuple[str, float | None, int]]:
    code = f"substr({quoted(state.by)}, 1, {digits})"
    measure, _, column = state.of.partition(":")
    value = f"{measure}({quoted(column)})" if column else "count(*)"
    params = {"select": f"{code} AS a, {value} AS b, count(*) AS c", "group_by": code, "limit": str(MOST_GROUPS)}
    query = storage.parsed(card=table, params=params | ({"where": state.where} if state.where else {}))
    found = storage.aggregate(card=table, query=query).rows
    return [(str(a or ""), None if b is None else float(b), int(c)) for a, b, c in found]
