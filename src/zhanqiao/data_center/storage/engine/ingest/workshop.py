"""What every reader works with: one file, one DuckDB connection, limits, and someone told of progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import duckdb

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.ingest.limits import Limits
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.kit.progress import Progress


class OutOfPlace(NamedTuple):
    """A cell beyond the last column: ``row`` counts data rows from 0, ``column`` says where it stood."""

    row: int
    column: str
    original: str
    reason: str


class RefusedLine(NamedTuple):
    """A line of the source that is not a row of the table: its number from 1, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column before its type is decided; ``native`` is set when the source declares the type itself."""

    name: str
    native: Field | None = None
    is_text: bool = False  # declared as text: only its meaning is asked


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table in the connection: ``relation`` holds columns ``c0``, ``c1`` … in source order.

    A column without ``native`` is VARCHAR exactly as the source wrote it, NULL where empty.
    """

    name: str
    relation: str
    columns: tuple[RawColumn, ...]
    rows: int
    findings: tuple[Finding, ...] = ()
    out_of_place: Sequence[OutOfPlace] = ()
    refused: Sequence[RefusedLine] = ()
    encoding: str | None = None
    dialect: dict[str, str] | None = None
    sheet: str | None = None
    header_row: int | None = None
    crs: str | None = None
    title: str | None = None
    unnamed: tuple[int, ...] = ()  # places of columns the source gave no name; left out when they are empty

    def but(self, **changes: Any) -> Self:
        """Return the table with some facts changed."""
        return replace(self, **changes)


@dataclass(slots=True)
class Workshop:
    """The place of one ingest. ``scratch`` is emptied at the end, ``into`` holds the results."""

    connection: duckdb.DuckDBPyConnection
    scratch: Path
    into: Path
    limits: Limits
    progress: Progress
    filename: str
    unpacked: int = 0  # bytes so far
    warnings: list[Finding] = field(default_factory=list)  # about the file, not about one table
    _names: int = field(default=0)

    def new_name(self, *, prefix: str = "raw") -> str:
        """Return a name nothing in the connection or the scratch folder has."""
        self._names += 1
        return f"{prefix}{self._names}"

    def scratch_file(self, *, suffix: str = "") -> Path:
        """Return a path for a new scratch file; the file is not made."""
        return self.scratch / (self.new_name(prefix="file") + suffix)


class Source(NamedTuple):
    """A file to understand and the name its owner gave it (``path`` may be a scratch copy)."""

    path: Path
    filename: str

    @property
    def stem(self) -> str:
        """The owner's name without folders and without the last ending."""
        return Path(self.filename.replace("\\", "/")).stem

    @property
    def ending(self) -> str:
        """The last ending, lower case, without dot."""
        return Path(self.filename).suffix.lower().lstrip(".")
