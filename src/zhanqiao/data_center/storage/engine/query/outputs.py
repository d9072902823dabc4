"""Checks of what a query puts out: names that differ, and columns that stand in the groups."""

from __future__ import annotations

from collections import Counter

from zhanqiao.data_center.storage.engine.query.checking import aggregates
from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.data_center.storage.engine.query.nodes import Column, Literal, Node, Output
from zhanqiao.data_center.storage.engine.query.texts import node_text
from zhanqiao.kit.texts import Text


def double_name(*, outputs: tuple[Output, ...]) -> str | None:
    """Return a name given to two outputs; case counts only between columns that keep the names of their source."""
    exact = Counter(each.name for each in outputs)
    folded = Counter(each.name.casefold() for each in outputs)
    return next(
        (
            each.name
            for each in outputs
            if exact[each.name] > 1
            or (folded[each.name.casefold()] > 1 and each.node != Column(each.name, each.node.type))
        ),
        None,
    )


def check_groups(*, parameter: str, nodes: list[Node], keys: tuple[Node, ...]) -> None:
    """Raise QueryError when a column stands neither in the keys nor inside of an aggregate."""
    for node in nodes:
        loose = _loose(node, keys)
        if loose is not None:
            reason = _NOT_GROUPED.filled(name=loose.name)
            raise QueryError(parameter=parameter, reason=reason, position=loose.position, token=loose.name)


def _loose(node: Node, keys: tuple[Node, ...]) -> Column | None:
    """Return the first column that stands outside of an aggregate and outside of the keys."""
    if node in keys or isinstance(node, Literal):
        return None
    if isinstance(node, Column):
        return node
    if aggregates(node) and not any(aggregates(each) for each in node.args):
        return None
    if not node.args:  # row_number(): every row of a group has its own
        return Column(node_text(node), position=node.position)
    return next((loose for each in node.args if (loose := _loose(each, keys)) is not None), None)


DOUBLE = Text(
    zh="两个输出列同名：“{name}”；请用 AS 改名。", en="two output columns are called '{name}'; rename one with AS."
)
_NOT_GROUPED = Text(
    zh="列“{name}”既不在 group_by 中，也不在聚合函数里。",
    en="column '{name}' is neither in group_by nor inside an aggregate.",
)
