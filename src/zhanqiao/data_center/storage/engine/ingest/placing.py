"""Where in a JSON document its records are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zhanqiao.data_center.storage.engine.ingest.flattening import written
from zhanqiao.data_center.storage.engine.ingest.layouts import is_header
from zhanqiao.data_center.storage.engine.ingest.names import column_names

# Words under which services put their records.
WRAPPERS = frozenset(
    """
    data records rows items result results list features sources dataset datasets @graph value values
    objects entries content response elements members hits docs documents table 数据 记录 结果 列表
    """.split()  # noqa: SIM905 - words read better as words
)
DEEPEST = 4
ALIKE = 0.5  # share of common keys from which the values of an object are records
LONG = 5  # elements from which an array of objects is a table whatever it is called


@dataclass(frozen=True, slots=True)
class Placed:
    """Records found: their name, and the fields beside them that are no part of the table."""

    name: str
    records: list[dict[str, Any]]
    side: list[str] = field(default_factory=list)
    key: str | None = None  # the column that holds the keys of an object of objects


def placed_in(*, document: Any) -> list[Placed]:  # noqa: PLR0911 - one return for each rule
    """Return the tables of a document, the largest first; a document without any is one row."""
    if isinstance(document, list):
        return [Placed("", _records(document))] if document else []
    if not isinstance(document, dict):
        return [Placed("", [{"value": document}])]
    split = _split_form(document)
    if split:
        return [split]
    if _is_keyed(document):
        return [_keyed(document)]
    if _is_columnar(document):
        names = list(document)
        return [Placed("", [dict(zip(names, row, strict=True)) for row in zip(*document.values(), strict=True)])]
    found = sorted(_arrays(document, "", DEEPEST), key=lambda one: -len(one[1]))
    if not found:
        return [Placed("", [document])] if document else []
    side = [f"{name}={written(value) or ''}" for name, value in document.items() if not isinstance(value, dict | list)]
    side += [
        f"{name}={written(value)}" for name, value in document.items() if isinstance(value, dict) and not _holds(value)
    ]
    return [Placed(name, _records(rows), side if place == 0 else []) for place, (name, rows) in enumerate(found)]


def _records(rows: list[Any]) -> list[dict[str, Any]]:
    """Return an array as records: objects as they are, arrays by header or place, others as ``value``."""
    if rows and all(isinstance(row, list) for row in rows):
        return _grid(rows)
    return [row if isinstance(row, dict) else {"value": row} for row in rows]


def _grid(rows: list[list[Any]]) -> list[dict[str, Any]]:
    texts = [[written(cell) for cell in row] for row in rows[:50]]
    width = max(len(row) for row in rows)
    has_header = all(isinstance(cell, str) for cell in rows[0]) and is_header(row=texts[0], body=texts[1:])
    names = column_names(header=texts[0] if has_header else [], width=width)
    return [dict(zip(names, row, strict=False)) for row in rows[int(has_header) :]]


def _split_form(document: dict[str, Any]) -> Placed | None:
    """``{"columns": [...], "data": [[...]]}`` as pandas and query services write it."""
    rows = next(
        (document[key] for key in ("data", "rows", "values", "records") if isinstance(document.get(key), list)), None
    )
    heads = next(
        (document[key] for key in ("columns", "fields", "header") if isinstance(document.get(key), list)), None
    )
    if not rows or not heads or not all(isinstance(row, list) for row in rows):
        return None
    header = [one.get("name", one.get("id", "")) if isinstance(one, dict) else str(one) for one in heads]
    names = column_names(header=header, width=max(len(header), *(len(row) for row in rows)))
    return Placed("", [dict(zip(names, row, strict=False)) for row in rows])


def _is_keyed(document: dict[str, Any]) -> bool:
    """Say whether the values of an object are records of one kind, keyed by identifier."""
    values = list(document.values())
    if len(values) < 2 or not all(isinstance(value, dict) for value in values):  # noqa: PLR2004 - one alone is a wrapper
        return False
    keys = Counter(key for value in values for key in value)
    common = sum(1 for count in keys.values() if count >= ALIKE * len(values))
    return common >= max(1, ALIKE * (sum(len(value) for value in values) / len(values)))


def _keyed(document: dict[str, Any]) -> Placed:
    taken = {name for value in document.values() for name in value}
    key = next(name for name in ("key", "_key", "__key", "object_key") if name not in taken)
    return Placed("", [{key: name, **value} for name, value in document.items()], key=key)


def _is_columnar(document: dict[str, Any]) -> bool:
    values = list(document.values())
    if len(values) < 2 or not all(isinstance(value, list) for value in values):  # noqa: PLR2004 - one is a wrapper
        return False
    scalars = all(not isinstance(cell, dict | list) for value in values for cell in value[:20])
    return scalars and len({len(value) for value in values}) == 1 and len(values[0]) > 1


def _arrays(value: dict[str, Any], name: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Yield the arrays of objects in an object that are tables, with their names."""
    for key, inner in value.items():
        if isinstance(inner, list) and _is_table(key, inner):
            yield (name if name and key.casefold() in WRAPPERS else key), inner
        elif isinstance(inner, dict) and depth > 1 and _holds(inner):
            yield from _arrays(inner, key, depth - 1)


def _is_table(key: str, rows: list[Any]) -> bool:
    if not rows or not (all(isinstance(row, dict) for row in rows) or all(isinstance(row, list) for row in rows)):
        return False
    return key.casefold() in WRAPPERS or len(rows) >= LONG


def _holds(value: dict[str, Any]) -> bool:
    return any(True for _ in _arrays(value, "", DEEPEST - 1))
