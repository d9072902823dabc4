"""What a hit shows: marked words, snippets, columns."""

from __future__ import annotations

from tests.data_center.catalogue.search.conftest import Ask, shown

from zhanqiao.data_center.catalogue.engine.asked import read
from zhanqiao.data_center.catalogue.engine.highlighting import Marks, marked, marks, snippet
from zhanqiao.data_center.catalogue.engine.synonyms import load
from zhanqiao.data_center.catalogue.engine.ways import Reading


def wanted(text: str) -> Marks:
    return marks([Reading(unit=unit) for unit in read(text, synonyms=load()).units])


def test_words_are_marked_where_they_stand(ask: Ask) -> None:
    first = ask("地铁").hits[0]
    assert shown(first.title) == "青岛[地铁]车站"
    assert shown(first.abstract) == "青岛[地铁]各线路车站的中英文名称、开通日期与曾用名。"


def test_the_english_page_shows_english_titles(ask: Ask) -> None:
    assert shown(ask("metro station", english=True).hits[0].title) == "Qingdao [metro] [stations]"


def test_segments_join_to_the_original_text() -> None:
    for text in ("ＰＭ２．５與空氣質量", "İstanbul metro METRO", "a  b\n地铁"):
        assert "".join(segment.text for segment in marked(text, wanted=wanted("地铁 空气质量 metro"))) == text


def test_folded_forms_are_marked_in_the_original() -> None:
    assert shown(marked("ＰＭ２．５與空氣質量", wanted=wanted("pm2.5"))) == "[ＰＭ２．５]與[空氣質量]"


def test_a_part_of_a_column_name_is_marked_as_a_part() -> None:
    assert shown(marked("station_codes", wanted=wanted("code"))) == "station_[codes]"
    assert shown(marked("streetCode", wanted=wanted("streetCode"))) == "[streetCode]"
    assert shown(marked("decode", wanted=wanted("code"))) == "decode"


def test_markup_stays_text() -> None:
    assert marked("<b>地铁</b>", wanted=wanted("地铁")) == (("<b>", False), ("地铁", True), ("</b>", False))


def test_a_snippet_shows_the_stretch_with_the_hits() -> None:
    text = "开头。" + "无关的话，" * 60 + "这里说到地铁与地铁站。" + "后面的话，" * 60
    shown_text = shown(snippet(text, wanted=wanted("地铁")))
    assert shown_text.startswith("…")
    assert shown_text.endswith("…")
    assert "这里说到[地铁]与[地铁]站" in shown_text
    assert len(shown_text) < 130


def test_a_snippet_without_hits_is_the_beginning() -> None:
    assert shown(snippet("很长的摘要，" * 60, wanted=wanted("地铁"))).startswith("很长的摘要，")
    assert shown(snippet("短摘要", wanted=wanted("地铁"))) == "短摘要"
    assert snippet("", wanted=wanted("地铁")) == ()


def test_pinyin_is_marked_as_the_words_it_stands_for(ask: Ask) -> None:
    assert shown(ask("ditie").hits[0].title).startswith("青岛[地铁]")
    assert shown(ask("qdxz").hits[0].title) == "[青岛市乡镇]街道"


def test_columns_that_match_are_named(ask: Ask) -> None:
    hits = {hit.document.slug: hit for hit in ask("区划代码").hits}
    villages = hits["qingdao-villages"]
    assert next((shown(one.name), shown(one.label)) for one in villages.columns) == ("[code]", "[区划代码]")
    streets = hits["qingdao-streets"].columns
    assert [(shown(one.name), one.label) for one in streets] == [("[区划代码]", ())]


def test_columns_are_named_in_the_readers_language(ask: Ask) -> None:
    assert shown(ask("PM2.5", english=True).hits[0].columns[0].label) == ""
    assert shown(ask("sulphur", english=True).hits[0].columns[0].label) == "[Sulphur] dioxide"
    assert shown(ask("二氧化硫").hits[0].columns[0].label) == "[二氧化硫]浓度"


def test_without_words_no_column_matches(ask: Ask) -> None:
    assert {hit.columns_total for hit in ask("").hits} == {0}
