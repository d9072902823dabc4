"""From a :class:`Query` to one statement of an engine. Constants are bound parameters; names are physical columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.dialects import DUCKDB, Dialect
from zhanqiao.data_center.storage.engine.query.functions import AREAS, CALLS, PRECEDENCE
from zhanqiao.data_center.storage.engine.query.layout import Layout, Place
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.narrowing import Sample, Top
from zhanqiao.data_center.storage.engine.query.nodes import Box, Call, Column, Literal, Node, Order
from zhanqiao.data_center.storage.engine.query.regions import Region, region_of

EVERYTHING = "TRUE"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its bound parameters."""

    sql: str
    params: tuple[Any, ...]


@dataclass(slots=True)
class Compiler:
    """Writes SQL for one query over one relation; collects its parameters.

    ``few`` says that the groups of ``top`` are few, so that a heap for each is quicker than to sort them all.
    """

    query: Query
    layout: Layout
    relation: str
    dialect: Dialect = DUCKDB
    params: list[Any] = field(default_factory=list)
    few: bool = False

    def statement(self, sql: str) -> Statement:
        """Return ``sql`` with the parameters collected so far."""
        return Statement(sql, tuple(self.params))

    def outputs(self) -> list[str]:
        """Return the SQL of each output column."""
        if not self.query.select:
            return list(self.layout.columns.values())
        return [self.sql(each.node) for each in self.query.select]

    def source(self) -> str:
        """Return ``FROM … WHERE …``."""
        return f"FROM {self.relation} WHERE {self.condition()}" if self.query.filtered else f"FROM {self.relation}"

    def condition(self) -> str:
        """Return the whole filter: ``where``, extent and words, and of these rows those that ``top`` or ``sample`` keep."""
        if self.query.top is not None:
            return self._top(self.query.top)
        if self.query.sample is not None:
            return self._sample(self.query.sample)
        return self._tests()

    def _tests(self) -> str:
        """Return the tests that look at one row."""
        parts = []
        if self.query.where is not None:
            parts.append(f"({self.sql(self.query.where)})")
        if self.query.box is not None and self.layout.place is not None:
            parts.append(self._box(self.layout.place, self.query.box))
        parts += [self._covered(self._place([]), each) for each in self.query.regions]
        parts += [self._word(each) for each in self.query.words]
        return " AND ".join(parts) or EVERYTHING

    def _top(self, top: Top) -> str:
        self.dialect.require("top")
        if self.few:
            return self._top_of_few(top)
        keys = ", ".join(self.sql(each) for each in top.per)
        place = f"row_number() OVER (PARTITION BY {keys}{self.orders(top.order_by, 'rowid')})"
        return f"rowid IN (SELECT rowid FROM {self.relation} WHERE {self._tests()} QUALIFY {place} <= {top.rows})"

    def _top_of_few(self, top: Top) -> str:
        """Return the same test with one key to sort by, for which the engine keeps ``rows`` of each group and no more."""
        names = [f"g{number}" for number in range(1, len(top.per) + 1)]
        keys = [f"{self.sql(each)} AS {name}" for each, name in zip(top.per, names, strict=True)]
        orders = [f"{key}, '{direction}'" for key, direction in map(self._order, top.order_by)]
        sort = f"create_sort_key({', '.join(orders)}, rowid, 'ASC NULLS LAST') AS k"
        rows = f"SELECT rowid AS place, {', '.join(keys)}, {sort} FROM {self.relation} WHERE {self._tests()}"
        first = f"row_number() OVER (PARTITION BY {', '.join(names)} ORDER BY k) <= {top.rows}"
        return f"rowid IN (SELECT place FROM ({rows}) QUALIFY {first})"

    def group_count(self, top: Top) -> Statement:
        """Return the statement that tells about how many groups ``top`` has."""
        keys = ", ".join(self.sql(each) for each in top.per)
        return self.statement(f"SELECT approx_count_distinct(hash({keys})) FROM {self.relation} WHERE {self._tests()}")

    def _sample(self, sample: Sample) -> str:
        self.dialect.require("sample")
        first, second = sample.keys
        drawn = f"SELECT rowid AS number, xor(rowid::UBIGINT & {_BITS}, {first}) AS h FROM {self.relation} WHERE {self._tests()}"
        for step in (*_MIXING, f"xor(h, {second})", *_MIXING):
            drawn = f"SELECT number, {step} AS h FROM ({drawn})"
        return f"rowid IN (SELECT number FROM ({drawn}) ORDER BY h, number LIMIT {sample.rows})"

    def groups(self) -> str:
        """Return ``GROUP BY … HAVING …``, or nothing."""
        sql = ""
        if self.query.group_by:
            sql += " GROUP BY " + ", ".join(self.sql(each) for each in self.query.group_by)
        if self.query.having is not None:
            sql += f" HAVING {self.sql(self.query.having)}"
        return sql

    def orders(self, orders: tuple[Order, ...], *last: str) -> str:
        """Return ``ORDER BY …`` with ``last`` as tie-breakers, or nothing."""
        keys = [" ".join(self._order(each)) for each in orders] + list(last)
        return f" ORDER BY {', '.join(keys)}" if keys else ""

    def sql(self, node: Node) -> str:
        """Return the SQL of an expression."""
        if isinstance(node, Column):
            return self.layout.column(node.name)
        if isinstance(node, Literal):
            return self.bound(node.value)
        writer = {
            "within_bbox": self._within,
            "within_polygon": self._area,
            "intersects": self._area,
            "in": self._listed,
            "coalesce": self._repeated,
            "concat": self._repeated,
        }.get(node.name)
        if node.name in {"and", "or"}:
            return CALLS[node.name].sql.join(f"({self.sql(each)})" for each in node.args)
        return writer(node) if writer else self._templated(node)

    def _templated(self, node: Call) -> str:
        args = [self.sql(each) for each in node.args]
        if node.name in PRECEDENCE:
            args = [f"({each})" for each in args]
        template = self.dialect.template(node)
        if node.name == "round" and len(args) == 1:
            template = "round({0})"
        if node.distinct:
            template = "count(DISTINCT {0})"
        return self._cast(node, template.format(*args))

    def _listed(self, node: Call) -> str:
        tested, *items = (self.sql(each) for each in node.args)
        return f"({tested}) IN ({', '.join(items)})"

    def _repeated(self, node: Call) -> str:
        args = [self.sql(each) for each in node.args]
        if node.name == "concat":
            args = [self.dialect.concatenated.format(each) for each in args]
        return f"{node.name}({', '.join(args)})"

    def _within(self, node: Call) -> str:
        *column, west, south, east, north = node.args
        return _overlap(self._place(column), *(self.sql(each) for each in (west, south, east, north)))

    def _area(self, node: Call) -> str:
        *column, text = node.args
        region = region_of(str(getattr(text, "value", "")), relation=AREAS[node.name])
        return self._covered(self._place(column), region)

    def _place(self, column: list[Node]) -> Place:
        place = self.layout.place_of(column[0].name) if column and isinstance(column[0], Column) else self.layout.place
        if place is None:
            raise TypeError("a place was asked of a table without one, and passed the checks")
        return place

    def _box(self, place: Place, box: Box) -> str:
        return _overlap(place, *(self.bound(each) for each in box))

    def _covered(self, place: Place, region: Region) -> str:
        self.dialect.require(region.relation)
        shape = place.geometry and f"ST_GeomFromWKB({place.geometry})"
        tested = shape or f"ST_Point(({place.west})::DOUBLE, ({place.south})::DOUBLE)"
        # The area stands first: that is the side which is prepared once for many rows.
        return f"({self._box(place, region.box)} AND {_RELATIONS[region.relation]}(ST_GeomFromText({self.bound(region.text)}), {tested}))"

    def _word(self, word: str) -> str:
        folded = word.lower()
        cased = folded != word.upper()
        columns = [self.layout.column(each.name) for each in self.layout.fields if each.type is LogicalType.TEXT]
        template = "contains(lower({0}), {1})" if cased else "contains({0}, {1})"
        return "(" + " OR ".join(template.format(each, self.bound(folded)) for each in columns) + ")"

    def _order(self, order: Order) -> tuple[str, str]:
        direction = "DESC" if order.descending else "ASC"
        key = self.sql(order.node)
        if order.collation is not None:
            key = self.dialect.collated(key, order.collation)
        return key, f"{direction} NULLS {'FIRST' if order.nulls_first else 'LAST'}"

    def bound(self, value: Any) -> str:
        """Return the parameter that carries a constant."""
        # Equal constants share a number, so that an expression in SELECT equals itself in GROUP BY.
        for number, bound in enumerate(self.params, start=1):
            if type(bound) is type(value) and bound == value:
                return self.dialect.bound(number, value)
        self.params.append(value)
        return self.dialect.bound(len(self.params), value)

    def _cast(self, node: Call, sql: str) -> str:
        if node.name in {"date_trunc", "bucket", "time_bucket"} and node.type is LogicalType.DATE:
            return self.dialect.cast(sql, LogicalType.DATE)
        if node.type is LogicalType.NUMBER and node.name in {"floor", "ceil", "round", "avg"}:
            return self.dialect.cast(sql, LogicalType.NUMBER)
        return sql


_BITS = 0xFFFFFFFF
# MurmurHash3's last mixing of 32 bits, by Austin Appleby: each step changes about half of the bits for one that differs.
_MIXING = (
    f"xor(h, h >> 16) * 2246822507 & {_BITS}",
    f"xor(h, h >> 13) * 3266489909 & {_BITS}",
    "xor(h, h >> 16)",
)
_RELATIONS = {"within": "ST_Covers", "intersects": "ST_Intersects"}


def _overlap(place: Place, west: str, south: str, east: str, north: str) -> str:
    return (
        f"({place.east} >= {west} AND {place.north} >= {south} AND {place.west} <= {east} AND {place.south} <= {north})"
    )
