"""What a program sends is held against the table: every fault located, in both languages, nothing guessed."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from zhanqiao.data_center.storage.engine.changes import (
    KeyColumnsError,
    KeyTakenError,
    NoKeyError,
    RowsRefusedError,
    checked_rows,
    require_key_columns,
)
from zhanqiao.data_center.storage.engine.changes.cells import MisfitError, typed
from zhanqiao.data_center.storage.engine.changes.shapes import wkb_of
from zhanqiao.data_center.storage.engine.duck import load_spatial
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.rules import Operation

T = LogicalType
FIELDS = (Field("码", T.TEXT), Field("数", T.INTEGER), Field("价", T.DECIMAL, None, 6, 2), Field("形", T.GEOMETRY))


def checked(rows: list[Any], operation: Operation = Operation.APPEND, key: tuple[str, ...] = ("码",)) -> Any:
    return checked_rows(rows=rows, operation=operation, fields=FIELDS, key=key, table_id="tbl_1")


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (T.TEXT, "0012", "0012"),
        (T.TEXT, "", ""),
        (T.INTEGER, 12, 12),
        (T.INTEGER, 12.0, 12),
        (T.NUMBER, 3, 3.0),
        (T.BOOLEAN, True, True),
        (T.DATE, "2024-02-29", date(2024, 2, 29)),
        (T.TIME, "08:30", time(8, 30)),
        (T.TIMESTAMP, "2026-11-27T08:00:00", datetime(2026, 11, 27, 8)),  # noqa: DTZ001 - wall clock of the city
        (T.TIMESTAMP, "2026-11-27T00:00:00Z", datetime(2026, 11, 27, 8)),  # noqa: DTZ001 - as above
        (T.JSON, {"甲": [1]}, '{"甲":[1]}'),
        (T.TEXT, None, None),
    ],
)
def test_values_become_what_is_stored(kind: LogicalType, value: Any, stored: Any) -> None:
    assert typed(value=value, field=Field("列", kind)) == stored


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (T.TEXT, 12),
        (T.TEXT, "a\x00b"),
        (T.TEXT, "长" * 1_000_001),
        (T.INTEGER, 1.5),
        (T.INTEGER, True),
        (T.INTEGER, 1 << 63),
        (T.INTEGER, "12"),
        (T.NUMBER, math.inf),
        (T.NUMBER, math.nan),
        (T.NUMBER, 10**400),
        (T.BOOLEAN, 1),
        (T.DATE, "2023-02-29"),
        (T.DATE, "2024年1月1日"),
        (T.DATE, "20240101"),
        (T.DATE, 20240101),
        (T.TIME, "25:00"),
        (T.TIME, "08:00Z"),
        (T.TIMESTAMP, "昨天"),
        (T.TIMESTAMP, 5),
        (T.GEOMETRY, "POINT(1 2)"),
        (T.GEOMETRY, {"type": "Point", "coordinates": [200, 1]}),
        (T.GEOMETRY, {"type": "Point", "coordinates": ["1", "2"]}),
        (T.GEOMETRY, {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}),
    ],
)
def test_values_of_another_type_are_refused(kind: LogicalType, value: Any) -> None:
    with pytest.raises(MisfitError):
        typed(value=value, field=Field("列", kind))


@pytest.mark.parametrize(("value", "stored"), [("12.50", Decimal("12.50")), (3, Decimal(3)), (0.25, Decimal("0.25"))])
def test_decimals_are_kept_exactly(value: Any, stored: Decimal) -> None:
    assert typed(value=value, field=FIELDS[2]) == stored


@pytest.mark.parametrize("value", ["1.234", 10_000, "1e9", "NaN", "", "约2700", True])
def test_decimals_that_would_be_rounded_are_refused(value: Any) -> None:
    with pytest.raises(MisfitError):
        typed(value=value, field=FIELDS[2])


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": [120.38, 36.07, 12]},
        {"type": "LineString", "coordinates": [[120, 36], [121, 37]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 0.5], [2, 0.5], [2, 1], [1, 0.5]]]},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]},
        {"type": "MultiPolygon", "coordinates": [[[[0, 0], [4, 0], [4, 4], [0, 0]]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
    ],
)
def test_shapes_are_what_the_spatial_engine_reads(shape: dict[str, Any]) -> None:
    found = wkb_of(geometry=shape)
    with duckdb.connect() as connection:
        load_spatial(connection)
        import orjson  # beside its one use

        expected = connection.execute(
            "SELECT ST_AsWKB(ST_Force2D(ST_GeomFromGeoJSON(?)))::BLOB", [orjson.dumps(shape).decode()]
        ).fetchone()
    assert (found,) == expected


def test_every_fault_is_located() -> None:
    with pytest.raises(RowsRefusedError) as caught:
        checked([{"码": "1"}, {"码": 2, "价": "x"}, {"数": 1}, [], {"码": "9", "无": 1}])
    told = [(each["row"], each["column"]) for each in caught.value.facts["problems"]]
    assert told == [(1, "码"), (1, "价"), (2, "码"), (3, ""), (4, "无")]
    assert "第 1 行“码”列" in caught.value.text.zh
    assert "row 1, column '码'" in caught.value.text.en


def test_of_many_faults_twenty_are_told_and_all_are_counted() -> None:
    with pytest.raises(RowsRefusedError) as caught:
        checked([{"码": number} for number in range(300)])
    assert (len(caught.value.facts["problems"]), caught.value.facts["count"]) == (20, 300)


def test_a_deletion_names_the_key_alone() -> None:
    assert checked([{"码": "1"}], Operation.DELETE) == [{"码": "1"}]
    with pytest.raises(RowsRefusedError):
        checked([{"码": "1", "数": 2}], Operation.DELETE)


def test_rows_are_not_changed_without_a_key() -> None:
    assert checked([{"数": 1}, {"数": 1}], key=()) == [{"数": 1}, {"数": 1}]
    for operation in (Operation.UPSERT, Operation.DELETE):
        with pytest.raises(NoKeyError, match="PUT"):
            checked([{"码": "1"}], operation, key=())


def test_a_key_given_twice_is_refused_when_appending_and_the_last_counts_otherwise() -> None:
    rows = [{"码": "1", "数": 1}, {"码": "1", "数": 2}]
    with pytest.raises(KeyTakenError):
        checked(rows)
    assert checked(rows, Operation.UPSERT) == rows


@pytest.mark.parametrize("columns", [("无",), ("码", "码"), ("形",)])
def test_columns_that_identify_nothing_are_no_key(columns: tuple[str, ...]) -> None:
    with pytest.raises(KeyColumnsError, match="码, 数, 价"):
        require_key_columns(columns=columns, fields=FIELDS)
