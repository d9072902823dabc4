"""One page of an answer from a Spark Connect server: compiled, run under a time limit, made into JSON values."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import uuid4

from grpc import RpcError
from pyspark.errors import PySparkException

from zhanqiao.data_center.storage.engine.distributed import relations
from zhanqiao.data_center.storage.engine.distributed.errors import DistributedFailedError, NotDistributableError
from zhanqiao.data_center.storage.engine.distributed.parts import Parts
from zhanqiao.data_center.storage.engine.distributed.sessions import forget, session
from zhanqiao.data_center.storage.engine.duck import Attached, QueryTimeoutError
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.dialects import SPARK, NotInDialectError
from zhanqiao.data_center.storage.engine.query.layout import Layout, layout_of
from zhanqiao.data_center.storage.engine.query.model import Query, output_fields
from zhanqiao.data_center.storage.engine.query.nodes import Call, Node
from zhanqiao.data_center.storage.engine.query.pages import Page, RowsPage, page_size
from zhanqiao.data_center.storage.engine.query.values import json_value
from zhanqiao.kit.progress import Progress, Step

ROW_NUMBER = "row_number() OVER (ORDER BY rowid) - 1 AS rowid"
INTERRUPT_SECONDS = 2.0
Answer = TypeVar("Answer")


def answered(
    *, url: str, parts: Parts, fields: tuple[Field, ...], query: Query, seconds: float, progress: Progress
) -> RowsPage:
    """Do what :func:`distributed.rows` says."""
    layout = layout_of(fields)
    _check(query, layout)
    size, limits = page_size(query=query)
    columns = output_fields(query=query, layout=layout)
    asked = _Asked(url, session(url=url), parts, layout, query)
    return asked.within(seconds, progress, lambda: asked.page(columns, size, limits))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question on its way."""

    url: str
    spark: Any
    parts: Parts
    layout: Layout
    query: Query

    def page(self, columns: tuple[Field, ...], size: int, limits: tuple[dict[str, str], ...]) -> RowsPage:
        """Return the page; runs in a thread of its own."""
        relation, data = self._relation()
        table = Attached("", relation, release_id=self.parts.release_id, rows=self.parts.rows)
        page = Page(query=self.query, layout=self.layout, table=table, columns=columns, size=size, dialect=SPARK)
        try:
            statement = page.statement()
        except NotInDialectError as error:
            raise NotDistributableError(part=error.part) from None
        found = self._fetched(statement, data)
        total = page.total(lambda statement: self._fetched(statement, data))
        kept, after = page.cut(found)
        return RowsPage(columns, [_json(row, columns) for row in kept], total, after, limits, engine=SPARK.name)

    def within(self, seconds: float, progress: Progress, work: Callable[[], Answer]) -> Answer:
        """Return what ``work`` gives; after ``seconds`` what it runs on the cluster is interrupted."""
        tag, done = f"zhanqiao-{uuid4().hex}", _Done[Answer]()
        teller = _teller(progress)
        self.spark.registerProgressHandler(teller)
        thread = threading.Thread(target=done.run, args=(self.spark, tag, work), daemon=True)
        thread.start()
        thread.join(seconds)
        self.spark.removeProgressHandler(teller)
        if thread.is_alive():
            self.spark.interruptTag(tag)
            thread.join(INTERRUPT_SECONDS)  # it ends as soon as the cluster says that it stopped
            raise QueryTimeoutError(seconds=f"{seconds:g}")
        if isinstance(done.error, PySparkException | RpcError):
            forget(url=self.url)
            raise DistributedFailedError(reason=str(done.error).splitlines()[0]) from None
        return done.given()

    def _relation(self) -> tuple[str, Any]:
        if self.query.aggregated:
            return relations.VIEW, relations.plain(spark=self.spark, parts=self.parts, layout=self.layout)
        data, numbered = relations.placed(spark=self.spark, parts=self.parts, layout=self.layout)
        if numbered or self.query.order_by:
            return relations.VIEW, data
        names = ", ".join(self.layout.columns.values())
        return f"(SELECT {names}, {ROW_NUMBER} FROM {relations.VIEW}) AS counted", data

    def _fetched(self, statement: Statement, data: Any) -> list[tuple[Any, ...]]:
        named = {f"p{number}": value for number, value in enumerate(_plain(statement.params), start=1)}
        table = self.spark.sql(statement.sql, args=named, data=data).toArrow()
        columns = [column.to_pylist() for column in table.columns]
        return list(zip(*columns, strict=True))


class _Done(Generic[Answer]):
    """What a thread brought back."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.error: BaseException | None = None

    def run(self, spark: Any, tag: str, work: Callable[[], Answer]) -> None:
        """Do the work; tags belong to a thread."""
        try:
            spark.addTag(tag)
            self.answers.append(work())
        except BaseException as error:  # noqa: BLE001 - given to the thread that waits, which raises it
            self.error = error

    def given(self) -> Answer:
        """Return the answer, or raise what came instead."""
        if self.error is not None:
            raise self.error
        return self.answers[0]


def _check(query: Query, layout: Layout) -> None:
    time = next((each.name for each in layout.fields if each.type is LogicalType.TIME), None)
    if time is not None:
        raise NotDistributableError(part=time)
    extent = query.box is not None or any(_asks_extent(each) for each in query.nodes)
    if extent and layout.place is not None and layout.place.geometry is not None:
        raise NotDistributableError(part="bbox")


def _asks_extent(node: Node) -> bool:
    return isinstance(node, Call) and (node.name == "within_bbox" or any(_asks_extent(each) for each in node.args))


def _plain(values: tuple[Any, ...]) -> list[Any]:
    return [each.isoformat() if isinstance(each, date) else each for each in values]


def _json(row: tuple[Any, ...], columns: tuple[Field, ...]) -> tuple[Any, ...]:
    return tuple(_value(value, field) for value, field in zip(row, columns, strict=True))


def _value(value: Any, field: Field) -> Any:
    if isinstance(value, Decimal) and field.type is LogicalType.INTEGER:
        value = int(value)
    elif isinstance(value, Decimal) and field.type is LogicalType.NUMBER:
        value = float(value)
    return json_value(value, kind=field.type)


def _teller(progress: Progress) -> Callable[..., None]:
    def tell(stages: Any, **_: Any) -> None:
        done, total = (
            sum(getattr(each, name) for each in stages or ()) for name in ("num_completed_tasks", "num_tasks")
        )
        if total:
            progress(Step("cluster", done, total, unit="tasks"))

    return tell
