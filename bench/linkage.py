"""How well and how fast rows of two tables are found to be the same: official lists, FEBRL 4, fake_1000; beside two peers.

``python -m bench.linkage --fake ../shared/data/linkage/fake_1000.csv`` prints precision, recall, F1 and seconds of our linkage at the
threshold it ships with, of joining on what a careful officer would join on, and of recordlinkage's own classifier (ECM, unsupervised, on
the pairs that share a key's part), and for the lists of divisions how many false pairs a code made.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import recordlinkage
from bench.linkage_tables import Case, code_of, fake, febrl, reused_codes, served, townships
from pypinyin import lazy_pinyin

from zhanqiao.data_center.storage.engine.linkage import Kind, Method, Task, linked

Found = set[tuple[int, int]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fake", type=Path, help="fake_1000.csv; left out without it")
    options = parser.parse_args()
    cases = [townships(), reused_codes(), febrl(), *([fake(options.fake)] if options.fake else [])]
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            print(f"\n{case.name}: {len(case.left)} × {len(case.right) or 'itself'}, {len(case.truth)} true pairs")
            measure(case, Path(folder))


def measure(case: Case, folder: Path) -> None:
    """Print one line a contestant."""
    tell(case, "ours", *ours(case, folder))
    tell(case, f"exact {'+'.join(case.keys)}", *exact(case))
    if "代码" in case.header and case.keys != ("代码",):
        tell(case, "exact 代码", *exact(case, keys=("代码",)))
    if case.truth:
        tell(case, "recordlinkage ECM", *ecm(case))


def ours(case: Case, folder: Path) -> tuple[Found, float]:
    """Link as shipped."""
    left = served(folder / f"{case.name}-a.duckdb", case.header, case.left)
    right = served(folder / f"{case.name}-b.duckdb", case.header, case.right) if case.right else left
    task = Task(left, right, Method.PROBABLE, case.columns, within=not case.right)
    begun = time.perf_counter()
    found = {(one, two) for one, two, _ in linked(task=task).pairs}
    return found, time.perf_counter() - begun


def exact(case: Case, *, keys: tuple[str, ...] = ()) -> tuple[Found, float]:
    """Join on columns; codes without the zeros of the longer form."""
    begun = time.perf_counter()
    places = [case.header.index(name) for name in keys or case.keys]
    rows: dict[tuple[str | None, ...], list[int]] = {}
    for number, row in enumerate(case.right or case.left):
        rows.setdefault(_key(row, places, case), []).append(number)
    found = {
        (number, other)
        for number, row in enumerate(case.left)
        if all(_key(row, places, case))
        for other in rows.get(_key(row, places, case), ())
        if case.right or number < other
    }
    return found, time.perf_counter() - begun


def ecm(case: Case) -> tuple[Found, float]:
    """Compare as recordlinkage's own guide does: candidates by blocks, Jaro-Winkler of texts, ECM."""
    begun = time.perf_counter()
    left = pd.DataFrame(case.left, columns=list(case.header))
    right = pd.DataFrame(case.right, columns=list(case.header)) if case.right else None
    sides = [left] if right is None else [left, right]
    index = recordlinkage.Index()
    for column in case.columns:
        index.block(column.left)
    compare = recordlinkage.Compare()
    for column in case.columns:
        if column.kind in {Kind.NAME, Kind.TEXT, Kind.PLACE}:
            compare.string(column.left, column.right, method="jarowinkler", threshold=0.85)
        else:
            compare.exact(column.left, column.right)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by zero where a column never agrees
        vectors = compare.compute(index.index(*sides), *sides)
        pairs = recordlinkage.ECMClassifier().fit_predict(vectors)
    found = {(min(pair), max(pair)) if right is None else tuple(pair) for pair in pairs}
    return found, time.perf_counter() - begun


def tell(case: Case, name: str, found: Iterable[tuple[int, int]], seconds: float) -> None:
    """Print what a contestant found."""
    pairs = set(found)
    right = len(pairs & case.truth)
    words = [f"{name:<22}{len(pairs):>6} pairs"]
    if case.truth:
        precision, recall = right / max(1, len(pairs)), right / len(case.truth)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        words.append(f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
    if "代码" in case.header:
        words.append(f"false by code {len(trapped(case, pairs))}")
    print("  ".join([*words, f"{seconds:6.1f} s"]))


def trapped(case: Case, pairs: Found) -> Found:
    """Return the pairs that have one code and are not the same; where no truth is known, that have nothing of their names in common."""
    name = case.header.index("名称")
    others = case.right or case.left
    same = {(one, two) for one, two in pairs if code_of(case.left[one], case) == code_of(others[two], case)}
    if case.truth:
        return same - case.truth
    return {(one, two) for one, two in same if not _heard(case.left[one][name]) & _heard(others[two][name])}


def _heard(name: str | None) -> set[str]:
    """Return the sounds of a name without its ending: 丘县 was written 邱县 later."""
    return set(lazy_pinyin((name or "")[:-1]))


def _key(row: tuple[Any, ...], places: list[int], case: Case) -> tuple[str | None, ...]:
    return tuple(code_of(row, case) if case.header[place] == "代码" else row[place] for place in places)


if __name__ == "__main__":
    main()
