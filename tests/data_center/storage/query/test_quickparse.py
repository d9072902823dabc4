"""What is parsed quickly is what the grammar parses, to the last position."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data_center.storage.query.strategies import Made, conditions

from zhanqiao.data_center.storage.engine.query import QueryError, grammar
from zhanqiao.data_center.storage.engine.query.nodes import Call, Node
from zhanqiao.data_center.storage.engine.query.quickparse import simple_condition

PIECES = ["区市", "日客流", '"站 名"', '"a""b"', "not", "null", "'x'", "'a''b'", "1", "2.50", "-3", "007", "1e3", "1.", "(", ")", ",", "=",
          "<>", "!=", "<=", "and", "AND", "or", "contains(", "Starts_With(", "is", " ", "\u3000", "\n", "andx"]  # fmt: skip
QUICK = [
    "区市 = '市南区'",
    " 区市='市南区' AND 日客流>=1.50 and\n\"站 名\" <> 'a''b' ",
    "contains(备注, '电梯') and ENDS_WITH( 备注 ,'梯')",
    "日客流\u3000<\u300007",
    '"a""b" = \'\'',
]
LEFT = [
    "a = 1 or b = 2",
    "not = 1",
    "a = null",
    "a = -1",
    "a = 1e3",
    "a = 1.",
    "(a = 1)",
    "a in ('x')",
    "lower(a) = 'x'",
    "a = 'x' andb = 1",
    "a = 1x",
]


def located(node: Node) -> Any:
    """A tree with its positions, which equality of nodes leaves out."""
    inner = tuple(located(each) for each in node.args) if isinstance(node, Call) else ()
    return node, node.position, inner


@pytest.mark.parametrize("text", QUICK)
def test_a_simple_condition_is_parsed_like_the_grammar(text: str) -> None:
    quick = simple_condition(text=text)
    assert quick is not None
    assert located(quick) == located(grammar._parsed(text, "where"))


@pytest.mark.parametrize("text", LEFT)
def test_anything_else_is_left_to_the_grammar(text: str) -> None:
    assert simple_condition(text=text) is None


@given(conditions())
@settings(max_examples=150, deadline=None)
def test_random_conditions_are_parsed_alike(made: Made) -> None:
    quick = simple_condition(text=made[0])
    assert quick is None or located(quick) == located(grammar._parsed(made[0], "where"))


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_random_pieces_are_parsed_alike_or_refused_by_both(text: str) -> None:
    quick = simple_condition(text=text)
    try:
        slow = grammar._parsed(text, "where")
    except QueryError:
        assert quick is None
        return
    assert quick is None or located(quick) == located(slow)
