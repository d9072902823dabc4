"""The floors of the service benchmark: the same SQL asked of embedded databases inside this process, no HTTP, no JSON.

DuckDB reads the very serving copy our product serves (one thread, as the product's), SQLite the indexed file that
Datasette serves; PostgreSQL, a process of its own, the table that CKAN serves. What a service adds to these is its overhead.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from bench.ckan import sql_of
from bench.contestants import LONG_WORD
from bench.permits import COLUMNS
from bench.questions import Asked, Question

TIMED = 100
SECONDS = 6.0

Ask = Callable[[Asked], list[tuple[Any, ...]]]


def duckdb_asking(*, folder: Path, rows: int) -> Ask:
    """Return a function that asks DuckDB; the table must have been published into the folder before."""
    home = folder / f"zhanqiao-{rows}"
    table = json.loads((home / "bench.json").read_text(encoding="utf-8"))["table"]
    (serving,) = (home / "releases" / table).glob("*/serving.duckdb")
    connection = duckdb.connect(str(serving), read_only=True, config={"threads": 1})

    def ask(asked: Asked) -> list[tuple[Any, ...]]:
        sql = asked.sql.format(t="data", d="DATE ", base=0)
        for place, name in enumerate(COLUMNS, start=1):
            sql = sql.replace(f'"{name}"', f"c{place}")
        return connection.execute(sql).fetchall()

    return ask


def sqlite_asking(*, folder: Path, rows: int) -> Ask | None:
    """Return a function that asks SQLite, None when Datasette's file is not there."""
    path = folder / f"datasette-{rows}" / "permits.db"
    if not path.exists():
        return None
    connection = sqlite3.connect(path)

    def ask(asked: Asked) -> list[tuple[Any, ...]]:
        sql = LONG_WORD.sub(
            r"""rowid IN (SELECT rowid FROM permits_words WHERE permits_words MATCH '"\1"')""", asked.sql
        )
        return connection.execute(sql.format(t="permits", d="", base=1)).fetchall()

    return ask


def postgres_asking(*, address: str) -> Ask:
    """Return a function that asks the PostgreSQL of CKAN's datastore, on a connection of its own."""
    connection = psycopg.connect(address, autocommit=True)

    def ask(asked: Asked) -> list[tuple[Any, ...]]:
        return connection.execute(sql_of(asked).encode()).fetchall()

    return ask


def latencies(*, ask: Ask, questions: Sequence[Question], rows: int) -> dict[str, float]:
    """Return the median milliseconds of each question, over up to 100 variations or six seconds."""
    found = {}
    for question in questions:
        for i in range(3):
            ask(question.ask(2_400 + i, rows))
        taken: list[float] = []
        until = time.perf_counter() + SECONDS
        for i in range(TIMED):
            asked = question.ask(i, rows)
            began = time.perf_counter()
            ask(asked)
            taken.append((time.perf_counter() - began) * 1e3)
            if time.perf_counter() > until:
                break
        found[question.name] = statistics.median(taken)
    return found
