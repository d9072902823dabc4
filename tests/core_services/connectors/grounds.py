"""A published table for connectors to fill, and the shortest way to register and run one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import seeding

from zhanqiao.core_services.connectors import operations
from zhanqiao.core_services.connectors.models import QuarantinedRow
from zhanqiao.core_services.connectors.queries import RunCard
from zhanqiao.core_services.connectors.rules import Description
from zhanqiao.core_services.publishing.operations import publish_rows
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
BY = "tests"
LOTS = "车场编号,名称,余位,更新时间\n起始,起始,0,2026-01-01 08:00:00\n"
COLUMNS = ("车场编号", "名称", "余位", "更新时间")


def published_table(*, keyed: bool) -> str:
    """Publish the table of car parks with one row; return its id."""
    seeding.register_department()
    table = seeding.published(name="lots", title="停车场余位", content=LOTS)["table"]
    if keyed:
        storage.declare_key(table_id=table, columns=["车场编号"], by=BY, at=AT)
    return table


def register(table: str, **given: Any) -> str:
    """Register a connector ``lots`` to the table."""
    again = given.pop("again", False)
    stated = {"key": "lots", "name_zh": "停车场", "dataset": "lots", "table": table, **given}
    return operations.register_connector(Description(**stated), replace=again, by=BY, at=AT)


def run(hours: int = 0, *, meanwhile: Callable[[float], Any] = lambda _: None) -> RunCard:
    """Run it without waiting between tries; ``meanwhile`` happens instead."""
    at = AT + timedelta(hours=hours)
    return operations.run_connector(key="lots", by=BY, at=at, clock=lambda: at, sleep=meanwhile)


def counts(card: RunCard) -> tuple[str, int, int, int]:
    """Return state, rows read, sent, quarantined."""
    return card.state.value, card.rows_read, card.rows_sent, card.rows_quarantined


def rows_of(table: str) -> list[tuple[Any, ...]]:
    """Publish what waits and return number and free places of all rows but the first."""
    publish_rows(table_id=table, at=AT)
    card = queries.table_card(table_id=table)
    query = queries.parsed(card=card, params={"select": "车场编号, 余位", "order_by": "车场编号", "limit": "10000"})
    return [tuple(row) for row in queries.rows(card=card, query=query).rows if row[0] != "起始"]


def waiting() -> list[tuple[int, list[str]]]:
    """Return the rows in quarantine: their numbers and the columns that did not fit."""
    found = QuarantinedRow.objects.filter(state="waiting").order_by("number")
    return [(one.number, [reason["column"] for reason in one.reasons]) for one in found]
