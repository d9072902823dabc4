"""Expressions of OData, answered by the engine over a table with blanks."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data_center.storage import stations
from tests.portal.open_service.odata.conftest import Ask
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import parse_query
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.portal.open_service.rules.odata.naming import identifier, property_names, shape_of
from zhanqiao.portal.open_service.rules.odata.options import options_of, page_size
from zhanqiao.portal.open_service.rules.odata.plans import plan_of
from zhanqiao.portal.open_service.rules.odata.values import Form, form_of


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("区市 eq null", [7]),
        ("区市 ne null and 日客流 eq null", [4]),
        ("区市 ne '市南区'", [3, 4, 6, 7, 8, 9]),  # null is not equal to a value
        ("not (区市 eq '市南区')", [3, 4, 6, 7, 8, 9]),
        ("not (日客流 gt 1000)", [4, 6, 7, 8, 9]),  # a comparison with null is false
        ("日客流 gt null", []),
        ("日客流 in (0,12,null)", [4, 7, 9]),
        ("null in (日客流)", [4]),
        ("not contains(站名,'站')", [2, 3, 4, 5, 6, 8, 9]),  # a function of null is null, and so is its negation
        ("换乘", [1, 2, 5, 9]),
        ("not 换乘", [3, 6, 8]),
        ("换乘 eq false or 换乘 eq null", [3, 4, 6, 7, 8]),
        ("(日客流 gt 1000) eq (换乘 eq true)", [1, 2, 4, 5, 6, 7, 8]),
        ("日客流 eq 9007199254740993", [5]),
        ("累计 eq 12345678901234567.1234", [2]),
        ("造价 eq 日客流 or 日客流 eq rowid", []),
        ("日客流 eq null and 造价 lt 0", [4]),
        ("日客流 div 1000 eq 52", [1]),
        ("-5 div 2 eq -2 and 日客流 eq -5", [8]),
        ("日客流 divby 1000 gt 52.5", [2, 5]),
        ("开通日期 ge 2016-01-01 and 开通日期 lt 2022-01-01", [5, 6]),
        ("year(开通日期) eq 2015 and month(开通日期) eq 12 and day(开通日期) eq 16", [1, 2, 8]),
        ("更新 eq 2024-03-05T00:30:00Z", [1, 8]),
        ("更新 gt 2024-03-05T08:30:00+08:00", [2]),
        ("更新 gt 2024-03-05T08:30:15.4999999+08:00", [2]),
        ("date(更新) eq 2024-03-05 and hour(更新) eq 8 and minute(更新) eq 30", [1, 2, 8]),
        ("首班 lt 05:59:59 and 首班 ne 00:00:00", [5]),
        ("tolower(站名) eq 'may 4th square'", [5]),
        ("toupper(备_注_x_) eq 'MAY'", [9]),
        ("trim(站名) eq '李村'", [8]),
        ("length(站名) eq 2", [3]),
        ("substring(编号,2) eq '00'", [7]),
        ("substring(编号,1,2) eq '00' and endswith(编号,'5')", [5]),
        ("concat(编号,区市) eq '0003市北区'", [3]),
        ("contains(备_注_x_,'''quote''')", [8]),
        ("contains(备_注_x_,'100%')", [8]),
        ("round(面积) eq 1201 or ceiling(面积) eq 3 or floor(面积) eq 5", [1, 8, 9]),
        ("RowNumber ge 8", [8, 9]),
        ("rowid add 1 eq RowNumber add 1 and RowNumber mul 2 eq 6", [3]),
        ("true eq false or RowNumber eq 1", [1]),
        ("null eq null and RowNumber le 2", [1, 2]),
        ("区市 eq '市南区' or 区市 eq '市北区' and 换乘 eq false", [1, 2, 3, 5]),
    ],
)
def test_a_condition_finds_the_rows_that_odata_means(ask: Ask, condition: str, numbers: list[int]) -> None:
    assert [row["RowNumber"] for row in ask(filter=condition, select="RowNumber")] == numbers


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne,
    "gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le,
}  # fmt: skip
LEAVES = st.tuples(st.sampled_from([*SIGNS]), st.sampled_from([-5, 0, 12, 800, 52000, None]))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_comparisons_with_null_are_those_of_the_protocol(ask: Ask, tree: Any) -> None:
    flows = [row[3] for row in stations.ROWS]
    expected = [number for number, flow in enumerate(flows, start=1) if holds(tree, flow)]
    assert [row["RowNumber"] for row in ask(filter=text(tree), select="RowNumber")] == expected


def text(tree: Any) -> str:
    if tree[0] in SIGNS:
        return f"日客流 {tree[0]} {'null' if tree[1] is None else tree[1]}"
    return f"not ({text(tree[1])})" if tree[0] == "not" else f"({text(tree[1])}) {tree[0]} ({text(tree[2])})"


def holds(tree: Any, flow: int | None) -> bool:
    if tree[0] == "not":
        return not holds(tree[1], flow)
    if tree[0] in {"and", "or"}:
        return (all if tree[0] == "and" else any)([holds(tree[1], flow), holds(tree[2], flow)])
    if tree[0] in {"eq", "ne"}:
        return SIGNS[tree[0]](flow, tree[1])
    return flow is not None and tree[1] is not None and SIGNS[tree[0]](flow, tree[1])


def test_null_is_the_least_value_of_an_order(ask: Ask) -> None:
    assert [row["日客流"] for row in ask(orderby="日客流", top="3", select="日客流")][:3] == [None, -5, 0]
    assert [row["日客流"] for row in ask(orderby="日客流 desc", select="日客流")][-2:] == [-5, None]
    assert [row["RowNumber"] for row in ask(orderby="RowNumber desc", select="RowNumber")][:2] == [9, 8]


def test_every_type_is_written_as_odata_writes_it(ask: Ask) -> None:
    found = orjson.loads(orjson.dumps(ask(filter="RowNumber eq 2")[0]))
    assert found["累计"] == 12345678901234567.1234
    assert b'"\xe7\xb4\xaf\xe8\xae\xa1":12345678901234567.1234' in orjson.dumps(
        ask(select="累计", filter="RowNumber eq 2")
    )
    assert (found["更新"], found["首班"]) == ("2024-03-05T08:30:15.5+08:00", "06:05:00")
    assert found["位置"] == {"type": "Point", "coordinates": [120.38, 36.06]}
    exact = ask(form=Form("none", exact=True), filter="RowNumber eq 5")[0]
    assert (exact["日客流"], exact["累计"], exact["RowNumber"]) == ("9007199254740993", "0.0", "5")
    assert ask(select="属性", filter="RowNumber eq 1") == [{"属性": '{"线":[3,1]}'}]


def test_a_column_whose_name_is_no_identifier_is_called_by_a_near_one(ask: Ask) -> None:
    assert [*ask(filter="RowNumber eq 1")[0]][-2:] == ["rowid", "备_注_x_"]
    assert ask(select="备_注_x_", filter="RowNumber eq 1") == [{"备_注_x_": "起点站"}]


def test_a_column_called_as_the_key_keeps_its_name() -> None:
    shape = shape_of((("RowNumber", "text", None, None), ("rownumber_2", "text", None, None)))
    assert ([*shape.properties], shape.key) == (["RowNumber", "rownumber_2"], "RowNumber_3")


def test_a_table_of_thousands_of_columns_is_asked_whole() -> None:
    fields = [Field(f"指标名称较长的列{number}", LogicalType.INTEGER) for number in range(3_000)]
    shape = shape_of(tuple((each.name, str(each.type), None, None) for each in fields))
    plan = plan_of(options=options_of(given={"$filter": ["指标名称较长的列7 eq 1"]}), shape=shape)
    query = parse_query(fields=fields, params=plan.params)
    assert (len(query.select), len(plan.written)) == (3_001, 3_001)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("名称", "名称"),
        ("2024年", "_2024年"),
        ("a b", "a_b"),
        ("单价(元)", "单价_元_"),
        ("", "_"),
        ("é", "é"),
        ("x·y", "x_y"),
    ],
)
def test_identifiers(name: str, legal: str) -> None:
    assert identifier(name) == legal


@given(names=st.lists(st.text(max_size=140), unique=True, max_size=8))
def test_names_stay_apart_and_legal_names_stay_as_they_are(names: list[str]) -> None:
    given_names = property_names(names=names)
    assert len({name.casefold() for name in given_names}) == len(names)
    assert all(identifier(name) == name for name in given_names)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("odata.maxpagesize=50", (50, True)), ("maxpagesize=50", (50, True)), ("odata.maxpagesize=99999", (10000, False)),
     ("", (2000, False)), ("return=minimal, odata.maxpagesize=7", (7, True)), ("odata.maxpagesize=0", (2000, False))],
)  # fmt: skip
def test_page_sizes(asked: str, kept: tuple[int, bool]) -> None:
    assert page_size(prefer=asked) == kept


@pytest.mark.parametrize(
    ("accept", "asked", "form"),
    [
        ("", "", Form()),
        ("*/*", "", Form()),
        ("text/html,application/json;odata.metadata=full", "", Form("full")),
        ("application/json;metadata=none;IEEE754Compatible=true", "", Form("none", exact=True)),
        ("application/xml", "json", Form()),
        ("application/json;q=0,*/*;q=0.1", "", Form()),
    ],
)
def test_forms(accept: str, asked: str, form: Form) -> None:
    assert form_of(accept=accept, given=asked) == form


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["filter", "orderby", "apply", "select", "search", "top", "skiptoken"]),
    words=st.lists(st.sampled_from(["区市", "日客流", "eq", "ne", "not", "(", ")", ",", "/", "'a'", "5", "-1", "null", "in", "aggregate", "groupby", "filter", "with", "sum", "as", "x", "contains", "year", "2024-01-01", "@p", "desc", "$count", "*", "div"]), max_size=9),
)  # fmt: skip
def test_whatever_is_asked_is_answered_or_refused_by_name(ask: Ask, name: str, words: list[str]) -> None:
    status = 200
    try:
        ask(**{name: " ".join(words)})
    except ZhanqiaoError as error:
        status = error.status
    assert status in {200, 400, 422, 501}


def test_search_words_are_all_wanted() -> None:
    assert options_of(given={"$search": ['公园 AND "市南" 山']}).words == ("公园", "市南", "山")
