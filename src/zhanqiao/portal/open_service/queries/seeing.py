"""What the API shows of datasets, tables and releases, to whom."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.ids import is_id
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.open_service.queries import documents
from zhanqiao.portal.open_service.queries.files import release_named

RECENT = 10


def dataset_named(*, name: str, card: AccessCard, as_of: str | None) -> DatasetCard:
    """Return a dataset by id or slug. Raises NotFoundError."""
    if is_id(text=name, prefix="ds"):
        return catalogue.dataset_card(id=name, card=card, as_of=as_of)
    return catalogue.dataset_card(slug=name, card=card, as_of=as_of)


def table_document(*, table_id: str, card: AccessCard, as_of: str | None) -> dict[str, Any]:
    """Return all that is known of a table; the profile only to whom the rows are open, for it shows values."""
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    table = storage.card_as_of(table_id=table_id, as_of_text=as_of) if as_of else storage.table_card(table_id=table_id)
    readable = decide(card=card, action=Action.see_rows, resource=dataset.resource)
    parts = storage.parts_of(card=table)
    return {
        **documents.table_summary(table),
        "problem_cells": sum(part.problem_cells for part in parts),
        "refused_rows": sum(part.refused_rows for part in parts),
        "dataset": {"id": dataset.id, "slug": dataset.slug, "title": dataset.title.as_dict()},
        "readable": readable.allowed,
        "readable_reason": readable.reason.as_dict(),
        "fields": _fields(table),
        "profile": storage.profile(card=table) if readable.is_free else None,
        "releases": [documents.release_summary(one) for one in storage.release_cards(table_id=table_id)[:RECENT]],
    }


def releases_of(*, table_id: str, card: AccessCard) -> list[dict[str, Any]]:
    """Return the releases of a table that ``card`` may know, newest first."""
    catalogue.dataset_of_table(table_id=table_id, card=card)
    return [documents.release_summary(one) for one in storage.release_cards(table_id=table_id)]


def release_seen(*, table_id: str, name: str, card: AccessCard) -> dict[str, Any]:
    """Return one release with its files."""
    catalogue.dataset_of_table(table_id=table_id, card=card)
    return documents.release_document(release_named(table_id=table_id, name=name))


def _fields(table: TableCard) -> list[dict[str, Any]]:
    as_of = None if table.is_current else table.release_id
    return [_field(column) for column in metadata.dictionary(table_id=table.id, as_of=as_of)]


def _field(column: ColumnCard) -> dict[str, Any]:
    return {
        **column.field.as_dict(),
        "label": column.label.as_dict(),
        "description": column.description.as_dict(),
        "unit": column.unit,
        "element": column.element,
    }
