"""Canonical text of an expression: parsing it gives the same expression again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from zhanqiao.data_center.storage.engine.query.functions import ATOM, OPERATORS, PRECEDENCE
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node, Order, Output, Value

PLAIN = re.compile(r"^[^\W\d]\w*$")
RESERVED = frozenset({"and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "as", "asc", "desc",
                      "nulls", "first", "last", "distinct", "collate", "per", "order"})  # fmt: skip


def node_text(node: Node) -> str:
    """Return the canonical text of an expression."""
    if isinstance(node, Column):
        return name_text(node.name)
    if isinstance(node, Literal):
        return value_text(node.value)
    if node.name in OPERATORS:
        return _operator_text(node)
    inside = ", ".join(node_text(each) for each in node.args)
    return node.name if node.name.endswith("(*)") else f"{node.name}({'DISTINCT ' if node.distinct else ''}{inside})"


def name_text(name: str) -> str:
    """Return a column name as it is written in an expression, in double quotes where needed."""
    if PLAIN.match(name) and name.lower() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def value_text(value: Value) -> str:
    """Return a constant as it is written in an expression."""
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "TRUE", False: "FALSE"}[value]
    if isinstance(value, int | float | Decimal):
        return _number_text(value)
    if isinstance(value, datetime | date | time):
        value = value.isoformat()
    return "'" + value.replace("'", "''") + "'"


def output_text(output: Output) -> str:
    """Return one item of ``select``."""
    text = node_text(output.node)
    plain = output.node.name if isinstance(output.node, Column) else text
    return text if output.name == plain else f"{text} AS {name_text(output.name)}"


def order_text(order: Order, *, outputs: Sequence[Output]) -> str:
    """Return one item of ``order_by``; an output is called by its name, which comes before a column's."""
    named = next((name_text(each.name) for each in outputs if each.node == order.node), None)
    return (
        (named or node_text(order.node))
        + (f" COLLATE {order.collation}" if order.collation else "")
        + (" DESC" if order.descending else "")
        + (" NULLS FIRST" if order.nulls_first else "")
    )


def _number_text(value: float | Decimal) -> str:
    text = str(value)
    return text if "E" not in text.upper() or not isinstance(value, Decimal) else f"{value:f}"


def _operator_text(call: Call) -> str:
    args = [_wrapped(each, call, index) for index, each in enumerate(call.args)]
    if call.name in {"and", "or"}:
        return f" {call.name.upper()} ".join(args)
    if call.name == "in":
        return f"{args[0]} IN ({', '.join(args[1:])})"
    return _FORMS.get(call.name, f"{{0}} {call.name.upper()} {{1}}").format(*args)


def _wrapped(node: Node, parent: Call, index: int) -> str:
    text = node_text(node)
    own, outer = _level(node), PRECEDENCE[parent.name]
    tighter = own > outer or (own == outer and (parent.name in "+-*/" and index == 0))
    return text if tighter else f"({text})"


def _level(node: Node) -> int:
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool):
        return PRECEDENCE["negative"] if node.value < 0 else ATOM
    return PRECEDENCE.get(node.name, ATOM) if isinstance(node, Call) else ATOM


_FORMS = {"not": "NOT {0}", "negative": "-{0}", "between": "{0} BETWEEN {1} AND {2}", "is null": "{0} IS NULL"}
