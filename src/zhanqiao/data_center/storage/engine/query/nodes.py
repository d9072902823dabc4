"""The tree of an expression: columns, literals and calls. Operators are calls, named by their sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from zhanqiao.data_center.storage.engine.fields import LogicalType

Value = str | int | float | Decimal | bool | date | time | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. ``type`` is None until the tree is checked against a schema."""

    name: str
    type: LogicalType | None = None
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. Numbers are int or Decimal; None is NULL."""

    value: Value
    type: LogicalType | None
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator with its arguments; ``distinct`` for ``count(distinct x)``."""

    name: str
    args: tuple[Node, ...]
    distinct: bool = False
    type: LogicalType | None = None
    position: int = field(default=0, compare=False)


Node = Column | Literal | Call
Box = tuple[float, float, float, float]  # west, south, east, north
COLLATIONS = ("pinyin", "stroke")  # the orders of Chinese that CLDR has for the mainland


@dataclass(frozen=True, slots=True)
class Output:
    """One column of the answer: an expression and its name."""

    node: Node
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key. Nulls come last unless ``nulls_first``; texts are compared by code point unless by ``collation``."""

    node: Node
    descending: bool = False
    nulls_first: bool = False
    collation: str | None = None
