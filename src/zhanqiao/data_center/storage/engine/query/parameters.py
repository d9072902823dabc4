"""From the parameters of an interface to a typed :class:`Query`."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.checking import Checker, aggregates
from zhanqiao.data_center.storage.engine.query.cursors import cursor_release
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.grammar import EVERYTHING, parse
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import MAX_ROWS, Box, Query
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node, Order, Output
from zhanqiao.data_center.storage.engine.query.outputs import DOUBLE, check_groups, double_name
from zhanqiao.data_center.storage.engine.query.texts import node_text
from zhanqiao.kit.texts import Text

PARAMETERS = ("select", "where", "group_by", "having", "order_by", "limit", "offset", "after", "q", "bbox", "count",
              "distinct")  # fmt: skip
COUNTS = ("exact", "none")
FLAGS = ("true", "false")
MAX_WORDS = 10
MAX_NUMBER = 10**15
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

    def query(self) -> Query:
        outputs = self._outputs()
        keys = self._keys({each.name: each.node for each in outputs})
        if self._distinct():
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
            limit=self._whole("limit"),
            offset=self._whole("offset") or 0,
            after=self._after(),
            words=self._words(),
            box=self._box(),
            count=self._count(),
            max_rows=self.max_limit,
        )
        self._check(query)
        return query

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
        orders = tuple(Order(_sorted_by(node, checker), descending, first) for node, descending, first in parsed)
        for each in orders:
            if isinstance(each.node, Literal):
                raise checker.error(_BAD_ORDER, position=each.node.position, token=str(each.node.value))
        return orders

    def _whole(self, parameter: str) -> int | None:
        text = self._plain(parameter)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < len(str(MAX_NUMBER))):
            raise QueryError(parameter=parameter, reason=_WHOLE.filled(text=text), position=0, token=text)
        return int(text)

    def _plain(self, parameter: str) -> str | None:
        text = self.params.get(parameter)
        return text if text is None else text.strip()

    def _after(self) -> str | None:
        text = self._plain("after")
        if text is not None:
            cursor_release(after=text)  # refuses what is not a cursor
        return text

    def _words(self) -> tuple[str, ...]:
        words = tuple(self.params.get("q", "").split())
        if len(words) > MAX_WORDS:
            raise QueryError(parameter="q", reason=_WORDS.filled(limit=MAX_WORDS), token=words[MAX_WORDS])
        if words and not any(each.type is LogicalType.TEXT for each in self.layout.fields):
            raise QueryError(parameter="q", reason=_NO_TEXT, token=words[0])
        return words

    def _box(self) -> Box | None:
        text = self._plain("bbox")
        if text is None:
            return None
        if self.layout.place is None:
            raise NoPlaceError
        return read_box(text)

    def _count(self) -> str | None:
        text = self._plain("count")
        if text is not None and text not in COUNTS:
            raise QueryError(
                parameter="count", reason=_COUNT.filled(text=text), position=0, token=text, expected=COUNTS
            )
        return text

    def _distinct(self) -> bool:
        text = self._plain("distinct")
        if text is not None and text not in FLAGS:
            raise QueryError(parameter="distinct", reason=_FLAG, position=0, token=text, expected=FLAGS)
        return text == "true"

    def _checker(self, parameter: str, aliases: Mapping[str, Node]) -> Checker:
        return Checker(layout=self.layout, parameter=parameter, aliases=aliases)

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


def read_box(text: str) -> Box:
    """Return west, south, east, north from ``"120.1,36.0,120.5,36.3"``; QueryError when it is not an extent."""
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError:
        raise QueryError(parameter="bbox", reason=_BOX.filled(text=text), position=0, token=text) from None
    if not all(math.isfinite(each) for each in (west, south, east, north)) or west > east or south > north:
        raise QueryError(parameter="bbox", reason=_BOX.filled(text=text), position=0, token=text)
    return west, south, east, north


def _sorted_by(node: Node, checker: Checker) -> Node:
    # As in SQL: a bare name in ORDER BY means the output of that name first, a name inside an expression a column.
    alias = checker.aliases.get(node.name) if isinstance(node, Column) else None
    return alias if alias is not None else checker.typed(node)


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
_BAD_ORDER = Text(zh="不能按常数排序；请写列名。", en="cannot sort by a constant; name a column.")
_AGGREGATE_IN_WHERE = Text(
    zh="where 里不能用聚合函数；请用 having。", en="aggregates do not stand in where; use having."
)
_WHOLE = Text(zh="“{text}”不是非负整数。", en="'{text}' is not a whole number from 0 up.")
_WORDS = Text(zh="最多 {limit} 个词。", en="at most {limit} words.")
_NO_TEXT = Text(zh="该表没有文本列，不能按词查找。", en="this table has no text column to look in.")
_COUNT = Text(zh="“{text}”无效；应为 exact 或 none。", en="'{text}' is neither exact nor none.")
_FLAG = Text(zh="distinct 应为 true 或 false。", en="distinct is true or false.")
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
_BOX = Text(
    zh="“{text}”不是范围；应为 西,南,东,北（度），例如 120.1,36.0,120.5,36.3。",
    en="'{text}' is not an extent; expected west,south,east,north in degrees, such as 120.1,36.0,120.5,36.3.",
)
