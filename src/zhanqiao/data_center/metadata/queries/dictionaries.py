"""Questions about dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.data_center.metadata.models import ColumnEntry, DictionaryVersion
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType, TableCard
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """One column with its words. ``name`` is what queries and downloads call it; ``label`` what people read."""

    name: str
    ordinal: int
    type: LogicalType
    meaning: str | None
    label: Text
    description: Text
    unit: str
    element: str
    suggested: bool
    field: Field

    @property
    def is_number(self) -> bool:
        """Say whether values can be summed."""
        return self.type in storage.NUMERIC


@dataclass(frozen=True, slots=True)
class DictionaryVersionCard:
    """One version of a dictionary: when, by whom, from which release on."""

    number: int
    release_id: str
    by: str
    at: datetime
    note: str


def dictionary(*, table_id: str, as_of: str | None = None) -> tuple[ColumnCard, ...]:
    """Return the columns of a table in their order with the words valid now, or as of a release or date.

    No query when warm. Raises NotFoundError when the table has no release (then).
    """
    card = storage.card_as_of(table_id=table_id, as_of_text=as_of) if as_of else storage.table_card(table_id=table_id)
    return storage.remembered(("dictionary", table_id, as_of), lambda: _load(card))


def versions(*, table_id: str) -> tuple[DictionaryVersionCard, ...]:
    """Return the versions of a table's dictionary, newest first."""
    found = DictionaryVersion.objects.filter(table_id=table_id).order_by("-number")
    return tuple(DictionaryVersionCard(one.number, one.release_id, one.by, one.at, one.note) for one in found)


def words_of(*, table_id: str) -> tuple[ColumnWords, ...]:
    """Return the latest dictionary as what a form edits; empty when there is none."""
    latest = DictionaryVersion.objects.filter(table_id=table_id).last()
    return tuple(_words(entry) for entry in latest.columns.all()) if latest else ()


def _load(card: TableCard) -> tuple[ColumnCard, ...]:
    """Read the version for the card's release: of those made up to it, or while it was current, the latest."""
    versions = DictionaryVersion.objects.filter(table_id=card.id, release__number__lte=card.release_number)
    version = versions.order_by("number").last()
    entries = {entry.name: entry for entry in version.columns.all()} if version else {}
    return tuple(_card(ordinal, field, entries.get(field.name)) for ordinal, field in enumerate(card.fields))


def _card(ordinal: int, field: Field, entry: ColumnEntry | None) -> ColumnCard:
    if entry is None:
        entry = ColumnEntry(name=field.name, name_zh=field.name, suggested=True)
    return ColumnCard(
        name=field.name,
        ordinal=ordinal,
        type=field.type,
        meaning=field.meaning,
        label=Text(zh=entry.name_zh, en=entry.name_en or field.name),
        description=Text(zh=entry.description_zh, en=entry.description_en or entry.description_zh),
        unit=entry.unit or field.unit or "",
        element=entry.element,
        suggested=entry.suggested,
        field=field,
    )


def _words(entry: ColumnEntry) -> ColumnWords:
    return ColumnWords(**{name: getattr(entry, name) for name in ColumnWords.__dataclass_fields__})
