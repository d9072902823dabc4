"""The second wall: a process that runs one statement at a time on nothing but the tables it was granted.

Forked by :mod:`engine.nursery` for :mod:`pool`. Orders come as lines of JSON on stdin: ``check`` names the tables of a statement, ``run``
answers it in a format, in frames, with a last note. It ends when stdin closes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa

from zhanqiao.data_center.storage.engine.duck import LOCK, quoted_name, quoted_text
from zhanqiao.data_center.storage.engine.sql.errors import SqlInvalidError, SqlRefusedError
from zhanqiao.data_center.storage.engine.sql.failures import failure
from zhanqiao.data_center.storage.engine.sql.frames import NOTE, ROWS, write_frame
from zhanqiao.data_center.storage.engine.sql.grammar import checked
from zhanqiao.data_center.storage.engine.sql.writing import columns_of, write

MOST_KEPT = 4  # instances with their granted tables that wait for the next statement
BATCH = 4_096  # rows
ADDRESSES = 2 << 30  # bytes of addresses of a process, more only where its memory limit is set high
OVERHEAD = 3 << 29  # of them that are taken beside the memory of a statement
SPARE_SECONDS = 5  # of processor time beyond the deadline


def prepare() -> None:
    """Have ready what children need: all of it was imported with this module."""


def main() -> int:
    """Obey orders until stdin closes."""
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    os.nice(10)
    worker = None
    for line in sys.stdin:
        order = json.loads(line)
        if worker is None:
            worker = _Worker(answers, order["limits"])
        worker.obey(order)
    return 0


class _Worker:
    """What lives from one statement to the next."""

    def __init__(self, answers: IO[bytes], limits: dict[str, int]) -> None:
        self.answers, self.limits = answers, limits
        self.folder = Path.cwd()  # made for this process, removed with it
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits["spill"], limits["spill"]))
        reserved = max(ADDRESSES, OVERHEAD + limits["memory"])
        resource.setrlimit(resource.RLIMIT_AS, (reserved, reserved))
        self.parser = locked(duckdb.connect(config={"threads": 1, "memory_limit": "64MB"}))
        self.instances: OrderedDict[str, duckdb.DuckDBPyConnection] = OrderedDict()

    def obey(self, order: dict[str, Any]) -> None:
        """Answer one order, whatever happens."""
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        soft = int(used) + order["limits"]["seconds"] + SPARE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        try:
            tables = checked(sql=order["sql"], parser=self.parser)
            note = (
                self._run(order)
                if order["do"] == "run"
                else {"tables": [[each.name, each.position] for each in tables]}
            )
        except (SqlInvalidError, SqlRefusedError) as error:
            note = {"failed": error.code, "facts": {**error.facts, "zh": error.reason.zh, "en": error.reason.en}}
        except (duckdb.Error, MemoryError, pa.ArrowException) as error:
            note = failure(error=error, sql=order["sql"], limits=self.limits)
        write_frame(self.answers, kind=NOTE, content=json.dumps(note).encode())

    def _run(self, order: dict[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        cursor = self._instance(order["grants"]).cursor()
        if order["explain"]:
            found = cursor.execute(f"EXPLAIN {order['sql']}").fetchall()
            return {"plan": "\n".join(str(row[-1]) for row in found), "seconds": time.monotonic() - began}
        reader = cursor.execute(order["sql"]).to_arrow_reader(BATCH)
        part = _Part(self.limits)
        write(format=order["format"], schema=reader.schema, batches=part.of(reader), sink=_Frames(self.answers))
        columns = columns_of(reader.schema)
        return {"rows": part.rows, "cut": part.cut, "columns": columns, "seconds": time.monotonic() - began}

    def _instance(self, grants: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
        key = json.dumps(grants)
        found = self.instances.get(key)
        if found is None:
            found = self.instances[key] = self._opened(grants)
            while len(self.instances) > MOST_KEPT:
                self.instances.popitem(last=False)[1].close()
        self.instances.move_to_end(key)
        return found

    def _opened(self, grants: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
        """Open an instance with a view for each granted table, then take every other way out."""
        memory = f"{self.limits['memory'] >> 20}MB"
        connection = duckdb.connect(config={"threads": 1, "memory_limit": memory})
        connection.execute(f"SET temp_directory={quoted_text(str(self.folder / 'spill'))}")
        connection.execute(f"SET max_temp_directory_size='{self.limits['spill'] >> 20}MB'")
        connection.execute("SET max_expression_depth=250")
        connection.execute("SET GLOBAL errors_as_json=true")
        for number, grant in enumerate(grants, start=1):
            connection.execute(f"ATTACH {quoted_text(grant['path'])} AS granted{number} (READ_ONLY)")
            columns = ", ".join(f"{quoted_name(here)} AS {quoted_name(name)}" for here, name in grant["columns"])
            for view in _views(connection, grant["name"]):
                connection.execute(f"CREATE VIEW {view} AS SELECT {columns} FROM granted{number}.main.data")  # noqa: S608 - quoted names
        return locked(connection)


def _views(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[str]:
    """Yield the names of the views of a table: the one written as ``slug/table`` is also ``"slug"."table"``."""
    yield f"main.{quoted_name(name)}"
    dataset, _, table = name.partition("/")
    if table:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted_name(dataset)}")
        yield f"{quoted_name(dataset)}.{quoted_name(table)}"


class _Part:
    """As many rows of an answer as its limits allow, and which limit ended it."""

    def __init__(self, limits: dict[str, int]) -> None:
        self._limits = limits
        self.rows, self.size = 0, 0
        self.cut: str | None = None

    def of(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        """Yield batches until the answer or a limit ends."""
        for batch in reader:
            room = self._limits["rows"] - self.rows
            share = (self._limits["bytes"] - self.size) / max(batch.nbytes, 1)
            fitting = min(batch.num_rows, room, int(batch.num_rows * share))
            sent = batch.slice(0, fitting)
            self.rows += fitting
            self.size += sent.nbytes
            yield sent
            if fitting < batch.num_rows:
                self.cut = "rows" if fitting == room else "bytes"
                return


class _Frames:
    """A file that sends what is written to it as frames."""

    closed = False

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size = stream, 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        piece = bytes(content)
        write_frame(self._stream, kind=ROWS, content=piece)
        self.size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self.closed = True


def locked(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Take every way out of a connection: no file, no extension, no variable of Python, no change of a setting."""
    for setting in (*LOCK, "enable_external_access=false", "lock_configuration=true"):
        connection.execute(f"SET {setting}")
    return connection


if __name__ == "__main__":
    sys.exit(main())
