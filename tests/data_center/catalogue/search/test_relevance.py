"""Golden questions: what must come first."""

from __future__ import annotations

import pytest
from tests.data_center.catalogue.search.conftest import Ask, slugs

METRO = ["metro-stations", "metro-lines", "metro-line5"]


@pytest.mark.parametrize("text", ["地铁", "轨道交通", "metro", "subway", "地鐵", "青岛的地铁数据", "ＭＥＴＲＯ"])
def test_metro_datasets_come_first_however_they_are_called(ask: Ask, text: str) -> None:
    assert set(slugs(ask(text))[:3]) == set(METRO)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pm2.5", "beijing-air"),
        ("PM25", "beijing-air"),
        ("ＰＭ２．５", "beijing-air"),
        ("雾霾", "beijing-air"),
        ("air quality", "beijing-air"),
        ("地铁站", "metro-stations"),
        ("metro stations", "metro-stations"),
        ("地铁五号线", "metro-line5"),
        ("巴士", "bus-stops"),
        ("停车位", "parking"),
        ("身份证", "permits"),
        ("居民身份证", "permits"),
        ("统一社会信用代码", "listed-companies"),
        ("股票代码", "listed-companies"),
        ("新冠", "covid-shandong"),
        ("高校", "universities"),
        ("放假", "workdays"),
        ("海港 坐标", "sea-ports"),
        ("qdxz", "qingdao-streets"),
        ("kongqi zhiliang", "beijing-air"),
        ("qingdao xiangzhen jiedao", "qingdao-streets"),
        ("xiangzhenjiedao", "qingdao-streets"),
        ("qingdao ditie", "metro-stations"),
        ("metro-lines", "metro-lines"),
        ("ds_metrolines", "metro-lines"),
        ("青岛市地方性法规全文", "regulations"),
    ],
)
def test_the_expected_dataset_comes_first(ask: Ask, text: str, first: str) -> None:
    assert slugs(ask(text))[0] == first


def test_a_column_name_finds_its_datasets(ask: Ask) -> None:
    assert set(slugs(ask("区划代码"))) == {"qingdao-streets", "qingdao-villages", "division-changes"}


def test_a_part_of_a_word_finds_it(ask: Ask) -> None:
    assert slugs(ask("航")) == ["air-routes", "sea-ports"]


def test_the_newer_of_two_equal_datasets_comes_first(ask: Ask) -> None:
    assert slugs(ask("青岛地铁 线路"))[:2] == ["metro-lines", "metro-stations"]
    assert slugs(ask("轨道交通"))[:2] == ["metro-stations", "metro-lines"]


def test_all_words_must_occur(ask: Ask) -> None:
    answer = ask("地铁 换乘")
    assert (slugs(answer), answer.relaxed) == (["bus-stops"], False)


def test_weak_words_do_not_hide_a_dataset(ask: Ask) -> None:
    assert slugs(ask("海港数据集")) == slugs(ask("海港")) == ["sea-ports"]


def test_words_that_never_meet_are_relaxed_and_it_says_so(ask: Ask) -> None:
    answer = ask("地铁 空气质量")
    assert answer.relaxed
    assert set(slugs(answer)) == {*METRO, "bus-stops", "beijing-air"}


def test_a_quoted_phrase_must_stand_as_written(ask: Ask) -> None:
    assert slugs(ask('"地铁车站"')) == ["metro-stations"]
    assert slugs(ask("“地铁站点”")) == []
    assert set(slugs(ask("地铁站点"))) == {"metro-stations", "bus-stops"}


def test_nonsense_finds_nothing(ask: Ask) -> None:
    answer = ask("火星")
    assert (answer.total, answer.hits, answer.correction) == (0, (), None)


def test_a_text_too_long_is_read_in_part_and_it_says_so(ask: Ask) -> None:
    assert ask("地铁" + "，" * 300 + "空气质量").shortened
    assert not ask("地铁").shortened


@pytest.mark.parametrize("text", ['"', "“”", "( AND", "*:*", "a:b", "\x00", "🚇", "-地铁", "'; drop", "\\"])
def test_signs_are_no_syntax(ask: Ask, text: str) -> None:
    assert ask(text).total >= 0
