"""With which tables a table can be joined, and why: the same values, the same places by name, points in areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhanqiao.core_services.joining.rules import (
    MOST_COLUMNS,
    MOST_NAMED_ROWS,
    JoinKey,
    JoinPlan,
    Way,
    are_same_places,
    names_places,
    place_expression,
)
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, JoinableTable, LogicalType, TableCard
from zhanqiao.kit.texts import Text

REMEMBERED = 4_096
POINTS, AREAS, NO_SHAPE = "points", "areas", ""
KINDS = {"Point": POINTS, "Polygon": AREAS, "MultiPolygon": AREAS}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A table that a table can be joined with, the plan, and the reasons in words; it names no value."""

    table: TableCard
    plan: JoinPlan
    reasons: tuple[Text, ...]
    score: float
    left_rate: float | None = None
    right_rate: float | None = None


def suggestions(*, table: TableCard, title: Text, others: Sequence[tuple[TableCard, Text]]) -> list[Suggestion]:
    """Return the tables that go with one, the best first, each with one plan. ``others`` are tables the caller may read.

    Raises QueryTimeoutError.
    """
    titles = {one.id: said for one, said in others}
    cards = [one for one, _ in others if one.id != table.id]
    found = [_by_values(table, title, one, titles) for one in storage.joinable_tables(card=table, others=cards)]
    for suggest in (_by_places, _by_shapes):  # the first reason counts: values, then names, then places
        known = {one.table.id for one in found}
        found += suggest(table, [one for one in cards if one.id not in known])
    return sorted(found, key=lambda one: (-one.score, one.table.id))


def shape_of(*, table: TableCard) -> str:
    """Return what a table has on the map: ``points``, ``areas`` or nothing."""
    return _shape(table)


def _by_values(table: TableCard, title: Text, found: JoinableTable, titles: dict[str, Text]) -> Suggestion:
    match = found.join.match
    keys = tuple(JoinKey(one.left.name, one.right.name) for one in found.join.keys)
    reasons = [found.join.reason(left=title, right=titles[found.table.id]), *_meanings(table, found.table, keys)]
    rates = [side.matched / side.rows if side.rows else 0.0 for side in (match.left, match.right)]
    return Suggestion(found.table, JoinPlan(keys=keys), tuple(reasons), found.join.score, rates[0], rates[1])


def _meanings(left: TableCard, right: TableCard, keys: Iterable[JoinKey]) -> Iterator[Text]:
    """Yield the data elements and code lists that both columns of a key stand for."""
    mine, theirs = (
        {column.name: column.element for column in metadata.dictionary(table_id=one.id)} for one in (left, right)
    )
    for key in keys:
        element = mine.get(key.left)
        card = next((one for one in metadata.elements() if one.element.key == element), None)
        if card and element == theirs.get(key.right):
            yield ELEMENT.filled(zh=card.name.zh, en=card.name.en)
            if card.element.code_list:
                yield CODE_LIST.filled(code_list=card.element.code_list)


def _by_places(table: TableCard, others: Iterable[TableCard]) -> Iterator[Suggestion]:
    mine = _places(table)
    for other in others if mine else ():
        tried = [
            (are_same_places(left=names, right=theirs), column, theirs_column)
            for column, names in mine
            for theirs_column, theirs in _places(other)
        ]
        common, column, theirs_column = max(tried, default=(0, "", ""))
        if common:
            reason = PLACES.filled(left=column, right=theirs_column, count=common)
            key = JoinKey(column, theirs_column, Way.PLACE)
            share = common / max(1, min(table.rows, other.rows))
            yield Suggestion(other, JoinPlan(keys=(key,)), (reason,), round(0.3 + 0.3 * min(1.0, share), 4))


def _places(table: TableCard) -> list[tuple[str, frozenset[str]]]:
    if table.rows > MOST_NAMED_ROWS:
        return []
    columns = [one.name for one in table.fields if one.type is LogicalType.TEXT and names_places(column=one.name)]
    return [(name, _stems(table, name)) for name in columns[:MOST_COLUMNS]]


@lru_cache(maxsize=REMEMBERED)
def _stems(table: TableCard, column: str) -> frozenset[str]:
    """Return the different names of places in a column, without their endings."""
    stem = place_expression(storage.quoted_name(column))
    params = {"select": f"{stem} as stem, count(*) as n", "group_by": "stem", "limit": str(storage.MAX_ROWS)}
    found = storage.aggregate(card=table, query=storage.parsed(card=table, params=params)).rows
    return frozenset(str(row[0]) for row in found if row[0] and len(str(row[0])) > 1)


def _by_shapes(table: TableCard, others: Iterable[TableCard]) -> Iterator[Suggestion]:
    mine = _shape(table)
    for other in others if mine and table.bbox else ():
        theirs = _shape(other)
        if {mine, theirs} != {POINTS, AREAS} or not other.bbox or not _meet(table.bbox, other.bbox):
            continue
        points = mine == POINTS
        yield Suggestion(
            other, JoinPlan(points="left" if points else "right"), (WITHIN if points else COVERS,), SHAPE_SCORE
        )


@lru_cache(maxsize=REMEMBERED)
def _shape(table: TableCard) -> str:
    column: Field | None = next((one for one in table.fields if one.type is LogicalType.GEOMETRY), None)
    if column is None:
        meanings = {one.meaning for one in table.fields}
        return POINTS if {"longitude", "latitude"} <= meanings else NO_SHAPE
    name = storage.quoted_name(column.name)
    params = {"select": name, "where": f"{name} is not null", "limit": "1"}
    found = list(storage.rows(card=table, query=storage.parsed(card=table, params=params)).rows)
    return KINDS.get(found[0][0]["type"], NO_SHAPE) if found else NO_SHAPE


def _meet(first: tuple[float, float, float, float] | None, second: tuple[float, float, float, float] | None) -> bool:
    if first is None or second is None:
        return False
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


SHAPE_SCORE = 0.45
ELEMENT = Text("两列都是数据元“{zh}”。", "Both columns are the data element '{en}'.")
CODE_LIST = Text("两列用同一代码表“{code_list}”。", "Both use the code list '{code_list}'.")
PLACES = Text(
    "“{left}”与“{right}”有 {count} 个相同的地名（不计“社区”“街道”等后缀）。",
    "'{left}' and '{right}' have {count} names of places in common (without endings such as 社区, 街道).",
)
WITHIN = Text("本表的点落在对方的面（区域）内。", "Points of this table lie in areas of the other.")
COVERS = Text("本表的面（区域）内有对方的点。", "Areas of this table hold points of the other.")
