"""Sheets of open statistics as open datasets: published once for the same figures, without small counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.seeding import DEPARTMENT, register_department

from zhanqiao.core_services.statistics.models import DayUse, SearchedWords
from zhanqiao.core_services.statistics.operations import publish_statistics
from zhanqiao.core_services.statistics.rules import Sheet, columns
from zhanqiao.core_services.statistics.rules.opening import opened, slug_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS

AT = datetime(2026, 11, 30, 4, tzinfo=UTC)


def clock() -> datetime:
    return AT


def table_of(key: str) -> Any:
    dataset_id = catalogue.id_of(slug=slug_of(key=key))
    (table,) = catalogue.tables_of(dataset_id=dataset_id)
    return table


def numbers(table: Any) -> list[int]:
    return [one.number for one in storage.release_cards(table_id=table.id)]


def sheet_of(key: str, *rows: dict[str, Any]) -> Sheet:
    return Sheet(key, Text("表", "sheet"), Text("说明。", "Note."), columns(), rows)


def test_words_of_few_visitors_are_left_out_and_never_below_three() -> None:
    rows = tuple({"words": str(n), "visitors": n, "fruitless": n - 1} for n in range(1, 8))
    found = opened(sheet_of("searches", *rows), least=5)
    assert [(row["visitors"], row["fruitless"]) for row in found.rows] == [(5, None), (6, 5), (7, 6)]
    assert [row["visitors"] for row in opened(sheet_of("searches", *rows), least=0).rows] == [3, 4, 5, 6, 7]
    assert "5 位" in found.note.zh


def test_small_counts_of_uses_are_empty_with_their_sum() -> None:
    rows = ({"view": 9, "download": 2, "api": 0, "all": 11}, {"view": 9, "download": 5, "api": 0, "all": 14})
    assert opened(sheet_of("use", *rows), least=5).rows == ({**rows[0], "download": None, "all": None}, rows[1])


def test_the_days_of_a_few_answers_are_not_told() -> None:
    rows = ({"answered": 1, "days": 3, "late": 0, "open": 1}, {"answered": 5, "days": 3, "late": 0, "open": 1})
    assert opened(sheet_of("answers", *rows), least=5).rows == ({**rows[0], "days": None, "late": None}, rows[1])
    assert opened(sheet_of("districts", {"datasets": 1}), least=5).rows == ({"datasets": 1},)


def test_nothing_is_published_without_a_department(db: None) -> None:
    assert publish_statistics(clock=clock) == ()


def test_a_department_that_does_not_exist_is_an_error(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_STATISTICS_DEPARTMENT", "nowhere")
    with pytest.raises(NotFoundError):
        publish_statistics(clock=clock)


@pytest.mark.django_db(transaction=True)
def test_changed_figures_become_a_release_and_the_same_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    register_department()
    monkeypatch.setenv("ZHANQIAO_STATISTICS_DEPARTMENT", DEPARTMENT)
    for words, visitors in (("公园", 9), ("停车场", 6), ("稀少", 4)):
        SearchedWords.objects.create(month=date(2026, 11, 1), words=words, visitors=visitors, fruitless=0)
    assert "searches" in publish_statistics(clock=clock)
    table = table_of("searches")
    rows = storage.rows(card=storage.table_card(table_id=table.id), query=Query()).rows
    assert [tuple(row)[:3] for row in rows] == [("公园", "2026-11", 9), ("停车场", "2026-11", 6)]
    dataset = catalogue.dataset_card(slug="statistics-searches", card=ANONYMOUS)
    assert (dataset.title.zh, dataset.department.key) == ("开放统计：热门检索与无结果检索", DEPARTMENT)
    assert "searches" not in publish_statistics(clock=clock)
    assert numbers(table) == [1]
    SearchedWords.objects.filter(words="公园").update(visitors=12)
    assert "searches" in publish_statistics(clock=clock)
    assert numbers(table_of("searches")) == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_the_use_of_datasets_is_published_without_small_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    register_department()
    monkeypatch.setenv("ZHANQIAO_STATISTICS_DEPARTMENT", DEPARTMENT)
    for words, visitors in (("公园", 9), ("停车场", 6)):
        SearchedWords.objects.create(month=date(2026, 11, 1), words=words, visitors=visitors, fruitless=0)
    publish_statistics(clock=clock)
    dataset_id = catalogue.id_of(slug="statistics-searches")
    for kind, uses in (("view", 20), ("download", 2)):
        DayUse.objects.create(day=date(2026, 11, 3), dataset_id=dataset_id, kind=kind, uses=uses)
    assert "use" in publish_statistics(clock=clock)
    (row,) = storage.rows(card=storage.table_card(table_id=table_of("use").id), query=Query()).rows
    assert tuple(row) == ("开放统计：热门检索与无结果检索", "2026-11", 20, None, 0, None)
