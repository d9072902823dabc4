"""Appends build on the release they name, and on nothing else; replaced releases may have other columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.data_center.storage import permits
from tests.data_center.storage.releases.test_writing import in_iceberg
from tests.data_center.storage.stations import ROWS, few, released, serving, wall, warehouse

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import parse_query, rows
from zhanqiao.data_center.storage.engine.releases import SchemaMismatchError, download_path, read_manifest
from zhanqiao.kit.errors import NotFoundError

T = LogicalType
WIDE = (
    Field("码", T.TEXT), Field("数", T.NUMBER), Field("价", T.DECIMAL, None, 10, 2), Field("时", T.TIMESTAMP), Field("是", T.BOOLEAN)
)  # fmt: skip


def served(home: Path, fields: tuple[Field, ...], release_id: str) -> list[tuple[Any, ...]]:
    query = parse_query(fields=fields, params={"limit": "10000"})
    return rows(serving=serving(home, release_id), fields=fields, query=query).rows


def test_append_is_the_previous_rows_and_then_the_new_ones(tmp_path: Path) -> None:
    released(home=tmp_path, rows=ROWS[:4])
    manifest = released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", rows=ROWS[4:])
    assert (manifest.rows, manifest.rows_added, manifest.previous) == (9, 5, "rel_1")
    assert in_iceberg(tmp_path, "rel_2") in (list(ROWS), [*ROWS[4:], *ROWS[:4]])
    assert [row[0] for row in served(tmp_path, manifest.fields, "rel_2")] == [row[0] for row in ROWS]
    assert [row[0] for row in served(tmp_path, manifest.fields, "rel_1")] == [row[0] for row in ROWS[:4]]
    assert manifest.bbox == (120.05, 35.95, 120.45, 36.39)


def test_append_builds_on_the_release_it_names_not_on_the_newest(tmp_path: Path) -> None:
    released(home=tmp_path, **few(ROWS[:2]))
    released(home=tmp_path, release_id="rel_lost", mode="append", previous="rel_1", **few(ROWS[5:]))
    released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", **few(ROWS[2:3]))
    assert sorted(row[0] for row in in_iceberg(tmp_path, "rel_2")) == ["0001", "0002", "0003"]


def test_append_takes_columns_in_another_order_and_narrower_types(tmp_path: Path) -> None:
    released(home=tmp_path, fields=WIDE, rows=[("A1", 0.5, Decimal("1.25"), wall("2024-01-01T08:00:00"), True)])
    narrow = (
        Field("是", T.TEXT), Field("时", T.DATE), Field("价", T.DECIMAL, None, 4, 1), Field("数", T.INTEGER), Field("码", T.INTEGER)
    )  # fmt: skip
    released(
        home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", fields=narrow,
        rows=[(None, date(2024, 2, 1), Decimal("2.5"), 7, 102)],
    )  # fmt: skip
    assert served(tmp_path, WIDE, "rel_2") == [
        ("A1", 0.5, 1.25, "2024-01-01T08:00:00", True),
        ("102", 7.0, 2.5, "2024-02-01T00:00:00", None),
    ]


@pytest.mark.parametrize(
    ("fields", "row", "named"),
    [
        (WIDE[:4], ("a", 1.0, Decimal("1.00"), None), "-是"),
        ((*WIDE, Field("新", T.TEXT)), ("a", 1.0, Decimal("1.00"), None, True, "x"), "+新"),
        ((*WIDE[:4], Field("是", T.TEXT)), ("a", 1.0, Decimal("1.00"), None, "是"), "是 (text → boolean)"),
        ((*WIDE[:2], Field("价", T.DECIMAL, None, 12, 3), *WIDE[3:]), ("a", 1.0, Decimal("1.001"), None, True), "价 (decimal → decimal)"),
    ],
)  # fmt: skip
def test_append_with_other_columns_is_refused_and_names_them(
    tmp_path: Path, fields: tuple[Field, ...], row: tuple[Any, ...], named: str
) -> None:
    released(home=tmp_path, fields=WIDE, rows=[("A1", 0.5, Decimal("1.25"), None, True)])
    with pytest.raises(SchemaMismatchError) as error:
        released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", fields=fields, rows=[row])
    assert named in error.value.facts["columns"]
    assert not (tmp_path / "releases" / "tbl_1" / "rel_2").exists()


def test_append_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        released(home=tmp_path, mode="append", previous="rel_0")
    with pytest.raises(ValueError, match="builds on"):
        released(home=tmp_path, mode="append")


def test_replace_may_change_names_and_types_and_old_releases_stay_readable(tmp_path: Path) -> None:
    one = (Field("编号", T.TEXT), Field("值", T.TEXT), Field("a.b", T.INTEGER))
    two = (Field("值", T.INTEGER), Field("新 列", T.DATE), Field("编号", T.TEXT))
    three = (Field("编号", T.TEXT), Field("值", T.TEXT), Field("a.b", T.INTEGER))
    released(home=tmp_path, fields=one, rows=[("1", "x", 5)])
    released(home=tmp_path, release_id="rel_2", fields=two, rows=[(7, None, "2")])
    released(home=tmp_path, release_id="rel_3", fields=three, rows=[("3", "z", 9)])
    assert [in_iceberg(tmp_path, f"rel_{n}") for n in (1, 2, 3)] == [
        [("1", "x", 5)],
        in_iceberg(tmp_path, "rel_2"),
        [("3", "z", 9)],
    ]
    assert sorted(map(str, in_iceberg(tmp_path, "rel_2")[0])) == ["2", "7", "None"]
    assert served(tmp_path, one, "rel_1") == [("1", "x", 5)]
    assert served(tmp_path, two, "rel_2") == [(7, None, "2")]
    assert served(tmp_path, three, "rel_3") == [("3", "z", 9)]


def test_download_of_an_appended_release_is_one_parquet_file(tmp_path: Path) -> None:
    released(home=tmp_path, rows=ROWS[:4])
    released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", rows=ROWS[4:])
    path = download_path(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_2", kind="parquet")
    assert pq.read_table(path).column("编号").to_pylist() == [row[0] for row in ROWS]


def test_index_of_a_large_table_covers_appended_rows(tmp_path: Path) -> None:
    permits.made(tmp_path)
    added = ("QD_NEW", *permits.row(0)[1:])
    released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", fields=permits.FIELDS, rows=[added])
    query = parse_query(
        fields=permits.FIELDS, params={"where": "许可编号 in ('QD_NEW', 'QD00000000')", "select": "许可编号"}
    )
    found = rows(serving=serving(tmp_path, "rel_2"), fields=permits.FIELDS, query=query)
    assert found.rows == [("QD00000000",), ("QD_NEW",)]
    assert read_manifest(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_2").rows == permits.ROWS + 1
