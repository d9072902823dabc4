"""The columns of a query as properties of a tile: its format knows texts, whole and broken numbers, and truth values."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.model import output_fields
from zhanqiao.data_center.storage.engine.query.values import ISO, SAFE_DIGITS

MOST_PROPERTIES = 24  # when the caller does not choose
LONGEST = 200  # characters of a text
SHAPE, NUMBER = "zq:shape", "zq:row"  # keys of the struct that no column is called by
TEXTS = frozenset({LogicalType.TEXT, LogicalType.JSON})


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a tile: members of a struct in SQL, the test whether a text was cut, columns left out."""

    members: tuple[str, ...]
    cut: str
    left_out: int


def properties(*, compiler: Compiler) -> Properties:
    """Return the properties that a query selects; without a selection, all columns but shapes, up to a number."""
    query, layout = compiler.query, compiler.layout
    fields = output_fields(query=query, layout=layout)
    pairs = [pair for pair in zip(fields, compiler.outputs(), strict=True) if pair[0].type is not LogicalType.GEOMETRY]
    kept = pairs if query.select else pairs[:MOST_PROPERTIES]
    # two outputs never have names that differ by case only, which a struct would take for one
    members = [f"{quoted_name(field.name)}: {_written(field, sql)}" for field, sql in kept]
    long = [f"coalesce(length({sql}) > {LONGEST}, FALSE)" for field, sql in kept if field.type in TEXTS]
    return Properties(tuple(members), " OR ".join(long) or "FALSE", len(pairs) - len(kept))


def _written(field: Field, sql: str) -> str:
    match field.type:
        case LogicalType.TEXT | LogicalType.JSON:
            return f"left({sql}, {LONGEST})"
        case LogicalType.INTEGER:
            return f"({sql})::BIGINT"
        case LogicalType.NUMBER:
            return f"CASE WHEN isfinite({sql}) THEN ({sql})::DOUBLE END"
        case LogicalType.DECIMAL:
            short = (field.precision or 0) <= SAFE_DIGITS  # one that was computed has no precision and is a number
            return f"({sql})::DOUBLE" if short else f"({sql})::VARCHAR"
        case _:
            return ISO.get(field.type, "{0}").format(sql)
