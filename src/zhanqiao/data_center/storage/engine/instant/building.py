"""Makes the instant copy of a release from its serving copy: whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Protocol

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.duck import quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant.arrays import write_array
from zhanqiao.data_center.storage.engine.instant.grams import GramWriter
from zhanqiao.data_center.storage.engine.instant.keys import MOST_KEYS, KeyWriter
from zhanqiao.data_center.storage.engine.instant.opening import INDEX, VERSION, has_instant, instant_folder
from zhanqiao.data_center.storage.engine.instant.rowtexts import write_texts
from zhanqiao.data_center.storage.engine.query.layout import META, RELATION, Layout, layout_of
from zhanqiao.data_center.storage.engine.query.values import carried, json_rows

FETCHED = 10_000  # rows
LEAST_ROWS = 1_000  # below, the serving copy is as quick
MOST_COLUMNS = 500
MEMORY = "400MB"
MOST_GRAMMED = 12  # text columns that are indexed by parts


class _Collecting(Protocol):
    def add(self, texts: Sequence[str | None]) -> None: ...


def is_worth_it(*, rows: int, columns: int, most_rows: int) -> bool:
    """Say whether a release gets an instant copy: not for few rows, not for very many, not for thousands of columns."""
    return LEAST_ROWS <= rows <= most_rows and columns <= MOST_COLUMNS


def build_instant(*, serving: Path, fields: Sequence[Field], distinct: Mapping[str, int]) -> None:
    """Make the instant copy beside a serving copy; nothing happens when one of today's kind is there.

    ``distinct`` are the different values of each column, about, as the profile says. About 8 s of processor time a
    million rows of 14 columns; one thread.
    """
    target = instant_folder(serving=serving)
    if has_instant(serving=serving):
        return
    making = Path(mkdtemp(prefix=".making-", dir=serving.parent))
    try:
        with duckdb.connect(config={"threads": 1, "memory_limit": MEMORY}) as connection:
            connection.execute(f"ATTACH {quoted_text(str(serving))} AS served (READ_ONLY)")
            _build(connection, making, layout_of(fields), distinct)
        shutil.rmtree(target, ignore_errors=True)
        making.replace(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _build(connection: duckdb.DuckDBPyConnection, folder: Path, layout: Layout, distinct: Mapping[str, int]) -> None:
    relation = f"served.main.{RELATION}"
    arrays = [
        field.name
        for field in layout.fields
        if write_array(
            cursor=connection,
            relation=relation,
            column=layout.column(field.name),
            field=field,
            folder=folder,
            distinct=distinct.get(field.name, 0),
        )
    ]
    noted = dict(connection.execute(f"SELECT key, value FROM served.main.{META}").fetchall())
    count = int(noted["rows"])
    texts = [field.name for field in layout.fields if field.type is LogicalType.TEXT and field.name not in arrays]
    keyed = sorted(texts, key=lambda name: -distinct.get(name, 0))[:MOST_KEYS]
    keys = {name: KeyWriter(rows=count) for name in keyed}
    grams = {name: GramWriter(folder=folder, column=layout.column(name)) for name in texts[:MOST_GRAMMED]}
    rows = write_texts(folder=folder, texts=_texts(connection, relation, layout, count, (keys, grams)))
    for name, writer in keys.items():
        writer.write(folder=folder, column=layout.column(name))
    grammed = [name for name, each in grams.items() if each.write()]
    index = {"version": VERSION, "release": noted["release_id"], "rows": rows, "arrays": arrays, "keys": keyed}
    index["grams"] = grammed
    (folder / INDEX).write_bytes(orjson.dumps(index))


def _texts(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    layout: Layout,
    count: int,
    indexes: Sequence[Mapping[str, _Collecting]],
) -> Iterator[bytes]:
    columns = ", ".join(carried(field=field, sql=layout.column(field.name)) for field in layout.fields)
    names = [field.name for field in layout.fields]
    for start in range(0, count, FETCHED):  # by ranges: a whole answer would lie in memory
        sql = f"SELECT {columns} FROM {relation} WHERE rowid >= {start} AND rowid < {start + FETCHED} ORDER BY rowid"
        rows: list[tuple[Any, ...]] = json_rows(rows=connection.execute(sql).fetchall(), fields=layout.fields)
        for name, writer in chain.from_iterable(each.items() for each in indexes):
            place = names.index(name)
            writer.add([row[place] for row in rows])
        for row in rows:
            yield orjson.dumps(dict(zip(names, row, strict=True)), default=str)
