"""Changes to dictionaries: every change is a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.metadata.models import ColumnEntry, DictionaryVersion
from zhanqiao.data_center.metadata.queries.dictionaries import words_of
from zhanqiao.data_center.metadata.rules import ColumnWords, merged_words, require_fitting
from zhanqiao.data_center.storage import operations as storage_operations
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.audit.operations import record


def describe_columns(*, table_id: str, words: Sequence[ColumnWords], by: str, at: datetime, note: str = "") -> int:
    """Give the table's columns these words; return the number of the new version, or of the old when nothing changed.

    Raises NotFoundError, DictionaryMismatchError.
    """
    with transaction.atomic():
        card = storage.table_card(table_id=table_id)
        require_fitting(names=[field.name for field in card.fields], words=words)
        latest = DictionaryVersion.objects.filter(table_id=table_id).last()
        if latest and tuple(words) == words_of(table_id=table_id):
            return latest.number
        number = (latest.number if latest else 0) + 1
        _write(card=card, words=words, number=number, by=by, at=at, note=note)
        storage_operations.visible_change()
        detail = {"version": number, "columns": len(words)}
        record(by=by, action="dictionary.describe", object_type="table", object_id=table_id, detail=detail, at=at)
    return number


def describe_new_release(*, table_id: str, words: Sequence[ColumnWords] = (), by: str, at: datetime) -> int:
    """Describe the columns of the current release: given words first, known ones next, proposals for the rest."""
    fields = storage.table_card(table_id=table_id).fields
    merged = merged_words(fields=fields, known=words_of(table_id=table_id), given=words)
    return describe_columns(table_id=table_id, words=merged, by=by, at=at)


def _write(
    *, card: storage.TableCard, words: Sequence[ColumnWords], number: int, by: str, at: datetime, note: str
) -> None:
    version = DictionaryVersion.objects.create(
        table_id=card.id, number=number, release_id=card.release_id, by=by, at=at, note=note
    )
    stated = {one.name: one for one in words}
    ColumnEntry.objects.bulk_create(
        ColumnEntry(
            version=version,
            ordinal=ordinal,
            type=field.type.value,
            meaning=field.meaning or "",
            **stated[field.name].as_dict(),
        )
        for ordinal, field in enumerate(card.fields)
    )
