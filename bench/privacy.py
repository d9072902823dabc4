"""How well and how fast personal data is found: a million generated rows, values planted in odd places, hard negatives.

``python -m bench.privacy`` prints, cell by cell, recall and precision of identity numbers, mobile numbers and bank cards,
names and homes in running text, and the seconds of the search; then the same of Presidio with pattern recognisers for China on a part of the rows, where it
can be installed; then whether pycanon says the same of k as our SQL does. A cell counts as found when a *blocking* finding
names it, one with a name when any does: in running text names warn.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
from bench.environments import MissingError, installed, told
from bench.privacy_records import FIELDS, TEXTS, Truth, generate

from zhanqiao.data_center.storage.engine.anonymity import risk_of
from zhanqiao.data_center.storage.engine.personal import find_personal, personal_rows

ON = date(2026, 11, 30)
KINDS = ("identity_number", "mobile", "bank_card", "home_address", "name")
WARNED = {"name"}  # in running text they warn; the others are counted where they block
PEER, PYCANON = (Path(__file__).with_name(f"privacy_{name}.py") for name in ("presidio", "pycanon"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--planted", type=int, default=20_000, help="values of each kind")
    parser.add_argument("--peer", type=Path, help="folder in which Presidio is, or gets, installed")
    parser.add_argument("--peer-rows", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parquet, truth = generate(rows=options.rows, planted=options.planted, into=Path(folder))
        found, seconds, work = ours(parquet)
        size = parquet.stat().st_size >> 20
        print(
            f"{options.rows:,} rows, {len(FIELDS)} columns, {size} MB: {seconds:.1f} s, {work:.1f} s of processor time"
        )
        told_of(found, truth, "Zhanqiao")
        if options.peer:
            peer(parquet, truth, folder=options.peer, rows=options.peer_rows)
            same_k(folder=options.peer)


def ours(parquet: Path) -> tuple[Truth, float, float]:
    """Return the cells of all blocking findings, the seconds of the search alone, and its processor time."""
    begun, worked = time.perf_counter(), time.process_time()
    findings = find_personal(parquet=parquet, fields=FIELDS, on=ON)
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    fields = {field.name: field for field in FIELDS}
    for one in findings:
        print(
            f"  {one.column} {one.kind} {one.cells} of {one.candidates} {'blocks' if one.blocks else 'warns'} ({one.ground})"
        )
    return (
        {
            (one.column, one.kind.value): set(
                personal_rows(parquet=parquet, finding=one, field=fields[one.column], on=ON)
            )
            for one in findings
            if one.blocks or one.kind.value in WARNED
        },
        seconds,
        work,
    )


def told_of(found: Truth, truth: Truth, name: str) -> None:
    """Print recall and precision of each kind."""
    for kind in KINDS:
        real = {(column, row) for (column, one), rows in truth.items() if one == kind for row in rows}
        seen = {(column, row) for (column, one), rows in found.items() if one == kind for row in rows}
        right = len(real & seen)
        print(
            f"  {name:<10} {kind:<16} planted {len(real):>6} found {len(seen):>6}"
            f"  recall {right / max(len(real), 1):.4f}  precision {right / max(len(seen), 1):.4f}"
        )


def peer(parquet: Path, truth: Truth, *, folder: Path, rows: int) -> None:
    """Ask Presidio about the first rows, in an environment of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        programs = installed(folder=folder, name="presidio", packages=["presidio-analyzer", "spacy"])
        cells = folder / "cells.json"
        cells.write_text(json.dumps(_first_cells(parquet, rows), ensure_ascii=False))
        said = json.loads(told([str(programs / "python"), "-P", str(PEER), str(cells)]))
    except MissingError as error:
        print(f"  Presidio is left out: {error}")
        return
    found: Truth = {}
    for column, row, kind in said["found"]:
        found.setdefault((column, kind), set()).add(row)
    print(f"Presidio, the {len(TEXTS)} text columns of {rows:,} rows: {said['seconds']:.1f} s")
    told_of(found, {key: {row for row in places if row < rows} for key, places in truth.items()}, "Presidio")


def same_k(*, folder: Path, rows: int = 3000) -> None:
    """Print k of several sets of columns, as our SQL counts it and as pycanon does."""
    draw, columns = random.Random(3), ["性别", "出生年份", "街道", "学历"]
    people = [
        [draw.choice("男女"), 1950 + draw.randrange(40), f"{draw.randrange(9)}街道", draw.choice("甲乙丙丁")]
        for _ in range(rows)
    ]
    sets = [columns[:1], columns[:2], columns[:3], columns, columns[2:]]
    said, parquet = folder / "people.json", folder / "people.parquet"
    said.write_text(json.dumps({"rows": people, "columns": columns, "sets": sets}, ensure_ascii=False))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE people (性别 VARCHAR, 出生年份 BIGINT, 街道 VARCHAR, 学历 VARCHAR)")
        connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", people)
        connection.execute(f"COPY people TO '{parquet}' (FORMAT parquet)")
    ours_k = [risk_of(parquet=parquet, columns=one).k for one in sets]
    try:
        programs = installed(folder=folder, name="pycanon", packages=["pycanon"])
        theirs = json.loads(told([str(programs / "python"), "-P", str(PYCANON), str(said)]))
    except MissingError as error:
        print(f"  pycanon is left out: {error}")
        return
    print(f"k of {rows:,} people by {len(sets)} sets of columns: ours {ours_k}, pycanon {theirs}")


def _first_cells(parquet: Path, rows: int) -> list[tuple[str, int, str]]:
    with duckdb.connect() as connection:
        return [
            (column, row, text)
            for column in TEXTS
            for row, text in connection.execute(
                f'SELECT file_row_number, "{column}" FROM read_parquet(?, file_row_number = true) WHERE file_row_number < ?',
                [str(parquet), rows],
            ).fetchall()
        ]


if __name__ == "__main__":
    main()
