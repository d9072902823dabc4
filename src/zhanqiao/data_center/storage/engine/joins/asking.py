"""From the parts of a specification to a typed :class:`Join`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.joins.model import Join, PointsSide, Side
from zhanqiao.data_center.storage.engine.query.checking import Checker, aggregates
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.functions import ORDERED, family
from zhanqiao.data_center.storage.engine.query.grammar import parse
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Call, Literal, Node
from zhanqiao.data_center.storage.engine.query.parameters import parse_query
from zhanqiao.data_center.storage.engine.query.texts import node_text
from zhanqiao.kit.texts import Text

JOIN_PARAMETERS = ("select", "where", "group_by", "having", "order_by", "distinct", "limit", "offset")
CLASHING = "right_"
NUMBERED = "row_number"


def parse_join(*, kind: str, left: Side, right: Side, on: Sequence[tuple[str, str]], params: Mapping[str, str]) -> Join:
    """Return the typed join of two tables.

    ``on`` are pairs of expressions, each over the columns of its table; ``params`` are of JOIN_PARAMETERS and speak of
    the joined columns: those of the left table, then (but for ``anti``) those of the right. A right column whose name
    the left has too is called ``right_…``, unless the right side has a prefix. Raises QueryError, located.
    """
    for name in params:
        if name not in JOIN_PARAMETERS:
            reason = _PARAMETER.filled(name=name, known=", ".join(JOIN_PARAMETERS))
            raise QueryError(parameter=name, reason=reason, token=name)
    keys = tuple(_pair(pair, left, right) for pair in on)
    fields = _joined(left, right, kind)
    query = parse_query(fields=fields, params=params)
    _check_numbers(query)
    return Join(kind, left, right, keys, fields, query)


def parse_place_join(*, kind: str, left: Side, right: Side, points: PointsSide, params: Mapping[str, str]) -> Join:
    """Return the typed join of the rows whose points lie in areas of the other table, edges not counted as within.

    ``points`` says which table has the points: a geometry column, or longitude and latitude; the other has a geometry
    column. ``params`` as for :func:`parse_join`. Raises QueryError, NoPlaceError.
    """
    pointed, covering = (left, right) if points == "left" else (right, left)
    if pointed.layout.place is None or covering.layout.place is None or covering.layout.place.geometry is None:
        raise NoPlaceError
    fields = _joined(left, right, kind)
    query = parse_query(fields=fields, params=params)
    _check_numbers(query)
    return Join(kind, left, right, (), fields, query, points)


def _pair(pair: tuple[str, str], left: Side, right: Side) -> tuple[Node, Node]:
    first, second = _key(pair[0], left), _key(pair[1], right)
    if family(first.type) != family(second.type):
        reason = _UNALIKE.filled(left=pair[0], left_type=first.type, right=pair[1], right_type=second.type)
        raise QueryError(parameter="on", reason=reason, position=0, token=pair[1], expected=(str(first.type),))
    return first, second


def _key(text: str, side: Side) -> Node:
    checker = Checker(layout=side.layout, parameter="on", aliases={})
    node = checker.typed(parse(text=text, parameter="on"))
    if isinstance(node, Literal) or aggregates(node) or node.type not in ORDERED or checker.areas:
        reason = _NO_KEY.filled(name=node_text(node))
        raise checker.error(reason, position=node.position, token=node_text(node))
    return node


def _joined(left: Side, right: Side, kind: str) -> tuple[Field, ...]:
    fields = [replace(each, name=(left.prefix or "") + each.name) for each in left.fields]
    if kind == "anti":
        return tuple(fields)
    taken = {each.name for each in fields}
    for each in right.fields:
        name = (right.prefix or "") + each.name
        if right.prefix is None:
            while name in taken:
                name = CLASHING + name
        if name in taken:
            raise QueryError(parameter="right.prefix", reason=_CLASH.filled(name=name), token=name)
        taken.add(name)
        fields.append(replace(each, name=name))
    return tuple(fields)


def _check_numbers(query: Query) -> None:
    if any(_counts_rows(each) for each in query.nodes):
        raise QueryError(parameter="select", reason=_NUMBERS, token=NUMBERED)


def _counts_rows(node: Node) -> bool:
    return isinstance(node, Call) and (node.name == NUMBERED or any(_counts_rows(each) for each in node.args))


_PARAMETER = Text(zh="连接不支持“{name}”；可用：{known}。", en="joins take no '{name}'; known: {known}.")
_UNALIKE = Text(
    zh="键“{left}”是 {left_type}，“{right}”是 {right_type}，不能相等；请用 to_text、to_integer、to_number 或 to_date 转换其一。",
    en="the key '{left}' is {left_type} and '{right}' is {right_type}, which never are equal; cast one with to_text, "
    "to_integer, to_number or to_date.",
)
_NO_KEY = Text(zh="“{name}”不能作为键；请用列或列的函数。", en="'{name}' is no key; use a column or a function of one.")
_CLASH = Text(
    zh="两张表连接后有两列都叫“{name}”；请给右表另一个 prefix。",
    en="two joined columns are called '{name}'; give the right table another prefix.",
)
_NUMBERS = Text(
    zh="连接后的行没有来源序号，不能用 row_number()。",
    en="joined rows have no number of the source: no row_number() here.",
)
