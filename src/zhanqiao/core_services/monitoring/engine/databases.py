"""Snapshots of the metadata database: SQLite by its online backup, PostgreSQL by pg_dump of one exported snapshot."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from zhanqiao.core_services.monitoring.rules.backups import BackupPlaceError, ToolMissingError

PROGRAMS = Path("/usr/lib/postgresql")
PAGES = 2_000  # of a SQLite database, copied before writers get their turn again
HEAD = "SELECT seq, hash FROM people_audithead"
RELEASES = (
    "SELECT table_id, id, number, rows, snapshot_id FROM data_center_release "
    "WHERE acknowledged_at IS NOT NULL AND retired_at IS NULL ORDER BY table_id, number"
)
LOCATIONS = "SELECT metadata_location FROM iceberg_tables ORDER BY table_name"


class Cursor(Protocol):
    """As much of a database's cursor as is needed."""

    def execute(self, sql: Any, /) -> Any:
        """Run one statement."""

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """Return all rows."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a snapshot of the metadata holds, in numbers and names that a restored copy must equal."""

    head: tuple[int, str]
    counts: dict[str, int]
    releases: tuple[tuple[str, str, int, int, int], ...]


def facts(*, cursor: Cursor, tables: str) -> Facts:
    """Count every table and name every acknowledged release; ``tables`` is a query of their names."""
    names = [str(row[0]) for row in _rows(cursor, tables)]
    counts = {name: int(_rows(cursor, f'SELECT count(*) FROM "{name}"')[0][0]) for name in names}  # noqa: S608 - names come from the database itself
    heads = _rows(cursor, HEAD)
    releases = tuple((str(a), str(b), int(c), int(d), int(e)) for a, b, c, d, e in _rows(cursor, RELEASES))
    return Facts((int(heads[0][0]), str(heads[0][1])) if heads else (0, "0" * 64), counts, releases)


def copy_sqlite(*, source: Path, target: Path) -> None:
    """Copy a SQLite database as it is at one moment, while others write."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source, timeout=60)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write, pages=-1)
        write.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def opened_sqlite(path: Path) -> Iterator[Cursor]:
    """Open a copied database to be read only."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection.cursor()


SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@contextmanager
def exported_postgres(url: str) -> Iterator[tuple[Cursor, str]]:
    """Open a PostgreSQL database as it is at one moment; give a cursor and the name under which others see the same."""
    import psycopg  # late: the driver is an optional dependency

    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor, str(_rows(cursor, "SELECT pg_export_snapshot()")[0][0])


def dump_postgres(*, url: str, snapshot: str, target: Path) -> None:
    """Dump a PostgreSQL database as it was when the snapshot was exported, whose transaction is still open."""
    program = _program("pg_dump", "备份", "backed up")
    target.parent.mkdir(parents=True, exist_ok=True)
    _run([program, "--format=custom", f"--snapshot={snapshot}", f"--file={target}"], url)


@contextmanager
def opened_postgres(url: str) -> Iterator[Cursor]:
    """Open a PostgreSQL database to be read."""
    import psycopg  # late: as above

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        yield cursor


def restore_postgres(*, url: str, dump: Path) -> None:
    """Fill an empty PostgreSQL database from a dump, in one transaction."""
    program = _program("pg_restore", "恢复", "restored")
    _run([program, "--exit-on-error", "--single-transaction", "--no-owner", str(dump)], url)


def _rows(cursor: Cursor, sql: str) -> Sequence[Sequence[Any]]:
    cursor.execute(sql)
    return cursor.fetchall()


def _program(name: str, what_zh: str, what_en: str) -> str:
    found = shutil.which(name) or next((str(path) for path in sorted(PROGRAMS.glob(f"*/bin/{name}"))[-1:]), "")
    if not found:
        raise ToolMissingError(name=name, what_zh=what_zh, what_en=what_en)
    return found


def _run(command: list[str], url: str) -> None:
    """Run a program of PostgreSQL on a database; its password goes by the environment, where other users see none."""
    parts = urlsplit(url)
    plain = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")).geturl()
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, arguments of our own
        [*command, f"--dbname={plain}"], capture_output=True, text=True, check=False, env={**os.environ, **secret}
    )
    if done.returncode:
        words = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise BackupPlaceError(place=Path(command[0]).name, why_zh=words[0], why_en=words[0])
