"""The names and outlines of divisions, read from published tables that anybody may read, and what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from zhanqiao.data_center.catalogue.queries.counts import readable_tables
from zhanqiao.data_center.catalogue.rules.gazetteer import (
    CITY,
    TOWNSHIP_DIGITS,
    Division,
    Gazetteer,
    current_code,
    gazetteer,
)
from zhanqiao.data_center.catalogue.rules.geocoding import Geocoded, geocoded_all
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.people.access.queries import ANONYMOUS

NAMED = re.compile(r"(乡镇|镇街|街道|名称|^name$|town|street)", re.IGNORECASE)
TOWNSHIP = re.compile(r"(街道|街道办事处|镇|乡)$")
LEAST_TOWNSHIPS = 5  # fewer pairs are no list of townships
LEAST_SHARE = 0.9  # of its names that are called as townships are
MOST_ROWS = 100_000
MOST_OUTLINES = 5_000
MOST_NAMES = 10_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that are known, and the table the townships come from (None: no table has them)."""

    names: Gazetteer
    townships: TableCard | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a district: its ``division`` today, the name and code it is published under, the box around it."""

    division: Division
    code: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of the city's districts, and the table they come from."""

    table: TableCard
    column: str
    districts: tuple[Outline, ...]


def geocode(*, texts: Sequence[str]) -> tuple[list[Geocoded], TableCard | None]:
    """Return what names and addresses mean, in their order, and the table that the names of townships come from."""
    known = known_names()
    return geocoded_all(texts=texts, names=known.names), known.townships


def known_names() -> Names:
    """Return the names of the city's divisions; read again when the data center changes."""
    return storage.remembered(("division names",), _names)


def district_outlines() -> Outlines | None:
    """Return the outlines of the city's districts of the table that has most of them; None where none is published."""
    return storage.remembered(("district outlines",), _outlines)


def district_at(*, longitude: float, latitude: float) -> tuple[tuple[Outline, ...], TableCard | None]:
    """Return the districts whose published outline holds a place of WGS 84 (two on a border), and the table of outlines."""
    known = district_outlines()
    if known is None:
        return (), None
    params = {
        "select": _quoted(known.column),
        "where": f"intersects('POINT({longitude!r} {latitude!r})')",
        "limit": "100",
    }
    found = {
        str(code)
        for (code,) in storage.rows(card=known.table, query=storage.parsed(card=known.table, params=params)).rows
    }
    return tuple(one for one in known.districts if one.code in found), known.table


def _names() -> Names:
    best: tuple[int, int, str] = (0, 0, "")
    pairs: list[tuple[str, str]] = []
    source = None
    for table in readable_tables(card=ANONYMOUS):
        for found in _township_lists(table):
            rank = (len(found), -table.rows, table.id)
            if rank > best:
                best, pairs, source = rank, found, table
    return Names(gazetteer(townships=pairs), source)


def _township_lists(table: TableCard) -> Iterator[list[tuple[str, str]]]:
    """Yield the pairs of code and name of the city's townships that a table lists: one name for each code."""
    texts = [field for field in table.fields if field.type is LogicalType.TEXT]
    codes = [field.name for field in texts if field.meaning == "division_code"]
    labels = [field.name for field in texts if field.name not in codes and NAMED.search(field.name)]
    if table.rows > MOST_ROWS:
        return
    for code in codes:
        for label in labels:
            found = _pairs(table, code, label)
            named = sum(bool(TOWNSHIP.search(name)) for _, name in found)
            is_list = len(found) >= LEAST_TOWNSHIPS and len({one for one, _ in found}) == len(found)
            if is_list and named >= LEAST_SHARE * len(found):
                yield found


def _pairs(table: TableCard, code: str, label: str) -> list[tuple[str, str]]:
    column, name = _quoted(code), _quoted(label)
    township = f"substr({column}, 1, {TOWNSHIP_DIGITS})"
    where = f"starts_with({column}, '{CITY[:4]}') and length({column}) >= {TOWNSHIP_DIGITS} and {name} is not null"
    params = {
        "select": f"{township} AS a, {name} AS b, count(*) AS c",
        "group_by": f"{township}, {name}",
        "where": where,
        "order_by": "a",
        "limit": str(MOST_NAMES),
    }
    rows = storage.aggregate(card=table, query=storage.parsed(card=table, params=params)).rows
    return [(str(one), str(two)) for one, two, _ in rows if not str(one).endswith("000")]


def _outlines() -> Outlines | None:
    found = [known for table in readable_tables(card=ANONYMOUS) if (known := _outlines_of(table)) is not None]
    return max(found, key=lambda one: (len(one.districts), -one.table.rows, one.table.id), default=None)


def _outlines_of(table: TableCard) -> Outlines | None:
    shapes = [field.name for field in table.fields if field.type is LogicalType.GEOMETRY]
    texts = [field for field in table.fields if field.type is LogicalType.TEXT]
    codes = [field.name for field in texts if field.meaning == "division_code"]
    if not (shapes and codes) or table.rows > MOST_OUTLINES:
        return None
    labels = [field.name for field in texts if field.name not in codes] or codes
    columns = (codes[0], labels[0], shapes[0])
    where = f"starts_with({_quoted(codes[0])}, '{CITY[:4]}')"
    params = {"select": ", ".join(map(_quoted, columns)), "where": where, "limit": str(MOST_OUTLINES)}
    rows = storage.rows(card=table, query=storage.parsed(card=table, params=params)).rows
    districts = tuple(filter(None, map(partial(_outline, known_names().names), rows)))
    return Outlines(table, codes[0], districts) if districts else None


def _outline(names: Gazetteer, row: Sequence[Any]) -> Outline | None:
    code, name, shape = str(row[0]), str(row[1]), row[2]
    division = names.divisions.get(current_code(code=code))
    if shape is None or division is None or division.level != "district" or len(code.rstrip("0")) > len(CITY):
        return None
    return Outline(division, code, name, _box(shape))


def _box(shape: dict[str, Any]) -> Box:
    """Return west, south, east and north of a GeoJSON geometry."""
    places = list(_places(shape.get("coordinates") or [part["coordinates"] for part in shape.get("geometries", ())]))
    east, north = [place[0] for place in places], [place[1] for place in places]
    return min(east), min(north), max(east), max(north)


def _places(value: Sequence[Any]) -> Iterator[Sequence[float]]:
    if value and isinstance(value[0], int | float):
        yield value
        return
    for part in value:
        yield from _places(part)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
