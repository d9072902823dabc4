"""Lists and numbers: right for who asks, remembered, and counted in queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.data_center.grounds import AT, BY, MORE_STATIONS, STATIONS, entry

from zhanqiao.data_center.catalogue import operations, queries
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import ForbiddenError, LoginRequiredError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Action, Role
from zhanqiao.people.departments.queries import department_card

Understand = Callable[[str], tuple[Path, TableReport]]


@pytest.fixture
def officer(department: str) -> AccessCard:
    department_id = department_card(key_or_code=department).id
    return AccessCard(account_id="acc_1", roles=frozenset({(Role.officer, department_id)}))


def published(understand: Understand, *texts: str, days: int = 0, **stated: object) -> str:
    """Publish a dataset with one table for each text; return its id."""
    at = AT + timedelta(days=days)
    dataset_id = operations.register_dataset(entry=entry(**stated), by=BY, at=at)
    prepared = []
    for number, text in enumerate(texts):
        table_id = storage.create_table(dataset_id=dataset_id, name=f"t{number}", title_zh=f"表{number}", by=BY, at=at)
        folder, report = understand(text)
        prepared.append(storage.prepare_release(table_id=table_id, folder=folder, report=report, by=BY, at=at))
    operations.publish_releases(dataset_id=dataset_id, prepared=prepared, by=BY, at=at)
    return dataset_id


def test_statistics_count_what_is_published(department: str, understand: Understand) -> None:
    published(understand, STATIONS, MORE_STATIONS, slug="a")
    published(understand, MORE_STATIONS, slug="b", days=1)
    operations.register_dataset(entry=entry(slug="draft"), by=BY, at=AT)
    found = queries.statistics(card=ANONYMOUS)
    assert (found.datasets, found.tables, found.rows, found.releases, found.departments) == (2, 3, 22, 3, 1)
    assert found.updated_at == AT + timedelta(days=1)


def test_themes_are_all_listed_with_their_counts(department: str, understand: Understand) -> None:
    published(understand, MORE_STATIONS, slug="a", theme="6")
    counts = {one.theme.code: one.datasets for one in queries.themes(card=ANONYMOUS)}
    assert len(counts) == 22
    assert {code: n for code, n in counts.items() if n} == {"6": 1}


def test_departments_are_counted_with_their_rows(department: str, understand: Understand) -> None:
    published(understand, STATIONS, slug="a")
    found = queries.departments_with_counts(card=ANONYMOUS)
    assert [(one.department.key, one.datasets, one.rows) for one in found] == [(department, 1, 20)]


def test_newest_and_largest_in_their_order(department: str, understand: Understand) -> None:
    published(understand, STATIONS, slug="large")
    published(understand, MORE_STATIONS, slug="new", days=1)
    assert [one.slug for one in queries.newest(card=ANONYMOUS)] == ["new", "large"]
    assert [one.slug for one in queries.largest(card=ANONYMOUS)] == ["large", "new"]


def test_lists_show_drafts_to_their_officer_only(department: str, officer: AccessCard) -> None:
    operations.register_dataset(entry=entry(), by=BY, at=AT)
    assert queries.listed(card=ANONYMOUS) == ((), 0)
    assert [one.slug for one in queries.listed(card=officer)[0]] == ["metro-stations"]


def test_withdrawn_dataset_leaves_the_lists_and_keeps_its_page(department: str, understand: Understand) -> None:
    dataset_id = published(understand, MORE_STATIONS)
    operations.withdraw_dataset(dataset_id=dataset_id, reason="含有误差", by=BY, at=AT)
    page = queries.dataset_card(id=dataset_id, card=ANONYMOUS)
    assert queries.listed(card=ANONYMOUS) == ((), 0)
    assert (page.state, page.state_reason) == ("withdrawn", "含有误差")
    with pytest.raises(ForbiddenError):
        queries.readable_table(table_id=page.tables[0].id, card=ANONYMOUS)


def test_rows_of_a_conditional_dataset_need_a_right(
    department: str, understand: Understand, officer: AccessCard
) -> None:
    dataset_id = published(understand, MORE_STATIONS, open_type="conditional", open_condition="签订协议")
    table_id = queries.dataset_card(id=dataset_id, card=ANONYMOUS).tables[0].id
    with pytest.raises(LoginRequiredError):
        queries.readable_table(table_id=table_id, card=ANONYMOUS, action=Action.download)
    assert queries.readable_table(table_id=table_id, card=officer).id == table_id


def test_unknown_table_is_not_found(db: None) -> None:
    with pytest.raises(NotFoundError):
        queries.readable_table(table_id="tbl_000000000000", card=ANONYMOUS)


def test_formats_name_geojson_only_where_rows_have_a_place(department: str, understand: Understand) -> None:
    places = "名称,经度,纬度\n" + "".join(f"点{n},120.{n:03d},36.{n:03d}\n" for n in range(1, 40))
    published(understand, places, slug="places")
    published(understand, MORE_STATIONS, slug="plain")
    found = {one.slug: "geojson" in one.formats for one in queries.newest(card=ANONYMOUS)}
    assert found == {"places": True, "plain": False}


@pytest.mark.parametrize("datasets", [1, 3])
def test_cold_list_costs_the_same_for_one_and_for_three(
    department: str, understand: Understand, datasets: int, officer: AccessCard
) -> None:
    ids = [published(understand, MORE_STATIONS, slug=f"d{number}") for number in range(datasets)]
    storage.visible_change()
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.dataset_cards(ids=ids, card=officer)) == datasets
    assert len(asked) == 3  # datasets, their places, their tables with current releases


@pytest.mark.django_db(transaction=True)
def test_warm_pages_cost_no_query(department: str, understand: Understand) -> None:
    dataset_id = published(understand, MORE_STATIONS)

    def page() -> None:
        dataset = queries.dataset_card(slug="metro-stations", card=ANONYMOUS)
        queries.readable_table(table_id=dataset.tables[0].id, card=ANONYMOUS)
        queries.dataset_cards(ids=[dataset_id], card=ANONYMOUS)
        queries.newest(card=ANONYMOUS)
        queries.statistics(card=ANONYMOUS)
        queries.themes(card=ANONYMOUS)
        queries.departments_with_counts(card=ANONYMOUS)

    page()
    with CaptureQueriesContext(connection) as asked:
        page()
    assert len(asked) == 0
