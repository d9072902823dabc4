"""What stands beside the catalogue's search: SQLite's and PostgreSQL's full text over the same records.

SQLite's FTS5 files trigrams; of words under three characters trigrams know nothing, there it reads all texts (``LIKE``).
PostgreSQL knows no Chinese words: its texts are cut by the dictionary that we cut by, and filed under ``simple``, with a
GIN index. So it finds a word only where the dictionary cut one. Both answer as ours does: twenty hits in order of
relevance, the total, and every facet over all hits that are published.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from bench.catalogue_records import records

from zhanqiao.data_center.catalogue.engine import segmentation
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.schema import FACETS, facet_values

SHORTEST_TRIGRAM = 3
PAGE = 20
SEEN = "published"
Ask = Callable[[str], int]
"""Answers with hits and facets, and returns the total."""


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


def fill_postgres(address: str, count: int, /) -> None:
    """Fill a table of words and facet values, with a GIN index."""
    with psycopg.connect(address, autocommit=True) as base:
        columns = ", ".join(f"{name} text" for name in FACETS)
        base.execute(f"create table texts (id int primary key, title text, words tsvector, state text, {columns})")
        names = ", ".join(("id", "title", "words", "state", *FACETS))
        with base.cursor() as cursor, cursor.copy(f"copy texts ({names}) from stdin") as copy:
            for row in _rows(count):
                copy.write_row(row)
        base.execute("create index on texts using gin (words)")
        base.execute("vacuum analyze texts")


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(records(count)):
        title, others = _texts(one)
        vector = _vector(title, "A", 0) | _vector(others, "D", 1000)
        values = facet_values(one)
        filed = " ".join(f"'{word}':{places}" for word, places in vector.items())
        yield (number, title, filed, one.state, *(" ".join(values[name]) for name in FACETS))


def _vector(text: str, weight: str, start: int) -> dict[str, str]:
    words = [word for word in segmentation.words(text) if "'" not in word and "\\" not in word]
    found: dict[str, str] = {}
    for place, word in enumerate(words, start=start + 1):
        found.setdefault(word, f"{place}{weight}")
    return found


def postgres(base: psycopg.Connection[tuple[object, ...]], /) -> Ask:
    """Return PostgreSQL's search: hits by ``ts_rank``, the total and every facet over all hits."""
    base.execute("create temp table hits (id int, score real)")

    def ask(text: str) -> int:
        words = " & ".join(word for part in text.split() for word in segmentation.cut(part))
        base.execute("truncate hits")
        base.execute(
            "insert into hits select id, ts_rank(words, query) from texts, to_tsquery('simple', %s) query "
            f"where words @@ query and state = '{SEEN}'",
            (words,),
        )
        base.execute(f"select title from hits join texts using (id) order by score desc limit {PAGE}").fetchall()
        for name in FACETS:
            base.execute(f"select {name}, count(*) from hits join texts using (id) group by 1").fetchall()
        row = base.execute("select count(*) from hits").fetchone()
        return int(str(row[0])) if row else 0

    return ask


def _texts(one: SearchDocument) -> tuple[str, str]:
    labels = [column.label_zh for column in one.columns]
    others = [one.abstract_zh, one.department_zh, *one.keywords, *one.division_names, *labels]
    return one.title_zh, "\n".join(others)
