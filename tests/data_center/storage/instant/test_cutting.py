"""Columns cut out of ready texts leave what reading and writing the rows would leave."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant.cutting import cut_out, is_flat
from zhanqiao.data_center.storage.engine.query.layout import layout_of

TRICKY = st.sampled_from(
    ['","a":1', '{"a":"', "\\", '\\"', '"', "a", ":", ",", "}", "]", '\\","b":', "市南区", "\n", ""]
)
TEXTS = st.one_of(st.lists(TRICKY, max_size=6).map("".join), st.text(max_size=12))
VALUES = st.one_of(
    TEXTS, st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
)


@st.composite
def tables(draw: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """Some rows of the same columns, and the columns to be cut out: never all of them."""
    names = draw(st.lists(TEXTS, min_size=2, max_size=6, unique=True))
    lines = draw(st.lists(st.tuples(*[VALUES] * len(names)), min_size=1, max_size=5))
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    gone = draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names) - 1))
    return rows, [name for name in names if name in gone]


@given(table=tables())
@settings(max_examples=400)
def test_cutting_leaves_what_reading_and_writing_would(table: tuple[list[dict[str, Any]], list[str]]) -> None:
    rows, gone = table
    left = [{name: value for name, value in row.items() if name not in gone} for row in rows]
    assert cut_out(orjson.dumps(rows), names=gone, present=list(rows[0])) == orjson.dumps(left)


def test_a_table_with_shapes_is_not_flat() -> None:
    code = Field("编码", LogicalType.TEXT)
    assert [
        is_flat(layout=layout_of([code])),
        is_flat(layout=layout_of([code, Field("范围", LogicalType.GEOMETRY)])),
        is_flat(layout=layout_of([code, Field("属性", LogicalType.JSON)])),
    ] == [True, False, False]
