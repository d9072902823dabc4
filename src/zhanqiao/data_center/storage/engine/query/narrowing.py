"""Filters that look at more than one row: the first rows of each group, and samples.

They are part of a query's condition, so that pages, groups, exports and counts all narrow alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.query.checking import Checker, aggregates
from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.data_center.storage.engine.query.grammar import parse
from zhanqiao.data_center.storage.engine.query.nodes import Literal, Node, Order
from zhanqiao.data_center.storage.engine.query.plain import whole_number
from zhanqiao.data_center.storage.engine.query.sorting import sort_key
from zhanqiao.data_center.storage.engine.query.texts import node_text, order_text
from zhanqiao.kit.texts import Text

MAX_TOP = 1_000
MAX_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Top:
    """The first ``rows`` rows of each group of equal ``per``, in the order of ``order_by``, ties in source order."""

    rows: int
    per: tuple[Node, ...]
    order_by: tuple[Order, ...]

    def text(self) -> str:
        """Return the canonical text of the parameter ``top``."""
        keys = ", ".join(node_text(each) for each in self.per)
        orders = ", ".join(order_text(each, outputs=()) for each in self.order_by)
        return f"{self.rows} PER {keys} ORDER BY {orders}"


@dataclass(frozen=True, slots=True)
class Sample:
    """So many of the rows that fit, drawn at random: those with the smallest numbers that ``seed`` gives to row numbers.

    The same rows for the same release and seed, on any machine and by any version.
    """

    rows: int
    seed: int = 0

    @property
    def keys(self) -> tuple[int, int]:
        """Two numbers of 32 bits that follow from the seed and are unlike those of any other."""
        digest = hashlib.blake2b(str(self.seed).encode(), digest_size=8).digest()
        return int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:], "big")


def read_sample(params: Mapping[str, str], /) -> Sample | None:
    """Return what ``sample`` and ``seed`` ask. Raises QueryError."""
    rows, seed = whole_number(params, "sample"), whole_number(params, "seed")
    if rows is None:
        if seed is not None:
            raise QueryError(parameter="seed", reason=_ALONE, position=0, token=str(seed), expected=("sample",))
        return None
    if not 1 <= rows <= MAX_SAMPLE:
        raise QueryError(parameter="sample", reason=_SIZE.filled(limit=MAX_SAMPLE), position=0, token=str(rows))
    if "top" in params:
        raise QueryError(parameter="sample", reason=_BOTH, position=0, token=str(rows))
    return Sample(rows, seed or 0)


def read_top(text: str, /, *, checker: Checker) -> Top:
    """Return what ``3 PER 区市 ORDER BY 面积 DESC`` asks. Raises QueryError, located."""
    number, keys, orders = parse(text=text, parameter="top")
    if not number.isdigit() or not 1 <= int(number) <= MAX_TOP:
        raise checker.error(_NUMBER.filled(limit=MAX_TOP), position=number.start_pos, token=str(number))
    per = tuple(checker.typed(node) for node in keys)
    order_by = tuple(sort_key(each, checker=checker) for each in orders)
    for node in (*per, *(each.node for each in order_by)):
        if aggregates(node) or isinstance(node, Literal):
            raise checker.error(_NO_COLUMN.filled(name=node_text(node)), position=node.position, token=node_text(node))
    return Top(int(number), per, order_by)


_ALONE = Text(zh="seed 只与 sample 同用。", en="seed goes with sample only.")
_SIZE = Text(zh="抽样行数应为 1 到 {limit}。", en="a sample has from 1 to {limit} rows.")
_BOTH = Text(zh="sample 与 top 不能同时使用。", en="sample and top cannot be used together.")
_NUMBER = Text(
    zh="每组的行数应为 1 到 {limit} 的整数。", en="the rows of each group must be a whole number from 1 to {limit}."
)
_NO_COLUMN = Text(
    zh="“{name}”不是列或列的函数；top 里不用常数和聚合函数。",
    en="'{name}' is no column or function of one; top takes neither constants nor aggregates.",
)
