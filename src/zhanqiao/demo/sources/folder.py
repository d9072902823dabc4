"""The folder of demo data that ``ZHANQIAO_DEMO_DATA`` names: its files, read where they lie."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from zhanqiao.demo.entries import Entry
from zhanqiao.demo.files import SourceFile, write_csv, write_zip
from zhanqiao.demo.sources.packages import SourceMissingError
from zhanqiao.kit import environment

INDEX = "INDEX.csv"
STATIONS = {"Aotizhongxin": "奥体中心", "Dongsi": "东四"}


def folder() -> Path | None:
    """Return the folder of demo data, or None when none is set or it has no INDEX.csv."""
    named = environment.value("DEMO_DATA")
    place = Path(named) if named else None
    return place if place is not None and (place / INDEX).is_file() else None


def index() -> list[dict[str, str]]:
    """Return the rows of INDEX.csv (name, file, rows, bytes, licence, source, notes); empty without a folder."""
    place = folder()
    if place is None:
        return []
    with (place / INDEX).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def files_of(*, entry: Entry, into: Path) -> tuple[SourceFile, ...]:
    """Return the entry's files: one as it is, several as a ZIP, a folder of daily files as one file a week.

    Of the weeks the first replaces, the others append. Raises SourceMissingError naming the first file that is
    not there.
    """
    paths = [_found(name) for name in entry.files]
    if entry.is_series:
        weeks = _weeks(paths[0], into=into)
        return tuple(SourceFile(path, mode="append" if number else "replace") for number, path in enumerate(weeks))
    return (SourceFile(paths[0] if len(paths) == 1 else write_zip(path=into / f"{entry.slug}.zip", members=paths)),)


def air_quality(*, entry: Entry, into: Path) -> tuple[SourceFile, ...]:
    """Return the hourly tables as a ZIP, each with a first column 站名 that gives the station's Chinese name."""
    members = [_with_station(_found(name), into=into) for name in entry.files]
    return (SourceFile(write_zip(path=into / f"{entry.slug}.zip", members=members)),)


def _weeks(days: Path, *, into: Path) -> Iterator[Path]:
    """Join the files of a folder that are named by their day, week by week; each has the same header."""
    named = sorted((date.fromisoformat(path.stem), path) for path in days.iterdir() if path.is_file())
    for (year, week), members in groupby(named, key=lambda pair: pair[0].isocalendar()[:2]):
        texts = [path.read_bytes().splitlines(keepends=True) for _, path in members]
        joined = into / f"orders-{year}-W{week:02d}.csv"
        joined.write_bytes(b"".join([texts[0][0], *(line for text in texts for line in text[1:])]))
        yield joined


def _with_station(path: Path, *, into: Path) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        station = header.index("station")
        rows: Iterator[list[str]] = ([STATIONS[row[station]], *row] for row in reader)
        return write_csv(path=into / path.name, header=["站名", *header], rows=rows)


def _found(name: str) -> Path:
    place = folder()
    if place is None:
        raise SourceMissingError(what=f"ZHANQIAO_DEMO_DATA/{name}")
    path = place / name
    if not path.exists():
        raise SourceMissingError(what=name)
    return path
