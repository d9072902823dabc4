"""What an ingest understood, as data: the report an officer reads and a script parses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.kit.texts import Text

SAMPLES = 5  # problem cells shown per column; all of them are in the problems file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing understood or noticed: a stable ``code``, a sentence, where, how often."""

    code: str
    text: Text
    column: str | None = None
    count: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return ``{code, zh, en, column, count}``."""
        return {"code": self.code, **self.text.as_dict(), "column": self.column, "count": self.count}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        text = Text(zh=values["zh"], en=values["en"])
        return cls(code=values["code"], text=text, column=values.get("column"), count=values.get("count"))


@dataclass(frozen=True, slots=True)
class ProblemSample:
    """One cell that did not fit its column's type. ``row`` counts data rows from 0."""

    row: int
    original: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return ``{row, original, reason}``."""
        return {"row": self.row, "original": self.original, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class ColumnProblems:
    """How many cells of a column did not fit, and the first few of them."""

    count: int
    samples: tuple[ProblemSample, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return ``{count, samples}``."""
        return {"count": self.count, "samples": [sample.as_dict() for sample in self.samples]}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        return cls(count=values["count"], samples=tuple(ProblemSample(**one) for one in values["samples"]))


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table found in a file; every ``*file`` is a name inside the folder ingest wrote into.

    ``header_row`` is the 1-based line (text) or row (sheet) of the header, None when there is none.
    ``rows`` are the rows in the Parquet file; ``refused_rows`` those that could not be placed.
    """

    name: str
    file: str
    rows: int
    fields: tuple[Field, ...]
    encoding: str | None = None
    dialect: dict[str, str] | None = None
    sheet: str | None = None
    header_row: int | None = None
    problem_cells: dict[str, ColumnProblems] = field(default_factory=dict)
    refused_rows: int = 0
    problems_file: str | None = None
    originals_file: str | None = None
    refused_file: str | None = None
    findings: tuple[Finding, ...] = ()
    crs: str | None = None
    suggested_keys: tuple[str, ...] = ()
    title: str | None = None  # the line above the header that reads as a title

    def as_dict(self) -> dict[str, Any]:
        """Return the table's part of the JSON report."""
        return {
            "name": self.name,
            "rows": self.rows,
            "columns": [one.as_dict() for one in self.fields],
            "encoding": self.encoding,
            "dialect": self.dialect,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "problem_cells": {name: cells.as_dict() for name, cells in self.problem_cells.items()},
            "refused_rows": self.refused_rows,
            "warnings": [finding.as_dict() for finding in self.findings],
            "parquet": self.file,
            "problems_file": self.problems_file,
            "originals_file": self.originals_file,
            "refused_file": self.refused_file,
            "crs": self.crs,
            "suggested_keys": list(self.suggested_keys),
            "title": self.title,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        same = ("name", "rows", "encoding", "dialect", "sheet", "header_row", "refused_rows", "crs", "title")
        files = ("problems_file", "originals_file", "refused_file")
        return cls(
            file=values["parquet"],
            fields=tuple(Field.from_dict(one) for one in values["columns"]),
            problem_cells={name: ColumnProblems.from_dict(one) for name, one in values["problem_cells"].items()},
            findings=tuple(Finding.from_dict(one) for one in values["warnings"]),
            suggested_keys=tuple(values["suggested_keys"]),
            **{key: values[key] for key in (*same, *files)},
        )


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What was understood of one file. ``size`` in bytes, ``sha256`` of the file as handed in."""

    filename: str
    format: str
    size: int
    sha256: str
    tables: tuple[TableReport, ...]
    warnings: tuple[Finding, ...] = ()
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON report of ``zhanqiao ingest --report``."""
        return {
            "file": self.filename,
            "format": self.format,
            "size": self.size,
            "sha256": self.sha256,
            "seconds": round(self.seconds, 3),
            "tables": [table.as_dict() for table in self.tables],
            "warnings": [finding.as_dict() for finding in self.warnings],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        return cls(
            filename=values["file"],
            format=values["format"],
            size=values["size"],
            sha256=values["sha256"],
            tables=tuple(TableReport.from_dict(one) for one in values["tables"]),
            warnings=tuple(Finding.from_dict(one) for one in values["warnings"]),
            seconds=values["seconds"],
        )
