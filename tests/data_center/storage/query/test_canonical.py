"""The canonical text of a query: the same question has the same text, and the text gives the same question."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data_center.storage.query.asking import parsed
from tests.data_center.storage.query.strategies import conditions
from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine.query import QueryError, condition, parse_query
from zhanqiao.data_center.storage.engine.query.texts import node_text


@given(conditions())
@settings(max_examples=150, deadline=None)
def test_any_condition_comes_back_from_its_text(made: tuple[str, object]) -> None:
    query = parsed(where=made[0])
    assert query.where is not None
    text = node_text(query.where)
    assert parsed(where=text) == query
    assert node_text(parsed(where=text).where) == text  # type: ignore[arg-type]  # just parsed: it has a where


@pytest.mark.parametrize(
    "params",
    [
        {"select": '站名 as 名, year(开通日期) as "年 份", count(*)', "group_by": '名, "年 份"'},
        {
            "select": "*",
            "where": "NOT (换乘 OR 日客流 > -5) AND 造价 * (2 + 3) - 1 > 1e3",
            "limit": "10",
            "offset": "5",
        },
        {"q": "  五四   广场 ", "bbox": "120,36,121.5,37", "count": "exact"},
        {"order_by": "站名 DESC, 开通日期 nulls first", "after": "cmVsXzE6YWJjOjU"},
        {"group_by": "区市", "having": "count(distinct 站名) > 1", "order_by": "count DESC"},
        {"select": "站名 as 编号, 编号 as x", "order_by": "x desc, 编号"},
        {
            "select": "区市, sum(日客流) as 日客流",
            "group_by": "区市",
            "order_by": "日客流 desc",
            "having": "sum(日客流) > 1",
        },
        {"where": "-(-日客流) = - 3 and -(日客流 - (2 - 1)) < 0 and 日客流 - 1 - 2 > 0"},
    ],
)
def test_parameters_come_back_from_the_query(params: dict[str, str]) -> None:
    query = parsed(**params)
    assert parsed(**query.params()) == query
    assert hash(parsed(**query.params())) == hash(query)
    assert parsed(**{name: values[0] for name, values in parse_qs(query.normalised()).items()}) == query


def test_spelling_does_not_matter() -> None:
    one = parsed(where="区市='市南区'   and not 换乘=true", select="count( * ),Sum(日客流)")
    two = parsed(where="(\"区市\" = '市南区') AND (NOT (换乘 = TRUE))", select="COUNT(*), sum(`日客流`)")
    assert one.normalised() == two.normalised()


def test_page_does_not_change_the_question() -> None:
    assert parsed(limit="5", offset="7", where="换乘").question() == parsed(where="换乘").question()


@given(st.sampled_from(FIELDS), st.sampled_from(["=", "!=", "contains", "in", "between"]), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_written_condition_parses_or_is_refused_by_name(field: object, operator: str, text: str) -> None:
    value = [text, text] if operator in {"in", "between"} else text
    written = condition(field=field, operator=operator, value=value)  # type: ignore[arg-type]  # a Field
    try:
        parse_query(fields=FIELDS, params={"where": written})
    except QueryError as error:
        assert error.facts["parameter"] == "where"  # noqa: PT017 - either way is right, but nothing else


def test_written_condition_of_text_always_parses() -> None:
    written = " AND ".join(
        [
            condition(field=FIELDS[1], operator="=", value='O\'Neil "x"'),
            condition(field=FIELDS[14], operator="contains", value="%'"),
            condition(field=FIELDS[3], operator="between", value=["1", 2]),
            condition(field=FIELDS[8], operator=">=", value="2024-01-01"),
            condition(field=FIELDS[7], operator="=", value="true"),
            condition(field=FIELDS[0], operator="in", value=["0001"]),
            condition(field=FIELDS[4], operator="is_null"),
        ]
    )
    assert parsed(where=written).where is not None


def test_unknown_operator_of_a_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown operator"):
        condition(field=FIELDS[0], operator="; drop", value="x")
