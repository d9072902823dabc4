"""Measures the product against its peers over HTTP, in one run on one machine, and prints ratios.

    python -m bench.service [--rows 1000000] [--folder DIR] [--only Q1 Q5] [--peers ckan | none] [--json FILE] [--before FILE]

Every contestant is loaded with the same generated table; every answer is compared before anything is timed. Per question
it prints the median milliseconds of one client and the requests a second of sixteen, over more than 2,000 different
addresses (ours also without its cache of answers, which is the line that counts), the ratio to the quickest peer, to the
in-process floor and to the goal. ``--json`` keeps the figures; ``--before`` compares ratios with an earlier run and names what got worse.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import contestants
from bench.ckan import Ckan, ckan
from bench.clients import Speed, fetched, latency, throughput
from bench.contestants import Contestant
from bench.floors import Ask, duckdb_asking, latencies, postgres_asking, sqlite_asking
from bench.questions import QUESTIONS, Asked, Question

WARMING, TIMED, VARIATIONS, COMPARED = 200, 500, 2_500, 3
WORSE = 1.3
PEERS = ("datasette", "roapi", "ckan", "ckan-tuned")
AMOUNT = 8  # the place of 金额 in a row
NAN, INFINITE = float("nan"), float("inf")
FLOOR = " alone"  # how the name of a database without a service before it ends
NUMBER = re.compile(r"-?\d+\.\d+")  # a decimal that JSON carries as text


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="+", default=())
    parser.add_argument("--peers", nargs="+", default=["all"], choices=("all", "none", *PEERS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhanqiao-bench-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        asked = [one for one in QUESTIONS if not options.only or one.name.split()[0] in options.only]
        figures = measured(folder=folder, options=options, asked=asked)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    if options.before:
        tell_worse(before=json.loads(options.before.read_text(encoding="utf-8")), now=figures)


def measured(*, folder: Path, options: argparse.Namespace, asked: list[Question]) -> dict[str, dict[str, list[float]]]:
    """Start one contestant after the other, measure it, end it; return milliseconds and requests a second by name."""
    rows = options.rows
    starts = [
        lambda: contestants.ours(folder=folder, rows=rows, workers=options.workers, cache=False),
        lambda: contestants.ours(folder=folder, rows=rows, workers=options.workers, cache=True),
    ]
    peers = {
        "datasette": lambda: contestants.datasette(folder=folder, rows=rows),
        "roapi": lambda: contestants.roapi(folder=folder, rows=rows),
        "ckan": lambda: ckan(folder=folder, rows=rows, workers=options.workers, tuned=False),
        "ckan-tuned": lambda: ckan(folder=folder, rows=rows, workers=options.workers, tuned=True),
    }
    starts += [start for name, start in peers.items() if {"all", name} & set(options.peers)]
    found: dict[str, dict[str, list[float]]] = {question.name: {} for question in asked}
    expected: dict[tuple[str, int], Any] = {}

    def all_rows(asked: Asked) -> list[tuple[Any, ...]]:
        return duckdb_asking(folder=folder, rows=rows)(asked)

    for start in starts:
        with ExitStack() as stack:
            one = stack.enter_context(start())  # type: ignore[arg-type]  # - each gives its own contestant
            if one is None:
                continue
            print(f"{one.name}: loaded in {one.load_seconds:.1f} s, {one.size_mb:.0f} MB", flush=True)
            for question in asked:
                compare(one, question, rows, expected, all_rows)
                speed = timed(one, question, rows)
                found[question.name][one.name] = [speed.milliseconds, speed.per_second]
                note = f", {speed.failed} failed" if speed.failed else ""
                print(f"  {question.name:<26}{speed.milliseconds:9.2f} ms {speed.per_second:9.0f} /s{note}", flush=True)
            if isinstance(one, Ckan) and one.tuned:  # its database is there only as long as it runs
                keep_floor(found, "PostgreSQL", postgres_asking(address=one.database), asked, rows)
    for name, ask in (
        ("DuckDB", duckdb_asking(folder=folder, rows=rows)),
        ("SQLite", sqlite_asking(folder=folder, rows=rows)),
    ):
        if ask:
            keep_floor(found, name, ask, asked, rows)
    report(found, asked)
    report_each(found, asked)
    return found


def keep_floor(found: dict[str, dict[str, list[float]]], name: str, ask: Ask, asked: list[Question], rows: int) -> None:
    """Measure what a database takes without a service before it, and keep it."""
    for question, milliseconds in latencies(ask=ask, questions=asked, rows=rows).items():
        found[question][f"{name}{FLOOR}"] = [milliseconds, 0.0]


def compare(
    one: Contestant, question: Question, rows: int, expected: dict[tuple[str, int], Any], all_rows: Ask
) -> None:
    """Stop everything when an answer differs from that of the first contestant."""
    for i in range(COMPARED):
        asked = question.ask(i * 37, rows)
        found = [plain(row) for row in one.rows(asked, fetched(address=one.address, request=one.request(asked)))]
        if question.name.startswith("Q9"):
            found = [(row[0],) for row in found]
        key = (question.name, i)
        if key not in expected:
            expected[key] = found
            if not found and not question.may_be_empty:
                raise SystemExit(f"{question.name}: no rows; the question measures nothing")
        elif sorted(expected[key], key=str) != sorted(found, key=str) and not _as_good(one, asked, found, all_rows):
            raise SystemExit(f"{question.name}: {one.name} answers otherwise:\n{expected[key][:2]}\n{found[:2]}")


def _as_good(one: Contestant, asked: Asked, found: list[Any], all_rows: Ask) -> bool:
    """A peer without row numbers may give other rows of those that fit, but as many, and of equal amounts where sorted."""
    if one.has_row_numbers or "LIMIT" not in asked.sql:
        return False
    whole, limit = asked.sql.rsplit("LIMIT", 1)
    fitting = [plain(row) for row in all_rows(replace(asked, sql=whole))]
    if len(found) != min(int(limit), len(fitting)):
        return False
    width = len(found[0])
    if not {row[:width] for row in fitting} >= set(found):
        return False
    amounts = sorted((row[AMOUNT] for row in fitting), key=float, reverse=True)
    return '"金额" DESC' not in asked.sql or [row[AMOUNT] for row in found] == amounts[: len(found)]


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row with numbers rounded alike and everything else as text."""
    return tuple(_plain(value) for value in row)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return f"{float(value):.9g}" if NUMBER.fullmatch(value) else value
    if isinstance(value, date):
        return value.isoformat()
    return f"{float(value):.9g}" if isinstance(value, int | float | Decimal) else value


def timed(one: Contestant, question: Question, rows: int) -> Speed:
    """Warm up, then measure latency and throughput over different addresses."""
    requests = [one.request(question.ask(i, rows)) for i in range(VARIATIONS)]
    latency(address=one.address, requests=requests[-WARMING:])
    milliseconds = latency(address=one.address, requests=requests[:TIMED])
    per_second, failed = throughput(address=one.address, requests=requests)
    return Speed(milliseconds, per_second, failed)


def report(found: dict[str, dict[str, list[float]]], asked: list[Question]) -> None:
    """Print ratios: above 1 is better than the quickest peer, or than the goal; the floor is DuckDB in process."""
    titles = ("ours ms", "ours /s", "peer ms", "peer /s", "× ms", "× /s", "goal ms", "goal /s", "× goal", "× goal/s")
    print(f"\n{'question':<26}" + "".join(f"{title:>10}" for title in (*titles, "floor ms", "allowed")))
    for question in asked:
        ms, per_second = found[question.name]["Zhanqiao, no cache"]
        peers = [pair for name, pair in found[question.name].items() if _is_peer(name)]
        best_ms, best_rate = min((one[0] for one in peers), default=NAN), max((one[1] for one in peers), default=NAN)
        floor = found[question.name].get(f"DuckDB{FLOOR}", [NAN])[0]
        goal_ms, goal_rate = question.goal
        more = per_second / best_rate if best_rate else INFINITE
        figures = (ms, per_second, best_ms, best_rate, best_ms / ms, more, goal_ms, goal_rate)
        line = "".join(f"{figure:10.0f}" if figure >= 100 else f"{figure:10.2f}" for figure in figures)  # noqa: PLR2004 - digits shown
        line += f"{goal_ms / ms:10.2f}{per_second / goal_rate:10.2f}{floor:10.2f}{1.5 * floor + 1:10.2f}"
        print(f"{question.name:<26}{line}")


def report_each(found: dict[str, dict[str, list[float]]], asked: list[Question]) -> None:
    """Print, peer by peer, how many times quicker we are and how many times more we answer, without our cache."""
    names = [name for name in dict.fromkeys(name for one in found.values() for name in one) if _is_peer(name)]
    print(f"\n{'ours against':<26}" + "".join(f"{name + ' × ms':>20}{'× /s':>10}" for name in names))
    for question in asked:
        own = found[question.name]["Zhanqiao, no cache"]
        pairs = [found[question.name].get(name, [NAN, NAN]) for name in names]
        line = "".join(f"{ms / own[0]:20.1f}{own[1] / rate if rate else INFINITE:10.1f}" for ms, rate in pairs)
        print(f"{question.name:<26}{line}")
    for name in dict.fromkeys(name for one in found.values() for name in one if name.endswith(FLOOR)):
        print(f"floor, {name}: " + ", ".join(f"{one.name.split()[0]} {found[one.name][name][0]:.1f}" for one in asked))


def _is_peer(name: str) -> bool:
    return not name.startswith("Zhanqiao") and not name.endswith(FLOOR)


def tell_worse(*, before: dict[str, dict[str, list[float]]], now: dict[str, dict[str, list[float]]]) -> None:
    """Name the questions whose ratio to the quickest peer got worse by more than 30 %."""
    for name in sorted(before.keys() & now.keys()):
        old, new = (_ratio(each[name]) for each in (before, now))
        if old and new and old > new * WORSE:
            print(f"WORSE: {name}: {old:.1f} times the quickest peer's requests a second before, {new:.1f} now")


def _ratio(speeds: dict[str, list[float]]) -> float:
    peers = [rate for name, (_, rate) in speeds.items() if _is_peer(name)]
    return speeds["Zhanqiao, no cache"][1] / max(peers) if peers and max(peers) else 0.0


if __name__ == "__main__":
    main()
