"""Returns, and the rows they give: all of the area, or what changed in it since a release."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import orjson

from zhanqiao.core_services.returns.models import AreaReturn
from zhanqiao.core_services.returns.rules import ReturnStoppedError, kind_in_area
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Format, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

CHANGES_AT_ONCE = 1_000
KIND_COLUMN = "_change"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCard:
    """A return with the state of its table: the current release is the number to ask for changes since."""

    id: str
    department: DepartmentCard
    dataset_id: str
    table_id: str
    column: str
    area: str
    began_at: datetime
    ended_at: datetime | None

    @property
    def resource(self) -> Resource:
        """Return what access to it is decided by: seen by its department's people and the authority only."""
        return Resource(kind="return", id=self.id, department_id=self.department.id, state="draft")


def return_cards() -> tuple[ReturnCard, ...]:
    """Return the returns that have not ended, oldest first."""
    return tuple(_card(one) for one in AreaReturn.objects.filter(ended_at__isnull=True))


def return_card(*, return_id: str) -> ReturnCard:
    """Return one, also when it has ended. Raises NotFoundError."""
    found = AreaReturn.objects.filter(pk=return_id).first()
    if found is None:
        raise NotFoundError(what=return_id)
    return _card(found)


def served_table(*, card: ReturnCard, as_of: str = "") -> TableCard:
    """Return the table a return serves, now or as of an earlier release. Raises ReturnStoppedError, NotFoundError."""
    states = catalogue.states(dataset_id=card.dataset_id)
    if card.ended_at or not states or states[0].state != "published":
        raise ReturnStoppedError
    if as_of:
        return storage.card_as_of(table_id=card.table_id, as_of_text=as_of)
    return storage.table_card(table_id=card.table_id)


def area_rows(*, card: ReturnCard, table: TableCard, format: str) -> Iterator[bytes]:  # noqa: A002 - as everywhere
    """Stream the rows of the area; CSV is UTF-8 with a byte order mark. Raises XlsxTooLargeError."""
    where = storage.condition(card=table, column=card.column, operator="starts_with", value=card.area)
    query = storage.parsed(
        card=table, params={"where": where, "limit": str(max(table.rows, 1))}, max_limit=max(table.rows, 1)
    )
    return storage.export(card=table, query=query, format=cast("Format", format), bom=True)


def area_changes(
    *,
    card: ReturnCard,
    old: TableCard,
    new: TableCard,
    format: str,  # noqa: A002 - as everywhere
) -> Iterator[bytes]:
    """Stream what changed in the area between two releases, as CSV or NDJSON.

    The column ``_change`` says added, removed or changed; the row is as it is now, or as it was when it was removed or
    left the area. Raises DiffKeyError, QueryTimeoutError before the first byte.
    """
    found = storage.difference(old=old, new=new, key=())
    changed = _changed(found, card, old, new)
    names = [field.name for field in new.fields]
    return _as_csv(changed, names) if format == "csv" else _as_ndjson(changed, names)


def _changed(
    found: storage.Difference, card: ReturnCard, old: TableCard, new: TableCard
) -> Iterator[tuple[str, dict[str, Any]]]:
    for offset in range(0, found.counts.total, CHANGES_AT_ONCE):
        page = storage.changes(difference=found, old=old, new=new, kind=None, limit=CHANGES_AT_ONCE, offset=offset)
        for each in page:
            kind = kind_in_area(kind=each.kind, old=each.old, new=each.new, column=card.column, area=card.area)
            row = each.old if kind == "removed" else each.new
            if kind and row is not None:
                yield kind, row


def _as_csv(changed: Iterator[tuple[str, dict[str, Any]]], names: list[str]) -> Iterator[bytes]:
    yield _line([KIND_COLUMN, *names], first=True)
    for kind, row in changed:
        yield _line([kind, *(row.get(name) for name in names)])


def _as_ndjson(changed: Iterator[tuple[str, dict[str, Any]]], names: list[str]) -> Iterator[bytes]:
    for kind, row in changed:
        yield orjson.dumps({KIND_COLUMN: kind, **{name: row.get(name) for name in names}}, default=str) + b"\n"


def _line(cells: list[Any], *, first: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return ((BOM if first else "") + text.getvalue()).encode()


def _card(found: AreaReturn) -> ReturnCard:
    return ReturnCard(
        id=found.id,
        department=cards_by_id()[found.department_id],
        dataset_id=found.dataset_id,
        table_id=found.table_id,
        column=found.column,
        area=found.area,
        began_at=found.began_at,
        ended_at=found.ended_at,
    )
