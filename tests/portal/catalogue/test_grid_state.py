from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from zhanqiao.portal.catalogue.rules import FilterForm, GridState, filter_form, grid_state


def test_an_address_is_read_and_written_back_the_same() -> None:
    given = {
        "table": ["tbl_1"], "where": ["a = 1", "b = 'x'"], "q": ["公园"], "order_by": ["a desc"],
        "as_of": ["2"], "limit": ["100"], "page": ["3"],
    }  # fmt: skip
    state = grid_state(given=given)
    assert parse_qs(state.address(page=3)[1:]) == given
    assert grid_state(given=parse_qs(state.address(page=3)[1:])) == state


def test_an_address_says_only_what_is_not_usual() -> None:
    assert (GridState().address(), GridState().query) == ("?", "")
    assert GridState(q="a b").address() == "?q=a+b"


@pytest.mark.parametrize(
    "given",
    [{"page": ["0"]}, {"page": ["-1"]}, {"page": ["x"]}, {"page": ["9" * 30]}, {"limit": ["7"]}, {"where": [" "]}],
)
def test_what_makes_no_sense_counts_as_not_given(given: dict[str, list[str]]) -> None:
    assert grid_state(given=given) == GridState()


def test_a_change_goes_to_the_first_page() -> None:
    state = GridState(page=7)
    assert state.address(q="x") == "?q=x"
    assert state.with_condition("a = 1") == "?where=a+%3D+1"


def test_conditions_come_and_go_one_by_one() -> None:
    state = GridState(where=("a = 1", "b = 2"))
    assert state.without_condition("a = 1") == "?where=b+%3D+2"
    assert state.with_condition("b = 2") == state.address(page=1)


def test_a_header_leads_from_ascending_over_descending_to_the_order_of_the_source() -> None:
    first = grid_state(given=parse_qs(GridState().sorted_by("站名")[1:]))
    second = grid_state(given=parse_qs(first.sorted_by("站名")[1:]))
    third = grid_state(given=parse_qs(second.sorted_by("站名")[1:]))
    assert [state.order_by for state in (first, second, third)] == ["站名", "站名 desc", ""]
    assert [state.order_of("站名") for state in (first, second, third)] == ["ascending", "descending", ""]


@pytest.mark.parametrize(
    ("column", "order_by"),
    [("站名", "站名"), ("a b", '"a b"'), ('say "x"', '"say ""x"""'), ("order", "order"), ("null", '"null"')],
)
def test_a_column_that_is_no_plain_word_is_quoted(column: str, order_by: str) -> None:
    assert parse_qs(GridState().sorted_by(column)[1:])["order_by"] == [order_by]


def test_several_conditions_all_apply() -> None:
    assert GridState(where=("a = 1 OR b = 2",)).selection() == {"where": "a = 1 OR b = 2"}
    assert GridState(where=("a = 1 OR b = 2", "c = 3")).selection() == {"where": "(a = 1 OR b = 2) AND (c = 3)"}


def test_the_engine_gets_the_page_as_limit_and_offset() -> None:
    state = GridState(q="x", as_of="2", page=3, limit=100)
    assert state.parameters() == {"q": "x", "limit": "100", "offset": "200", "count": "exact"}


def test_an_api_address_says_the_selection_and_no_page() -> None:
    assert GridState(page=4).selection_query() == ""
    assert GridState(q="x", page=4, as_of="2").selection_query(bom="1") == "?q=x&as_of=2&bom=1"


def test_only_the_rows_as_published_are_plain() -> None:
    assert GridState(page=9, limit=200, table="tbl_1").is_plain
    states = (GridState(q="x"), GridState(where=("a = 1",)), GridState(order_by="a"), GridState(as_of="1"))
    assert [state.is_plain for state in states] == [False] * 4


def test_the_filter_form_is_sent_when_column_and_operator_are() -> None:
    sent = filter_form(given={"column": ["a"], "op": ["is_null"]})
    assert (sent, sent.is_sent) == (FilterForm("a", "is_null", ""), True)
    assert not filter_form(given={"column": ["a"]}).is_sent


def test_who_scrolls_keeps_scrolling_through_other_rows_from_the_first() -> None:
    state = grid_state(given={"at": ["54321"], "limit": ["100"]})
    assert (state.shown_page, state.parameters()["offset"]) == (544, "54300")
    assert state.address(q="x") == "?q=x&limit=100&at=1"
    assert state.query == "?limit=100&at=54321"
    assert not GridState(at=1).is_plain


def test_a_row_that_was_read_while_scrolling_leads_back_to_its_place() -> None:
    assert GridState(at=7, row=99).without_row() == "?at=99"
    assert GridState(row=99).without_row() == "?page=2"
    assert GridState(at=7, row=99).row_parameters()["offset"] == "98"


def test_a_link_to_a_page_leaves_the_scrolling() -> None:
    assert grid_state(given={"at": ["7"], "page": ["3"]}) == GridState(page=3)
