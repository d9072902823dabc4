"""The contestants of the service benchmark: our product and the peers that install from the package registries.

Each is loaded with the same file, started on a loopback port, asked over HTTP, and ended again. A peer that is not
installed is installed into an environment of its own; one that cannot be had says so and is left out. Where a peer can be asked in several ways, the quickest known one is used.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import duckdb
from bench.environments import MissingError, installed
from bench.permits import COLUMNS, written
from bench.questions import Asked

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0
SETTLING = 20  # seconds in which the job process, which no peer has, looks through what there is to do after a start
PEERS = {"datasette": "datasette==0.65.*", "roapi": "roapi==0.12.*"}
ROWID = re.compile(r"(,| ORDER BY) rowid")
FAR = re.compile(r"WHERE rowid >= (\d+) \+ \{base\}( ORDER BY rowid)? LIMIT 100")
LONG_WORD = re.compile(r"\"备注\" LIKE '%(\w{3,})%'")


@dataclass
class Request:
    """One HTTP request: path, and a body when it is a POST."""

    path: str
    body: str = ""


@dataclass
class Contestant:
    """A running service: how to ask it and how to read its answer as rows of plain values."""

    name: str
    address: str
    load_seconds: float
    size_mb: float
    has_row_numbers: ClassVar[bool] = True

    def request(self, asked: Asked) -> Request:
        """Return the request of a question."""
        raise NotImplementedError

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Return the rows of an answer."""
        raise NotImplementedError


@dataclass
class Ours(Contestant):
    """The product's native API."""

    table: str = ""

    def request(self, asked: Asked) -> Request:
        """Ask the table."""
        return Request(f"/api/v1/tables/{self.table}/{asked.path}")

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Read an envelope, facets or GeoJSON."""
        found = json.loads(content)
        if asked.path.startswith("facets"):
            return [(name, pair["value"], pair["count"]) for name, pairs in found["data"].items() for pair in pairs]
        if asked.path.startswith("export.geojson"):
            return [(feature["properties"]["许可编号"],) for feature in found["features"]]
        return [tuple(row.values()) for row in found["data"]]


@dataclass
class Datasette(Contestant):
    """Datasette on an indexed SQLite file, asked by SQL; trigram full text where the word is long enough for it."""

    def request(self, asked: Asked) -> Request:
        """Ask the database."""
        sql = LONG_WORD.sub(
            r"""rowid IN (SELECT rowid FROM permits_words WHERE permits_words MATCH '"\1"')""", asked.sql
        )
        sql = sql.format(t="permits", d="", base=1)
        return Request("/permits.json?" + urlencode({"sql": sql, "_shape": "arrays"}))

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Read arrays."""
        return [tuple(row) for row in json.loads(content)["rows"]]


@dataclass
class Roapi(Contestant):
    """ROAPI with the table in memory, asked by SQL."""

    has_row_numbers: ClassVar[bool] = False

    def request(self, asked: Asked) -> Request:
        """Ask by POST."""
        sql = FAR.sub(r"LIMIT 100 OFFSET \1", asked.sql)
        return Request("/api/sql", ROWID.sub("", sql).format(t="permits", d="DATE ", base=0))

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Read objects."""
        return [tuple(row.values()) for row in json.loads(content)]


@contextmanager
def ours(*, folder: Path, rows: int, workers: int, cache: bool) -> Iterator[Ours]:
    """Publish the table once a folder and serve it, with or without the cache of answers."""
    home = folder / f"zhanqiao-{rows}"
    environment = {**os.environ, "ZHANQIAO_HOME": str(home), "PYTHONPATH": str(CHECKOUT / "src")}
    if not cache:
        environment["ZHANQIAO_API_CACHE_BYTES"] = "0"
    published = _published(home, folder, rows, environment)
    port = free_port()
    command = [sys.executable, "-m", "zhanqiao.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with running(command, port=port, path="/api/v1/", environment=environment) as address:
        time.sleep(SETTLING)
        yield Ours(
            "Zhanqiao" if cache else "Zhanqiao, no cache",
            address,
            published["seconds"],
            published["mb"],
            published["table"],
        )


def _published(home: Path, folder: Path, rows: int, environment: dict[str, str]) -> dict[str, Any]:
    note = home / "bench.json"
    if note.exists():
        return dict(json.loads(note.read_text(encoding="utf-8")))
    home.mkdir(parents=True)
    for arguments in (["prepare"], ["demo", "load", "--only", "penguins"]):
        _zhanqiao(arguments, environment)
    source = written(folder=folder, rows=rows, kind="csv")
    began = time.monotonic()
    arguments = ["publish", str(source), "--dataset", "permits", "--title", "许可", "--department", "qingdao-approval"]
    made = json.loads(_zhanqiao(arguments, environment))
    release = home / "releases" / made["tables"][0] / made["releases"][0]
    found = {"table": made["tables"][0], "seconds": time.monotonic() - began}
    began = time.monotonic()
    _zhanqiao(["instant"], environment)  # a running site does this in the background
    files = [each for each in release.rglob("*") if each.is_file() and "source" not in each.parts]
    found |= {"mb": sum(each.stat().st_size for each in files) / 1e6, "background": time.monotonic() - began}
    note.write_text(json.dumps(found), encoding="utf-8")
    return found


def _zhanqiao(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "zhanqiao.cli", *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def datasette(*, folder: Path, rows: int) -> Iterator[Datasette | None]:
    """Serve an SQLite file with the indexes a careful publisher would make."""
    program = _program("datasette", folder)
    if program is None:
        yield None
        return
    path = folder / f"datasette-{rows}" / "permits.db"
    seconds = _sqlite(path, folder, rows)
    port = free_port()
    settings = (
        "sql_time_limit_ms",
        "60000",
        "max_returned_rows",
        "10000",
        "num_sql_threads",
        "3",
        "facet_time_limit_ms",
        "60000",
    )
    pairs = [
        part for name, value in zip(settings[::2], settings[1::2], strict=True) for part in ("--setting", name, value)
    ]
    with running([program, str(path), "-p", str(port), *pairs], port=port, path="/-/versions.json") as address:
        yield Datasette("Datasette", address, seconds, path.stat().st_size / 1e6)


def _sqlite(path: Path, folder: Path, rows: int) -> float:
    note = path.with_suffix(".seconds")
    if note.exists():
        return float(note.read_text(encoding="utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    source = written(folder=folder, rows=rows, kind="parquet")
    began = time.monotonic()
    database = sqlite3.connect(path)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    shown = ", ".join(
        f'"{n}"::VARCHAR' if n.endswith("日期") else f'"{n}"::DOUBLE' if n == "金额" else f'"{n}"' for n in COLUMNS
    )
    database.execute(f"CREATE TABLE permits ({names})")
    found = duckdb.connect().execute(f"SELECT {shown} FROM '{source}'")
    while block := found.fetchmany(50_000):
        database.executemany(f"INSERT INTO permits VALUES ({', '.join('?' * len(COLUMNS))})", block)
    for number, columns in enumerate(
        ('"许可编号"', '"区市","状态","发证日期"', '"区市","状态","人数"', '"经度","纬度"'), start=1
    ):
        database.execute(f"CREATE INDEX i{number} ON permits ({columns})")
    database.execute("CREATE VIRTUAL TABLE permits_words USING fts5(备注, content='permits', tokenize='trigram')")
    database.execute("INSERT INTO permits_words(permits_words) VALUES ('rebuild')")
    database.execute("ANALYZE")
    database.commit()
    database.close()
    seconds = time.monotonic() - began
    note.write_text(str(seconds), encoding="utf-8")
    return seconds


@contextmanager
def roapi(*, folder: Path, rows: int) -> Iterator[Roapi | None]:
    """Serve the Parquet file from memory."""
    program = _program("roapi", folder)
    if program is None:
        yield None
        return
    source = written(folder=folder, rows=rows, kind="parquet")
    port = free_port()
    began = time.monotonic()
    command = [
        program,
        "--table",
        f"permits={source}",
        "--addr-http",
        f"127.0.0.1:{port}",
        "--addr-postgres",
        f"127.0.0.1:{free_port()}",
    ]
    with running(command, port=port, path="/api/schema") as address:
        yield Roapi("ROAPI", address, time.monotonic() - began, source.stat().st_size / 1e6)


def _program(name: str, folder: Path) -> str | None:
    """Return the program of a peer: the machine's, or one installed for the benchmark."""
    try:
        return shutil.which(name) or str(installed(folder=folder, name=name, packages=[PEERS[name]]) / name)
    except MissingError as error:
        print(f"{name} is left out: {error}")
        return None


@contextmanager
def running(command: list[str], *, port: int, path: str, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Run a service until the block ends; give its address once it answers at ``path``."""
    address = f"127.0.0.1:{port}"
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://{address}{path}", process)
            yield address
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no answer from {url}")


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
