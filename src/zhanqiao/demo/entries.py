"""The hand-written descriptions of the demo datasets: ``data/datasets/<slug>.toml``, read and expanded.

A file names title, abstract, theme, department and so on, and per table its columns as
``"name" = [Chinese name, English name, Chinese description, English description, unit]`` (the unit may
be left out). A name such as ``q0007_{0001..0011}`` stands for a series of columns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zhanqiao.kit.texts import Text

FOLDER = Path(__file__).resolve().parent / "data" / "datasets"
SERIES = re.compile(r"^(.*)\{(\d+)\.\.(\d+)\}(.*)$")
WITH_UNIT = 5  # names and descriptions in two languages, then the unit


@dataclass(frozen=True, slots=True)
class Column:
    """One line of a column dictionary. ``name`` is the heading in the file."""

    name: str
    label: Text
    description: Text
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of a dataset, in the order the files yield them; ``name`` is unique in the dataset."""

    name: str
    title: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dataset of the demo city.

    ``department`` is a key of ``data/departments.csv``; ``theme`` one of the 22 themes; ``files`` are
    paths below the folder of demo data (empty where a package or a generator is the source);
    ``condition`` opens to applicants only; ``licence`` is an SPDX identifier or a key of the catalogue's list; ``spatial`` names the area.
    """

    slug: str
    title: Text
    abstract: Text
    theme: int
    department: str
    keywords_zh: tuple[str, ...]
    keywords_en: tuple[str, ...]
    licence: str
    licence_url: str
    origin: str
    origin_url: str
    update_cycle: str
    division_code: str
    spatial: Text
    temporal_from: date | None
    temporal_to: date | None
    scene: str | None
    synthetic: bool
    condition: str
    files: tuple[str, ...]
    tables: tuple[TableEntry, ...]

    @property
    def is_series(self) -> bool:
        """Say whether the source is a folder of files, each of which is one more release."""
        return any(name.endswith("/") for name in self.files)


@cache
def entries() -> tuple[Entry, ...]:
    """Return every description, ordered by slug. Raises KeyError naming what a file leaves out."""
    return tuple(_entry(path) for path in sorted(FOLDER.glob("*.toml")))


def entry(*, slug: str) -> Entry:
    """Return one description; raises KeyError for an unknown slug."""
    return {each.slug: each for each in entries()}[slug]


def _entry(path: Path) -> Entry:
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    period = values.get("temporal", [])
    return Entry(
        slug=path.stem,
        title=Text(*values["title"]),
        abstract=Text(*(_one_line(text) for text in values["abstract"])),
        theme=values["theme"],
        department=values["department"],
        keywords_zh=tuple(values["keywords"][0]),
        keywords_en=tuple(values["keywords"][1]),
        licence=values["licence"][0],
        licence_url=values["licence"][1],
        origin=values["origin"][0],
        origin_url=values["origin"][1],
        update_cycle=values["update_cycle"],
        division_code=values["division_code"],
        spatial=Text(*values["spatial"]),
        temporal_from=period[0] if period else None,
        temporal_to=period[1] if period else None,
        scene=values.get("scene"),
        synthetic=values.get("synthetic", False),
        condition=values.get("condition", ""),
        files=tuple(values.get("files", ())),
        tables=tuple(_table(table) for table in values["table"]),
    )


def _table(values: dict[str, Any]) -> TableEntry:
    columns = tuple(column for name, parts in values["columns"].items() for column in _columns(name, parts))
    return TableEntry(name=values["name"], title=Text(*values["title"]), columns=columns)


def _columns(name: str, parts: list[str]) -> Iterator[Column]:
    unit = parts[WITH_UNIT - 1] if len(parts) == WITH_UNIT else None
    series = SERIES.match(name)
    if series is None:
        yield Column(name, Text(parts[0], parts[1]), Text(parts[2], parts[3]), unit)
        return
    before, first, last, after = series.groups()
    for number in range(int(first), int(last) + 1):
        digits = str(number).zfill(len(first))
        label = Text(parts[0], parts[1]).filled(n=number)
        yield Column(f"{before}{digits}{after}", label, Text(parts[2], parts[3]).filled(n=number), unit)


def _one_line(text: str) -> str:
    return " ".join(text.split())
