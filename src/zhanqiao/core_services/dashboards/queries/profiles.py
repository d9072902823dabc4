"""District profiles: one dashboard for each district of the city, made from every open table whose rows name their division.

A template, not a list: what a department opens tomorrow stands in the profiles tomorrow. Codes nest (GB/T 2260), so the
rows of a district are those whose division code begins with its six digits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from zhanqiao.core_services.dashboards.rules import Spec, Tile
from zhanqiao.core_services.exploring.queries import chart_of
from zhanqiao.core_services.exploring.rules import GridState, charts, quoted
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules.divisions import DIVISIONS, RETIRED
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS

MEANING, CITY = "division_code", "00"
LEAST_ROWS, LEAST_SHARE = (
    2,
    0.005,
)  # below it a table of the whole country or the district's own line, and no profile of it
MOST_TABLES = 12
SUMMARY = Text(
    "由所有带区划代码的开放数据表自动生成，读取最新数据。",
    "Made from every open table whose rows carry a division code, as they are now.",
)


@dataclass(frozen=True, slots=True)
class DistrictTable:
    """A table with rows of a district, and the condition that chooses them."""

    table: TableCard
    condition: str
    rows: int


def districts() -> tuple[tuple[str, Text], ...]:
    """Return the districts that the city has today: code and name."""
    return tuple(
        (code, name) for code, name in sorted(DIVISIONS.items()) if not code.endswith(CITY) and code not in RETIRED
    )


def district_spec(*, code: str) -> Spec:
    """Return the profile of a district as a dashboard over what is open to everybody. Raises NotFoundError."""
    name = dict(districts()).get(code)
    if name is None:
        raise NotFoundError(what=code)
    tiles: list[Tile] = storage.remembered(("district profile", code), lambda: _tiles(code))
    return Spec(title=name, summary=SUMMARY, tiles=tuple(tiles))


def _tiles(code: str) -> list[Tile]:
    both = [tile for found in _tables(code) for tile in (_number(found), _chart(found)) if tile is not None]
    return [replace(tile, id=f"t{number}") for number, tile in enumerate(both, 1)]


def _tables(code: str) -> list[DistrictTable]:
    tables = catalogue.readable_tables(card=ANONYMOUS)
    found = [one for one in (_of_district(table, code) for table in tables) if one is not None]
    return sorted(found, key=lambda one: -one.rows / one.table.rows)[:MOST_TABLES]


def _of_district(table: TableCard, code: str) -> DistrictTable | None:
    """Return the rows of a district by the column that has most of them, None where they are too few."""
    conditions = [f"starts_with({quoted(one.name)}, '{code}')" for one in table.fields if one.meaning == MEANING]
    counted = [(_count(table, one), one) for one in conditions]
    rows, condition = max(counted, default=(0, ""))
    enough = rows >= LEAST_ROWS and rows >= LEAST_SHARE * table.rows
    return DistrictTable(table, condition, rows) if enough else None


def _count(table: TableCard, condition: str) -> int:
    asked = {"where": condition, "select": "count(*) as y"}
    found = storage.aggregate(card=table, query=storage.parsed(card=table, params=asked)).as_objects()
    return int(found[0]["y"])


def _number(found: DistrictTable) -> Tile:
    return Tile(
        "t1", "number", found.table.title, 1, found.table.id, where=(found.condition,), said={"measure": "count"}
    )


def _chart(found: DistrictTable) -> Tile | None:
    """Return the first suggested chart that still says something of one district alone."""
    rows = GridState(table=found.table.id, where=(found.condition,))
    try:
        suggested = chart_of(table=found.table, state=charts.ChartState(rows=rows), language="zh-hans").suggested
    except ZhanqiaoError:
        return None
    for one in suggested:
        if all(_differs(found, name) for name in (one.x, one.colour) if name):
            asked = dict(one.asked_of(charts.ChartState(rows=rows)).pairs())
            return Tile("t1", "chart", one.name, 3, found.table.id, where=(found.condition,), said={"chart": asked})
    return None


def _differs(found: DistrictTable, column: str) -> bool:
    """Say whether a column has several values in the district, and is not its division code once more."""
    if any(one.name == column and one.meaning == MEANING for one in found.table.fields):
        return False
    query = storage.parsed(card=found.table, params={"where": found.condition})
    return len(storage.facets(card=found.table, query=query, columns=[column], size=2)[column]) > 1
