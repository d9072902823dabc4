"""From the parameters of an interface to a typed :class:`Query`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.checking import Checker, aggregates
from zhanqiao.data_center.storage.engine.query.cursors import cursor_release
from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.data_center.storage.engine.query.grammar import EVERYTHING, parse
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import MAX_ROWS, Query
from zhanqiao.data_center.storage.engine.query.narrowing import Top, read_sample, read_top
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node, Order, Output
from zhanqiao.data_center.storage.engine.query.outputs import DOUBLE, check_groups, double_name
from zhanqiao.data_center.storage.engine.query.plain import (
    counting,
    extent,
    is_distinct,
    plain_text,
    regions,
    search_words,
    whole_number,
)
from zhanqiao.data_center.storage.engine.query.regions import Region
from zhanqiao.data_center.storage.engine.query.sorting import sort_key
from zhanqiao.data_center.storage.engine.query.texts import node_text
from zhanqiao.kit.texts import Text

PARAMETERS = ("select", "where", "group_by", "having", "order_by", "limit", "offset", "after", "q", "bbox", "count",
              "distinct", "within", "intersects", "top", "sample", "seed")  # fmt: skip
NARROWING = frozenset({"within", "intersects", "top", "sample", "seed"})
ALL = "*"


def parse_query(*, fields: Sequence[Field], params: Mapping[str, str], max_limit: int = MAX_ROWS) -> Query:
    """Return the typed query that ``params`` ask of a table with these fields.

    ``max_limit`` is the most rows a page of the calling interface may hold.

    Empty values count as absent. A caller takes out its own parameters first (``as_of``, ``format`` …): a name outside
    PARAMETERS is refused. Raises QueryError (located, with the nearest column) and NoPlaceError (``bbox`` on a table
    without a place).
    """
    given = {name: text for name, text in params.items() if text.strip()}
    for name in given:
        if name not in PARAMETERS:
            raise _unknown_parameter(name)
    return _Reader(layout=layout_of(fields), params=given, max_limit=max_limit).query()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one set of parameters against one layout."""

    layout: Layout
    params: Mapping[str, str]
    max_limit: int
    areas: list[Region] = field(default_factory=list)

    def query(self) -> Query:
        outputs = self._outputs()
        keys = self._keys({each.name: each.node for each in outputs})
        if is_distinct(self.params):
            outputs = outputs or self._all()
            keys = _distinct_keys(outputs, keys)
        outputs = outputs or self._default_outputs(keys)
        aliases = {each.name: each.node for each in outputs}
        query = Query(
            select=outputs,
            where=self._condition("where", {}),
            group_by=keys,
            having=self._condition("having", aliases),
            order_by=self._orders(aliases),
            limit=whole_number(self.params, "limit"),
            offset=whole_number(self.params, "offset") or 0,
            after=self._after(),
            words=search_words(self.params, layout=self.layout),
            box=extent(self.params, layout=self.layout),
            count=counting(self.params),
            max_rows=self.max_limit,
        )
        if not NARROWING.isdisjoint(self.params):
            query = self._narrowed(query)
        self._check(query)
        return replace(query, expressed=tuple(dict.fromkeys(self.areas))) if self.areas else query

    def _narrowed(self, query: Query) -> Query:
        areas = regions(self.params, layout=self.layout)
        return replace(query, regions=areas, top=self._top(), sample=read_sample(self.params))

    def _outputs(self) -> tuple[Output, ...]:
        text = self.params.get("select", ALL)
        if text.strip() == ALL:
            return ()
        checker = self._checker("select", {})
        outputs = tuple(
            each
            for node, alias in parse(text=text, parameter="select")
            for each in (self._all() if node == EVERYTHING else (_output(checker.typed(node), alias),))
        )
        for each in outputs:
            if each.node.type is None:  # NULL by itself: there is no type to give the column
                raise checker.error(_NO_TYPE, position=each.node.position, token=each.name)
        double = double_name(outputs=outputs)
        if double is not None:
            raise QueryError(parameter="select", reason=DOUBLE.filled(name=double), token=double)
        return outputs

    def _all(self) -> tuple[Output, ...]:
        return tuple(Output(Column(each.name, each.type), each.name) for each in self.layout.fields)

    def _default_outputs(self, keys: tuple[Node, ...]) -> tuple[Output, ...]:
        if not keys:
            return ()
        count = Call("count(*)", (), type=LogicalType.INTEGER)
        return (*(_output(key, None) for key in keys), Output(count, "count"))

    def _keys(self, aliases: Mapping[str, Node]) -> tuple[Node, ...]:
        text = self.params.get("group_by")
        if text is None:
            return ()
        checker = self._checker("group_by", aliases)
        keys = tuple(checker.typed(node) for node in parse(text=text, parameter="group_by"))
        for key in keys:
            if aggregates(key) or isinstance(key, Literal):
                raise checker.error(_BAD_KEY.filled(name=node_text(key)), position=key.position)
        return keys

    def _condition(self, parameter: str, aliases: Mapping[str, Node]) -> Node | None:
        text = self.params.get(parameter)
        if text is None:
            return None
        checker = self._checker(parameter, aliases)
        node = checker.condition(parse(text=text, parameter=parameter))
        if parameter == "where" and aggregates(node):
            raise checker.error(_AGGREGATE_IN_WHERE, position=node.position)
        return node

    def _orders(self, aliases: Mapping[str, Node]) -> tuple[Order, ...]:
        text = self.params.get("order_by")
        if text is None:
            return ()
        checker = self._checker("order_by", aliases)
        parsed = parse(text=text, parameter="order_by")
        return tuple(sort_key(each, checker=checker) for each in parsed)

    def _after(self) -> str | None:
        text = plain_text(self.params, "after")
        if text is not None:
            cursor_release(after=text)  # refuses what is not a cursor
        return text

    def _top(self) -> Top | None:
        text = self.params.get("top")
        return None if text is None else read_top(text, checker=self._checker("top", {}))

    def _checker(self, parameter: str, aliases: Mapping[str, Node]) -> Checker:
        return Checker(layout=self.layout, parameter=parameter, aliases=aliases, areas=self.areas)

    def _check(self, query: Query) -> None:
        if query.after and query.offset:
            raise QueryError(parameter="after", reason=_BOTH, token=query.after)
        if query.having is not None and not query.aggregated:
            raise QueryError(parameter="having", reason=_HAVING)
        if not query.aggregated and any(aggregates(each.node) for each in query.order_by):
            raise QueryError(parameter="order_by", reason=_ORDER_AGGREGATE)
        if query.aggregated:
            check_groups(parameter="select", nodes=[each.node for each in query.select], keys=query.group_by)
            check_groups(parameter="order_by", nodes=[each.node for each in query.order_by], keys=query.group_by)
            check_groups(parameter="having", nodes=[query.having] if query.having else [], keys=query.group_by)


def _output(node: Node, alias: str | None) -> Output:
    own = node.name if isinstance(node, Column) else node_text(node)
    return Output(node, str(alias) if alias is not None else own)


def _distinct_keys(outputs: tuple[Output, ...], keys: tuple[Node, ...]) -> tuple[Node, ...]:
    # Distinct rows are the groups of all selected columns: one meaning, one canonical text, one kind of page.
    nodes = tuple(dict.fromkeys(each.node for each in outputs if not isinstance(each.node, Literal)))
    if keys or not nodes or any(aggregates(each) for each in nodes):
        raise QueryError(parameter="distinct", reason=_DISTINCT, token="true")  # noqa: S106 - a word of the query
    return nodes


def _unknown_parameter(name: str) -> QueryError:
    near = tuple(difflib.get_close_matches(name, PARAMETERS, n=1))
    reason = _PARAMETER.filled(name=name, known=", ".join(PARAMETERS))
    return QueryError(parameter=name, reason=reason, token=name, expected=near)


_PARAMETER = Text(zh="没有参数“{name}”；可用：{known}。", en="there is no parameter '{name}'; known: {known}.")
_NO_TYPE = Text(zh="NULL 单独出现没有类型，不能作为一列。", en="NULL by itself has no type and cannot be a column.")
_BAD_KEY = Text(
    zh="不能按“{name}”分组；请用列或列的函数。", en="cannot group by '{name}'; use a column or a function of one."
)
_AGGREGATE_IN_WHERE = Text(
    zh="where 里不能用聚合函数；请用 having。", en="aggregates do not stand in where; use having."
)
_DISTINCT = Text(
    zh="distinct 用于不含聚合的列，且不能与 group_by 同用；分组的结果本来就不重复。",
    en="distinct is for plain columns and does not go with group_by or aggregates; groups never repeat anyway.",
)
_BOTH = Text(zh="after 与 offset 不能同时使用。", en="after and offset cannot be used together.")
_HAVING = Text(zh="having 需要 group_by 或聚合函数。", en="having needs group_by or an aggregate.")
_ORDER_AGGREGATE = Text(
    zh="按聚合值排序需要 group_by 或 select 中有聚合函数。",
    en="sorting by an aggregate needs group_by or an aggregate in select.",
)
