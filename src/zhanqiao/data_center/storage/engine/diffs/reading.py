"""The rows of a comparison, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from zhanqiao.data_center.storage.engine.diffs.keeping import Difference
from zhanqiao.data_center.storage.engine.diffs.model import Change, Columns
from zhanqiao.data_center.storage.engine.duck import limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.query.running import fetched
from zhanqiao.data_center.storage.engine.query.values import carried, json_rows

Row = dict[str, Any]


def changes(
    *,
    difference: Difference,
    old: Path,
    new: Path,
    old_fields: Sequence[Field],
    new_fields: Sequence[Field],
    kind: str | None,
    limit: int,
    offset: int,
) -> list[Change]:
    """Return rows that differ, in the order of the newer release, removed ones last; values are as in JSON."""
    entries = difference.places(kind)[offset : offset + limit]
    before, after = difference.old[entries].tolist(), difference.new[entries].tolist()
    old_rows = _rows(old, old_fields, [place for place in before if place >= 0])
    new_rows = _rows(new, new_fields, [place for place in after if place >= 0])
    columns = difference.columns
    return [_change(old_rows.get(one), new_rows.get(two), columns) for one, two in zip(before, after, strict=True)]


def _change(old: Row | None, new: Row | None, columns: Columns) -> Change:
    if old is None:
        return Change("added", None, new, ())
    if new is None:
        return Change("removed", old, None, ())
    retyped = {each.name for each in columns.retyped}
    changed = [name for name in columns.common if not _same(old[name], new[name], as_texts=name in retyped)]
    return Change("changed", old, new, tuple(changed))


def _same(old: Any, new: Any, *, as_texts: bool) -> bool:
    """Say what the comparison said: values of a column whose type changed are the same when they read the same."""
    return bool(old == new) or (as_texts and None not in (old, new) and _text(old) == _text(new))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _rows(serving: Path, fields: Sequence[Field], places: Sequence[int]) -> dict[int, Row]:
    if not places:
        return {}
    layout = layout_of(fields)
    outputs = [carried(field=each, sql=layout.column(each.name)) for each in fields]
    # Written out: for a list among the parameters DuckDB looks for pandas, which takes a second where it is installed.
    wanted = f"SELECT unnest([{', '.join(map(str, places))}]::BIGINT[])"
    instance = serving_instance(serving)
    cursor = instance.cursor()
    with instance.using(serving) as table, limited(cursor):
        sql = f"SELECT {', '.join(('rowid', *outputs))} FROM {table.relation} WHERE rowid IN ({wanted})"
        found = fetched(cursor, Statement(sql, ()))
    values = json_rows(rows=[row[1:] for row in found], fields=fields)
    names = [each.name for each in fields]
    return {row[0]: dict(zip(names, line, strict=True)) for row, line in zip(found, values, strict=True)}
