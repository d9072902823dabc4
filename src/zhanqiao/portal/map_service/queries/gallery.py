"""The layers there are: tables with a place, and tables whose division codes colour districts."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.core_services.mapping.queries import kind_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.people.access.rules import AccessCard

ICONS = {"points": "map-pin", "shapes": "shapes", "areas": "grid-2x2"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A table that can be drawn: ``points``, ``shapes`` or, without a place of its own, ``areas``."""

    table: TableCard
    dataset: DatasetCard
    kind: str

    @property
    def icon(self) -> str:
        """The line icon of its kind."""
        return ICONS[self.kind]


def choices(*, card: AccessCard) -> list[Choice]:
    """Return what the reader may draw, tables with a place first, each by its dataset's title."""
    tables = {table.id: kind for table in catalogue.readable_tables(card=card) if (kind := kind_of(table=table))}
    found = []
    for table in catalogue.readable_tables(card=card):
        if table.id in tables:
            dataset = catalogue.dataset_of_table(table_id=table.id, card=card)
            found.append(Choice(table, dataset, tables[table.id]))
    return sorted(found, key=lambda each: (each.kind == "areas", each.dataset.title.zh, each.table.title.zh))
