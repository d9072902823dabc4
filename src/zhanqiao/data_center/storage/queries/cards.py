"""Tables and releases as frozen cards, warm in every process: no ORM query until something changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine import releases as engine
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.models import Release, Table
from zhanqiao.data_center.storage.queries.warehouse import remembered, warehouse
from zhanqiao.data_center.storage.rules import AsOf, ReleaseRetiredError, as_of
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """One acknowledged release. ``source`` is {name, size, sha256, sm3} of the file handed in, or None.

    ``masking`` says which columns were masked, how, and in how many cells; None where none was.
    ``coordinates`` says which columns were converted from which system of coordinates, and how many places.
    """

    id: str
    table_id: str
    number: int
    mode: str
    released_at: datetime
    by: str
    rows: int
    rows_added: int
    problem_cells: int
    refused_rows: int
    snapshot_id: int
    fields: tuple[Field, ...]
    source: dict[str, Any] | None
    files: dict[str, dict[str, Any]]
    note: str
    is_current: bool
    rows_changed: int = 0
    rows_removed: int = 0
    batches: int = 0
    masking: dict[str, Any] | None = None
    coordinates: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class TableCard:
    """A table as readers see it at one release. ``title`` is bilingual; ``rows`` counts that release."""

    id: str
    dataset_id: str
    name: str
    title: Text
    release_id: str
    release_number: int
    released_at: datetime
    rows: int
    fields: tuple[Field, ...]
    problem_cells: int
    refused_rows: int
    bytes: int
    bbox: tuple[float, float, float, float] | None
    is_current: bool
    key: tuple[str, ...] = ()
    masking: dict[str, Any] | None = field(default=None, compare=False, hash=False)
    coordinates: tuple[dict[str, Any], ...] = field(default=(), compare=False, hash=False)
    _serving: list[Path] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def serving(self) -> Path:
        """Return the DuckDB serving copy of the release; rebuilt from the snapshot when it was evicted."""
        if not self._serving or not self._serving[-1].is_file():
            found = engine.serving_path(warehouse=warehouse(), table_id=self.id, release_id=self.release_id)
            self._serving.append(found)
        return self._serving[-1]


def table_card(*, table_id: str) -> TableCard:
    """Return the table at its current release. Raises NotFoundError (also while nothing is released)."""
    return remembered(("table", table_id), lambda: _current(table_id))


def table_cards(*, table_ids: Sequence[str]) -> dict[str, TableCard]:
    """Return cards of those tables that have a current release, with one query for all unknown ones."""
    return remembered(("tables", tuple(table_ids)), lambda: _currents(table_ids))


def card_as_of(*, table_id: str, as_of_text: str) -> TableCard:
    """Return the table as of a release id, a release number, or a date (``storage.rules.as_of``).

    Raises AsOfError for what is none of these, NotFoundError when the table had no release then, ReleaseRetiredError
    for one made of small batches that is no longer kept.
    """
    return remembered(("table", table_id, as_of_text), lambda: _as_of(table_id, as_of(text=as_of_text), as_of_text))


def release_cards(*, table_id: str) -> tuple[ReleaseCard, ...]:
    """Return the acknowledged releases of a table that are kept, newest first."""
    return remembered(("releases", table_id), lambda: _releases(table_id))


def release_card(*, table_id: str, release_id: str) -> ReleaseCard:
    """Return one acknowledged release. Raises NotFoundError."""
    for card in release_cards(table_id=table_id):
        if card.id == release_id:
            return card
    raise NotFoundError(what=release_id)


def _current(table_id: str) -> TableCard:
    table = Table.objects.select_related("current").filter(pk=table_id).first()
    if table is None or table.current is None:
        raise NotFoundError(what=table_id)
    return _card(table, table.current)


def _currents(table_ids: Sequence[str]) -> dict[str, TableCard]:
    found = Table.objects.select_related("current").filter(pk__in=table_ids, current__isnull=False)
    return {table.id: _card(table, table.current) for table in found if table.current}


def _as_of(table_id: str, asked: AsOf, text: str) -> TableCard:
    releases = Release.objects.filter(table_id=table_id, acknowledged_at__isnull=False).select_related("table")
    if asked.release_id:
        releases = releases.filter(pk=asked.release_id)
    elif asked.number:
        releases = releases.filter(number=asked.number)
    else:
        releases = releases.filter(acknowledged_at__lte=asked.moment, retired_at__isnull=True)
    release = releases.order_by("-number").first()
    if release is None:
        raise NotFoundError(what=f"{table_id} as_of={text}")
    if release.retired_at:
        moment = release.acknowledged_at or release.prepared_at
        raise ReleaseRetiredError(number=release.number, day=moment.astimezone(CITY_TIME).date().isoformat())
    return _card(release.table, release)


def _releases(table_id: str) -> tuple[ReleaseCard, ...]:
    found = Release.objects.filter(table_id=table_id, acknowledged_at__isnull=False, retired_at__isnull=True)
    found = found.select_related("table")
    return tuple(_release(one) for one in found.order_by("-number"))


def _card(table: Table, release: Release) -> TableCard:
    bbox = release.manifest.get("bbox")
    return TableCard(
        id=table.id,
        dataset_id=table.dataset_key,
        name=table.name,
        title=Text(zh=table.title_zh, en=table.title_en or table.title_zh),
        release_id=release.id,
        release_number=release.number or 0,
        released_at=release.acknowledged_at or release.prepared_at,
        rows=release.rows or 0,
        fields=tuple(Field.from_dict(one) for one in release.fields),
        problem_cells=release.problem_cells,
        refused_rows=release.refused_rows,
        bytes=int(release.manifest.get("serving_bytes") or 0),
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]) if bbox else None,
        is_current=table.current_id == release.id,
        key=tuple(table.key),
        masking=release.manifest.get("masking"),
        coordinates=tuple(release.manifest.get("coordinates") or ()),
    )


def _release(release: Release) -> ReleaseCard:
    return ReleaseCard(
        id=release.id,
        table_id=release.table_id,
        number=release.number or 0,
        mode=release.mode,
        released_at=release.acknowledged_at or release.prepared_at,
        by=release.by,
        rows=release.rows or 0,
        rows_added=release.rows_added or 0,
        problem_cells=release.problem_cells,
        refused_rows=release.refused_rows,
        snapshot_id=release.snapshot_id or 0,
        fields=tuple(Field.from_dict(one) for one in release.fields),
        source=release.manifest.get("source"),
        files=release.manifest.get("files", {}),
        note=release.note,
        is_current=release.table.current_id == release.id,
        rows_changed=int(release.manifest.get("rows_changed") or 0),
        rows_removed=int(release.manifest.get("rows_removed") or 0),
        batches=release.batches,
        masking=release.manifest.get("masking"),
        coordinates=tuple(release.manifest.get("coordinates") or ()),
    )
