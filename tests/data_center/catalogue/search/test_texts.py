"""Texts taken apart: folding, words, streams, pinyin, synonyms, questions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data_center.catalogue.search import making

from zhanqiao.data_center.catalogue.engine import asked, pinyin, schema, segmentation, synonyms
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.data_center.catalogue.engine.synonyms import SynonymsError


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＰＭ２．５", "pm2.5"),
        ("地鐵車站", "地铁车站"),
        ("Qingdao　METRO", "qingdao metro"),
        ("五号线", "5号线"),
        ("第五号", "第五号"),
        ("十五号线", "十五号线"),
        ("İ", "İ"),
    ],
)
def test_folding_makes_one_form_of_several(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=60))
def test_any_text_can_be_cut(text: str) -> None:
    words = segmentation.words(text)
    assert all(word and not word.isspace() for word in words)
    for run in segmentation.runs(text):
        assert run.text == fold(text)[run.start : run.end]


def test_words_hold_the_words_inside_words() -> None:
    assert segmentation.words("地铁站") == ("地铁", "铁站", "地铁站")
    assert segmentation.words("PM2.5浓度") == ("pm2.5", "pm25", "pm", "浓度")


def test_latin_names_are_taken_apart_and_stemmed() -> None:
    assert segmentation.latin_forms("provinceCodes") == ("provincecod", "provinc", "code")
    assert segmentation.latin_forms("station_id") == ("station_id", "stationid", "station", "id")
    assert segmentation.latin_forms("Café") == ("cafe",)


def test_a_phrase_is_pinned_down_by_pairs_at_their_positions() -> None:
    assert segmentation.phrase("地铁站") == [(0, "地铁"), (1, "铁站")]
    assert segmentation.phrase("区划代码") == [(0, "区划"), (2, "代码")]
    assert segmentation.phrase("市南区 停车") == [(0, "市南"), (1, "南区"), (3, "停车")]
    assert segmentation.phrase("港") == [(0, "港")]
    assert segmentation.phrase("A座") == [(0, "a"), (1, "座")]
    assert segmentation.phrase("，。") == []


def test_no_phrase_reaches_from_one_value_into_the_next() -> None:
    placed = segmentation.streams(["地", "铁"])
    assert [position for position, _ in placed] == [0, 10]


def test_a_compound_is_made_of_words() -> None:
    assert segmentation.inner_words("股票代码") == ("股票", "代码")
    assert segmentation.inner_words("地铁") == ()
    assert segmentation.inner_words("停车场") == ()


def test_pinyin_reads_characters_in_their_words() -> None:
    assert pinyin.syllables("重庆银行PM2") == ("chong", "qing", "yin", "hang", "P", "M", "2")


@given(st.text(max_size=40))
def test_any_text_has_one_syllable_a_character(text: str) -> None:
    assert len(pinyin.syllables(text)) == len(text)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_document_can_be_filed(title: str, abstract: str, column: str) -> None:
    document = making.dataset(
        "any",
        title,
        title[::-1],
        "22",
        abstract_zh=abstract,
        keywords=(column,),
        columns=making.columns((column, title, abstract)),
    )
    assert schema.indexed(document).num_fields > 0
    assert SearchDocument.from_bytes(document.as_bytes()) == document


def test_what_sounds_alike_has_one_key() -> None:
    assert pinyin.sounds_like("空气质量") == pinyin.sounds_like("空汽质量") == pinyin.sounds_like("孔器智凉")
    assert pinyin.sounds_like("四川") == pinyin.sounds_like("是窗")
    assert pinyin.sounds_like("地铁") != pinyin.sounds_like("公交")


def test_a_division_is_spelled_with_and_without_its_suffix() -> None:
    keys = {one.initials for one in pinyin.spellings("青岛市乡镇街道")}
    assert {"qds", "qd", "qdxz", "qdsxz", "xzjd", "qdxzjd"} <= keys


def test_synonyms_work_both_ways_unless_the_first_is_the_wider_word(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("# 注释\n地铁 = Ｍetro # 说明\n公共交通 > 地铁 = 公交\n\n", encoding="utf-8")
    known = synonyms.load(path=file)
    assert known == {"地铁": ("metro",), "metro": ("地铁",), "公共交通": ("地铁", "公交")}


@pytest.mark.parametrize("line", ["地铁", "地铁 =", "= 地铁"])
def test_a_synonym_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text(f"公交 = 巴士\n{line}\n", encoding="utf-8")
    with pytest.raises(SynonymsError) as raised:
        synonyms.load(path=file)
    assert raised.value.facts == {"file": "synonyms.txt", "line": 2}


def test_a_changed_synonyms_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("公交 = 巴士", encoding="utf-8")
    assert synonyms.load(path=file)["公交"] == ("巴士",)
    file.write_text("公交 = bus", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert synonyms.load(path=file)["公交"] == ("bus",)


def test_the_bundled_synonyms_can_be_read() -> None:
    known = synonyms.load()
    assert "metro" in known["地铁"]
    assert "居民身份证" in known["身份证"]


def texts(text: str) -> list[str]:
    return [unit.text for unit in asked.read(text, synonyms=synonyms.load()).units]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", []),
        ("  ，。", []),
        ("青岛的地铁数据有哪些", ["青岛", "地铁", "数据"]),
        ("air quality in Beijing", ["air quality", "beijing"]),
        ('地铁 "换乘车站" 地铁', ["地铁", "换乘车站"]),
        ("的", ["的"]),
        ("数据", ["数据"]),
    ],
)
def test_a_question_is_taken_apart(text: str, units: list[str]) -> None:
    assert texts(text) == units


def test_weak_words_are_strong_when_alone() -> None:
    alone = asked.read("数据", synonyms={})
    assert alone.strong == alone.units
    both = asked.read("地铁数据", synonyms={})
    assert [unit.text for unit in both.strong] == ["地铁"]


def test_more_words_than_are_read_are_announced() -> None:
    long = asked.read(" ".join(f"word{number}" for number in range(20)), synonyms={})
    assert (len(long.units), long.shortened) == (16, True)
