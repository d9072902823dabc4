from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from zhanqiao.data_center.catalogue.queries.search import FACETS as SEARCHED
from zhanqiao.data_center.catalogue.queries.search import SORTS as SEARCHED_SORTS
from zhanqiao.data_center.catalogue.rules import THEMES
from zhanqiao.kit.ui.tags import icon
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.rules import ListingState, listing_state


def test_an_address_is_read_and_written_back_the_same() -> None:
    given = {"q": ["公交"], "theme": ["6", "10"], "format": ["csv"], "sort": ["rows"], "page": ["2"]}
    state = listing_state(given=given)
    assert state.filters == {"theme": ("6", "10"), "format": ("csv",)}
    assert parse_qs(state.address(page=2)[1:]) == given


@pytest.mark.parametrize("given", [{"sort": ["colour"]}, {"page": ["x"]}, {"theme": [""]}, {"colour": ["red"]}])
def test_what_makes_no_sense_counts_as_not_given(given: dict[str, list[str]]) -> None:
    assert listing_state(given=given) == ListingState()


def test_words_are_ordered_by_match_and_the_whole_list_by_time() -> None:
    orders = [state.order for state in (ListingState(), ListingState(q="x"), ListingState(q="x", sort="title"))]
    assert orders == ["newest", "relevance", "title"]


def test_one_value_can_be_taken_away_and_leads_to_the_first_page() -> None:
    state = ListingState(chosen=(("theme", "6"), ("format", "csv")), page=4)
    assert state.without("theme", "6") == "?format=csv"


def test_only_the_list_itself_is_for_search_engines() -> None:
    assert ListingState(page=2).is_plain
    states = (ListingState(q="x"), ListingState(sort="rows"), ListingState(chosen=(("theme", "6"),)))
    assert [state.is_plain for state in states] == [False] * 3


def test_facets_and_orders_are_those_that_the_search_knows() -> None:
    assert set(rules.FACETS) <= set(SEARCHED)
    assert set(rules.SORTS) <= set(SEARCHED_SORTS)


def test_every_theme_has_an_icon_of_its_own_that_exists() -> None:
    icons = [rules.theme_icon(code=code) for code in THEMES]
    assert len(set(icons)) == len(THEMES) == 22
    assert all("<svg" in icon(name) for name in icons)


def test_every_format_has_an_icon_that_exists() -> None:
    assert all("<svg" in icon(one.icon) for one in rules.FORMATS)
