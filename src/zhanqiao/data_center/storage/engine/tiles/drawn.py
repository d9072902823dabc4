"""What the painters of points and of shapes share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.tiles import limits as told
from zhanqiao.data_center.storage.engine.tiles.grid import EXTENT
from zhanqiao.data_center.storage.engine.tiles.limits import Limit
from zhanqiao.data_center.storage.engine.tiles.properties import NUMBER, SHAPE, Properties

LAYER = "data"
Fetch = Callable[[Statement], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The layer of a tile, how many features it has, which limits it reached."""

    content: bytes
    features: int
    limits: tuple[Limit, ...] = ()


NOTHING = Drawn(b"", 0)


def struct(*, shape: str, number: str, members: tuple[str, ...]) -> str:
    """Return SQL of one feature."""
    return "{" + ", ".join((f"'{SHAPE}': {shape}", f"'{NUMBER}': {number}", *members)) + "}"


def encoded(row: str, /) -> str:
    """Return SQL that makes a layer of features."""
    return f"ST_AsMVT({row}, '{LAYER}', {EXTENT}, '{SHAPE}', '{NUMBER}')"


def column_limits(found: Properties, /, *, cut: bool) -> tuple[Limit, ...]:
    """Return what the properties of a tile leave out."""
    fewer = (told.fewer_columns(left_out=found.left_out),) if found.left_out else ()
    return (*fewer, told.shorter_texts()) if cut else fewer


def within(compiler: Compiler, test: str, /) -> str:
    """Return ``FROM … WHERE …`` of the rows of a tile that the query leaves."""
    filtered = f" AND {compiler.condition()}" if compiler.query.filtered else ""
    return f"FROM {compiler.relation} WHERE {test}{filtered}"
