"""A JSON record as a flat row of texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

DEEPEST = 3  # levels of objects that become columns a.b.c
MOST = 200  # columns beyond which fewer levels are opened

Path = tuple[str, ...]


class Written(str):
    """A JSON number with the digits it was written with."""

    __slots__ = ()


def columns_of(*, records: Iterable[dict[str, Any]], most: int) -> list[Path]:
    """Return the paths of the columns in order of appearance, as many levels deep as stay readable.

    ``most`` is the limit of columns; past it counting stops, the caller refuses.
    """
    seen: dict[Path, None] = {}
    for record in records:
        for path, _ in _leaves(record, (), DEEPEST):
            seen[path] = None
        if len(seen) > 20 * most:
            break
    for depth in range(DEEPEST, 0, -1):
        paths = list(dict.fromkeys(path[:depth] for path in seen))
        if len(paths) <= MOST or depth == 1:
            break
    return paths


def row_of(*, record: dict[str, Any], paths: list[Path]) -> list[str | None]:
    """Return the cells of a record for these paths."""
    return [_cell(record, path, paths) for path in paths]


def written(value: Any) -> str | None:
    """Return a JSON value as the text of a cell: text as it is, nothing for null, JSON for what is nested."""
    if value is None:
        return None
    if isinstance(value, str):
        return str(value)
    return _json(value)


def _leaves(value: dict[str, Any], path: Path, depth: int) -> Iterator[tuple[Path, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and depth > 1:
            yield from _leaves(inner, (*path, key), depth - 1)
        else:
            yield (*path, key), inner


def _cell(record: dict[str, Any], path: Path, paths: list[Path]) -> str | None:
    value: Any = record
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    if isinstance(value, dict) and value and _opened(path, paths):
        return None
    return written(value)


def _opened(path: Path, paths: list[Path]) -> bool:
    """Say whether an object at this path is told by columns of its own."""
    return any(len(one) > len(path) and one[: len(path)] == path for one in paths)


def _json(value: Any) -> str:
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(one)}" for key, one in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_json(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
