"""Sort keys as they were written, made into typed ones: what may be sorted by, and in which collation."""

from __future__ import annotations

import difflib

from zhanqiao.data_center.storage.engine.query.checking import Checker
from zhanqiao.data_center.storage.engine.query.functions import TEXTS
from zhanqiao.data_center.storage.engine.query.grammar import WrittenOrder
from zhanqiao.data_center.storage.engine.query.nodes import COLLATIONS, Column, Literal, Node, Order
from zhanqiao.data_center.storage.engine.query.texts import node_text
from zhanqiao.kit.texts import Text


def sort_key(written: WrittenOrder, /, *, checker: Checker) -> Order:
    """Return a typed sort key. Raises QueryError for constants, unknown columns, and collations that do not fit.

    As in SQL, a bare name means the output of that name first, a name inside an expression a column.
    """
    node = _node(written.node, checker)
    if isinstance(node, Literal):
        raise checker.error(_BAD_ORDER, position=node.position, token=str(node.value))
    collation = _collation(written, node, checker)
    return Order(node, written.descending, written.nulls_first, collation)


def _node(node: Node, checker: Checker) -> Node:
    alias = checker.aliases.get(node.name) if isinstance(node, Column) else None
    return alias if alias is not None else checker.typed(node)


def _collation(written: WrittenOrder, node: Node, checker: Checker) -> str | None:
    token = written.collation
    if token is None:
        return None
    name = token.lower()
    if name not in COLLATIONS:
        near = tuple(difflib.get_close_matches(name, COLLATIONS, n=1, cutoff=0.4)) or COLLATIONS
        reason = _NO_COLLATION.filled(name=token, known=", ".join(COLLATIONS))
        raise checker.error(reason, position=token.start_pos, token=str(token), expected=near)
    if node.type not in TEXTS:
        reason = _NOT_TEXT.filled(name=node_text(node), type=node.type, collation=name)
        raise checker.error(reason, position=written.node.position, token=node_text(node), expected=("text",))
    return name


_BAD_ORDER = Text(zh="不能按常数排序；请写列名。", en="cannot sort by a constant; name a column.")
_NO_COLLATION = Text(
    zh="没有排序规则“{name}”；COLLATE 之后可用：{known}。", en="there is no collation '{name}'; after COLLATE: {known}."
)
_NOT_TEXT = Text(
    zh="COLLATE {collation} 只用于文本；“{name}”的类型是 {type}。",
    en="COLLATE {collation} is for text; '{name}' has the type {type}.",
)
