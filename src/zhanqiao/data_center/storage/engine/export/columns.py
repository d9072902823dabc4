"""The columns of an export as SQL, per format, so that every format says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query, output_fields
from zhanqiao.data_center.storage.engine.query.nodes import Order
from zhanqiao.data_center.storage.engine.query.values import ISO, SAFE_DIGITS, SAFE_INTEGER

MAX_PRECISION = 38


class Writer(Protocol):
    """Turns a column's SQL into what a format writes."""

    def __call__(self, *, field: Field, sql: str) -> str:
        """Return the SQL of the written column."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A query over one relation, to be written out whole."""

    query: Query
    layout: Layout
    relation: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the output columns."""
        return output_fields(query=self.query, layout=self.layout)

    def named(self, writer: Writer) -> Statement:
        """Return the statement with one column per output, written by ``writer`` and named as the output."""
        compiler = self.compiler()
        pairs = zip(self.fields, compiler.outputs(), strict=True)
        columns = [f"{writer(field=field, sql=sql)} AS {quoted_name(field.name)}" for field, sql in pairs]
        return compiler.statement(f"SELECT {', '.join(columns)} {self.tail(compiler)}")

    def compiler(self) -> Compiler:
        """Return a compiler of this query."""
        return Compiler(query=self.query, layout=self.layout, relation=self.relation)

    def tail(self, compiler: Compiler) -> str:
        """Return everything after the columns; without a limit, all rows."""
        query = self.query
        orders = query.order_by or tuple(Order(key) for key in query.group_by)
        ties = () if query.aggregated or not (orders or query.narrowed) else ("rowid",)
        if not query.filtered and not orders and not query.aggregated and query.limit is not None:
            # a range of rows, because a LIMIT of a million holds them all before it gives the first batch
            return f"FROM {self.relation} WHERE rowid >= {query.offset} AND rowid < {query.offset + query.limit}"
        limit = "" if query.limit is None else f" LIMIT {query.limit}"
        offset = f" OFFSET {query.offset}" if query.offset else ""
        return f"{compiler.source()}{compiler.groups()}{compiler.orders(orders, *ties)}{limit}{offset}"


def answer_of(*, fields: Sequence[Field], query: Query, relation: str) -> Answer:
    """Return the answer to be written."""
    return Answer(query=query, layout=layout_of(fields), relation=relation)


def plain(*, field: Field, sql: str) -> str:
    """Write a column for CSV and TSV: geometry as WKT, everything else as DuckDB writes it (ISO dates, exact decimals)."""
    return f"ST_AsText(ST_GeomFromWKB({sql}))" if field.type is LogicalType.GEOMETRY else sql


def as_is(*, field: Field, sql: str) -> str:
    """Write a column in its own type; a sum of whole numbers has 128 bits, which no format but a decimal holds."""
    return f"({sql})::DECIMAL(38, 0)" if field.type is LogicalType.INTEGER and "sum(" in sql else sql


def as_json(*, field: Field, sql: str) -> str:
    """Write a column as JSON carries it without loss; the same rules as in pages (``query.values``)."""
    if field.type is LogicalType.DECIMAL and (field.precision or MAX_PRECISION) <= SAFE_DIGITS:
        return sql
    return _JSON.get(field.type, "{0}").format(sql)


def as_text(*, field: Field, sql: str) -> str:
    """Write a column as plain text: ISO dates, WKT."""
    if field.type is LogicalType.TIMESTAMP:
        return ISO[field.type].format(sql)
    return f"({plain(field=field, sql=sql)})::VARCHAR"


_JSON = {
    LogicalType.INTEGER: f"CASE WHEN {{0}} NOT BETWEEN -{SAFE_INTEGER} AND {SAFE_INTEGER} "
    "THEN to_json(({0})::VARCHAR) ELSE to_json({0}) END",
    LogicalType.DECIMAL: "CASE WHEN length(ltrim(replace(abs({0})::VARCHAR, '.', ''), '0')) > "
    f"{SAFE_DIGITS} THEN to_json(({{0}})::VARCHAR) ELSE to_json(({{0}})::DOUBLE) END",
    LogicalType.NUMBER: "CASE WHEN isfinite({0}) THEN {0} END",
    LogicalType.TIMESTAMP: ISO[LogicalType.TIMESTAMP],
    LogicalType.GEOMETRY: "ST_AsGeoJSON(ST_GeomFromWKB({0}))::JSON",
    LogicalType.JSON: "CASE WHEN json_valid({0}) THEN ({0})::JSON ELSE to_json({0}) END",
}
