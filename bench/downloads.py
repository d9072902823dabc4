"""Whole-table downloads in MB/s, ours and the peers', fetched by curl over loopback.

    python -m bench.downloads [--rows 1000000] [--folder DIR] [--peers none]

Ours twice: files written once a release (prebuilt), and answers made while they are sent (live, with a filter that lets
every row through). Memory is that of the web process with the largest growth.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from bench import contestants
from bench.ckan import ckan
from bench.crowd import web_processes

ROUNDS = 3
EVERY_ROW = urlencode({"where": "金额 >= 0"})
FORMATS = ("csv", "ndjson", "json", "parquet", "arrow", "geojson")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--peers", default="all", choices=("all", "none"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhanqiao-downloads-") as temporary:
        folder = options.folder or Path(temporary)
        ours = measured_ours(folder=folder, rows=options.rows)
        if options.peers == "all":
            peers = measured_peers(folder=folder, rows=options.rows)
            for name, speed in peers.items():
                print(
                    f"ours, csv live: {ours['csv live'] / speed:.1f} times {name}; prebuilt: {ours['csv prebuilt'] / speed:.1f} times"
                )


def measured_ours(*, folder: Path, rows: int) -> dict[str, float]:
    """Return MB/s by kind of download."""
    found = {}
    with contestants.ours(folder=folder, rows=rows, workers=2, cache=True) as site:
        base = f"http://{site.address}/api/v1/tables/{site.table}/export"
        for form in ("csv", "parquet"):
            speed(f"{base}.{form}")  # the first makes the file
            found[f"{form} prebuilt"] = speed(f"{base}.{form}")
            print(f"{form + ' prebuilt':<18}{found[f'{form} prebuilt']:8.0f} MB/s", flush=True)
        for form in FORMATS:
            before = web_processes(site.address)
            found[f"{form} live"] = speed(f"{base}.{form}?{EVERY_ROW}")
            grown = max((now - before.get(process, now)) / 1e6 for process, now in web_processes(site.address).items())
            print(f"{form + ' live':<18}{found[f'{form} live']:8.0f} MB/s, memory grew by {grown:.0f} MB", flush=True)
    return found


def measured_peers(*, folder: Path, rows: int) -> dict[str, float]:
    """Return MB/s of a whole CSV by peer."""
    found = {}
    with contestants.datasette(folder=folder, rows=rows) as one:
        if one is not None:
            found["Datasette"] = speed(f"http://{one.address}/permits/permits.csv?_stream=on&_size=max")
    with ckan(folder=folder, rows=rows, workers=2, tuned=False) as three:
        if three is not None:
            found["CKAN"] = speed(three.dump)
    with contestants.roapi(folder=folder, rows=rows) as two:
        if two is not None:
            found["ROAPI"] = speed(
                f"http://{two.address}/api/sql", "-H", "Accept: text/csv", "-d", "SELECT * FROM permits"
            )
    for name, each in found.items():
        print(f"{name + ' csv':<18}{each:8.1f} MB/s", flush=True)
    return found


def speed(*asked: str) -> float:
    """Return the best MB/s of some rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        command = ["curl", "-sS", "--fail", "-o", "/dev/null", "-w", "%{size_download} %{time_total}", *asked]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        taken = float(told[1])
        best = max(best, float(told[0]) / 1e6 / taken)
        if taken > 30:  # noqa: PLR2004 - seconds; one round of a slow peer says enough
            break
    return best


if __name__ == "__main__":
    main()
