"""The one query model: what is asked of a table, typed against its schema, and its canonical text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import orjson

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.checking import aggregates
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.narrowing import Sample, Top
from zhanqiao.data_center.storage.engine.query.nodes import Box, Column, Node, Order, Output
from zhanqiao.data_center.storage.engine.query.regions import Region
from zhanqiao.data_center.storage.engine.query.texts import node_text, order_text, output_text

MAX_ROWS = 10_000
PAGE = frozenset({"limit", "offset", "after", "count"})


@dataclass(frozen=True, slots=True)
class Query:
    """A typed question to one table; immutable and hashable. :func:`parse_query` makes it.

    ``select`` empty means all columns. ``limit`` None means the page's default (or everything, in an export).
    ``box`` is west, south, east, north in degrees, ``regions`` are polygons. ``top`` keeps the first rows of each group, ``sample`` some at random. ``count`` says whether the total is wanted: ``exact``, ``approx`` (an estimate will do), ``none``, or
    None for "where it is free". ``max_rows`` is the most rows a page of the calling interface holds,
    ``expressed`` the polygons that expressions name.
    """

    select: tuple[Output, ...] = ()
    where: Node | None = None
    group_by: tuple[Node, ...] = ()
    having: Node | None = None
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    after: str | None = None
    words: tuple[str, ...] = ()
    box: Box | None = None
    regions: tuple[Region, ...] = ()
    top: Top | None = None
    sample: Sample | None = None
    count: str | None = None
    max_rows: int = field(default=MAX_ROWS, compare=False)
    expressed: tuple[Region, ...] = field(default=(), compare=False)
    _texts: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def aggregated(self) -> bool:
        """Say whether rows are grouped or summed up."""
        return bool(self.group_by) or any(aggregates(each.node) for each in self.select)

    @property
    def counted(self) -> bool:
        """Say whether the total is wanted though it may cost something."""
        return self.count in {"exact", "approx"}

    @property
    def filtered(self) -> bool:
        """Say whether some rows of the table are left out."""
        plain = self.where is not None or bool(self.words) or self.box is not None
        return plain or bool(self.regions) or self.narrowed

    @property
    def areas(self) -> tuple[Region, ...]:
        """Return all polygons of the query."""
        return self.regions + self.expressed

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return every expression of the query."""
        conditions = tuple(each for each in (self.where, self.having) if each is not None)
        keys = self.group_by + (self.top.per if self.top else ())
        orders = self.order_by + (self.top.order_by if self.top else ())
        return (*conditions, *keys, *(each.node for each in self.select), *(each.node for each in orders))

    @property
    def narrowed(self) -> bool:
        """Say whether which rows are left out depends on other rows; an engine then gives them in any order."""
        return self.top is not None or self.sample is not None

    def params(self) -> dict[str, str]:
        """Return the canonical URL parameters; parsing them gives an equal query."""
        if not self._texts:  # asked for three times an answer: by its cache, its cursor and its next address
            self._texts.update({name: text for name, text in self._params().items() if text})
        return dict(self._texts)

    def _params(self) -> dict[str, str]:
        texts = {
            "select": ", ".join(output_text(each) for each in self.select),
            "where": node_text(self.where) if self.where else "",
            "group_by": ", ".join(node_text(each) for each in self.group_by),
            "having": node_text(self.having) if self.having else "",
            "order_by": ", ".join(order_text(each, outputs=self.select) for each in self.order_by),
            "limit": "" if self.limit is None else str(self.limit),
            "offset": str(self.offset or ""),
            "after": self.after or "",
            "q": " ".join(self.words),
            "bbox": ",".join(repr(each) for each in self.box or ()),
            "count": self.count or "",
        }
        if self.regions or self.narrowed:
            texts |= self._narrowing()
        return texts

    def _narrowing(self) -> dict[str, str]:
        texts = {each.relation: each.text for each in self.regions}
        if self.top is not None:
            texts["top"] = self.top.text()
        if self.sample is not None:
            texts |= {"sample": str(self.sample.rows), "seed": str(self.sample.seed or "")}
        return texts

    def normalised(self) -> str:
        """Return the canonical query string: the tail of links that share a view."""
        return urlencode(self.params())

    def question(self) -> str:
        """Return the canonical text without the page position; a cursor belongs to one question."""
        return orjson.dumps({name: text for name, text in self.params().items() if name not in PAGE}).decode()

    def key(self) -> str:
        """Return a text that two queries share only if they ask the same; it costs a fifth of :meth:`normalised`."""
        return orjson.dumps(self.params()).decode()


def output_fields(*, query: Query, layout: Layout) -> tuple[Field, ...]:
    """Return the columns of the answer: a bare column keeps its field, an expression gets its type."""
    if not query.select:
        return layout.fields
    return tuple(_output_field(each, layout) for each in query.select)


def _output_field(output: Output, layout: Layout) -> Field:
    if isinstance(output.node, Column):
        found = layout.field(output.node.name)
        return found if found.name == output.name else replace(found, name=output.name)
    if output.node.type is None:
        raise TypeError(f"unchecked expression: {output.name}")
    return Field(name=output.name, type=output.node.type)
