"""The files of the trial folder: every one is understood or refused for a reason a person understands."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest
from tests.data_center.storage.ingest.reading import Understood, read_file

from zhanqiao.data_center.storage.engine.ingest import Limits, RefusedFileError, understand_safely

FOLDER = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent")
pytestmark = pytest.mark.skipif(
    not (FOLDER / "INDEX.csv").is_file(), reason="ZHANQIAO_DEMO_DATA names no folder with an INDEX.csv"
)


@cache
def listed() -> list[tuple[str, int]]:
    """Files of the index that stand alone, with the number of rows it gives."""
    if not (FOLDER / "INDEX.csv").is_file():
        return []
    with (FOLDER / "INDEX.csv").open(encoding="utf-8", newline="") as index:
        entries = list(csv.DictReader(index))
    alone = [entry for entry in entries if ";" not in entry["file"] and "(" not in entry["file"] and entry["rows"]]
    return [(entry["file"], int(entry["rows"])) for entry in alone]


@pytest.mark.parametrize(("name", "rows"), listed())
def test_indexed_file_has_the_rows_it_is_said_to_have(tmp_path: Path, name: str, rows: int) -> None:
    understood = read_file(FOLDER / name, tmp_path)
    assert understood.table.rows == rows
    assert understood.table.refused_rows == 0


def test_gb18030_copy_gives_the_same_table(tmp_path: Path) -> None:
    one = read_file(FOLDER / "admin/qingdao_streets.csv", tmp_path / "one")
    two = read_file(FOLDER / "messy/qingdao_streets_gb18030.csv", tmp_path / "two")
    assert one.table.fields == two.table.fields
    assert one.rows == two.rows
    assert two.table.encoding == "gb18030"


@pytest.mark.parametrize(
    "name",
    ["areas", "cities", "provinces", "qingdao_streets", "qingdao_villages", "streets", "townships_mca_shandong_2026"],
)
def test_every_division_code_is_text(tmp_path: Path, name: str) -> None:
    understood = read_file(FOLDER / f"admin/{name}.csv", tmp_path)
    codes = [field for field in understood.table.fields if "code" in field.name.lower() or "代码" in field.name]
    assert codes
    assert {(str(field.type), field.meaning) for field in codes} == {("text", "division_code")}


def test_metro_distances_are_numbers_with_their_odd_cells_kept(tmp_path: Path) -> None:
    understood = read_file(FOLDER / "transport/qingdao_metro_line_stations.csv", tmp_path)
    assert understood.types["距下一站_米"] == "integer"
    originals = {original for _, _, original, _ in understood.problems}
    assert {"??", "约2700"} <= originals
    assert all(
        value is None for row, *_ in understood.problems for value in [column_of(understood, "距下一站_米")[row]]
    )


def test_construction_dates_of_mixed_precision_lose_nothing(tmp_path: Path) -> None:
    understood = read_file(FOLDER / "transport/qingdao_metro_line5_construction.csv", tmp_path)
    assert understood.meanings["日期"] == "partial_date"
    assert {"—", "2026-01", "2024-07-29"} <= set(column_of(understood, "日期"))


def test_invalid_boundaries_are_flagged(tmp_path: Path) -> None:
    old = read_file(FOLDER / "geo/qingdao_districts_2012.geojson", tmp_path / "old")
    new = read_file(FOLDER / "geo/shandong_cities.geojson", tmp_path / "new")
    assert (old.table.problem_cells["geometry"].count, new.table.problem_cells["geometry"].count) == (2, 9)


def test_a_workbook_that_reserves_much_and_holds_little_is_read(tmp_path: Path) -> None:
    limits = Limits(max_memory_bytes=512 << 20, max_seconds=60)
    report = understand_safely(path=FOLDER / "messy/calamine-xlsx/OOM_alloc2.xls", into=tmp_path, limits=limits)
    assert [(table.rows, len(table.fields)) for table in report.tables] == [(191, 74)]


@pytest.mark.parametrize("name", ["OOM_alloc3.xls", "issue_594_dos.ods", "pass_protected.xlsx", "too_small.xls"])
def test_hostile_and_locked_workbooks_end_in_a_refusal(tmp_path: Path, name: str) -> None:
    limits = Limits(max_memory_bytes=1536 << 20, max_seconds=60)
    with pytest.raises(RefusedFileError) as refusal:
        understand_safely(path=FOLDER / "messy/calamine-xlsx" / name, into=tmp_path, limits=limits)
    assert refusal.value.code in {
        "too-much-memory",
        "file-broken",
        "no-table",
        "sheet-too-large",
        "file-encrypted",
        "format-unknown",
    }


def column_of(understood: Understood, name: str) -> list[object]:
    place = list(understood.types).index(name)
    return [row[place] for row in understood.rows]
