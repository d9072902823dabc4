"""What goes with a dataset: others about the same things, tables to join with, tables of the same columns."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhanqiao.core_services.gallery.queries import apps_with
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import JoinableTable, TableCard, UnionableTable, quoted_name
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.rules import GridState

MOST_TABLES = 12


def related_page(*, slug: str, table_id: str, card: AccessCard) -> dict[str, Any]:
    """Return what goes with a dataset, and with one of its tables. Raises NotFoundError, QueryTimeoutError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="related") | {
        "related": catalogue.related(dataset=dataset, card=card),
        "apps": apps_with(dataset_id=dataset.id),
        "state": GridState(table=table_id),
    }
    if not dataset.tables or not page["reading"].allowed:
        return page
    table = next((each for each in dataset.tables if table_id in ("", each.id)), None)
    if table is None:
        raise NotFoundError(what=table_id)
    others = catalogue.readable_tables(card=card)
    joins = storage.joinable_tables(card=table, others=others)
    unions = storage.unionable_tables(card=table, others=others)
    known = _datasets([*(one.table for one in joins[:MOST_TABLES]), *(one.table for one in unions[:MOST_TABLES])], card)
    return page | {
        "table": table,
        "joins": [_join(table, dataset, one, known[one.table.dataset_id]) for one in joins[:MOST_TABLES]],
        "more_joins": max(0, len(joins) - MOST_TABLES),
        "unions": [_union(one, known[one.table.dataset_id]) for one in unions[:MOST_TABLES]],
        "more_unions": max(0, len(unions) - MOST_TABLES),
    }


def _datasets(tables: list[TableCard], card: AccessCard) -> dict[str, DatasetCard]:
    return {one.id: one for one in catalogue.dataset_cards(ids=[table.dataset_id for table in tables], card=card)}


def _join(table: TableCard, dataset: DatasetCard, found: JoinableTable, other: DatasetCard) -> dict[str, Any]:
    return {
        "table": found.table,
        "dataset": other,
        "title": other.title_of(table=found.table),
        "keys": found.join.on,
        "reason": found.join.reason(left=dataset.title_of(table=table), right=other.title_of(table=found.table)),
        "preview": _preview(table, found),
        "csv": "/api/v1/query?" + urlencode({"sql": _sql(table, found), "format": "csv"}),
    }


def _union(found: UnionableTable, other: DatasetCard) -> dict[str, Any]:
    title = other.title_of(table=found.table)
    return {"table": found.table, "dataset": other, "title": title, "reason": found.union.reason}


def _preview(table: TableCard, found: JoinableTable) -> str:
    """Return the address of the join's preview: by the columns alone, whose values it compares without blanks around them."""
    keys = [pair for key in found.join.keys for pair in (("a", key.left.name), ("b", key.right.name))]
    pairs = [("left", table.id), ("right", found.table.id), *keys]
    return reverse("joining:join") + "?" + urlencode(pairs)


def _sql(table: TableCard, found: JoinableTable) -> str:
    keys = " AND ".join(f"a.{quoted_name(left)} = b.{quoted_name(right)}" for left, right in found.join.on)
    return f"SELECT * FROM {table.id} AS a JOIN {found.table.id} AS b ON {keys}"  # noqa: S608 - runs in the sandbox for public SQL
