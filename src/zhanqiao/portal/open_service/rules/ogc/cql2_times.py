"""Temporal functions of CQL2 between a column of days or moments and a literal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.areas import quoted
from zhanqiao.portal.open_service.rules.ogc.errors import Cql2NotOfferedError, wrong
from zhanqiao.portal.open_service.rules.ogc.layers import TIMES, Layer
from zhanqiao.portal.open_service.rules.ogc.moments import Span, inside, span_of

TEMPORAL = ("t_after", "t_before", "t_disjoint", "t_during", "t_equals", "t_intersects")
TURNED = {"t_after": "t_before", "t_before": "t_after"}
LITERALS = "DATE('2024-03-05'), TIMESTAMP('2024-03-05T08:00:00Z'), INTERVAL('2024-03-05', '..')"
Json = Any


def temporal(*, name: str, args: Sequence[Json], layer: Layer) -> str:
    """Return the condition of a temporal function. Raises OgcParameterError, Cql2NotOfferedError."""
    if len(args) != 2:  # noqa: PLR2004 - what is compared with what
        raise wrong("filter", f"{name} 应有两个参数。", f"{name} takes two arguments.")
    column, literal = args
    if not _is_column(column):
        name, column, literal = TURNED.get(name, name), literal, column
        if not _is_column(column) or name == "t_during":
            raise Cql2NotOfferedError(what=f"{name}(…)", known=f"{name}(property, {LITERALS})")
    kind = layer.kind(str(column["property"]))
    if kind not in TIMES:
        raise wrong(
            "filter",
            f"{name} 需要日期或时间列，“{column['property']}”不是。",
            f"{name} takes a column of dates or times; '{column['property']}' is none.",
        )
    return _tested(name, quoted(str(column["property"])), _span(literal, str(kind)), instant="interval" not in literal)


def _tested(name: str, column: str, span: Span, *, instant: bool) -> str:
    if name in ("t_intersects", "t_equals"):
        # a moment never equals an interval
        return inside(column=column, span=span) if name == "t_intersects" or instant else "FALSE"
    before = "FALSE" if span.first is None else f"{column} < '{span.first}'"
    after = "FALSE" if span.last is None else f"{column} > '{span.last}'"
    if name == "t_disjoint":
        return f"{before} OR {after}"
    if name == "t_during":
        tests = [f"{column} > '{span.first}'"] if span.first is not None else []
        return " AND ".join([*tests, *([f"{column} < '{span.last}'"] if span.last is not None else [])])
    return before if name == "t_before" else after


def _span(literal: Json, kind: str) -> Span:
    if isinstance(literal, dict):
        for name in ("date", "timestamp"):
            if isinstance(literal.get(name), str):
                return span_of(parameter="filter", first=literal[name], last=literal[name], kind=kind)
        ends = literal.get("interval")
        if isinstance(ends, list) and len(ends) == 2 and all(isinstance(each, str) for each in ends):  # noqa: PLR2004 - its ends
            return span_of(parameter="filter", first=ends[0], last=ends[1], kind=kind)
    raise wrong("filter", f"时间应写成 {LITERALS}。", f"write a time as {LITERALS}.")


def _is_column(node: Json) -> bool:
    return isinstance(node, dict) and isinstance(node.get("property"), str)
