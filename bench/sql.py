"""What the two walls of public SQL cost: a statement in the pool beside the same one on bare DuckDB in this process.

``python -m bench.sql [--rows 1000000] [--times 300]`` makes a table, answers each statement both ways in turn, and prints medians: bare DuckDB to Arrow, the
pool's answer, the difference, and of it the reading of the statement (the first wall). Then how long it takes from the killing of a process to the next
answer, and how much this process grew.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.sql import Grant, SqlLimits, SqlPool, SqlTimeoutError

FIELDS = (
    Field("code", LogicalType.TEXT),
    Field("district", LogicalType.TEXT),
    Field("amount", LogicalType.INTEGER),
)
STATEMENTS = (
    "select 1 as n",
    "select count(*) as n from t",
    "select * from t limit 100",
    "select * from t where code = 'C000000500'",
    "select district, count(*) as n, sum(amount) as s from t group by all order by n desc",
    "with a as (select *, row_number() over (partition by district order by amount desc) as r from t where amount % 97 = 3) select * from a where r <= 3",
)
HOG = "select levenshtein(repeat('x', 400000), repeat('y', 400000))"


def main() -> None:
    """Make the table, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = _made(Path(folder) / "t.duckdb", given.rows)
        limits = SqlLimits(seconds=2, memory=512 << 20, spill=1 << 30, rows=100_000, bytes=64 << 20)
        pool = SqlPool(places=1, wait=5, limits=limits)
        try:
            _compared(pool, Grant("t", path, FIELDS), path, given.times)
            _respawned(pool)
        finally:
            pool.close()


def _made(path: Path, rows: int) -> Path:
    layout = layout_of(FIELDS)
    code, district, amount = (layout.column(field.name) for field in FIELDS)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"CREATE TABLE data AS SELECT printf('C%09d', range) AS {code}, 'D' || (range % 10) AS {district}, "
            f"(range * 7919 % 100000)::BIGINT AS {amount} FROM range({rows})"
        )
        connection.execute(f"CREATE INDEX codes ON data ({code})")
    return path


def _compared(pool: SqlPool, grant: Grant, path: Path, times: int) -> None:
    bare = duckdb.connect(str(path), read_only=True, config={"threads": 1})
    layout = layout_of(FIELDS)
    columns = ", ".join(f"{layout.column(field.name)} AS {field.name}" for field in FIELDS)
    bare.execute(f"CREATE TEMP VIEW t AS SELECT {columns} FROM data")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'bare ms':>9} {'pool ms':>9} {'more ms':>9} {'reading':>9}  statement")
    for sql in STATEMENTS:
        grants = [grant] if " t" in sql else []

        def pooled(sql: str = sql, grants: list[Grant] = grants) -> None:
            pool.tables(sql=sql)
            pool.run(sql=sql, grants=grants).close()

        def in_process(sql: str = sql) -> None:
            bare.execute(sql).to_arrow_table()

        def reading(sql: str = sql) -> None:
            pool.tables(sql=sql)

        took = _medians((in_process, pooled, reading), times)
        print(f"{took[0]:9.2f} {took[1]:9.2f} {took[1] - took[0]:9.2f} {took[2]:9.2f}  {sql[:90]}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"this process grew by {grown / 1024:.1f} MiB (bare DuckDB in it included)")


def _medians(asked: tuple[Callable[[], None], ...], times: int) -> list[float]:
    """Return the median milliseconds of each, asked in turn so that all meet the same machine."""
    found: list[list[float]] = [[] for _ in asked]
    for _ in range(times + 3):
        for number, one in enumerate(asked):
            began = time.perf_counter()
            one()
            found[number].append((time.perf_counter() - began) * 1000)
    return [median(each[3:]) for each in found]


def _respawned(pool: SqlPool) -> None:
    found = []
    for _ in range(5):
        try:
            pool.run(sql=HOG, grants=[]).close()
        except SqlTimeoutError:
            began = time.perf_counter()
            pool.run(sql="select 1 as n", grants=[]).close()
            found.append((time.perf_counter() - began) * 1000)
    print(f"from the killing of a process to the next answer: {median(found):.0f} ms (median of {len(found)})")


if __name__ == "__main__":
    main()
