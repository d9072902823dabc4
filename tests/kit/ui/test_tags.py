from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui import tags


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in tags.icon("search")
    assert 'role="img" aria-label="&lt;Find&gt;"' in tags.icon("search", label="<Find>")


def test_an_unknown_icon_is_an_error_that_names_it() -> None:
    with pytest.raises(tags.UnknownIconError, match="no 'lighthouse-of-xiaoqingdao'"):
        tags.icon("lighthouse-of-xiaoqingdao")


@pytest.mark.parametrize(("value", "shown"), [(1234567, "1,234,567"), (0, "0"), (None, "–")])
def test_numbers_are_grouped(value: int | None, shown: str) -> None:
    assert tags.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0 B"),
        (1023, "1023 B"),
        (1536, "1.5 KB"),
        (200 * 1024, "200 KB"),
        (3 << 40, "3.0 TB"),
        (3 << 50, "3072 TB"),
    ],
)
def test_sizes_have_a_unit(value: int | None, shown: str) -> None:
    assert tags.filesize(value) == shown


def test_days_and_minutes_are_those_of_the_city() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert (tags.day(moment), tags.minute(moment)) == ("2026-11-23", "2026-11-23 00:30")
    assert tags.day(moment.isoformat()) == "2026-11-23"
    assert (tags.day(date(2026, 1, 2)), tags.day(None)) == ("2026-01-02", "–")


def test_a_sentence_follows_the_language_of_the_page() -> None:
    text = Text("公园", "Parks")
    with translation.override("en"):
        assert tags.sentence(text) == "Parks"
    with translation.override("zh-hans"):
        assert tags.sentence(text) == "公园"
    assert (tags.sentence("as it is"), tags.sentence(None)) == ("as it is", "")


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_language_tags_are_those_of_bcp_47(code: str, tag: str) -> None:
    assert tags.lang_tag(code) == tag


def test_the_other_language_keeps_the_query() -> None:
    request = RequestFactory().get("/ui/", {"a": "1"})
    template = Template("{% address_in 'en' %} {% address_in 'zh-hans' %}")
    assert template.render(Context({"request": request})) == "/en/ui/?a=1 /ui/?a=1"


def test_chinese_that_stands_in_for_english_is_marked_as_chinese() -> None:
    with translation.override("en"):
        assert tags.said(Text("公园<b>", "公园<b>")) == '<span lang="zh-Hans">公园&lt;b&gt;</span>'
        assert tags.said(Text("公园", "Parks")) == "Parks"
    with translation.override("zh-hans"):
        assert tags.said(Text("公园", "公园")) == "公园"


@pytest.mark.parametrize(
    ("language", "address", "shown"),
    [
        ("en", "/datasets/trees/?a=/b", "/en/datasets/trees/?a=/b"),
        ("en", "/en/datasets/trees/", "/en/datasets/trees/"),
        ("zh-hans", "/en/datasets/trees/#rows", "/datasets/trees/#rows"),
        ("zh-hans", "/datasets/trees/", "/datasets/trees/"),
        ("en", "/api/v1/datasets", "/api/v1/datasets"),
        ("en", "https://example.org/datasets/", "https://example.org/datasets/"),
        ("en", "?page=2", "?page=2"),
    ],
)
def test_a_link_within_the_site_keeps_the_language_of_its_page(language: str, address: str, shown: str) -> None:
    with translation.override(language):
        assert tags.in_page_language(address) == shown
