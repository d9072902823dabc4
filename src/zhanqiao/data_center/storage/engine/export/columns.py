"""The columns of an export as SQL, per format, so that every format says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query, output_fields
from zhanqiao.data_center.storage.engine.query.nodes import Order
from zhanqiao.data_center.storage.engine.query.values import SAFE_DIGITS, SAFE_INTEGER

Writer = Callable[[Field, str], str]


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
        columns = [f"{writer(field, sql)} AS {quoted_name(field.name)}" for field, sql in pairs]
        return compiler.statement(f"SELECT {', '.join(columns)} {self.tail(compiler)}")

    def compiler(self) -> Compiler:
        """Return a compiler of this query."""
        return Compiler(query=self.query, layout=self.layout, relation=self.relation)

    def tail(self, compiler: Compiler) -> str:
        """Return everything after the columns; without a limit, all rows."""
        query = self.query
        orders = query.order_by or tuple(Order(key) for key in query.group_by)
        ties = () if query.aggregated or not orders else ("rowid",)
        limit = "" if query.limit is None else f" LIMIT {query.limit}"
        offset = f" OFFSET {query.offset}" if query.offset else ""
        return f"{compiler.source()}{compiler.groups()}{compiler.orders(orders, *ties)}{limit}{offset}"


def answer_of(*, fields: Sequence[Field], query: Query, relation: str) -> Answer:
    """Return the answer to be written."""
    return Answer(query=query, layout=layout_of(fields), relation=relation)


def plain(field: Field, sql: str) -> str:
    """Write a column for CSV and TSV: geometry as WKT, everything else as DuckDB writes it (ISO dates, exact decimals)."""
    return f"ST_AsText(ST_GeomFromWKB({sql}))" if field.type is LogicalType.GEOMETRY else sql


def as_is(field: Field, sql: str) -> str:
    """Write a column in its own type; whole sums are narrowed from 128 bits where a format has none."""
    return f"({sql})::DECIMAL(38, 0)" if field.type is LogicalType.INTEGER and "sum(" in sql else sql


def as_json(field: Field, sql: str) -> str:
    """Write a column as JSON carries it without loss; the same rules as in pages (``query.values``)."""
    match field.type:
        case LogicalType.INTEGER:
            return f"CASE WHEN abs({sql}) > {SAFE_INTEGER} THEN to_json(({sql})::VARCHAR) ELSE to_json({sql}) END"
        case LogicalType.DECIMAL if (field.precision or SAFE_DIGITS + 1) > SAFE_DIGITS:
            return _long_decimal(sql, field.scale or 0)
        case LogicalType.NUMBER:
            return f"CASE WHEN isfinite({sql}) THEN {sql} END"
        case LogicalType.TIMESTAMP:
            return f"replace(({sql})::VARCHAR, ' ', 'T')"
        case LogicalType.GEOMETRY:
            return f"ST_AsGeoJSON(ST_GeomFromWKB({sql}))::JSON"
        case LogicalType.JSON:
            return f"CASE WHEN json_valid({sql}) THEN ({sql})::JSON ELSE to_json({sql}) END"
        case _:
            return sql


def as_text(field: Field, sql: str) -> str:
    """Write a column as plain text: ISO dates, WKT."""
    if field.type is LogicalType.TIMESTAMP:
        return f"replace(({sql})::VARCHAR, ' ', 'T')"
    return f"({plain(field, sql)})::VARCHAR"


def _long_decimal(sql: str, scale: int) -> str:
    bound = 10 ** max(0, SAFE_DIGITS - scale)
    return f"CASE WHEN abs({sql}) >= {bound} THEN to_json(({sql})::VARCHAR) ELSE to_json(({sql})::DOUBLE) END"
