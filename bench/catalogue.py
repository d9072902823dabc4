"""Search over a catalogue of half a million records: how long it takes, how fresh it is, what it needs.

    python -m bench.catalogue --folder ../bench-catalogue --json ../catalogue.json

The shipped engine is asked as the catalogue asks it (``searching.answer``: twenty hits, the total, all facets, for
one who sees what is published). SQLite's FTS5 with trigrams stands beside it with the same texts, visibility, totals
and facets; of words under three characters trigrams know nothing, there it reads all texts (``LIKE``).
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

from bench.catalogue_records import record, records

from zhanqiao.data_center.catalogue.engine import folder, matching, searching, segmentation, synonyms
from zhanqiao.data_center.catalogue.engine.documents import RightsClass, SearchDocument
from zhanqiao.data_center.catalogue.engine.reader import Reader
from zhanqiao.data_center.catalogue.engine.schema import FACETS, facet_values
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
SHORTEST_TRIGRAM = 3
PAGE = 20
SEEN = "published"
Ask = Callable[[str], int]
"""Answers with hits and facets, and returns the total."""


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


def fill_sqlite(place: Path, count: int, /) -> None:
    """Fill FTS5 with trigrams, and a table of facet values."""
    with sqlite3.connect(place) as base:
        base.execute("create virtual table texts using fts5(title, others, tokenize='trigram')")
        base.execute(f"create table kept (id integer primary key, state text, {', '.join(FACETS)})")
        for number, one in enumerate(records(count)):
            base.execute("insert into texts(rowid, title, others) values (?, ?, ?)", (number, *_texts(one)))
            values = facet_values(one)
            row = (number, one.state, *(" ".join(values[name]) for name in FACETS))
            base.execute(f"insert into kept values ({', '.join('?' * len(row))})", row)


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


def sqlite(base: sqlite3.Connection, /) -> Ask:
    """Return FTS5's search: the hits by BM25, the total and every facet over all hits."""
    base.execute("create temp table hits (id integer primary key, score real)")

    def ask(text: str) -> int:
        base.execute("delete from hits")
        words = text.split()
        if min(map(len, words)) < SHORTEST_TRIGRAM:
            held, values = " and ".join(["title || ' ' || others like ?"] * len(words)), [f"%{one}%" for one in words]
            score = "0"
        else:
            held, values, score = "texts match ?", [" ".join(f'"{one}"' for one in words)], "bm25(texts, 6, 1)"
        base.execute(
            f"insert into hits select texts.rowid, {score} from texts join kept on id = texts.rowid "
            f"where {held} and state = '{SEEN}'",
            values,
        )
        hits = "select title from hits join texts on texts.rowid = hits.id order by score"
        base.execute(f"{hits} limit {PAGE}").fetchall()
        for name in FACETS:
            base.execute(f"select {name}, count(*) from hits join kept using (id) group by 1").fetchall()
        return int(base.execute("select count(*) from hits").fetchone()[0])

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
    parser.add_argument("--without-sqlite", action="store_true")
    given = parser.parse_args()
    figures = _ours(given.folder / "shipped" / "index", given.count)
    _kept(given.json, figures)
    if not given.without_sqlite:
        figures |= _theirs(given.folder / "sqlite" / "texts.db", given.count)
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
    return {"count": count, "built": asdict(built), "timed": measured, "freshness": seconds, "memory": memory}


def _theirs(place: Path, count: int) -> dict[str, object]:
    _empty(place)
    built = apart(fill_sqlite, place, count)
    print(f"SQLite FTS5 trigram: {_said(built)}", flush=True)
    with sqlite3.connect(place) as base:
        measured = _print(timed("SQLite FTS5 trigram", sqlite(base), times=SLOW_TIMES))
    return {"sqlite_built": asdict(built), "sqlite_timed": measured}


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


def _texts(one: SearchDocument) -> tuple[str, str]:
    labels = [column.label_zh for column in one.columns]
    others = [one.abstract_zh, one.department_zh, *one.keywords, *one.division_names, *labels]
    return one.title_zh, "\n".join(others)


def _empty(place: Path) -> None:
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir(parents=True)


def _kept(path: Path | None, figures: dict[str, object]) -> None:
    if path is not None:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
