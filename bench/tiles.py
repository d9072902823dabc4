"""Vector tiles of a table over HTTP of a site of our own: uncached and cached, zooms 8 to 16, beside DuckDB in process.

``python -m bench.tiles --home HOME --table tbl_…`` serves the home on a free port and asks for tiles that hold rows. A tile is
uncached when its question was never asked: each call names its property anew. The floor is one statement on the same map copy in
this process, without counting, properties or HTTP.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from zhanqiao.data_center.storage.engine.duck import load_spatial, quoted_text
from zhanqiao.data_center.storage.engine.tiles import Address

ZOOMS = range(8, 17)
PATIENCE = 120.0
POINTS = 10_000


def main() -> None:
    """Measure and print one line a zoom."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--table", required=True)
    parser.add_argument("--tiles", type=int, default=20, help="questions a zoom")
    options = parser.parse_args()
    with served(options.home) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        asked(connection, f"/api/v1/tables/{options.table}/tiles/0/0/0.mvt")  # has the map copy made
        measure(connection, options.home, options.table, options.tiles)


def measure(connection: http.client.HTTPConnection, home: Path, table: str, count: int) -> None:
    """Ask for tiles at every zoom and print p50 and p95 in ms."""
    (copy,) = sorted((home / "releases" / table).glob("*/map-*.duckdb"))[-1:]
    with duckdb.connect(config={"threads": 1}) as floor:
        load_spatial(floor)
        floor.execute(f"ATTACH {quoted_text(str(copy))} AS copy (READ_ONLY)")
        print("zoom   floor p50  uncached p50   p95  cached p50   p95   p50 : floor   bytes")
        for zoom in ZOOMS:
            print(line(connection, floor, table, zoom, count))


def line(
    connection: http.client.HTTPConnection, floor: duckdb.DuckDBPyConnection, table: str, zoom: int, count: int
) -> str:
    """Return the figures of one zoom."""
    addresses = somewhere(floor, zoom, count)
    questions = [question(table, each, number) for number, each in enumerate(addresses)]
    asked(connection, question(table, addresses[0], -1))
    uncached = [asked(connection, each) for each in questions]
    cached = [asked(connection, each)[0] for _ in range(3) for each in questions]
    plain = statistics.median(drawn(floor, each) for each in addresses)
    first = [seconds for seconds, _ in uncached]
    size = statistics.median(many for _, many in uncached)
    ms = [1000 * each for each in (plain, *spread(first), *spread(cached))]
    ratio = statistics.median(first) / plain
    return (
        f"{zoom:4}  {ms[0]:10.1f}  {ms[1]:12.1f} {ms[2]:5.1f}  {ms[3]:10.2f} {ms[4]:5.2f}  {ratio:12.1f}  {size:6.0f}"
    )


def somewhere(floor: duckdb.DuckDBPyConnection, zoom: int, count: int) -> list[Address]:
    """Return tiles in which random rows stand."""
    rows = floor.execute(f"SELECT x, y FROM copy.main.data USING SAMPLE {count} ROWS (reservoir, 7)").fetchall()
    random.Random(7).shuffle(rows)
    return [Address(zoom, x >> (32 - zoom), y >> (32 - zoom)) for x, y in rows]


def question(table: str, address: Address, number: int) -> str:
    """Return the address of a tile, with a property that nobody named before."""
    asked = urlencode({"select": f'"区市" AS v{os.getpid()}_{number + 1}'})
    return f"/api/v1/tables/{table}/tiles/{address.z}/{address.x}/{address.y}.mvt?{asked}"


def asked(connection: http.client.HTTPConnection, address: str) -> tuple[float, int]:
    """Return seconds and bytes of an answer."""
    begun = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != http.client.OK:
        raise SystemExit(f"{address} answered {answer.status}: {content[:300]!r}")
    return time.perf_counter() - begun, len(content)


def drawn(floor: duckdb.DuckDBPyConnection, address: Address) -> float:
    """Return the seconds of one statement that draws the same square."""
    first, last = address.curve
    x, y = (f"(({side} - {start}::UINTEGER) >> {address.unit_bits})::DOUBLE" for side, start in zip("xy", address.origin, strict=True))  # fmt: skip
    rows = f"SELECT {{'g': ST_Point({x}, {y})}} AS f FROM copy.main.data WHERE curve >= {first}::UBIGINT AND curve <= {last}::UBIGINT LIMIT {POINTS}"
    begun = time.perf_counter()
    floor.execute(f"SELECT ST_AsMVT(f, 'data', 4096, 'g') FROM ({rows})").fetchone()
    return time.perf_counter() - begun


def spread(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 95th hundredth."""
    return statistics.median(seconds), sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]


@contextmanager
def served(home: Path) -> Iterator[int]:
    """Serve the home; yield the port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "zhanqiao.cli", "serve", "--port", str(port)]
    environment = os.environ | {"ZHANQIAO_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            yield port
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
