"""CQL2 text: what it says in CQL2 JSON, held against another parser; and where it leaves the grammar."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.portal.open_service.rules.ogc.cql2_text import MAX_CHARS, Name, parse

FILTERS = [
    "区市 = '市南区' AND 面积 > 1000",
    "\"区 市\" <> 'it''s' OR b <= 2 OR c >= 3",
    "a BETWEEN 1 AND 2 AND NOT b NOT BETWEEN 3 AND 4",
    "a IN ('x', 'y') AND b NOT IN (1, 2, 3)",
    "a LIKE 'x%' AND a NOT LIKE '%_y'",
    "a IS NULL OR b IS NOT NULL",
    "NOT (a = 1 OR b = 2) AND c < 3",
    "a + 1 > 2 * (b - 3) / 4",
    "a = TRUE AND b = false",
    "CASEI(a) = casei('X')",
    "d >= DATE('2020-01-01') AND t < TIMESTAMP('2020-01-01T00:00:00Z')",
    "T_DURING(d, INTERVAL('2020-01-01', '..'))",
    "S_INTERSECTS(g, BBOX(120, -36.5, 121, 37))",
    "S_INTERSECTS(g, POINT(120.5 36)) OR S_INTERSECTS(g, MULTIPOINT(1 2, 3 4))",
    "S_INTERSECTS(g, LINESTRING(1 2, 3 4)) AND S_DISJOINT(g, MULTILINESTRING((1 2, 3 4), (5 6, 7 8)))",
    "S_INTERSECTS(g, POLYGON((0 0, 1 0, 1 1, 0 0), (0.2 0.1, 0.3 0.1, 0.3 0.2, 0.2 0.1)))",
    "S_INTERSECTS(g, MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((2 2, 3 2, 3 3, 2 2))))",
    "S_INTERSECTS(g, GEOMETRYCOLLECTION(POINT(1 2), POLYGON((0 0, 1 0, 1 1, 0 0))))",
    "length(a) > 3",
]
WRONG = [
    ("", 0, "end of the text", "a property or function"),
    ("a =", 3, "end of the text", "a number"),
    ("a == 3", 3, "=", "'text'"),
    ("a != 3", 2, "!", "= <> < <= > >="),
    ("a = 3 b", 6, "b", "end of the text"),
    ("a = 'x", 4, "'", "'text'"),
    ("a IN ()", 6, ")", "a number"),
    ("a BETWEEN 1 OR 2", 12, "OR", "AND"),
    ("(a = 1", 6, "end of the text", ")"),
    ("区市 = '市南区' AN 面积 > 3", 11, "AN", "AND"),
    ("S_INTERSECTS(g, POLYGON((1 2, 3 x)))", 32, "x", "a number"),
    ("S_INTERSECTS(g, POINT(1 2, 3 4))", 25, ",", ")"),
    ("S_INTERSECTS(g, POLYGON(1 2))", 24, "1", "("),
]


def plain(node: Any) -> Any:
    """Return a tree with numbers as doubles and without joints inside equal joints, as the other parser has them."""
    if isinstance(node, dict):
        found = {name: plain(value) for name, value in node.items()}
        if found.get("op") in ("and", "or"):
            same = [
                each["args"] if isinstance(each, dict) and each.get("op") == found["op"] else [each]
                for each in found["args"]
            ]
            found["args"] = [part for parts in same for part in parts]
        return found
    if isinstance(node, list):
        return [plain(each) for each in node]
    return float(node) if isinstance(node, int | Decimal) and not isinstance(node, bool) else node


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_says_what_another_parser_reads_in_it(text: str) -> None:
    assert plain(parse(text=text)) == plain(cql2.parse_text(text).to_json())


@pytest.mark.parametrize(("text", "position", "token", "expected"), WRONG)
def test_an_error_says_where_which_token_and_what_was_expected(
    text: str, position: int, token: str, expected: str
) -> None:
    with pytest.raises(ZhanqiaoError) as found:
        parse(text=text)
    facts = found.value.facts
    assert (facts["position"], facts["token"]) == (position, token)
    assert expected in facts["expected"]
    assert facts["token"] in found.value.text.zh
    assert facts["token"] in found.value.text.en


def test_numbers_stay_exact_and_names_know_their_place() -> None:
    assert parse(text="a = 12345678901234567890")["args"][1] == 12345678901234567890
    assert parse(text="a = 0.1")["args"][1] == Decimal("0.1")
    assert parse(text="a = -5")["args"][1] == -5
    long = "12345678901234567890123456789.12345678"
    assert parse(text=f"a = -{long}")["args"][1] == Decimal(f"-{long}")
    with pytest.raises(ZhanqiaoError):
        parse(text="a = 1e99999999999999999999")
    name = parse(text="b = 1 AND 面积 = 2")["args"][1]["args"][0]["property"]
    assert isinstance(name, Name)
    assert (name, name.position) == ("面积", 10)


def test_a_text_of_nothing_but_brackets_is_read() -> None:
    depth = MAX_CHARS // 2 - 5
    assert parse(text="(" * depth + "a = 1" + ")" * depth) == parse(text="a = 1")
    with pytest.raises(ZhanqiaoError, match="longer"):
        parse(text="(" * MAX_CHARS + "a")


names = st.sampled_from(["a", "b", "区市", "面积", "rowid"])
values = st.one_of(
    st.integers(0, 10**6).map(str),
    st.text("ab'%_ 市", max_size=5).map(lambda text: "'" + text.replace("'", "''") + "'"),
)
tests = st.one_of(
    st.builds("{} {} {}".format, names, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), values),
    st.builds("{} IS {}NULL".format, names, st.sampled_from(["", "NOT "])),
    st.builds("{} {}IN ({}, {})".format, names, st.sampled_from(["", "NOT "]), values, values),
    st.builds("{} BETWEEN {} AND {}".format, names, values, values),
)
filters = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=150)
@given(filters)
def test_any_filter_says_what_another_parser_reads_in_it(text: str) -> None:
    assert plain(parse(text=text)) == plain(cql2.parse_text(text).to_json())


@settings(deadline=None, max_examples=300)
@given(st.text("ab区'\"()<>=,.^%*/+- 12 ANDORNOTINLIKEBETWEENPOINTPOLYGON", max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(ZhanqiaoError):  # any other error fails
        parse(text=text)
