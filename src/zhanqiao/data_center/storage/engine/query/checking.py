"""Checks an expression against a schema: columns exist, types fit, constants are read as the type they meet."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.constants import NUMBER_DIGITS, ConstantError, constant
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.functions import (
    AGGREGATES,
    AREAS,
    CALLS,
    FUNCTIONS,
    SAME,
    TEXT,
    UNITS,
    WIDEST,
    Function,
    family,
)
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node
from zhanqiao.data_center.storage.engine.query.regions import Region, region_of
from zhanqiao.data_center.storage.engine.query.shapes import ShapeError
from zhanqiao.kit.texts import Text

BBOX_NUMBERS = 4
MAX_BUCKET_DAYS = 36_500
NULL_WORD = "NULL"


@dataclass(frozen=True, slots=True)
class Checker:
    """Types the expressions of one parameter.

    ``aliases`` are names that ``select`` gave, with their expressions; ``areas`` collects the polygons that are met.
    """

    layout: Layout
    parameter: str
    aliases: Mapping[str, Node]
    areas: list[Region] = field(default_factory=list)

    def condition(self, node: Node) -> Node:
        """Return the typed node of a condition; QueryError when it is not true or false."""
        typed = self.typed(node)
        if typed.type is not LogicalType.BOOLEAN:
            raise self.error(_NOT_CONDITION, position=node.position)
        return typed

    def typed(self, node: Node) -> Node:
        """Return the same tree with types; QueryError names the place that does not fit."""
        if isinstance(node, Column):
            return self._column(node)
        if isinstance(node, Literal):
            return self._literal(node)
        return self._call(node)

    def error(
        self, reason: Text, *, position: int | None, token: str | None = None, expected: tuple[str, ...] = ()
    ) -> QueryError:
        """Return an error located in this parameter."""
        return QueryError(parameter=self.parameter, reason=reason, position=position, token=token, expected=expected)

    def _column(self, node: Column) -> Node:
        # Columns come before aliases, so that the canonical text of an aliased expression means the same again.
        if node.name in self.layout.columns:
            return Column(node.name, self.layout.field(node.name).type, node.position)
        if node.name in self.aliases:
            return self.aliases[node.name]
        raise unknown_column(node.name, layout=self.layout, parameter=self.parameter, position=node.position)

    def _literal(self, node: Literal) -> Literal:
        digits = _digits(node)
        if digits > NUMBER_DIGITS:
            raise self.error(_HUGE.filled(limit=NUMBER_DIGITS), position=node.position)
        return node

    def _call(self, node: Call) -> Call:
        function = CALLS.get(node.name)
        if function is None:
            raise self._unknown_function(node)
        if not function.takes_count(len(node.args)) or (node.distinct and node.name != "count"):
            raise self.error(_ARITY.filled(name=node.name), position=node.position, token=node.name)
        args = tuple(self.typed(each) for each in node.args)
        self._check_nesting(node, args)
        if function.alike:
            args = args[: function.alike_from] + self._alike(args[function.alike_from :])
        self._check_types(node, function, args)
        self._check_constants(node.name, args)
        if node.name == "within_bbox" or node.name in AREAS:
            self._check_place(node, args[0])
        if node.name in AREAS:
            args = (*args[:-1], self._area(node, args[-1]))
        return replace(node, args=args, type=_result(node, function, args))

    def _unknown_function(self, node: Call) -> QueryError:
        near = difflib.get_close_matches(node.name, FUNCTIONS, n=1)
        reason = _NO_FUNCTION.filled(name=node.name, known=", ".join(sorted(FUNCTIONS)))
        return self.error(reason, position=node.position, token=node.name, expected=tuple(near))

    def _check_nesting(self, node: Call, args: tuple[Node, ...]) -> None:
        if node.name in AGGREGATES and any(aggregates(each) for each in args):
            raise self.error(_NESTED.filled(name=node.name), position=node.position, token=node.name)

    def _alike(self, args: tuple[Node, ...]) -> tuple[Node, ...]:
        anchor = next((each for each in args if not isinstance(each, Literal)), args[0])
        return tuple(self._adapted(each, anchor) if isinstance(each, Literal) else each for each in args)

    def _adapted(self, literal: Literal, anchor: Node) -> Literal:
        if literal.value is None:
            raise self.error(_NULL, position=literal.position, token=NULL_WORD, expected=("IS NULL",))
        try:
            return replace(literal, value=constant(literal.value, kind=anchor.type), type=anchor.type)
        except ConstantError as error:
            raise self.error(error.text, position=literal.position, token=str(literal.value)) from None

    def _check_types(self, node: Call, function: Function, args: tuple[Node, ...]) -> None:
        for index, arg in enumerate(args):
            takes = function.takes[1] if _is_place_short(node) else function.takes_at(index)
            if arg.type not in takes:
                raise self._misfit(node, arg, expected=tuple(sorted(takes)))
        peers = args[function.alike_from :]
        if function.alike and len({family(each.type) for each in peers}) > 1:
            odd = next(each for each in peers if family(each.type) != family(peers[0].type))
            raise self._misfit(node, odd, expected=(str(peers[0].type),))

    def _misfit(self, node: Call, arg: Node, *, expected: tuple[str, ...]) -> QueryError:
        shown = arg.name if not isinstance(arg, Literal) else str(arg.value)
        reason = _MISFIT.filled(name=node.name, token=shown, type=arg.type, expected=", ".join(expected))
        return self.error(reason, position=arg.position, token=shown, expected=expected)

    def _check_place(self, node: Call, first: Node) -> None:
        if _is_place_short(node):
            if self.layout.place is None:
                raise NoPlaceError
        elif not isinstance(first, Column):
            raise self._misfit(node, first, expected=(str(LogicalType.GEOMETRY),))

    def _area(self, node: Call, text: Node) -> Literal:
        """Return the polygon in its canonical text; what is wrong with it is located in the whole expression."""
        if not isinstance(text, Literal) or not isinstance(text.value, str):
            raise self._misfit(node, text, expected=("'POLYGON((…))'",))
        try:
            region = region_of(text.value, relation=AREAS[node.name])
        except ShapeError as error:
            position = text.position + 1 + (error.position or 0)
            raise self.error(error.text, position=position, token=error.token, expected=error.expected) from None
        self.areas.append(region)
        return replace(text, value=region.text)

    def _check_constants(self, name: str, args: tuple[Node, ...]) -> None:
        if name in {"date_trunc", "bucket"}:
            self._check_unit(args[0 if name == "date_trunc" else 1])
        if name == "time_bucket":
            self._check_between(args[1], 1, MAX_BUCKET_DAYS)
        if name == "quantile":
            self._check_between(args[1], 0, 1)

    def _check_between(self, node: Node, low: int, high: int) -> None:
        value = node.value if isinstance(node, Literal) else None
        if not isinstance(value, int | float | Decimal) or not low <= value <= high:
            raise self.error(_BETWEEN.filled(low=low, high=high), position=node.position)

    def _check_unit(self, unit: Node) -> None:
        if not isinstance(unit, Literal) or unit.value not in UNITS:
            raise self.error(_UNIT.filled(units=", ".join(UNITS)), position=unit.position, expected=UNITS)


def aggregates(node: Node) -> bool:
    """Say whether an expression holds an aggregate function."""
    return isinstance(node, Call) and (node.name in AGGREGATES or any(aggregates(each) for each in node.args))


def unknown_column(name: str, *, layout: Layout, parameter: str, position: int | None) -> QueryError:
    """Return the error for a name that no column has, with the nearest name."""
    folded = {each.lower(): each for each in layout.columns}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.4)
    nearest = folded[near[0]] if near else None
    reason = (_NO_COLUMN_NEAR if nearest else _NO_COLUMN).filled(name=name, nearest=nearest)
    return QueryError(parameter=parameter, reason=reason, position=position, token=name, nearest=nearest)


def _digits(node: Literal) -> int:
    value = node.value
    if isinstance(value, float):
        return 0 if math.isfinite(value) else NUMBER_DIGITS + 1
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits)
    return len(str(abs(value))) if isinstance(value, int) else 0


def _is_place_short(node: Call) -> bool:
    """Say whether a place is compared that is not named: the table's first."""
    return len(node.args) == {"within_bbox": BBOX_NUMBERS}.get(node.name, 1 if node.name in AREAS else -1)


def _result(node: Call, function: Function, args: tuple[Node, ...]) -> LogicalType | None:
    if node.name == "date_trunc":
        return args[1].type
    if function.gives == SAME:
        return args[0].type
    if function.gives == WIDEST:
        types = {each.type for each in args[function.alike_from :]}
        if TEXT in types:  # if(…) with a text on one side and JSON on the other
            return TEXT
        return next(iter(types)) if len(types) == 1 and node.name != "*" else _product_type(types)
    return LogicalType(function.gives)


def _product_type(types: set[LogicalType | None]) -> LogicalType:
    if types == {LogicalType.INTEGER}:
        return LogicalType.INTEGER
    return LogicalType.NUMBER if LogicalType.NUMBER in types else LogicalType.DECIMAL


_NO_COLUMN = Text(zh="没有名为“{name}”的列。", en="there is no column '{name}'.")
_NO_COLUMN_NEAR = Text(
    zh="没有名为“{name}”的列；最接近的是“{nearest}”。", en="there is no column '{name}'; the nearest is '{nearest}'."
)
_NO_FUNCTION = Text(zh="没有函数“{name}”；可用：{known}。", en="there is no function '{name}'; known: {known}.")
_ARITY = Text(zh="“{name}”的参数个数或写法不对。", en="'{name}' was called with the wrong arguments.")
_NESTED = Text(zh="聚合函数“{name}”里不能再有聚合函数。", en="aggregate '{name}' cannot hold another aggregate.")
_NULL = Text(zh="不能与 NULL 比较；请用 IS NULL。", en="nothing equals NULL; write IS NULL.")
_MISFIT = Text(
    zh="“{name}”不能用于“{token}”（类型 {type}）；应为：{expected}。",
    en="'{name}' cannot take '{token}' of type {type}; expected: {expected}.",
)
_NOT_CONDITION = Text(
    zh="条件必须是真或假的表达式，例如 a = 1。", en="a condition must be true or false, such as a = 1."
)
_UNIT = Text(zh="时间单位应为：{units}。", en="the unit must be one of: {units}.")
_BETWEEN = Text(zh="此处应为 {low} 到 {high} 之间的常数。", en="a constant from {low} to {high} is expected here.")
_HUGE = Text(zh="数字超过 {limit} 位。", en="a number has more than {limit} digits.")
