"""The address of a chart: read, written, read again."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.charts import KINDS, MEASURES, TOPS, ChartState, chart_state

STATE = ChartState(
    rows=GridState(table="tbl_1", where=("a > 1", "b = '东四'"), q="站", order_by="a", as_of="3"),
    kind="bar",
    x="时间",
    unit="year",
    y="sum",
    of="AQI",
    colour="站点",
    order="-x",
    top=50,
)


def reread(state: ChartState) -> ChartState:
    return chart_state(given=parse_qs(state.query.lstrip("?")))


def test_the_address_holds_the_whole_state() -> None:
    assert reread(STATE) == STATE
    assert unquote_plus(STATE.query) == (
        "?table=tbl_1&where=a > 1&where=b = '东四'&q=站&order_by=a&as_of=3"
        "&kind=bar&x=时间&unit=year&y=sum&of=AQI&colour=站点&order=-x&top=50"
    )


@given(
    st.builds(
        ChartState,
        rows=st.builds(
            GridState, where=st.lists(st.text(min_size=1).map(str.strip).filter(bool), unique=True).map(tuple)
        ),
        kind=st.sampled_from(sorted(KINDS)),
        x=st.text(min_size=1).map(str.strip),
        y=st.sampled_from(sorted(MEASURES)),
        top=st.sampled_from(TOPS),
    )
)
def test_every_state_is_read_back_from_its_address(state: ChartState) -> None:
    assert reread(state) == state


def test_a_chart_that_was_not_asked_for_has_no_parameters() -> None:
    assert ChartState(x="时间").pairs() == []
    assert ChartState().query == ""
    assert ChartState().is_plain is True
    assert STATE.is_plain is False


def test_the_page_and_its_size_belong_to_the_grid() -> None:
    state = chart_state(given={"page": ["7"], "limit": ["200"], "kind": ["bar"]})
    assert (state.rows.page, state.rows.limit) == (1, 50)


@pytest.mark.parametrize(("told", "expected"), [("50", 50), ("7", 20), ("x", 20), ("", 20)])
def test_only_offered_numbers_of_groups_count(told: str, expected: int) -> None:
    assert chart_state(given={"top": [told]}).top == expected


def test_conditions_are_added_once_and_taken_away() -> None:
    assert reread(STATE) == chart_state(given=parse_qs(STATE.with_condition("a > 1").lstrip("?")))
    more = chart_state(given=parse_qs(STATE.with_condition("c < 2").lstrip("?")))
    assert more.where == ("a > 1", "b = '东四'", "c < 2")
    less = chart_state(given=parse_qs(STATE.without_condition("a > 1").lstrip("?")))
    assert (less.where, less.kind, less.top) == (("b = '东四'",), "bar", 50)


def test_rows_and_chart_change_apart() -> None:
    pinned = chart_state(given=parse_qs(STATE.address(as_of="9", kind="line").lstrip("?")))
    assert (pinned.as_of, pinned.kind, pinned.q, pinned.order_by) == ("9", "line", "站", "a")
