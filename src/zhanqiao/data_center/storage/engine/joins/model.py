"""What a join is, and how well its keys match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Node
from zhanqiao.data_center.storage.engine.query.texts import node_text

PointsSide = Literal["left", "right"]
KINDS = ("inner", "left", "anti")


@dataclass(frozen=True, slots=True)
class Side:
    """One of both tables: its columns, and what their names begin with in the answer (None: nothing, unless they clash)."""

    fields: tuple[Field, ...]
    prefix: str | None = None

    @property
    def layout(self) -> Layout:
        """Return where its columns lie."""
        return layout_of(self.fields)


@dataclass(frozen=True, slots=True)
class Join:
    """A typed join; :func:`parse_join` makes it.

    ``keys`` are pairs of expressions, of the left table and of the right; ``fields`` the columns that the pairs of rows
    have; ``query`` is asked of them. ``inner`` keeps rows that match, ``left`` also the left rows that do not, ``anti``
    only those. Of a join by place there are no keys, and ``points`` says which side's points lie in the other's areas.
    """

    kind: str
    left: Side
    right: Side
    keys: tuple[tuple[Node, Node], ...]
    fields: tuple[Field, ...]
    query: Query
    points: Literal[""] | PointsSide = ""

    def keys_text(self) -> str:
        """Return the canonical text of the keys."""
        if self.points:
            return f"{self.points} within"
        return ", ".join(f"{node_text(left)} = {node_text(right)}" for left, right in self.keys)

    def text(self) -> str:
        """Return the canonical text of all that is asked, but for the tables."""
        return "\n".join((self.kind, self.keys_text(), *(each.name for each in self.fields), self.query.normalised()))


@dataclass(frozen=True, slots=True)
class SideMatch:
    """How many rows of a table have a partner, how many have no key, and how often one key stands there at most."""

    rows: int
    matched: int
    null_keys: int
    most: int

    @property
    def unmatched(self) -> int:
        """Rows without a partner."""
        return self.rows - self.matched


@dataclass(frozen=True, slots=True)
class Match:
    """How well the keys of two tables match, and how many pairs of rows they make."""

    left: SideMatch
    right: SideMatch
    pairs: int

    @property
    def cardinality(self) -> str:
        """Return ``one-to-one``, ``one-to-many``, ``many-to-one``, ``many-to-many``, or ``none`` without a match."""
        if not self.pairs:
            return "none"
        left, right = ("many" if each.most > 1 else "one" for each in (self.left, self.right))
        return f"{left}-to-{right}"

    def rows(self, kind: str, /) -> int:
        """Return how many rows a join of this kind has before it is filtered."""
        return {"inner": self.pairs, "left": self.pairs + self.left.unmatched, "anti": self.left.unmatched}[kind]
