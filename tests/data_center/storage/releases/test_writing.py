"""A release holds what was handed in, in every form, with the digests that prove it."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.stations import AT, FIELDS, NAMES, ROWS, few, released, serving, warehouse

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, parse_query, rows
from zhanqiao.data_center.storage.engine.releases import (
    DuplicateColumnError,
    Manifest,
    Source,
    download_path,
    evict_serving,
    lake,
    read_manifest,
    read_profile,
    serving_path,
    show_in_lake,
    write_release,
)
from zhanqiao.kit.digests import of_file
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.progress import Step


def folder(home: Path, release_id: str = "rel_1") -> Path:
    return home / "releases" / "tbl_1" / release_id


def in_iceberg(home: Path, release_id: str = "rel_1") -> list[tuple[Any, ...]]:
    table = lake.release_rows(warehouse=warehouse(home), table_id="tbl_1", release_id=release_id)
    return list(zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True))


def test_release_is_in_iceberg_as_it_was_handed_in(tmp_path: Path) -> None:
    released(home=tmp_path)
    assert in_iceberg(tmp_path) == list(ROWS)


def test_manifest_says_what_the_release_holds(tmp_path: Path) -> None:
    manifest = released(home=tmp_path)
    assert (manifest.rows, manifest.rows_added, manifest.mode, manifest.previous) == (9, 9, "replace", None)
    assert manifest.fields == FIELDS
    assert manifest.at == "2026-11-22T01:00:00+00:00"
    assert manifest.bbox == (120.05, 35.95, 120.45, 36.39)
    assert manifest.serving_bytes == (folder(tmp_path) / "serving.duckdb").stat().st_size
    assert read_manifest(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1") == manifest
    assert Manifest.from_dict(manifest.as_dict()) == manifest


def test_source_and_sidecars_are_kept_with_both_digests(tmp_path: Path) -> None:
    source, refused = tmp_path / "原始 文件.csv.gz", tmp_path / "x.refused.csv"
    source.write_bytes(b"source" * 1000)
    refused.write_bytes(b"line,text,reason\n")
    manifest = released(home=tmp_path, source=Source(source, "地铁.csv.gz"), sidecars={"refused": refused})
    assert sorted(manifest.files) == ["parquet", "profile", "refused", "source"]
    for entry in manifest.files.values():
        found = of_file(path=folder(tmp_path) / entry.name)
        assert (entry.sha256, entry.sm3, entry.size) == (found.sha256, found.sm3, found.size)
    assert manifest.source is not None
    assert (manifest.source.name, manifest.source.size) == ("地铁.csv.gz", 6000)
    assert manifest.source.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_bytes(b"changed")
    assert (folder(tmp_path) / "source.csv.gz").read_bytes() == b"source" * 1000


def test_problem_cells_are_counted(tmp_path: Path) -> None:
    problems = stations.parquet_of(
        path=tmp_path / "p.parquet", fields=(Field("row", LogicalType.INTEGER),), rows=[(1,), (5,)]
    )
    assert released(home=tmp_path, sidecars={"problems": problems}).problem_cells == 2


def test_source_of_known_digests_is_linked_and_outlives_the_place_it_came_from(tmp_path: Path) -> None:
    source = tmp_path / "trees.csv"
    source.write_bytes(b"a,b\n1,2\n")
    known = of_file(path=source)
    manifest = released(home=tmp_path, source=Source(source, digests=known))
    kept = folder(tmp_path) / "source.csv"
    assert kept.samefile(source)
    source.unlink()
    assert of_file(path=kept) == known
    assert (manifest.files["source"].sha256, manifest.files["source"].sm3) == (known.sha256, known.sm3)


def test_parquet_download_is_the_source_order_with_its_names(tmp_path: Path) -> None:
    released(home=tmp_path)
    path = download_path(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1", kind="parquet")
    assert pq.read_table(path).column_names == list(NAMES)
    assert pq.read_table(path).column("编号").to_pylist() == [row[0] for row in ROWS]


def test_csv_download_is_made_once_and_begins_with_a_mark(tmp_path: Path) -> None:
    released(home=tmp_path)
    path = download_path(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1", kind="csv")
    made = path.stat().st_mtime_ns
    assert path.read_bytes().startswith("\ufeff编号,站名,区市".encode())
    again = download_path(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1", kind="csv")
    assert (again, again.stat().st_mtime_ns) == (path, made)


@pytest.mark.parametrize("kind", ["csv", "geojson", "gpkg"])
def test_a_made_download_goes_with_the_serving_copy_and_comes_again(tmp_path: Path, kind: str) -> None:
    released(home=tmp_path)
    place = {"warehouse": warehouse(tmp_path), "table_id": "tbl_1", "release_id": "rel_1"}
    path = download_path(**place, kind=kind)
    content = path.read_bytes()
    evict_serving(**place)
    assert not path.exists()
    assert download_path(**place, kind=kind).read_bytes() == content


def test_a_map_of_a_table_without_places_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    released(home=tmp_path, **few())
    before = sorted(folder(tmp_path).iterdir())
    for kind in ("geojson", "gpkg"):
        with pytest.raises(NoPlaceError):
            download_path(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1", kind=kind)
    assert sorted(folder(tmp_path).iterdir()) == before


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    place = warehouse(tmp_path)
    released(home=tmp_path)
    with pytest.raises(NotFoundError):
        read_manifest(warehouse=place, table_id="tbl_1", release_id="rel_x")
    with pytest.raises(NotFoundError):
        serving_path(warehouse=place, table_id="tbl_1", release_id="rel_x")
    with pytest.raises(NotFoundError):
        read_profile(warehouse=place, table_id="tbl_2", release_id="rel_1")
    with pytest.raises(NotFoundError):
        download_path(warehouse=place, table_id="tbl_1", release_id="rel_1", kind="exe")
    with pytest.raises(ValueError, match="not an identifier"):
        place.release_folder(table_id="../x", release_id="rel_1")


def test_evicted_serving_copy_is_rebuilt_from_the_lake(tmp_path: Path) -> None:
    released(home=tmp_path)
    released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", rows=ROWS[:2])
    before = _page(serving(tmp_path, "rel_2"))
    evict_serving(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_2")
    assert not (folder(tmp_path, "rel_2") / "serving.duckdb").exists()
    assert _page(serving(tmp_path, "rel_2")) == before
    assert len(before) == 11


def test_same_release_again_is_the_same_release(tmp_path: Path) -> None:
    first = released(home=tmp_path)
    assert released(home=tmp_path, rows=ROWS[:1]) == first


def test_keys_of_a_large_table_are_indexed(tmp_path: Path) -> None:
    made = permits.made(tmp_path)
    manifest = read_manifest(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1")
    assert manifest.key_columns == ("许可编号",)
    with duckdb.connect(str(made), read_only=True) as connection:
        indexed = connection.execute("SELECT index_name, expressions FROM duckdb_indexes()").fetchall()
    assert indexed == [("key_c1", "[c1]")]
    groups = pq.read_metadata(folder(tmp_path) / "data.parquet")
    assert [groups.row_group(each).num_rows for each in range(groups.num_row_groups)] == [permits.ROWS]
    assert groups.row_group(0).column(0).compression == "ZSTD"


def test_empty_table_is_a_release(tmp_path: Path) -> None:
    manifest = released(home=tmp_path, rows=[])
    assert (manifest.rows, manifest.bbox) == (0, None)
    assert _page(serving(tmp_path)) == []
    assert in_iceberg(tmp_path) == []


def test_table_with_hundreds_of_columns_is_a_release(tmp_path: Path) -> None:
    fields = tuple(Field(f"列{number}", LogicalType.TEXT) for number in range(600))
    released(home=tmp_path, fields=fields, rows=[tuple(str(number) for number in range(600))])
    query = parse_query(fields=fields, params={"where": "列599 = '599'", "select": "列0, 列599"})
    assert rows(serving=serving(tmp_path), fields=fields, query=query).rows == [("0", "599")]


def test_two_names_equal_but_for_case_are_refused(tmp_path: Path) -> None:
    fields = (Field("Name", LogicalType.TEXT), Field("NAME", LogicalType.TEXT))
    with pytest.raises(DuplicateColumnError):
        released(home=tmp_path, fields=fields, rows=[("a", "b")])
    assert not folder(tmp_path).exists()


def test_failed_release_leaves_nothing(tmp_path: Path) -> None:
    path = stations.parquet_of(path=tmp_path / "x.parquet", fields=FIELDS[:1], rows=[("不是数字",)])
    wrong = (Field("编号", LogicalType.INTEGER),)
    with pytest.raises(duckdb.ConversionException):
        write_release(
            warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1", parquet=path, fields=wrong, at=AT
        )
    assert [each.name for each in (tmp_path / "releases" / "tbl_1").iterdir()] == [".lock"]


def test_progress_names_the_stages_in_order(tmp_path: Path) -> None:
    steps: list[Step] = []
    released(home=tmp_path, progress=steps.append)
    stages = list(dict.fromkeys(step.stage for step in steps))
    assert stages == ["store", "profile", "parquet", "commit"]
    assert (steps[-1].done, steps[-1].total) == (9, 9)


def test_profile_is_kept_beside_the_release(tmp_path: Path) -> None:
    released(home=tmp_path)
    found = read_profile(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1")
    assert found["区市"]["top"][0] == ["市南区", 3]


def test_main_shows_what_was_acknowledged(tmp_path: Path) -> None:
    released(home=tmp_path)
    table = lake._catalog(warehouse(tmp_path)).load_table(("tables", "tbl_1"))
    assert table.scan().to_arrow().num_rows == 0
    show_in_lake(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1")
    assert table.refresh().scan().to_arrow().num_rows == 9


def test_writers_of_one_table_wait_for_each_other(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            released(home=tmp_path, release_id=f"rel_{number}", **few(ROWS[: number + 1]))
        except BaseException as error:  # noqa: BLE001 - every failure of a thread must reach the assertion
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert [len(in_iceberg(tmp_path, f"rel_{number}")) for number in range(4)] == [1, 2, 3, 4]


def _page(path: Path) -> list[Any]:
    return rows(serving=path, fields=FIELDS, query=parse_query(fields=FIELDS, params={})).rows
