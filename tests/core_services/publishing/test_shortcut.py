"""The operator's short cut: one call, stable ids, nothing half done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.core_services.publishing.grounds import AT, BY, LINES, PEOPLE, STOPS, clock, officer, written, zipped

from zhanqiao.core_services.publishing import command, operations, queries
from zhanqiao.core_services.publishing.rules import PersonalDataError, Shape, TableWords, continued, suggested_slug
from zhanqiao.core_services.publishing.rules.progress import STAGES
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry, EntryInvalidError
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.people.access.queries import ANONYMOUS


def published(path: Path, department: str, **stated: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"slug": "transport", "title": "公交", "mode": Mode.REPLACE}
    return operations.publish_file(path=path, department=department, by=BY, at=AT, clock=clock, **{**usual, **stated})


def test_every_table_of_a_file_becomes_a_table(department: str, tmp_path: Path) -> None:
    path = tmp_path / "交通.zip"
    path.write_bytes(zipped(stops=STOPS, lines=LINES))
    result = published(path, department)
    dataset = catalogue.dataset_card(slug="transport", card=ANONYMOUS)
    assert sorted(len(table.fields) for table in dataset.tables) == [2, 4]
    assert [table.id for table in dataset.tables] == result["tables"]
    assert [table.release_id for table in dataset.tables] == result["releases"]


def test_publishing_again_keeps_table_ids(department: str, tmp_path: Path) -> None:
    first = published(written(tmp_path, "2025.csv", STOPS), department)
    second = published(written(tmp_path, "2026.csv", STOPS), department, title="")
    assert (second["dataset"], second["tables"]) == (first["dataset"], first["tables"])
    assert [one.number for one in storage.release_cards(table_id=first["tables"][0])] == [2, 1]
    assert catalogue.dataset_card(slug="transport", card=ANONYMOUS).title.zh == "公交"


def test_titles_given_before_stay_when_none_are_given(department: str, tmp_path: Path) -> None:
    path = tmp_path / "交通.zip"
    path.write_bytes(zipped(stops=STOPS, lines=LINES))
    names = [table.name for table in catalogue.tables_of(dataset_id=published(path, department)["dataset"])]
    words = tuple(TableWords(name=name, title_zh=f"表{name}") for name in names)
    dataset_id = published(path, department, tables=words)["dataset"]
    published(path, department)
    assert [table.title.zh for table in catalogue.tables_of(dataset_id=dataset_id)] == [f"表{name}" for name in names]


def test_appending_adds_rows(department: str, tmp_path: Path) -> None:
    published(written(tmp_path, "a.csv", STOPS), department)
    published(written(tmp_path, "b.csv", STOPS), department, mode=Mode.APPEND)
    assert catalogue.dataset_card(slug="transport", card=ANONYMOUS).rows == 60


def test_entry_is_taken_whole(department: str, tmp_path: Path) -> None:
    entry = DatasetEntry(slug="x", title_zh="公交站", department="", theme="6", licence="CC0-1.0", title_en="Bus stops")
    published(written(tmp_path, "a.csv", STOPS), department, entry=entry)
    found = catalogue.dataset_card(slug="transport", card=ANONYMOUS)
    assert (found.title.en, found.theme.text.en, found.licence.code) == ("Bus stops", "Transport", "CC0-1.0")
    assert found.tables[0].title.en == "Bus stops"


def test_every_stage_that_is_told_has_a_name_in_both_languages(department: str, tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "交通.zip"
    path.write_bytes(zipped(stops=STOPS))
    published(path, department, progress=lambda step: told.append(step.stage))
    assert [stage for stage in dict.fromkeys(told) if stage not in STAGES] == []
    assert {"receive", "personal", "store", "commit"} <= set(told)


def test_refused_file_publishes_nothing(department: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\x00\x01\x02" * 500)
    with pytest.raises(operations.NotUnderstoodError) as refused:
        published(path, department)
    assert refused.value.text.zh
    assert catalogue.newest(card=ANONYMOUS) == ()


def test_personal_data_stops_the_short_cut_too(department: str, tmp_path: Path) -> None:
    with pytest.raises(PersonalDataError):
        published(written(tmp_path, "people.csv", PEOPLE), department)
    assert catalogue.newest(card=ANONYMOUS) == ()


def test_new_dataset_needs_a_title(department: str, tmp_path: Path) -> None:
    with pytest.raises(EntryInvalidError):
        published(written(tmp_path, "a.csv", STOPS), department, title="")
    assert queries.department_submissions(department_ids=officer(department).departments()) == ()


def test_command_prints_the_ids_as_json(department: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "a.csv", STOPS)
    code = command.main([str(path), "--dataset", "stops", "--title", "站点", "--department", department])
    printed = json.loads(capsys.readouterr().out)
    assert code == 0
    assert printed.keys() == {"dataset", "slug", "open_type", "tables", "releases"}
    assert storage.table_card(table_id=printed["tables"][0]).release_id == printed["releases"][0]


def test_command_refuses_with_a_reason(department: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "a.csv", PEOPLE)
    code = command.main([str(path), "--dataset", "people", "--title", "名单", "--department", department])
    printed = capsys.readouterr()
    assert (code, json.loads(printed.out)["refused"]["code"]) == (2, "personal-data")
    assert "个人信息" in printed.err


@pytest.mark.parametrize(
    ("known", "found", "matched"),
    [
        ([("t1", "a", "xy")], [("a", "xy")], ["t1"]),
        ([("t1", "a", "xy")], [("b", "pq")], ["t1"]),
        ([("t1", "a", "xy"), ("t2", "b", "pq")], [("b", "pq"), ("c", "xy")], ["t2", "t1"]),
        ([("t1", "a", "xy"), ("t2", "b", "pq")], [("c", "mn"), ("a", "xy")], [None, "t1"]),
        ([("t1", "a", "xy")], [("b", "xy"), ("c", "xy")], ["t1", None]),
        ([], [("a", "xy")], [None]),
    ],
)
def test_tables_are_continued_by_name_then_by_likeness(
    known: list[tuple[str, str, str]], found: list[tuple[str, str]], matched: list[str | None]
) -> None:
    before = [Shape(one, name, tuple(columns)) for one, name, columns in known]
    after = [Shape(None, name, tuple(columns)) for name, columns in found]
    assert list(continued(known=before, found=after)) == matched


@pytest.mark.parametrize(
    ("title", "slug"),
    [("公交站点 2026", "gong-jiao-zhan-dian-2026"), ("Ports & Ships", "ports-ships"), ("！？", "dataset")],
)
def test_slug_is_suggested_from_the_title(title: str, slug: str) -> None:
    assert suggested_slug(title=title) == slug
