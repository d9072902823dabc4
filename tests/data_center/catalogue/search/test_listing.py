"""Browsing: everything, in order, page by page, counted by facet."""

from __future__ import annotations

from tests.data_center.catalogue.search.city import CITY
from tests.data_center.catalogue.search.conftest import Ask, slugs

PUBLISHED = [one for one in CITY if one.state == "published"]


def counts(answer, name: str) -> dict[str, int]:
    facet = next(facet for facet in answer.facets if facet.name == name)
    return {one.value: one.count for one in facet.values}


def test_an_empty_text_lists_everything_newest_first(ask: Ask) -> None:
    answer = ask("", limit=2)
    assert (answer.total, slugs(answer)) == (len(PUBLISHED), ["metro-stations", "metro-lines"])


def test_sorting_by_rows_puts_the_largest_first(ask: Ask) -> None:
    assert slugs(ask("", sort="rows", limit=3)) == ["permits", "beijing-air", "online-retail"]


def test_sorting_by_title_follows_pinyin_in_chinese_and_letters_in_english(ask: Ask) -> None:
    assert slugs(ask("", sort="title", limit=3)) == ["beijing-air", "parking", "bus-stops"]
    assert slugs(ask("", sort="title", limit=2, english=True)) == ["permits", "air-routes"]


def test_the_order_of_ids_stays_the_same_for_harvesters(ask: Ask) -> None:
    ids = [hit.document.id for hit in ask("", sort="id", limit=50).hits]
    assert ids == sorted(ids)


def test_pages_join_without_gap_or_overlap(ask: Ask) -> None:
    pages = [slugs(ask("", sort="title", limit=7, offset=offset)) for offset in (0, 7, 14)]
    assert [len(page) for page in pages] == [7, 7, len(PUBLISHED) - 14]
    assert [slug for page in pages for slug in page] == slugs(ask("", sort="title", limit=50))


def test_a_page_follows_the_hit_before_it_when_the_list_has_moved(ask: Ask) -> None:
    whole = ask("", sort="title", limit=50).hits
    moved = ask("", sort="title", limit=3, offset=9, last_id=whole[4].document.id)
    assert (moved.offset, slugs(moved)) == (5, [hit.document.slug for hit in whole[5:8]])


def test_a_hit_that_is_gone_leaves_the_page_where_it_was(ask: Ask) -> None:
    assert ask("", sort="title", limit=3, offset=9, last_id="ds_gone").offset == 9


def test_facets_count_what_their_values_would_give(ask: Ask) -> None:
    answer = ask("地铁")
    assert counts(answer, "theme") == {"6": 3, "5": 1}
    assert counts(answer, "department") == {"qingdao-transport": 4}
    assert counts(answer, "format") == {"csv": 4, "geojson": 1}
    assert counts(answer, "scene") == {"travel": 2}
    assert counts(answer, "synthetic") == {"false": 3, "true": 1}
    assert counts(answer, "licence") == {"MIT": 2, "ODbL-1.0": 2}


def test_a_filter_narrows_the_other_facets_but_not_its_own(ask: Ask) -> None:
    answer = ask("地铁", filters={"theme": ("5",)})
    assert slugs(answer) == ["metro-line5"]
    assert counts(answer, "theme") == {"6": 3, "5": 1}
    assert counts(answer, "update_cycle") == {"monthly": 1}


def test_values_of_a_facet_are_alternatives_and_facets_restrict_each_other(ask: Ask) -> None:
    both = ask("", filters={"theme": ("5", "17")})
    assert set(slugs(both)) == {"metro-line5", "parking", "regulations"}
    assert slugs(ask("", filters={"theme": ("5", "17"), "format": ("json",)})) == ["regulations"]


def test_every_facet_value_gives_as_many_hits_as_it_says(ask: Ask) -> None:
    for facet in ask("").facets:
        for value in facet.values:
            assert ask("", filters={facet.name: (value.value,)}).total == value.count, (facet.name, value.value)


def test_a_chosen_value_without_hits_stays_in_sight(ask: Ask) -> None:
    answer = ask("海港", filters={"theme": ("17",)})
    assert counts(answer, "theme") == {"6": 1, "17": 0}
    assert answer.beyond_filters == 1


def test_filters_are_never_dropped_to_find_something(ask: Ask) -> None:
    answer = ask("空气质量", filters={"district": ("370200",)})
    assert (answer.total, answer.relaxed, answer.beyond_filters) == (0, False, 1)


def test_a_limit_of_zero_gives_counts_only(ask: Ask) -> None:
    answer = ask("地铁", limit=0)
    assert (answer.hits, answer.total) == ((), 4)
