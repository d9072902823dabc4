"""Changes of entries that people look at before they are made: written down as they were asked for, made later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.data_center.catalogue.operations.datasets import locked, revise_dataset
from zhanqiao.data_center.catalogue.operations.template import ResourceChange
from zhanqiao.data_center.catalogue.queries.datasets import entry_of
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.metadata import operations as metadata
from zhanqiao.data_center.metadata.queries import words_of
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Written = Mapping[str, Any]


class EntryChangedMeanwhileError(ZhanqiaoError):
    """What a change was to replace is no longer there; nothing was changed."""

    status = 409
    code = "entry-changed"
    sentence = Text(
        zh="“{title}”在提出变更之后已有新的改动（{what}），什么都没有改变。请退回，由提出人按现在的目录重新提出。",
        en="'{title}' was changed ({what}) after this was asked for; nothing was changed. Send it back, so that it is asked for anew "
        "from the catalogue as it is.",
    )


def written_change(*, change: ResourceChange, before: DatasetEntry) -> dict[str, Any]:
    """Return a change of the reporting template as JSON values: what stands there, what should, and the cells for people."""
    old, new = before.as_dict(), change.entry.as_dict()
    return {
        "dataset": change.dataset_id,
        "code": change.code,
        "title": change.title,
        "cells": [[one.cell, one.head, one.before, one.after] for one in change.cells],
        "fields": {name: [old[name], value] for name, value in new.items() if value != old[name]},
        "items": {table: _words(table, words) for table, words in change.items.items()},
    }


def make_change(*, change: Written, by: str, at: datetime, reason: str) -> None:
    """Make a change that was written down, all of it or nothing.

    Raises EntryChangedMeanwhileError where a field or a column is no longer what it was to replace, and what
    ``revise_dataset`` and ``describe_columns`` raise.
    """
    with transaction.atomic():
        present = entry_of(dataset=locked(dataset_id=change["dataset"])).as_dict()
        for name, (before, after) in change["fields"].items():
            if present[name] not in (before, after):
                raise EntryChangedMeanwhileError(title=change["title"], what=name)
            present[name] = after
        entry = DatasetEntry.from_dict(present)
        revise_dataset(dataset_id=change["dataset"], entry=entry, by=by, at=at, reason=reason)
        for table_id, columns in change["items"].items():
            _describe(table_id, columns, title=change["title"], by=by, at=at, note=reason)


def _words(table_id: str, words: tuple[ColumnWords, ...]) -> dict[str, list[Any]]:
    before = {one.name: one.as_dict() for one in words_of(table_id=table_id)}
    return {one.name: [before.get(one.name), one.as_dict()] for one in words if one.as_dict() != before.get(one.name)}


def _describe(table_id: str, columns: Written, *, title: str, by: str, at: datetime, note: str) -> None:
    present = {one.name: one.as_dict() for one in words_of(table_id=table_id)}
    for name, (before, after) in columns.items():
        if present.get(name) not in (before, after):
            raise EntryChangedMeanwhileError(title=title, what=name)
        present[name] = after
    words = [ColumnWords.from_dict(one) for one in present.values()]
    metadata.describe_columns(table_id=table_id, words=words, by=by, at=at, note=note)
