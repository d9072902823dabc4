"""Search over a catalogue of half a million records: how long it takes, how fresh it is, what it needs.

    python -m bench.catalogue --folder ../bench-catalogue --json ../catalogue.json

The shipped engine is asked as the catalogue asks it (``searching.answer``: twenty hits, the total, all facets, for
one who sees what is published). SQLite and PostgreSQL stand beside it (``bench.catalogue_peers``).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

import psycopg
from bench import servers
from bench.catalogue_peers import PAGE, SEEN, Ask, fill_postgres, fill_sqlite, postgres, sqlite
from bench.catalogue_records import record, records

from zhanqiao.data_center.catalogue.engine import folder, matching, searching, segmentation, synonyms
from zhanqiao.data_center.catalogue.engine.documents import RightsClass
from zhanqiao.data_center.catalogue.engine.reader import Reader
from zhanqiao.data_center.catalogue.engine.searching import Question

QUESTIONS = {
    "rare": ("水獭栖息地", "浒苔打捞", "古树名木", "蓝色港湾航标", "潮汐车道"),
    "common": ("行政区划代码", "统一社会信用代码", "公共停车场", "市南区", "监测数据"),
    "two characters": ("地铁", "学校", "停车", "公园", "药店"),
    "several words": (
        "市南区 停车场 收费标准",
        "崂山区 地铁站点 经度",
        "养老机构 名录 联系电话",
        "空气质量 监测值 月报",
    ),
}
TIMES, SLOW_TIMES = 20, 3
PORT = 8791  # of PostgreSQL


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one contestant at one kind of question; ``totals`` by text, -1 where it was given up."""

    contestant: str
    kind: str
    p50: float
    p95: float
    totals: dict[str, int]


@dataclass(frozen=True, slots=True)
class Built:
    """What filling took: seconds, the most memory of the process in MB, bytes on disk in MB."""

    seconds: float
    memory_mb: float
    disk_mb: float


def apart(work: Callable[[Path, int], None], place: Path, count: int, /) -> Built:
    """Do it in a fresh process and return what it took. Raises RuntimeError when it failed."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_reported, args=(work, place, count, sending))
    process.start()
    sending.close()
    try:
        seconds, memory = receiving.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} failed") from None
    finally:
        process.join()
    disk = sum(path.stat().st_size for path in place.parent.rglob("*") if path.is_file())
    return Built(seconds=seconds, memory_mb=memory, disk_mb=disk / 1e6)


def fill_shipped(place: Path, count: int, /) -> None:
    """Build the catalogue's index, as ``zhanqiao search rebuild`` does with documents at hand."""
    with folder.writing(place):
        folder.build(place, documents=records(count))


def shipped(reader: Reader, /) -> Ask:
    """Return the catalogue's search for one who sees all that is published."""
    snapshot, known = reader.snapshot(), synonyms.load()
    visible: set[RightsClass] = {rights for rights in snapshot.rights if rights.state == SEEN}
    terms = matching.rights_terms(visible=visible, present=snapshot.rights)

    def ask(text: str) -> int:
        question = Question(text=text, limit=PAGE)
        answer = searching.answer(question, rights=terms, searcher=snapshot.searcher, synonyms=known)
        return 0 if answer.relaxed else answer.total

    return ask


def timed(name: str, ask: Ask, /, *, times: int) -> list[Timed]:
    """Ask every question this many times, after once that does not count."""
    found = []
    for kind, texts in QUESTIONS.items():
        totals = {text: ask(text) for text in texts}
        took = sorted(_milliseconds(ask, text) for _ in range(times) for text in texts)
        late = took[min(len(took) - 1, int(len(took) * 0.95))]
        found.append(Timed(contestant=name, kind=kind, p50=statistics.median(took), p95=late, totals=totals))
    return found


def freshness(place: Path, reader: Reader, /) -> float:
    """Change one record and return the seconds until a reader that was open finds it by its new word."""
    changed = replace(record(7, Random(7)), title_zh="鲸鱼观测浮标名录")
    reader.snapshot()
    begun = time.perf_counter()
    with folder.writing(place):
        folder.update(place, documents=[changed], gone=[])
    if shipped(reader)("鲸鱼观测浮标") != 1:
        raise RuntimeError("the changed record is not found")
    return time.perf_counter() - begun


def memory_mb() -> dict[str, float]:
    """Return what this process holds: memory of its own, and pages of files that are mapped."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile")}


def main() -> None:
    """Build, ask and print."""
    parser = argparse.ArgumentParser(prog="bench.catalogue")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500_000)
    parser.add_argument("--json", type=Path, help="where the figures go as well")
    parser.add_argument("--only", choices=("shipped", "sqlite", "postgres"), action="append", help="default: all")
    given = parser.parse_args()
    wanted = given.only or ["shipped", "sqlite", "postgres"]
    figures: dict[str, object] = {"count": given.count}
    for name, measure, place in (
        ("shipped", _ours, given.folder / "shipped" / "index"),
        ("sqlite", _sqlite, given.folder / "sqlite" / "texts.db"),
        ("postgres", _postgres, given.folder / "postgres"),
    ):
        if name in wanted:
            figures |= measure(place, given.count)
            _kept(given.json, figures)


def _ours(place: Path, count: int) -> dict[str, object]:
    _empty(place)
    built = apart(fill_shipped, place, count)
    print(f"shipped: {count} records, {_said(built)}", flush=True)
    segmentation.warm()
    reader = Reader(place)
    measured = _print(timed("shipped", shipped(reader), times=TIMES))
    seconds, memory = freshness(place, reader), memory_mb()
    print(
        f"one changed record: found after {seconds:.2f} s; memory of the searching process in MB: {memory}", flush=True
    )
    return {"built": asdict(built), "timed": measured, "freshness": seconds, "memory": memory}


def _sqlite(place: Path, count: int) -> dict[str, object]:
    _empty(place)
    built = apart(fill_sqlite, place, count)
    print(f"SQLite FTS5 trigram: {_said(built)}", flush=True)
    with sqlite3.connect(place) as base:
        measured = _print(timed("SQLite FTS5 trigram", sqlite(base), times=SLOW_TIMES))
    return {"sqlite_built": asdict(built), "sqlite_timed": measured}


def _postgres(place: Path, count: int) -> dict[str, object]:
    shutil.rmtree(place, ignore_errors=True)
    with servers.postgres(folder=place, port=PORT) as address:
        begun = time.perf_counter()
        fill_postgres(address, count)
        seconds = time.perf_counter() - begun
        print(f"PostgreSQL full text: filled in {seconds:.0f} s", flush=True)
        with psycopg.connect(address, autocommit=True) as base:
            measured = _print(timed("PostgreSQL full text", postgres(base), times=SLOW_TIMES))
            size = base.execute("select pg_total_relation_size('texts')").fetchone()
    disk = int(size[0]) / 1e6 if size else 0.0
    print(f"PostgreSQL full text: {disk:.0f} MB on disk", flush=True)
    return {"postgres_seconds": seconds, "postgres_disk_mb": disk, "postgres_timed": measured}


def _print(found: Iterable[Timed]) -> list[dict[str, object]]:
    rows = []
    for one in found:
        print(
            f"{one.contestant:<21}{one.kind:<16}p50 {one.p50:>8.1f}  p95 {one.p95:>8.1f} ms  {one.totals}", flush=True
        )
        rows.append(asdict(one))
    return rows


def _said(built: Built) -> str:
    return (
        f"filled in {built.seconds:.0f} s, at most {built.memory_mb:.0f} MB of memory, {built.disk_mb:.0f} MB on disk"
    )


def _reported(work: Callable[[Path, int], None], place: Path, count: int, sending: object) -> None:
    begun = time.perf_counter()
    work(place, count)
    took = time.perf_counter() - begun
    sending.send((took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))  # type: ignore[attr-defined]


def _milliseconds(ask: Ask, text: str) -> float:
    begun = time.perf_counter()
    ask(text)
    return (time.perf_counter() - begun) * 1000


def _empty(place: Path) -> None:
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir(parents=True)


def _kept(path: Path | None, figures: dict[str, object]) -> None:
    if path is not None:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
