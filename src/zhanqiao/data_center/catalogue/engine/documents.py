"""What the index is told about one dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import orjson

RIGHTS_SEPARATOR = "|"


class SearchColumn(NamedTuple):
    """One column as people may look for it: name in the file, labels and description in both languages."""

    table_id: str
    name: str
    label_zh: str = ""
    label_en: str = ""
    description_zh: str = ""
    description_en: str = ""


class RightsClass(NamedTuple):
    """All that decides who may see a dataset; datasets of one class are visible to the same people."""

    state: str
    department_id: str
    open_type: str

    def as_term(self) -> str:
        """Return the class as the one term under which the index files it."""
        return RIGHTS_SEPARATOR.join(self)

    @classmethod
    def from_term(cls, term: str) -> Self:
        """Read back what :meth:`as_term` wrote."""
        return cls(*term.split(RIGHTS_SEPARATOR))


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One dataset for the index: what is searched, what is counted, what a list of hits shows.

    ``department`` is the department's key, the facet's value; ``department_id`` belongs to the
    rights. ``themes`` are theme codes and ``theme_names`` their words in both languages.
    ``district`` is a six-digit division code. ``modified`` is an ISO time. ``origin_zh`` and
    ``origin_en`` name the source of a harvested entry. ``popularity`` counts uses. ``bbox`` is west, south, east,
    north of all rows, empty without places.
    """

    id: str
    slug: str
    title_zh: str
    state: str
    department_id: str
    open_type: str
    title_en: str = ""
    abstract_zh: str = ""
    abstract_en: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    theme_names: tuple[str, ...] = ()
    department: str = ""
    department_zh: str = ""
    department_en: str = ""
    district: str = ""
    division_names: tuple[str, ...] = ()
    scene: str = ""
    scene_names: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    update_cycle: str = ""
    licence: str = ""
    synthetic: bool = False
    origin_zh: str = ""
    origin_en: str = ""
    identifiers: tuple[str, ...] = ()
    table_titles: tuple[str, ...] = ()
    columns: tuple[SearchColumn, ...] = ()
    tables: int = 0
    rows: int = 0
    modified: str = ""
    popularity: int = 0
    bbox: tuple[float, ...] = ()

    @property
    def rights(self) -> RightsClass:
        """The rights class the dataset belongs to."""
        return RightsClass(state=self.state, department_id=self.department_id, open_type=self.open_type)

    def as_bytes(self) -> bytes:
        """Return the document as JSON, as the index keeps it for the list of hits."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return orjson.dumps(values | {"columns": [tuple(column) for column in self.columns]})

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read back what :meth:`as_bytes` wrote."""
        values: dict[str, Any] = orjson.loads(content)
        values["columns"] = [SearchColumn(*column) for column in values["columns"]]
        frozen: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
        return cls(**frozen)
