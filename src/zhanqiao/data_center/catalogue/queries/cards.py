"""A dataset as pages and interfaces read it: one frozen card, warm in every process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from zhanqiao.data_center.catalogue import rules
from zhanqiao.data_center.catalogue.rules import Code, DatasetEntry, Origin
from zhanqiao.data_center.catalogue.rules.divisions import division_name
from zhanqiao.data_center.catalogue.rules.origins import OriginLink
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard

TABLE_FORMATS = ("csv", "tsv", "json", "ndjson", "xlsx", "xml", "parquet", "arrow", "ttl")
PLACE_FORMATS = ("geojson", "gpkg")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCard:
    """A dataset with everything its page needs. ``entry`` holds every statutory field as stored.

    ``rows`` and ``columns`` are sums over the tables; ``updated_at`` is the newest release (None: no data yet);
    ``origin`` says where an entry came from that we harvested (None: it is a department's of ours): such an entry
    has no tables, its data are at its links.
    ``due_at`` is when the promised cycle asks for the next update (``freshness`` judges it at a moment).
    ``open_type_now`` of an entry of an earlier moment is how open it is at present, which alone decides about access.
    """

    id: str
    slug: str
    state: str
    state_reason: str
    entry: DatasetEntry
    department: DepartmentCard
    tables: tuple[TableCard, ...]
    registered_at: datetime
    issued_at: datetime | None
    modified_at: datetime
    origin: Origin | None = None
    open_type_now: str = ""

    @property
    def title(self) -> Text:
        """Return the title; Chinese where no English is given."""
        return Text(zh=self.entry.title_zh, en=self.entry.title_en or self.entry.title_zh)

    @property
    def abstract(self) -> Text:
        """Return the abstract; Chinese where no English is given."""
        return Text(zh=self.entry.abstract_zh, en=self.entry.abstract_en or self.entry.abstract_zh)

    @property
    def keywords(self) -> tuple[str, ...]:
        """Return the keywords as written."""
        return self.entry.keywords

    @property
    def theme(self) -> Code:
        """Return one of the 22 themes."""
        return rules.THEMES[self.entry.theme]

    @property
    def scene(self) -> Code | None:
        """Return the scene of life it helps in, if one was named."""
        return rules.SCENES.get(self.entry.scene)

    @property
    def open_type(self) -> Code:
        """Return how open it is."""
        return rules.OPEN_TYPES[self.entry.open_type]

    @property
    def share_type(self) -> Code:
        """Return how it is shared between departments."""
        return rules.SHARE_TYPES[self.entry.share_type]

    @property
    def level(self) -> Code:
        """Return its grading (GB/T 43697)."""
        return rules.LEVELS[self.entry.data_level]

    @property
    def update_cycle(self) -> Code:
        """Return the promised update cycle."""
        return rules.UPDATE_CYCLES[self.entry.update_cycle]

    @property
    def licence(self) -> Code:
        """Return the licence."""
        return rules.LICENCES[self.entry.licence]

    @property
    def licence_url(self) -> str:
        """Return where the licence's text stands; empty for the city's own terms."""
        return self.entry.licence_url or self.licence.url or ""

    @property
    def state_code(self) -> Code:
        """Return the state with its words."""
        return rules.STATES[self.state]

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def columns(self) -> int:
        """Return the columns of all tables."""
        return sum(len(table.fields) for table in self.tables)

    @property
    def has_map(self) -> bool:
        """Say whether a table can be drawn: by a place of its rows, or by their division codes."""
        coded = any(field.meaning == "division_code" for table in self.tables for field in table.fields)
        return coded or any(has_places(table=table) for table in self.tables)

    @property
    def bytes(self) -> int:
        """Return the size of all serving copies."""
        return sum(table.bytes for table in self.tables)

    @property
    def updated_at(self) -> datetime | None:
        """Return the time of the newest release."""
        return max((table.released_at for table in self.tables), default=None)

    @property
    def changed_at(self) -> datetime:
        """Return when the entry or its data changed last."""
        return max(self.modified_at, self.updated_at or self.modified_at)

    @property
    def first_issued(self) -> date | None:
        """Return when it was first issued: the day its entry says, else the moment it was published here."""
        return self.entry.issued_on or self.issued_at

    @property
    def version(self) -> str:
        """Return the numbers of the tables' releases, such as ``3.1``; empty without data."""
        return ".".join(str(table.release_number) for table in self.tables)

    @property
    def place(self) -> Text:
        """Return the name of the place it is about: its division's, else as written; empty when none is named."""
        entry = self.entry
        return division_name(code=entry.division_code) if entry.division_code else Text(entry.spatial, entry.spatial)

    @property
    def bbox(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of all its tables in degrees (WGS 84); None when none is on a map."""
        boxes = [table.bbox for table in self.tables if table.bbox]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def email(self) -> str:
        """Return whom to write to: its own contact, else its department; empty when neither is known."""
        return self.entry.contact_email or self.department.email

    @property
    def phone(self) -> str:
        """Return whom to call: its own contact, else its department; empty when neither is known."""
        return self.entry.contact_phone or self.department.phone

    @property
    def links(self) -> tuple[OriginLink, ...]:
        """Return where the data of a harvested entry can be had: at its source. An entry of ours has tables instead."""
        return self.origin.links if self.origin else ()

    @property
    def due_at(self) -> datetime | None:
        """Return when the next update is due; None when nothing is promised or nothing was released."""
        return (
            rules.due_at(update_cycle=self.entry.update_cycle, updated_at=self.updated_at) if self.updated_at else None
        )

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats it can be downloaded in; of a harvested entry those of its links."""
        return self.origin.formats if self.origin else formats_of(tables=self.tables)

    def title_of(self, *, table: TableCard) -> Text:
        """Return what to call one of its tables: the dataset's title, and the table's own where there are several."""
        if len(self.tables) < 2 or self.title == table.title:  # noqa: PLR2004 - one table needs no name of its own
            return self.title
        return Text(zh=f"{self.title.zh}：{table.title.zh}", en=f"{self.title.en}: {table.title.en}")

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(
            kind="dataset",
            id=self.id,
            department_id=self.department.id,
            state=self.state,
            open_type=self.open_type_now or self.entry.open_type,
        )


def formats_of(*, tables: Iterable[TableCard]) -> tuple[str, ...]:
    """Return the download formats of tables: those of maps only where a table has places."""
    tables = tuple(tables)
    if not tables:
        return ()
    return (*TABLE_FORMATS, *PLACE_FORMATS) if any(has_places(table=table) for table in tables) else TABLE_FORMATS


def has_places(*, table: TableCard) -> bool:
    """Say whether rows of the table can be put on a map: a geometry, or longitude and latitude."""
    meanings = {field.meaning for field in table.fields}
    return any(field.type is LogicalType.GEOMETRY for field in table.fields) or {"longitude", "latitude"} <= meanings
