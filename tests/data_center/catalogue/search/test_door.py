"""Search as the portal meets it: over the catalogue's own tables, held to what the asker may see."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.data_center.catalogue.search.conftest import shown
from tests.data_center.grounds import AT, BY, STATIONS, entry

from zhanqiao.data_center.catalogue import operations, queries
from zhanqiao.data_center.catalogue.engine import folder
from zhanqiao.data_center.catalogue.models import SearchChange
from zhanqiao.data_center.catalogue.queries import SearchPage, SearchQuestionError, search_index
from zhanqiao.data_center.metadata import operations as metadata
from zhanqiao.data_center.metadata.queries import words_of
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.departments.queries import department_card

Understand = Callable[[str], tuple[Path, TableReport]]
PUBLIC = {"department": "qingdao-parks", "division_code": "370200", "theme": "6", "scene": "travel"}


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HOME", str(tmp_path))


@pytest.fixture
def ids(department: str) -> dict[str, str]:
    """Three datasets: two published, one a draft."""
    made = {
        "metro": entry(
            slug="metro", title_zh="青岛地铁车站", title_en="Metro stations", keywords=("轨道交通",), **PUBLIC
        ),
        "museums": entry(slug="museums", title_zh="博物馆名录", title_en="Museums", **PUBLIC),
        "plans": entry(slug="plans", title_zh="地铁规划草案", **PUBLIC),
    }
    found = {name: operations.register_dataset(entry=one, by=BY, at=AT) for name, one in made.items()}
    for name in ("metro", "museums"):
        operations.publish_dataset(dataset_id=found[name], by=BY, at=AT)
    operations.drain_search_changes(at=AT)
    return found


@pytest.fixture
def officer(ids: dict[str, str]) -> Iterator[AccessCard]:
    """An officer of the department that holds the datasets."""
    return AccessCard(
        account_id="acc_1", roles=frozenset({(Role.officer, department_card(key_or_code="qingdao-parks").id)})
    )


def search(text: str = "", *, card: AccessCard = ANONYMOUS, **asked: object) -> SearchPage:
    return queries.search(text=text, card=card, **asked)  # type: ignore[arg-type]  # whatever a test asks


def slugs(page: SearchPage) -> set[str]:
    return {hit.slug for hit in page.hits}


@pytest.mark.usefixtures("ids")
def test_a_search_costs_no_database_query() -> None:
    search("地铁")
    with CaptureQueriesContext(connection) as asked:
        page = search("地铁", filters={"theme": ["6"]})
        queries.suggest(prefix="dt", card=ANONYMOUS)
    assert (len(asked), slugs(page)) == (0, {"metro"})


def test_drafts_are_found_by_their_own_staff_only(officer: AccessCard) -> None:
    stranger = dataclasses.replace(officer, roles=frozenset({(Role.officer, "dep_other")}))
    authority = dataclasses.replace(officer, roles=frozenset({(Role.authority, None)}))
    found = [slugs(search("地铁", card=card)) for card in (ANONYMOUS, stranger, officer, authority)]
    assert found == [{"metro"}, {"metro"}, {"metro", "plans"}, {"metro", "plans"}]
    assert search("地铁").facet("theme").values[0].count == 1
    assert [one.target for one in queries.suggest(prefix="规划", card=ANONYMOUS)] == []
    assert [one.target for one in queries.suggest(prefix="规划", card=officer)] == ["plans"]


def test_a_suspended_dataset_leaves_the_list_at_the_next_drain(ids: dict[str, str]) -> None:
    operations.suspend_dataset(dataset_id=ids["metro"], reason="核对中", by=BY, at=AT)
    assert operations.drain_search_changes(at=AT) == 1
    assert slugs(search("")) == {"museums"}


def test_a_revised_entry_is_found_by_its_new_words(ids: dict[str, str]) -> None:
    revised = dataclasses.replace(queries.entry(dataset_id=ids["museums"]), title_zh="海水浴场名录", title_en="Beaches")
    operations.revise_dataset(dataset_id=ids["museums"], entry=revised, by=BY, at=AT)
    operations.drain_search_changes(at=AT)
    assert (slugs(search("浴场")), slugs(search("博物馆"))) == ({"museums"}, set())


def test_columns_are_found_and_follow_their_dictionary(ids: dict[str, str], understand: Understand) -> None:
    table_id = published(ids["metro"], understand)
    operations.drain_search_changes(at=AT)
    hit = search("日客流").hits[0]
    assert (hit.slug, hit.dataset.rows, shown(hit.columns[0].name)) == ("metro", 20, "日[客流]")
    words = [
        dataclasses.replace(one, name_zh="乘降量") if one.name == "日客流" else one
        for one in words_of(table_id=table_id)
    ]
    metadata.describe_columns(table_id=table_id, words=words, by=BY, at=AT)
    operations.drain_search_changes(at=AT)
    assert shown(search("乘降量").hits[0].columns[0].label) == "[乘降量]"


def published(dataset_id: str, understand: Understand) -> str:
    """Publish the stations as the dataset's table; return the table's id."""
    directory, report = understand(STATIONS)
    table_id = storage.create_table(dataset_id=dataset_id, name="stations", title_zh="站点", by=BY, at=AT)
    prepared = storage.prepare_release(table_id=table_id, folder=directory, report=report, by=BY, at=AT)
    operations.publish_releases(dataset_id=dataset_id, prepared=[prepared], by=BY, at=AT)
    return table_id


def test_facet_values_carry_their_words(ids: dict[str, str]) -> None:
    page = search("")
    labels = {facet.name: [(one.value, one.label) for one in facet.values] for facet in page.facets}
    assert labels["theme"] == [("6", Text("交通运输", "Transport"))]
    assert labels["district"] == [("370200", Text("青岛市", "Qingdao"))]
    assert labels["department"] == [("qingdao-parks", Text("青岛市园林和林业局", "Qingdao Parks and Forestry Bureau"))]
    assert labels["scene"] == [("travel", Text("交通出行", "Getting around"))]
    assert labels["synthetic"] == [("false", Text("真实数据", "Real data"))]


def test_changes_wait_in_the_outbox_until_they_are_drained(ids: dict[str, str]) -> None:
    assert SearchChange.objects.count() == 0
    operations.withdraw_dataset(dataset_id=ids["museums"], reason="并入他处", by=BY, at=AT)
    assert set(SearchChange.objects.values_list("dataset_id", flat=True)) == {ids["museums"]}
    assert (operations.drain_search_changes(at=AT), operations.drain_search_changes(at=AT)) == (1, 0)
    assert (slugs(search("")), SearchChange.objects.count()) == ({"metro"}, 0)


def test_what_was_taken_down_is_not_found_while_its_change_waits(ids: dict[str, str], officer: AccessCard) -> None:
    operations.withdraw_dataset(dataset_id=ids["museums"], reason="并入他处", by=BY, at=AT)
    assert SearchChange.objects.count() == 1
    assert (slugs(search("")), search("博物馆").total, queries.suggest(prefix="博物", card=ANONYMOUS)) == (
        {"metro"},
        0,
        (),
    )
    assert "museums" in slugs(search("", card=officer))


def test_a_dataset_that_is_gone_leaves_the_index(ids: dict[str, str]) -> None:
    operations.note_change(dataset_id="ds_000000000000", at=AT)
    assert operations.drain_search_changes(at=AT) == 1
    assert search("").total == 2


def test_a_department_in_change_notes_all_its_datasets(ids: dict[str, str]) -> None:
    operations.note_changes_of_department(department_id=department_card(key_or_code="qingdao-parks").id, at=AT)
    assert set(SearchChange.objects.values_list("dataset_id", flat=True)) == set(ids.values())


def test_while_another_process_writes_draining_leaves_it_to_that_one(ids: dict[str, str]) -> None:
    operations.note_change(dataset_id=ids["metro"], at=AT)
    with folder.writing(search_index.root()):
        assert operations.drain_search_changes(at=AT) == 0
    assert operations.drain_search_changes(at=AT) == 1


@pytest.mark.parametrize("harm", ["removed", "outdated", "damaged"])
@pytest.mark.usefixtures("ids")
def test_an_index_that_cannot_be_used_is_rebuilt_by_whoever_asks_first(harm: str) -> None:
    spoil(harm)
    assert slugs(search("地铁")) == {"metro"}


@pytest.mark.parametrize("harm", ["removed", "outdated", "damaged"])
def test_the_drain_rebuilds_an_index_that_cannot_be_used(ids: dict[str, str], harm: str) -> None:
    spoil(harm)
    operations.note_change(dataset_id=ids["metro"], at=AT)
    operations.drain_search_changes(at=AT)
    assert folder.opened(search_index.root()).searcher().num_docs == len(ids)


def spoil(harm: str) -> None:
    root = search_index.root()
    pointer = root / folder.CURRENT
    if harm == "removed":
        pointer.unlink()
    elif harm == "outdated":
        pointer.write_bytes(orjson.dumps(orjson.loads(pointer.read_bytes()) | {"version": 0}))
    else:
        for file in (root / folder.pointer(root).folder).glob("*.term"):
            os.truncate(file, 10)


def test_rebuilding_gives_the_same_index(ids: dict[str, str]) -> None:
    before = slugs(search(""))
    assert operations.rebuild_index(at=AT) == len(ids)
    assert slugs(search("")) == before == {"metro", "museums"}


@pytest.mark.usefixtures("ids")
def test_what_was_done_differently_is_said() -> None:
    assert search("地铁 博物馆").notices[0].zh == "没有数据集同时包含全部词语，以下结果只包含其中一部分。"
    narrowed = search("地铁", filters={"theme": ["5"]})
    assert (narrowed.total, narrowed.beyond_filters) == (0, 1)
    assert narrowed.notices[0].en == "Nothing is left under these filters; without them there are 1 datasets."
    assert search("低铁车站").suggestion == "地铁车站"


@pytest.mark.usefixtures("ids")
def test_the_cursor_leads_through_all_pages() -> None:
    first = search("", sort="title", limit=1)
    second = search("", sort="title", limit=1, after=first.next)
    assert ([hit.slug for hit in first.hits + second.hits], second.next) == (["museums", "metro"], None)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"sort": "beauty"}, "sort"),
        ({"limit": 101}, "limit"),
        ({"limit": -1}, "limit"),
        ({"offset": 100_001}, "offset"),
        ({"filters": {"colour": ["red"]}}, "colour"),
        ({"after": "%%%"}, "after"),
        ({"after": "W10"}, "after"),
        ({"after": "Wy0xLCJhIl0"}, "after"),
    ],
)
@pytest.mark.usefixtures("db")
def test_a_senseless_parameter_is_named(asked: dict[str, object], parameter: str) -> None:
    with pytest.raises(SearchQuestionError) as raised:
        search("", **asked)
    assert raised.value.facts["parameter"] == parameter


@pytest.mark.usefixtures("ids")
def test_the_citys_own_synonyms_are_used_and_a_bad_file_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.txt"
    monkeypatch.setenv("ZHANQIAO_SYNONYMS", str(own))
    assert slugs(search("subway")) == {"metro"}
    own.write_text("嘎嘎车 = 地铁", encoding="utf-8")
    assert (slugs(search("嘎嘎车")), slugs(search("subway"))) == ({"metro"}, set())
    own.write_text("嘎嘎车", encoding="utf-8")
    assert slugs(search("subway")) == {"metro"}


@pytest.mark.usefixtures("ids")
def test_warming_opens_the_index() -> None:
    queries.warm()
    assert search("地铁").total == 1
