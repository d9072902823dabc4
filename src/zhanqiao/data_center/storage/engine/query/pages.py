"""Runs queries against the serving copy of a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.duck import Attached, export_instance, limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.instant import instant_copy
from zhanqiao.data_center.storage.engine.instant.answering import ReadyRows, ready_page
from zhanqiao.data_center.storage.engine.instant.groups import value_counts
from zhanqiao.data_center.storage.engine.query.checking import unknown_column
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.query.cursors import Cursor, position_of, question_digest
from zhanqiao.data_center.storage.engine.query.dialects import DUCKDB, Dialect
from zhanqiao.data_center.storage.engine.query.estimates import BLOCK, SEED, Estimate, estimated, percent
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query, output_fields
from zhanqiao.data_center.storage.engine.query.nodes import Order
from zhanqiao.data_center.storage.engine.query.regions import check_regions
from zhanqiao.data_center.storage.engine.query.remembered import DEEP, MOST_ROWS, ORDERS
from zhanqiao.data_center.storage.engine.query.running import column_of, fetched
from zhanqiao.data_center.storage.engine.query.values import carried, json_rows
from zhanqiao.kit import environment
from zhanqiao.kit.texts import Text

DEFAULT_ROWS = 100
MAX_FACET_VALUES = 1_000
FEW = 200_000  # rows kept for the groups of ``top`` together: 30 MB


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of an answer.

    ``rows`` hold values that JSON can carry, in the order of ``columns``; :meth:`json` gives them as objects. ``total`` counts all rows of the answer; it
    is None when it was not asked for and is not free. ``next`` is the cursor of the next page, None on the last.
    ``limits`` say which limits cut the answer: dicts of ``code``, ``zh``, ``en``. ``engine`` names who answered.
    ``estimate`` says how a total was estimated, None for one that was counted.
    """

    columns: tuple[Field, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int | None = None
    next: str | None = None
    limits: tuple[dict[str, str], ...] = field(default=())
    engine: str = "duckdb"
    estimate: Estimate | None = None

    def json(self) -> bytes:
        """Return the rows as a JSON array of objects; free where they were texts all along."""
        if isinstance(self.rows, ReadyRows):
            return self.rows.json()
        return orjson.dumps(self.as_objects(), default=str)

    def as_objects(self) -> list[dict[str, Any]]:
        """Return the rows as objects keyed by column name."""
        names = [each.name for each in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def rows(*, serving: Path, fields: Sequence[Field], query: Query, seconds: float | None = None) -> RowsPage:
    """Return one page of the answer to ``query``.

    Without ``order_by`` rows come in source order, groups in the order of their keys. ``limit`` defaults to 100 and is
    cut at the query's ``max_rows`` (10,000), which ``limits`` then says. Raises QueryTimeoutError after ``seconds`` (default: setting
    QUERY_SECONDS), CursorExpiredError, QueryFailedError.
    """
    layout = layout_of(fields)
    columns = output_fields(query=query, layout=layout)
    size, limits = page_size(query=query)

    def rows_asked() -> list[int]:
        with _opened(serving, seconds, query) as (cursor, table):
            numbered = Page(query=query, layout=layout, table=table, columns=(), size=size)
            numbered.look(partial(fetched, cursor))
            deep = numbered.deep_places(cursor, copy=serving)
            return [row[-1] for row in fetched(cursor, numbered.places())] if deep is None else deep

    copy = instant_copy(serving=serving, fields=layout.fields)
    ready = ready_page(query=query, layout=layout, copy=copy, size=size, ask=rows_asked) if copy else None
    if ready is not None:
        return RowsPage(columns, *ready, limits)
    with _opened(serving, seconds, query) as (cursor, table):
        page = Page(query=query, layout=layout, table=table, columns=columns, size=size)
        page.look(partial(fetched, cursor))
        found = fetched(cursor, page.statement())
        estimate = page.estimate(partial(fetched, cursor))
        total = estimate.rows if estimate else page.total(partial(fetched, cursor))
    kept, after = page.cut(found)
    return RowsPage(columns, json_rows(rows=kept, fields=columns), total, after, limits, estimate=estimate)


def aggregate(*, serving: Path, fields: Sequence[Field], query: Query, seconds: float | None = None) -> RowsPage:
    """Return groups: like :func:`rows`, for a query with ``group_by`` or aggregate functions."""
    return rows(serving=serving, fields=fields, query=query, seconds=seconds)


def facets(
    *, serving: Path, fields: Sequence[Field], query: Query, columns: Sequence[str], size: int = 20,
    seconds: float | None = None,
) -> dict[str, list[tuple[Any, int]]]:  # fmt: skip
    """Return for each column its most frequent values (at most ``size``, up to 1,000) with their counts.

    The filter of ``query`` applies; its select, grouping and paging do not. QueryError names an unknown column.
    """
    layout = layout_of(fields)
    for name in columns:
        if name not in layout.columns:
            raise unknown_column(name, layout=layout, parameter="columns", position=None)
    copy = instant_copy(serving=serving, fields=layout.fields)
    size = min(size, MAX_FACET_VALUES)
    ready = value_counts(query=query, layout=layout, copy=copy, columns=columns, size=size) if copy else None
    if ready is not None:
        return ready
    with _opened(serving, seconds, query) as (cursor, table):
        return {name: _facet(cursor, table, layout, query, name, size) for name in columns}


@dataclass(slots=True)
class Page:
    """One page to be: which statement fetches it, and where the next begins."""

    query: Query
    layout: Layout
    table: Attached
    columns: tuple[Field, ...]
    size: int
    start: int = 0
    dialect: Dialect = DUCKDB
    few: bool = False

    def look(self, fetch: Callable[[Statement], list[tuple[Any, ...]]]) -> None:
        """Find out whether the groups of ``top`` are few, which costs a twentieth of sorting them; nothing without one."""
        top = self.query.top
        if top is not None:
            groups = int(fetch(self._compiler().group_count(top))[0][0])
            self.few = groups * top.rows <= FEW

    def statement(self) -> Statement:
        """Return the statement that fetches the page and one row more."""
        position = position_of(query=self.query, release_id=self.table.release_id)
        self.start = self.query.offset if position is None else position
        compiler = self._compiler()
        if self.query.aggregated:
            return compiler.statement(self._grouped(compiler))
        if self.query.order_by:
            return compiler.statement(self._sorted(compiler))
        return compiler.statement(self._in_source_order(compiler, resumed=position is not None))

    def places(self) -> Statement:
        """Return the statement that fetches only the numbers of the page's rows; not for groups."""
        position = position_of(query=self.query, release_id=self.table.release_id)
        self.start = self.query.offset if position is None else position
        compiler = self._compiler()
        if self.query.order_by:
            head = f"SELECT rowid {compiler.source()}{compiler.orders(self.query.order_by, 'rowid')}"
            return compiler.statement(head + self._slice())
        return compiler.statement(self._in_source_order(compiler, resumed=position is not None))

    def deep_places(self, cursor: duckdb.DuckDBPyConnection, *, copy: Path) -> list[int] | None:
        """Return what :meth:`places` fetches out of the remembered order of all rows; None where sorting some is quicker."""
        position = position_of(query=self.query, release_id=self.table.release_id)
        start = self.query.offset if position is None else position
        if not self.query.order_by and (position is not None or not self.query.filtered):
            return None  # a range of row numbers says it
        if start < DEEP or self.table.rows > MOST_ROWS:
            return None
        compiler = self._compiler()
        order = compiler.orders(self.query.order_by, "rowid")
        statement = compiler.statement(f"SELECT rowid::UINTEGER {compiler.source()}{order}")
        question, make = self.query.question(), partial(column_of, cursor, statement)
        found = ORDERS.of(copy=str(copy), question=question, make=make)
        return [int(place) for place in found[start : start + self.size + 1]]

    def total(self, fetch: Callable[[Statement], list[tuple[Any, ...]]]) -> int | None:
        """Return the number of rows of the whole answer when it is asked for or free."""
        if not self.query.filtered and not self.query.aggregated:
            return None if self.query.count == "none" else self.table.rows
        if not self.query.counted:
            return None
        compiler = self._compiler()
        source = compiler.source()
        if self.query.aggregated:
            source = f"FROM (SELECT {', '.join(compiler.outputs())} {source}{compiler.groups()}) AS found"
        return int(fetch(compiler.statement(f"SELECT count(*) {source}"))[0][0])

    def estimate(self, fetch: Callable[[Statement], list[tuple[Any, ...]]]) -> Estimate | None:
        """Return an estimate of the total where that is wanted and a count would be dear; else it is counted."""
        query = self.query
        plain = query.filtered and not query.narrowed and not query.aggregated
        if query.count != "approx" or not plain or self.table.rows <= environment.value("COUNT_EXACT_ROWS"):
            return None
        compiler = self._compiler()
        drawn = f"{self.table.relation} TABLESAMPLE system({percent(rows=self.table.rows)} PERCENT) REPEATABLE ({SEED})"
        counts = f"count(*), count(*) FILTER (WHERE {compiler.condition()})"
        found = fetch(compiler.statement(f"SELECT {counts} FROM {drawn} GROUP BY rowid // {BLOCK}"))
        return estimated(blocks=[(size, fits) for size, fits in found], rows=self.table.rows)

    def cut(self, found: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], str | None]:
        """Return the page's rows without the helping column, and the cursor of the next page."""
        more, kept = len(found) > self.size, found[: self.size]
        if self._numbered:
            position = kept[-1][-1] + 1 if kept else 0
            kept = [row[:-1] for row in kept]
        else:
            position = self.start + self.size
        if not more or not self.size:
            return kept, None
        return kept, Cursor(self.table.release_id, question_digest(self.query), position).encoded()

    @property
    def _numbered(self) -> bool:
        return not self.query.aggregated and not self.query.order_by

    def _outputs(self, compiler: Compiler) -> list[str]:
        if not self.columns:
            return []
        if not self.dialect.carries_text:
            return compiler.outputs()
        return [carried(field=field, sql=sql) for field, sql in zip(self.columns, compiler.outputs(), strict=True)]

    def _compiler(self) -> Compiler:
        return Compiler(
            query=self.query, layout=self.layout, relation=self.table.relation, dialect=self.dialect, few=self.few
        )

    def _grouped(self, compiler: Compiler) -> str:
        orders = self.query.order_by or tuple(Order(key) for key in self.query.group_by)
        ties = [compiler.sql(key) for key in self.query.group_by] if self.query.order_by else []
        body = f"SELECT {', '.join(self._outputs(compiler))} {compiler.source()}{compiler.groups()}"
        return body + compiler.orders(orders, *ties) + self._slice()

    def _sorted(self, compiler: Compiler) -> str:
        body = f"SELECT {', '.join(self._outputs(compiler))} {compiler.source()}"
        return body + compiler.orders(self.query.order_by, "rowid") + self._slice()

    def _in_source_order(self, compiler: Compiler, *, resumed: bool) -> str:
        columns = ", ".join((*self._outputs(compiler), "rowid"))
        head = f"SELECT {columns} FROM {self.table.relation} WHERE "
        if not self.query.filtered:
            # The limit says the same as the range, but lets the scan end after it: 1.0 instead of 2.4 ms at 1M rows.
            return f"{head}rowid >= {self.start} AND rowid < {self.start + self.size + 1}{self.dialect.in_order} LIMIT {self.size + 1}"
        in_order = " ORDER BY rowid" if self.query.narrowed else self.dialect.in_order
        if resumed:
            return f"{head}rowid >= {self.start} AND {compiler.condition()}{in_order} LIMIT {self.size + 1}"
        return f"{head}{compiler.condition()}{in_order}{self._slice()}"

    def _slice(self) -> str:
        return f" LIMIT {self.size + 1} OFFSET {self.start}"


@contextmanager
def _opened(serving: Path, seconds: float | None, query: Query) -> Iterator[tuple[duckdb.DuckDBPyConnection, Attached]]:
    # Only areas need the spatial extension, which takes 0.3 s once a process.
    instance = export_instance(serving, spatial=True) if query.areas else serving_instance(serving)
    cursor = instance.cursor()
    with instance.using(serving) as table, limited(cursor, seconds=seconds):
        check_regions(regions=query.areas, cursor=cursor)
        yield cursor, table


def _facet(
    cursor: duckdb.DuckDBPyConnection, table: Attached, layout: Layout, query: Query, name: str, size: int
) -> list[tuple[Any, int]]:
    compiler = Compiler(query=query, layout=layout, relation=table.relation)
    column = layout.column(name)
    shown = carried(field=layout.field(name), sql=column)
    order = f"ORDER BY 2 DESC, {column} NULLS LAST LIMIT {size}"
    sql = f"SELECT {shown}, count(*) {compiler.source()} GROUP BY {column} {order}"
    found = fetched(cursor, compiler.statement(sql))
    values = json_rows(rows=[(value,) for value, _ in found], fields=(layout.field(name),))
    return [(value, count) for (value,), (_, count) in zip(values, found, strict=True)]


def page_size(*, query: Query) -> tuple[int, tuple[dict[str, str], ...]]:
    """Return how many rows a page holds, and the limit that cut it."""
    asked = DEFAULT_ROWS if query.limit is None else query.limit
    return min(asked, query.max_rows), (_cut(query.max_rows),) if asked > query.max_rows else ()


def _cut(limit: int) -> dict[str, str]:
    return {"code": "limit-cut", **_CUT.filled(limit=limit).as_dict()}


_CUT = Text(
    zh="每页最多 {limit} 行；用 next 继续，或用导出下载全部。",
    en="A page holds at most {limit} rows; go on with 'next', or download everything by export.",
)
