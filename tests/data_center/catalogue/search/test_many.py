"""Many hits: they are counted another way than few ones are ranked, and those with the words in front come first."""

from __future__ import annotations

import pytest
from bench.catalogue_records import records
from tests.data_center.catalogue.search.conftest import Ask

from zhanqiao.data_center.catalogue.engine import asked as asking
from zhanqiao.data_center.catalogue.engine import folder, matching, searching, synonyms
from zhanqiao.data_center.catalogue.engine.reader import Reader, Snapshot
from zhanqiao.data_center.catalogue.engine.searching import MANY, Question
from zhanqiao.data_center.catalogue.engine.ways import Reading

COUNT = 4_000
COMMON, SAID_OTHERWISE = "代码", ("代码", "编码", "编号")
TEXTS = (
    "地铁", "市南区", "行政区划代码", "统一社会信用代码", "监测数据", "公共停车场", "养老机构 名录 联系电话", "市南区 停车场 收费标准",
    "铁站", "区财政", "民政局", "南区交通运输局", "credit code", "division", "2019年", "第7号", "record-7", "电话", "水", "“市南区公共”", "站点经度",
)  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """An index of generated records."""
    root = tmp_path_factory.mktemp("large")
    with folder.writing(root):
        folder.build(root, documents=records(COUNT))
    return Reader(root).snapshot()


@pytest.fixture(scope="module")
def ask_large(large: Snapshot) -> Ask:
    def asked(text: str, **question) -> searching.Answer:
        return searching.answer(
            Question(text=text, **question), rights=None, searcher=large.searcher, synonyms=synonyms.load()
        )

    return asked


@pytest.mark.parametrize("text", TEXTS)
def test_as_many_are_counted_as_would_be_ranked(large: Snapshot, text: str) -> None:
    asked = asking.read(text, synonyms=synonyms.load())
    readings = [Reading(unit=unit) for unit in asked.units]
    found = [
        {(one.segment_ord, one.doc) for _, one in large.searcher.search(way(asked, readings=readings), COUNT).hits}
        for way in (matching.strict, matching.hits)
    ]
    assert found[0] == found[1]
    front = large.searcher.search(matching.foremost(asked, readings=readings), COUNT).hits
    assert {(one.segment_ord, one.doc) for _, one in front} <= found[0]


def test_pages_of_many_hits_join_where_the_foremost_end(ask_large: Ask) -> None:
    whole = ask_large(COMMON, limit=COUNT)
    ids = [hit.document.id for hit in whole.hits]
    assert MANY < whole.total == len(ids) == len(set(ids))
    said = [" ".join((hit.document.title_zh, *hit.document.keywords)) for hit in whole.hits]
    front = [any(word in one for word in SAID_OTHERWISE) for one in said]
    border = front.index(False)
    assert 0 < border < whole.total
    assert not any(front[border:])
    offset = border - 7
    page = ask_large(COMMON, limit=20, offset=offset)
    assert [hit.document.id for hit in page.hits] == ids[offset : offset + 20]
    moved = ask_large(COMMON, limit=3, offset=border + 9, last_id=ids[border + 1])
    assert [hit.document.id for hit in moved.hits] == ids[border + 2 : border + 5]
    last = ask_large(COMMON, limit=20, offset=whole.total - 5)
    assert [hit.document.id for hit in last.hits] == ids[-5:]


def test_the_facets_of_many_hits_add_up_to_them(ask_large: Ask) -> None:
    answer = ask_large(COMMON)
    for name in ("department", "district", "synthetic"):
        facet = next(one for one in answer.facets if one.name == name)
        assert sum(one.count for one in facet.values) == answer.total
