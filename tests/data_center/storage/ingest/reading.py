"""How tests hand files to ingest and read back what it made. No fixture file is committed: all are made here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.ingest import IngestReport, TableReport, understand


@dataclass(frozen=True)
class Understood:
    """A report and the folder it speaks of."""

    report: IngestReport
    into: Path

    @property
    def table(self) -> TableReport:
        (table,) = self.report.tables
        return table

    @property
    def types(self) -> dict[str, str]:
        return {field.name: str(field.type) for field in self.table.fields}

    @property
    def meanings(self) -> dict[str, str | None]:
        return {field.name: field.meaning for field in self.table.fields}

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        return self.rows_of(self.table)

    def rows_of(self, table: TableReport) -> list[tuple[Any, ...]]:
        return rows_in(self.into / table.file)

    @property
    def problems(self) -> list[tuple[Any, ...]]:
        return rows_in(self.into / self.table.problems_file) if self.table.problems_file else []

    @property
    def originals(self) -> list[dict[str, Any]]:
        file = self.table.originals_file
        return pq.read_table(self.into / file).to_pylist() if file else []

    @property
    def refused(self) -> list[list[str]]:
        file = self.table.refused_file
        if not file:
            return []
        with (self.into / file).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.reader(lines))[1:]

    def codes(self) -> set[str]:
        """Codes of the findings that are not only the reason of a type."""
        return {finding.code for finding in self.table.findings if not finding.code.startswith("type-")}

    def why(self, column: str) -> str:
        return next(one.code for one in self.table.findings if one.column == column and one.code.startswith("type-"))


def rows_in(path: Path) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]


def read(folder: Path, content: bytes | str, name: str = "data.csv", **limits: Any) -> Understood:
    """Write ``content`` under a name and understand it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, folder / "out", **limits)


def read_file(path: Path, into: Path, **keywords: Any) -> Understood:
    return Understood(report=understand(path=path, into=into, **keywords), into=into)


def column(folder: Path, *cells: str, name: str = "值") -> Understood:
    """Understand a table whose second column holds these cells."""
    lines = ["行," + name, *(f'r{place},"{cell}"' for place, cell in enumerate(cells))]
    return read(folder, "\n".join(lines) + "\n")


def moment(text: str) -> datetime:
    """A wall-clock time, as ingest stores it."""
    return datetime.fromisoformat(text)
