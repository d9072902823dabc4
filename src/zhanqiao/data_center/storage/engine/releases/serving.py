"""The serving copy of a release: a DuckDB file with rows in source order, indexes on keys, extents for maps."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import duckdb

from zhanqiao.data_center.storage.engine.duck import job_connection, load_spatial, quoted_name, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.layout import META, RELATION, SIDES, Layout, layout_of
from zhanqiao.data_center.storage.engine.query.profile import Profile, profile_relation
from zhanqiao.data_center.storage.engine.releases.schemas import duckdb_type
from zhanqiao.kit.progress import Progress, Step

ROW_GROUP = 100_000
POLL = 0.2
KEY_MEANINGS = frozenset({"identifier", "code", "credit_code", "identity_number", "phone", "division_code"})
KEY_ROWS = 10_000  # below that a scan is as fast as an index
KEY_CHARS = 64
KEY_COLUMNS = 3
KEY_SHARE = 0.5  # of the rows, distinct: fewer and an index finds too many rows to be worth its place
UNIQUE_SHARE = 0.9
EXTENTS = ("ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax")


@dataclass(slots=True)
class Builder:
    """Builds one serving copy; use it as a context manager, its connection closes and checkpoints at the end."""

    path: Path
    fields: tuple[Field, ...]
    memory: int
    progress: Progress
    rows: int = 0
    base_rows: int = 0
    rows_added: int = 0
    rows_removed: int = 0
    layout: Layout = field(init=False)
    connection: duckdb.DuckDBPyConnection = field(init=False)

    def __post_init__(self) -> None:
        """Open the file."""
        self.layout = layout_of(self.fields)
        self.connection = job_connection(database=self.path, memory=self.memory)
        self.connection.execute(f"SET temp_directory={quoted_text(str(self.path.parent / 'spill'))}")
        self.connection.execute("SET enable_progress_bar=true")
        self.connection.execute("SET enable_progress_bar_print=false")
        if any(each.type is LogicalType.GEOMETRY for each in self.fields):
            load_spatial(self.connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def fill(self, *, parts: Sequence[Path], names: Sequence[str]) -> None:
        """Make the relation from Parquet files in their order; ``names`` are the files' columns in theirs."""
        self.run("store", f"CREATE TABLE {RELATION} AS {self._selection(parts, names)}")
        self.rows = self.rows_added = self._count()

    def extend(self, *, parts: Sequence[Path], names: Sequence[str]) -> None:
        """Add rows to the relation of a copied file."""
        self.base_rows = self._count()
        self.run("store", f"INSERT INTO {RELATION} {self._selection(parts, names)}")
        self.rows = self._count()
        self.rows_added = self.rows - self.base_rows

    def change(self, *, base: Path, changes: Path) -> None:
        """Make the relation from a base release and a file of changes; rows keep their order, new ones come last.

        ``changes`` has the fields in their order, then the place in the base (null: a new row) and whether that goes.
        """
        width = len(self.fields)
        aliases = ", ".join(f"s{number}" for number in range(1, width + 1))
        self.connection.execute(f"ATTACH {quoted_text(str(base))} AS base (READ_ONLY)")
        file = quoted_text(str(changes))
        source = f"read_parquet([{file}], file_row_number = true) AS t({aliases}, p, g, n)"
        told = self.connection.execute(
            f"SELECT (SELECT count(*) FROM base.main.{RELATION}), count(*) FILTER (p IS NULL), count(*) FILTER (g) "
            f"FROM {source}"
        ).fetchone() or (0, 0, 0)
        self.base_rows, self.rows_added, self.rows_removed = (int(each) for each in told)
        names = [field.name for field in self.fields]
        columns = [self._column(field, f"s{number}") for number, field in enumerate(self.fields, start=1)]
        extents = [each for field in self.fields for each in self._extents(field, f"s{names.index(field.name) + 1}")]
        chosen = f"coalesce(p, {self.base_rows} + n) AS place, {', '.join(columns + extents)}"
        new = f"SELECT {chosen} FROM {source} WHERE NOT g"
        kept = f"rowid NOT IN (SELECT p FROM {source} WHERE p IS NOT NULL)"
        old = f"SELECT rowid AS place, * FROM base.main.{RELATION} AS b WHERE {kept}"
        ordered = f"SELECT * EXCLUDE (place) FROM ({old} UNION ALL BY NAME {new}) ORDER BY place"
        self.run("store", f"CREATE TABLE {RELATION} AS {ordered}")
        self.rows = self._count()
        self.connection.execute("DETACH base")

    def profile(self) -> Profile:
        """Return the profile of the relation."""
        self.progress(Step("profile", 0, self.rows))
        found = profile_relation(cursor=self.connection, relation=RELATION, layout=self.layout, rows=self.rows)
        self.progress(Step("profile", self.rows, self.rows))
        return found

    def index(self, *, keys: Sequence[str]) -> None:
        """Index columns, each by its field name."""
        for name in keys:
            column = self.layout.column(name)
            self.run("index", f"CREATE INDEX IF NOT EXISTS key_{column} ON {RELATION} ({column})")

    def bbox(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of all rows, None without a place."""
        place = self.layout.place
        if place is None:
            return None
        sql = f"SELECT min({place.west}), min({place.south}), max({place.east}), max({place.north}) FROM {RELATION}"
        found = self.connection.execute(sql).fetchone() or (None,)
        if any(each is None for each in found):
            return None
        west, south, east, north = (float(each) for each in found)
        return west, south, east, north

    def write_part(self, *, target: Path, ids: dict[str, int], whole: bool) -> None:
        """Write all rows, or those that are new, as Parquet (zstd, row groups of 100,000) with Iceberg field ids."""
        columns = ", ".join(f"{self.layout.column(each.name)} AS {quoted_name(each.name)}" for each in self.fields)
        marks = ", ".join(f"{quoted_text(name)}: {number}" for name, number in ids.items())
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, FIELD_IDS {{{marks}}}"
        rows = f"SELECT {columns} FROM {RELATION}" + ("" if whole else f" WHERE rowid >= {self.base_rows}")
        self.run("parquet", f"COPY ({rows}) TO {quoted_text(str(target))} ({options})")

    def note(self, *, release_id: str) -> None:
        """Write down what a reader needs to know before the first query."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {META} (key VARCHAR, value VARCHAR)")
        for key, value in {"release_id": release_id, "rows": str(self.rows)}.items():
            self.connection.execute(f"INSERT INTO {META} VALUES (?, ?)", [key, value])

    def run(self, stage: str, sql: str) -> None:
        """Run a long statement; its progress is told from this thread."""
        failed: list[duckdb.Error] = []

        def work() -> None:
            try:
                self.connection.execute(sql)
            except duckdb.Error as error:
                failed.append(error)

        self.progress(Step(stage, 0, 100, unit="percent"))  # also of what is done before anybody looks
        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            thread.join(POLL)
            share = max(0.0, self.connection.query_progress())
            self.progress(Step(stage, int(share), 100, unit="percent"))
        if failed:
            raise failed[0]

    def _selection(self, parts: Sequence[Path], names: Sequence[str]) -> str:
        aliases = ", ".join(f"s{number}" for number in range(1, len(names) + 1))
        files = ", ".join(quoted_text(str(each)) for each in parts)
        columns = [self._column(field, f"s{names.index(field.name) + 1}") for field in self.fields]
        extents = [each for field in self.fields for each in self._extents(field, f"s{names.index(field.name) + 1}")]
        return f"SELECT {', '.join(columns + extents)} FROM read_parquet([{files}]) AS t({aliases})"

    def _column(self, field: Field, source: str) -> str:
        return f"{source}::{duckdb_type(field)} AS {self.layout.column(field.name)}"

    def _extents(self, field: Field, source: str) -> list[str]:
        if field.type is not LogicalType.GEOMETRY:
            return []
        column = self.layout.column(field.name)
        shape = f"ST_GeomFromWKB({source})"
        return [f"{end}({shape}) AS {column}_{side}" for end, side in zip(EXTENTS, SIDES, strict=True)]

    def _count(self) -> int:
        found: tuple[Any, ...] = self.connection.execute(f"SELECT count(*) FROM {RELATION}").fetchone() or (0,)
        return int(found[0])


def key_columns(*, fields: Sequence[Field], profile: Profile, rows: int) -> tuple[str, ...]:
    """Return the columns worth an index: codes and identifiers asked by equality, nearly one value a row."""
    if rows < KEY_ROWS:
        return ()
    scored = [(score, field.name) for field in fields if (score := _key_score(field, profile[field.name], rows)) > 0]
    best = sorted(scored, key=lambda pair: -pair[0])[:KEY_COLUMNS]
    return tuple(name for _, name in best)


def _key_score(field: Field, values: dict[str, Any], rows: int) -> float:
    if field.type not in {LogicalType.TEXT, LogicalType.INTEGER} or (values.get("max_length") or 0) > KEY_CHARS:
        return 0
    present = rows - int(values["nulls"])
    share = min(1.0, (values["distinct"] or 0) / present) if present else 0
    if field.meaning in KEY_MEANINGS:
        return 1 + share if share >= KEY_SHARE else 0
    return share if field.type is LogicalType.TEXT and share >= UNIQUE_SHARE else 0
