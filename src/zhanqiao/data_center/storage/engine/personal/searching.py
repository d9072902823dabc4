"""Searching all rows of a table: SQL over whole columns, then one judgement over the whole table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.data_center.storage.engine.personal import marks, names, numbers, speaking
from zhanqiao.data_center.storage.engine.personal.folding import folded, text_of, without_fractions
from zhanqiao.data_center.storage.engine.personal.judging import Facts, Shape, judged
from zhanqiao.data_center.storage.engine.personal.kinds import PersonalFinding, PersonalKind

WRITTEN = frozenset({LogicalType.TEXT, LogicalType.JSON})
SEARCHED = WRITTEN | NUMERIC
NAMES = frozenset({LogicalType.TEXT})
SAMPLE_ROWS = 5
WIDE = 30  # columns from which a quick look goes before each column's question
HAN_SHARE = 0.4  # of short cells that begin with a Chinese character: a column that may hold names
MEMORY = "1GB"


def may_hold_personal(*, cells: Iterable[Any]) -> bool:
    """Say whether any cell may hold a number that blocks or say where somebody lives: a quick look that lets nothing pass which counts."""
    return any(numbers.MANY_DIGITS.search(told) or speaking.MAY_LIVE.search(told) for told in map(str, cells))


def names_persons(*, fields: Sequence[Field]) -> bool:
    """Say whether a column's name alone makes its values personal data: names, homes, passports of private persons."""
    return any(field.type is LogicalType.TEXT and names.names_something_personal(field.name) for field in fields)


def find_personal(*, parquet: Path, fields: Sequence[Field], on: date) -> tuple[PersonalFinding, ...]:
    """Search all rows of a Parquet file; ``on`` is the day after which nobody can have been born."""
    searched = [field for field in fields if field.type in SEARCHED]
    if not searched:
        return ()
    with searching() as connection:
        shapes = _shapes(connection, parquet, searched)
        facts = [one for shape in shapes if shape.filled for one in _facts(connection, parquet, shape, on=on)]
        texts = [shape for shape in shapes if shape.field.type in NAMES]
        return judged(facts=facts, shapes=texts, coordinates=_coordinates(fields=searched, shapes=shapes))


def searching() -> duckdb.DuckDBPyConnection:
    """Return a connection for one search."""
    return duckdb.connect(config={"threads": 2, "memory_limit": MEMORY})


def number_hits(*, field: Field) -> str:
    """Return SQL for (place, kind, token, told, valid) in one column of the Parquet file ``$file``; ``$today`` is a date."""
    cell = without_fractions(text=folded(text=text_of(field=field)))
    return f"""
        WITH cells AS MATERIALIZED (
            SELECT place, cell, regexp_matches(cell, '{numbers.APART}') AS gaps FROM (
                SELECT file_row_number AS place, {cell} AS cell FROM read_parquet($file, file_row_number = true)
                WHERE regexp_matches({text_of(field=field)}, '{numbers.MANY}')
            )
        ) {numbers.hits(cells="cells")}
    """  # noqa: S608 - built of constants and one quoted identifier


def mark_hits(*, field: Field, kinds: Sequence[PersonalKind] = tuple(marks.ANYWHERE)) -> str:
    """Return SQL for (place, kind, told) of what has no check digit in one column of the Parquet file ``$file``."""
    forms = {kind: form for kind, form in marks.ANYWHERE.items() if kind in kinds}
    anything = "|".join(f"(?:{form})" for form in (*forms.values(), marks.INTRODUCED_PASSPORT))
    found = ", ".join(
        f"CASE WHEN regexp_matches(cell, '{form}') THEN {_marked(kind)} END" for kind, form in forms.items()
    )
    passport = f"CASE WHEN regexp_matches(cell, '{marks.INTRODUCED_PASSPORT}') THEN '{PersonalKind.PASSPORT}' END"
    told = " ".join(f"WHEN '{kind}' THEN regexp_matches(cell, '{words}')" for kind, words in marks.TOLD.items())
    return f"""
        SELECT place, kind, CASE kind {told} ELSE false END AS told FROM (
            SELECT place, cell, unnest([{found}, {passport}]) AS kind
            FROM (
                SELECT file_row_number AS place, {folded(text=quoted_name(field.name))} AS cell
                FROM read_parquet($file, file_row_number = true)
            ) WHERE regexp_matches(cell, '{anything}')
        ) WHERE kind IS NOT NULL
    """  # noqa: S608 - built of constants and one quoted identifier


def _marked(kind: PersonalKind) -> str:
    """Return SQL for the kind of a cell that has its form; of a name, if no ordinary word explains it."""
    if kind is PersonalKind.NAME:
        return f"CASE WHEN {speaking.names_somebody(cell='cell')} THEN '{kind}' END"
    return f"'{kind}'"


def _shapes(connection: duckdb.DuckDBPyConnection, parquet: Path, fields: Sequence[Field]) -> list[Shape]:
    wide = len(fields) > WIDE
    asked = ", ".join(_size(field, wide=wide) for field in fields)
    row = connection.execute(f"SELECT {asked} FROM read_parquet(?)", [str(parquet)]).fetchone() or ()  # noqa: S608 - quoted identifiers
    sizes = zip(fields, row[::4], row[1::4], row[2::4], row[3::4], strict=True)
    return [
        replace(_shape(connection, parquet, field, filled, longest or 0, short), numbered=bool(numbered))
        for field, filled, longest, short, numbered in sizes
    ]


def _size(field: Field, *, wide: bool) -> str:
    """Return SQL for four facts: cells filled, length of the longest, short ones that begin like Chinese, any numbers.

    Whether a cell may hold a number is asked of wide tables alone: there the planning of each column's question counts.
    """
    column, text = quoted_name(field.name), text_of(field=field)
    short = f"count(*) FILTER ({column} >= '㐀' AND strlen({column}) <= 48)" if field.type in NAMES else "0"
    numbered = f"bool_or(regexp_matches({text}, '{numbers.MANY}'))" if wide else "true"
    return f"count({column}), max(strlen({text})), {short}, {numbered}"


def _shape(
    connection: duckdb.DuckDBPyConnection, parquet: Path, field: Field, filled: int, longest: int, short: int
) -> Shape:
    latin, place = names.names_person_in_latin(column=field.name), names.names_place(column=field.name)
    if field.type not in NAMES or not filled or not (latin or place or short >= HAN_SHARE * filled):
        return Shape(field, filled, longest, 0, 0, 0, 0)
    column = quoted_name(field.name)
    is_name = f"strlen({column}) <= 48 AND regexp_full_match(trim({column}), '{names.SHAPE}')"
    is_latin = f"regexp_full_match(trim({column}), '{names.LATIN_SHAPE}')" if latin else "false"
    is_place = f"regexp_matches({column}, '{marks.NUMBERED_PLACE}')" if place else "false"
    asked = f"""
        SELECT count(*) FILTER (named), count(*) FILTER (latin), count(*) FILTER (placed),
            approx_count_distinct(cell) FILTER (named),
            list_sort(min(spot, {SAMPLE_ROWS}) FILTER (named OR latin)), list_sort(min(spot, {SAMPLE_ROWS}) FILTER (placed))
        FROM (SELECT file_row_number AS spot, {column} AS cell, {is_name} AS named, {is_latin} AS latin, {is_place} AS placed
              FROM read_parquet(?, file_row_number = true))
    """  # noqa: S608 - built of constants and one quoted identifier
    counts = connection.execute(asked, [str(parquet)]).fetchone() or (0, 0, 0, 0, None, None)
    shaped, in_latin, placed, different, shaped_rows, placed_rows = counts
    rows = (tuple(shaped_rows or ()), tuple(placed_rows or ()))
    return Shape(field, filled, longest, shaped, in_latin, placed, different, *rows)


def _facts(connection: duckdb.DuckDBPyConnection, parquet: Path, shape: Shape, *, on: date) -> list[Facts]:
    found: list[Facts] = []
    if shape.numbered and shape.longest >= numbers.SHORTEST:
        asked = f"""
            SELECT kind, count(*) FILTER (valid), count(*), count(*) FILTER (valid AND told),
                list_sort(min(place, {SAMPLE_ROWS}) FILTER (valid))
            FROM (SELECT place, kind, bool_or(valid) AS valid, bool_or(told) AS told
                  FROM ({number_hits(field=shape.field)}) GROUP BY place, kind)
            GROUP BY kind ORDER BY kind
        """  # noqa: S608 - as above
        rows = connection.execute(asked, {"file": str(parquet), "today": on}).fetchall()
        found += [_fact(shape, *row) for row in rows if row[1]]
    if shape.field.type in WRITTEN and shape.longest >= len("鲁B12345"):
        asked = f"""
            SELECT kind, count(DISTINCT place), count(DISTINCT place), count(DISTINCT place) FILTER (told),
                list_sort(list_distinct(min(place, {SAMPLE_ROWS}))), list_sort(list_distinct(min(place, {SAMPLE_ROWS}) FILTER (told)))
            FROM ({mark_hits(field=shape.field)}) GROUP BY kind ORDER BY kind
        """  # noqa: S608 - as above
        found += [_fact(shape, *row) for row in connection.execute(asked, {"file": str(parquet)}).fetchall()]
    return found


def _fact(
    shape: Shape,
    kind: str,
    cells: int,
    candidates: int,
    told: int,
    rows: Sequence[int] | None,
    told_rows: Sequence[int] | None = None,
) -> Facts:
    first = (tuple(rows or ()), tuple(told_rows or ()))
    return Facts(shape.field, PersonalKind(kind), cells, candidates, told, shape.filled, *first)


def _coordinates(*, fields: Sequence[Field], shapes: Sequence[Shape]) -> list[Facts]:
    """Return the longitude column of a table that has a pair of coordinates."""
    east = [one for one in fields if one.meaning == "longitude" or names.LONGITUDE_WORDS.search(one.name)]
    north = [one for one in fields if one.meaning == "latitude" or names.LATITUDE_WORDS.search(one.name)]
    if not east or not north:
        return []
    filled = {shape.field.name: shape.filled for shape in shapes}
    chosen = (east[0], north[0])
    return [
        Facts(one, PersonalKind.HOME_PLACE, filled[one.name], filled[one.name], 0, filled[one.name], (0,))
        for one in chosen
        if filled[one.name]
    ]
