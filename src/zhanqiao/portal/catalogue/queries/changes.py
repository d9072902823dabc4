"""How two releases of a table differ, as a page."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Difference, Field, ReleaseCard, TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.rules import ChangesState


def changes_page(*, slug: str, state: ChangesState, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a page of rows that differ; what cannot be compared becomes ``problem``.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="releases") | {"state": state}
    if not dataset.tables or not page["reading"].allowed:
        return page
    new = catalogue.readable_table(table_id=_chosen(dataset, state).id, card=card, as_of=state.new or None)
    releases = storage.release_cards(table_id=new.id)
    page |= {"table": new, "releases": releases}
    old = _older(new, state, releases, card)
    if old is None:
        return page
    return page | {"old": old, "new": new} | _compared(old, new, state, language)


def _compared(old: TableCard, new: TableCard, state: ChangesState, language: str) -> dict[str, Any]:
    try:
        found = storage.difference(old=old, new=new, key=())
    except ZhanqiaoError as problem:
        return {"problem": problem}
    kind = state.kind or None
    here = pages(total=found.counts.of(kind), size=rules.CHANGES_SIZE, number=state.page)
    start = (here.number - 1) * rules.CHANGES_SIZE
    rows = storage.changes(difference=found, old=old, new=new, kind=kind, limit=rules.CHANGES_SIZE, offset=start)
    fields = _fields(old, new)
    return {
        "found": found,
        "kinds": _kinds(found, state),
        "cells": [{"name": name, "count": count} for name, count in found.counts.cells.items()],
        "retyped": [
            {"name": one.name, "old": rules.type_name(type=one.old), "new": rules.type_name(type=one.new)}
            for one in found.columns.retyped
        ],
        "fields": [{"field": one, "type": rules.type_name(type=one.type)} for one in fields],
        "body": rules.changes_body(fields=fields, rows=rows, language=language),
        "pages": here,
        "first": start + 1,
        "last": start + len(rows),
        "total": found.counts.of(kind),
    }


def _chosen(dataset: DatasetCard, state: ChangesState) -> TableCard:
    for table in dataset.tables:
        if state.table in ("", table.id):
            return table
    raise NotFoundError(what=state.table)


def _older(
    new: TableCard, state: ChangesState, releases: tuple[ReleaseCard, ...], card: AccessCard
) -> TableCard | None:
    before = state.old or next((one.id for one in releases if one.number < new.release_number), "")
    return catalogue.readable_table(table_id=new.id, card=card, as_of=before) if before else None


def _fields(old: TableCard, new: TableCard) -> list[Field]:
    known = {each.name for each in new.fields}
    return [*new.fields, *(each for each in old.fields if each.name not in known)]


def _kinds(found: Difference, state: ChangesState) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "text": text,
            "count": found.counts.of(name),
            "address": state.address(kind="" if state.kind == name else name),
            "chosen": state.kind == name,
        }
        for name, text in rules.CHANGE_KINDS.items()
    ]
