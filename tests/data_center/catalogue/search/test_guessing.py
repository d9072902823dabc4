"""Corrections and suggestions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.data_center.catalogue.search.conftest import Ask, shown

from zhanqiao.data_center.catalogue.engine.matching import seen_query
from zhanqiao.data_center.catalogue.engine.reader import Snapshot
from zhanqiao.data_center.catalogue.engine.spelling import distance
from zhanqiao.data_center.catalogue.engine.suggesting import Suggestion, suggested

Suggest = Callable[..., tuple[Suggestion, ...]]


@pytest.fixture
def suggest(snapshot: Snapshot, public: tuple[str, ...]) -> Suggest:
    """Suggest to a visitor."""

    def made(typed: str, *, limit: int = 10, rights: tuple[str, ...] | None = public, english: bool = False):
        return suggested(typed, searcher=snapshot.searcher, seen=seen_query(rights), limit=limit, english=english)

    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("空汽质量", "空气质量"),
        ("地贴车站", "地铁车站"),
        ("metor", "metro"),
        ("Qingdao metor", "Qingdao metro"),
        ("univercities", "universities"),
        ("机厂", "机场"),
        ("形政区划", "行政区划"),
        ("节加日", "节假日"),
    ],
)
def test_what_may_be_meant_is_offered(ask: Ask, typed: str, meant: str) -> None:
    answer = ask(typed)
    assert (answer.correction or "").lower() == meant.lower()
    assert ask(meant).total > 0


@pytest.mark.parametrize("typed", ["地铁", "metro", "火星", "12345", "xyzzy", "公交站点与线路"])
def test_nothing_is_offered_without_need_or_ground(ask: Ask, typed: str) -> None:
    assert ask(typed).correction is None


def test_a_hidden_title_is_never_offered(ask: Ask) -> None:
    assert ask("地铁客溜", rights=None).correction == "地铁客流"
    assert "客流" not in (ask("地铁客溜").correction or "")


def test_distance_counts_a_swap_once_and_gives_up_early() -> None:
    assert distance(one="metor", other="metro", most=2) == 1
    assert distance(one="metr", other="metro", most=2) == 1
    assert distance(one="metro", other="metro", most=1) == 0
    assert distance(one="weather", other="bus", most=2) == 3


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("地铁", "metro-lines"),
        ("车站", "metro-stations"),
        ("dt", "metro-lines"),
        ("ditie", "metro-lines"),
        ("qdxz", "qingdao-streets"),
        ("qingdaoshixz", None),
        ("xiangzhen", "qingdao-streets"),
        ("Qingdao metro st", "metro-stations"),
        ("ＰＡＲＫＳ", "parking"),
    ],
)
def test_datasets_are_suggested_by_characters_pinyin_and_initials(
    suggest: Suggest, typed: str, first: str | None
) -> None:
    found = suggest(typed)
    assert (found[0].target if found else None) == first


def test_departments_and_columns_are_suggested_too(suggest: Suggest) -> None:
    assert [(one.kind, one.text, one.target, one.count) for one in suggest("交通")] == [
        ("department", "青岛市交通运输局", "qingdao-transport", 7)
    ]
    assert [(one.kind, one.text, one.count) for one in suggest("区划")] == [("column", "区划代码", 2)]


def test_suggestions_speak_the_readers_language(suggest: Suggest) -> None:
    assert suggest("ditie")[0].text == "青岛地铁线路"
    assert suggest("ditie", english=True)[0].text == "Qingdao metro lines"


def test_what_was_typed_is_marked(suggest: Suggest) -> None:
    assert shown(suggest("地铁")[0].segments) == "青岛[地铁]线路"


def test_the_limit_is_kept_and_shared_between_kinds(suggest: Suggest) -> None:
    kinds = [one.kind for one in suggest("q", limit=6)]
    assert len(kinds) == 6
    assert {"dataset", "department"} <= set(kinds)
    assert suggest("q", limit=0) == ()
    assert suggest("  ") == ()


def test_drafts_are_suggested_to_nobody_who_may_not_see_them(suggest: Suggest) -> None:
    assert [one.target for one in suggest("地铁客")] == []
    assert [one.target for one in suggest("地铁客", rights=None)] == ["draft-metro"]
