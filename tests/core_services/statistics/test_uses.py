"""Uses are counted off the databases, folded once, and hold nothing of whoever asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.seeding import published

from zhanqiao.core_services.statistics.engine.uses import Uses, use_of
from zhanqiao.core_services.statistics.models import DayUse, FoldedUses, SearchedWords, SearchMark
from zhanqiao.core_services.statistics.operations import USES, fold_uses, note_search
from zhanqiao.core_services.statistics.operations.counting import FOLDER
from zhanqiao.core_services.statistics.queries import sheet
from zhanqiao.core_services.statistics.rules.searching import worth_counting

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
CONTENT = "编号,名称\nP1,中山公园\nP2,八大关\n"


@pytest.mark.parametrize(
    ("path", "use"),
    [
        ("/datasets/parks/", ("view", "parks")),
        ("/en/datasets/parks/data/", ("view", "parks")),
        ("/datasets/parks/releases/", None),
        ("/datasets/feed.atom", None),
        ("/datasets/", None),
        ("/api/v1/tables/tbl_1/rows", ("api", "tbl_1")),
        ("/api/v1/tables/tbl_1/aggregate", ("api", "tbl_1")),
        ("/api/v1/tables/tbl_1", None),
        ("/api/v1/tables/tbl_1/export.csv", ("download", "tbl_1")),
        ("/api/v1/tables/tbl_1/releases/1/files/data.parquet", ("download", "tbl_1")),
        ("/odata/v4/tbl_1", ("api", "tbl_1")),
        ("/my/", None),
    ],
)
def test_an_address_is_a_use_of_a_dataset_or_none(path: str, use: tuple[str, str] | None) -> None:
    assert use_of(path) == use


def test_a_refused_or_failed_request_is_no_use(tmp_path: Path) -> None:
    uses = Uses(tmp_path)
    for status in (301, 401, 404, 500):
        uses.count("/datasets/parks/", status)
    uses.flush()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_uses_become_rows_by_day_once_and_made_up_names_none(department: str, tmp_path: Path) -> None:
    made = published(name="parks", title="公园", content=CONTENT)
    uses = Uses(tmp_path)
    for path in ("/datasets/parks/", "/datasets/parks/data/", f"/api/v1/tables/{made['table']}/rows", "/datasets/x/"):
        uses.count(path, 200)
    uses.flush()
    (file,) = tmp_path.glob("*.uses")
    kept = file.read_bytes()
    assert fold_uses(at=AT, folder=tmp_path) == 1
    assert sorted(DayUse.objects.values_list("dataset_id", "kind", "uses")) == [
        (made["dataset"], "api", 1),
        (made["dataset"], "view", 2),
    ]
    file.write_bytes(kept)  # the process was killed after the rows were written and before the file was gone
    FoldedUses.objects.create(name=file.name)
    fold_uses(at=AT, folder=tmp_path)
    assert sorted(DayUse.objects.values_list("uses", flat=True)) == [1, 2]
    (row,) = sheet(key="use", at=AT).rows
    assert [row[name] for name in ("month", "view", "download", "api", "all")] == ["2026-12", 2, 0, 1, 3]


def searched(folder: Path, *asked: tuple[str, str, str]) -> None:
    (folder / "1-1.uses").write_text(json.dumps([["search", *one, 1] for one in asked], ensure_ascii=False))
    fold_uses(at=AT, folder=folder)


@pytest.mark.django_db
def test_words_are_shown_once_three_visitors_asked_them(tmp_path: Path) -> None:
    searched(tmp_path, ("水库", "a", "none"), ("水库", "b", "some"), ("水库", "a", "none"))
    assert sheet(key="searches", at=AT).rows == ()
    searched(tmp_path, ("水库", "c", "none"))
    assert [dict(row) for row in sheet(key="searches", at=AT).rows] == [
        {"words": "水库", "month": "2026-12", "visitors": 3, "fruitless": 2}
    ]


@pytest.mark.django_db
def test_marks_and_keys_end_with_their_week_and_rare_words_with_their_month(tmp_path: Path) -> None:
    searched(tmp_path, ("水库", "a", "none"))
    (tmp_path / "2026w48.key").write_bytes(b"old")
    (tmp_path / "2026w49.key").write_bytes(b"new")
    fold_uses(at=AT, folder=tmp_path)
    assert ([one.name for one in tmp_path.glob("*.key")], SearchMark.objects.count()) == (["2026w49.key"], 1)
    fold_uses(at=datetime(2027, 1, 5, tzinfo=UTC), folder=tmp_path)
    assert (SearchMark.objects.count(), SearchedWords.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        (" 水库  水位 ", "水库 水位"),
        ("Parks", "parks"),
        ("138 0013 8000", ""),
        ("a@b.cn", ""),
        ("树", ""),
        ("长" * 41, ""),
    ],
)
def test_words_that_may_tell_of_a_person_are_not_counted(words: str, counted: str) -> None:
    assert worth_counting(words) == counted


def test_nothing_that_is_left_on_disk_names_a_visitor() -> None:
    visitor = "203.0.113.77\0\0Mozilla/5.0 (a telling browser)"
    for one in (visitor, visitor, "another"):
        note_search(words="水库水位", is_fruitless=True, visitor=one, at=AT)
    USES.flush()
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert [name for name, content in files.items() if b"203.0.113" in content or b"Mozilla" in content] == []
    lines = [line for name, content in files.items() if name.endswith(".uses") for line in json.loads(content)]
    marks = [(line[2], line[4]) for line in lines if line[1] == "水库水位"]
    assert sorted(number for _, number in marks) == [1, 2]
    assert (FOLDER / "2026w49.key").stat().st_mode & 0o077 == 0
    for path in FOLDER.iterdir():
        path.unlink()
