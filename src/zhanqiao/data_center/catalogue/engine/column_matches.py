"""Which columns of a hit carry the words that were looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from zhanqiao.data_center.catalogue.engine.documents import SearchColumn
from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.data_center.catalogue.engine.highlighting import Marks, Segments, marked, ranges

MOST_SHOWN = 5


class ColumnMatch(NamedTuple):
    """A column found: the table it is in, its name in the file, its label in the reader's language."""

    table_id: str
    name: Segments
    label: Segments


def found(columns: Sequence[SearchColumn], *, wanted: Marks, english: bool) -> tuple[tuple[ColumnMatch, ...], int]:
    """Return the columns that match best by name, label or description, and how many match at all."""
    exact = Marks(texts=wanted.texts, stems=wanted.stems)
    if not columns or not (exact.texts or exact.stems):
        return (), 0
    weights = _weights(columns, exact)
    best = sorted(weights, key=lambda index: (-weights[index], index))[:MOST_SHOWN]
    return tuple(_match(columns[index], exact, english=english) for index in best), len(weights)


def _weights(columns: Sequence[SearchColumn], wanted: Marks) -> dict[int, int]:
    """Return which columns match and with how many characters.

    All their texts are looked at in one go: a wide table has a thousand columns.
    """
    texts = ["\n".join(column[1:]) for column in columns]
    ends = list(accumulate(len(text) + 1 for text in texts))
    weights: dict[int, int] = {}
    for start, end in ranges("\n".join(texts), wanted=wanted):
        index = bisect_right(ends, start)
        weights[index] = weights.get(index, 0) + end - start
    return weights


def _match(column: SearchColumn, wanted: Marks, *, english: bool) -> ColumnMatch:
    label = (column.label_en if english else column.label_zh) or column.label_zh or column.label_en
    same = fold(label) == fold(column.name)
    return ColumnMatch(
        table_id=column.table_id,
        name=marked(column.name, wanted=wanted),
        label=() if same else marked(label, wanted=wanted),
    )
