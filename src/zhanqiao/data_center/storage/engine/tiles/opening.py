"""Where the map copy of a release lies, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.duck import export_instance
from zhanqiao.data_center.storage.engine.query.layout import META

VERSION = 1  # of the form of map copies; one of an earlier form is not found and made anew
POINTS, SHAPES = "points", "shapes"


@dataclass(frozen=True, slots=True)
class MapFacts:
    """What a map copy holds: ``points`` or ``shapes``, rows with a place, rows without one, its extent in degrees."""

    kind: str
    rows: int
    without_place: int
    box: tuple[float, float, float, float] | None
    geometries: tuple[str, ...]


def map_path(*, serving: Path) -> Path:
    """Return where the map copy beside a serving copy lies, made or not."""
    return serving.with_name(f"map-{VERSION}.duckdb")


def has_map(*, serving: Path) -> bool:
    """Say whether a map copy of today's form lies beside a serving copy."""
    return map_path(serving=serving).is_file()


def map_facts(*, serving: Path) -> MapFacts:
    """Return what the map copy says of itself. Raises FileNotFoundError."""
    path = map_path(serving=serving)
    if not path.is_file():
        raise FileNotFoundError(path)
    return _facts(path, path.stat().st_ino)


@lru_cache(maxsize=512)
def _facts(path: Path, file: int) -> MapFacts:
    del file  # a copy that was removed and made again is read again
    instance = export_instance(path, spatial=True)
    with instance.using(path) as attached:
        catalog = attached.relation.partition(".")[0]
        found = instance.cursor().execute(f"SELECT key, value FROM {catalog}.main.{META}").fetchall()
    noted = dict(found)
    sides = tuple(float(each) for each in noted["box"].split(",")) if noted["box"] else None
    return MapFacts(
        kind=noted["kind"],
        rows=int(noted["rows"]),
        without_place=int(noted["without_place"]),
        box=(sides[0], sides[1], sides[2], sides[3]) if sides else None,
        geometries=tuple(each for each in noted["geometries"].split(",") if each),
    )


def note(connection: duckdb.DuckDBPyConnection, /, **values: object) -> None:
    """Write down what a reader needs to know before the first tile."""
    connection.execute(f"CREATE TABLE {META} (key VARCHAR, value VARCHAR)")
    connection.executemany(f"INSERT INTO {META} VALUES (?, ?)", [[key, str(value)] for key, value in values.items()])
