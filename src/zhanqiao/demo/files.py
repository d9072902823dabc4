"""Writes the files the demo publishes, in the forms departments hand in: CSV in GBK, workbooks, GeoJSON, ZIP."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file ready to be published: one table, the sheets of a workbook, or the members of a ZIP, in order.

    ``mode`` says whether it replaces what the dataset holds or adds rows as a further release.
    """

    path: Path
    mode: Literal["replace", "append"] = "replace"


def write_csv(*, path: Path, header: Row, rows: Iterable[Row], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write a delimited file with CRLF line ends, as spreadsheets do; return its path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_workbook(*, path: Path, sheets: Mapping[str, tuple[Row, Iterable[Row]]], heading: str | None = None) -> Path:
    """Write an XLSX with one sheet per table; a ``heading`` becomes a merged title row above the header."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            start = 0
            if heading is not None:
                sheet.merge_range(0, 0, 0, len(header) - 1, heading)
                start = 1
            sheet.write_row(start, 0, header)
            for number, row in enumerate(rows, start=start + 1):
                sheet.write_row(number, 0, row)
    return path


def write_zip(*, path: Path, members: Iterable[Path]) -> Path:
    """Put files side by side into a ZIP, as a department sends related tables; return its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.write(member, member.name)
    return path


def write_json(*, path: Path, content: Any) -> Path:
    """Write one JSON document in UTF-8."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def write_features(*, path: Path, features: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Path:
    """Write a GeoJSON feature collection (RFC 7946) of (properties, geometry) pairs."""
    content = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}
            for properties, geometry in features
        ],
    }
    return write_json(path=path, content=content)
