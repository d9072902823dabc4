"""Where a table begins in a grid of cells: title lines above, the header, the first data row.

The same rules serve delimited text and sheets. Evidence, strongest first: a header cell is text
where its column is numbers or dates; it is a word headers use; it does not occur in the column below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhanqiao.data_center.storage.engine.ingest.words import is_header_word

Cells = Sequence[str | None]
MOST_TITLES = 30
BODY = 60  # rows below a candidate that are compared with it
MOSTLY = 0.6
LONGEST_TITLE = 60
NAMING = 3  # header words in a row that make it no title
_NUMBER = re.compile(r"[-+]?[¥￥$€]?\s*[-+]?(\d[\d,，]*\.?\d*|\.\d+)([eE][-+]?\d+)?\s*[%％]?")
_DATE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}(\s*[-/.月]\s*\d{1,2}\s*日?|\s*月)?([T\s]+\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})([T\s]+\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2}.*)?"
)
_YEAR = re.compile(r"(19|20)\d\d\s*年?")
_FLAG = re.compile(r"true|false|yes|no|是|否|[yn]", re.IGNORECASE)
_CONTACT = re.compile(r"https?://\S+|[^@\s]+@[^@\s]+\.\w+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid understood: rows are indexes into the sample it was read from.

    ``header`` is empty when there is none; ``titles`` are the rows above it that are no data.
    """

    titles: tuple[int, ...]
    header: tuple[int, ...]
    first_data: int
    width: int


def layout_of(*, rows: Sequence[Cells], depth: Callable[[int], int] = lambda _: 1) -> Layout:
    """Return where the table begins in the first rows of a grid.

    ``depth`` says of how many rows a header beginning in a row would consist (merged headers).
    """
    usual = _usual_fill(rows)
    start = 0
    titles: list[int] = []
    while (
        start < len(rows)
        and start < MOST_TITLES
        and _is_title(rows[start], usual)
        and not _is_heading(rows, start, depth)
    ):
        if filled(rows[start]):
            titles.append(start)
        start += 1
    if start >= len(rows):
        start, titles = _first_filled(rows), []
    width = max((last_filled(row) for row in rows[start:]), default=0)
    deep = depth(start) if start < len(rows) else 1
    body = [row for row in rows[start + deep :] if filled(row)][:BODY]
    if start < len(rows) and is_header(row=rows[start], body=body):
        header = tuple(range(start, min(start + deep, len(rows))))
        return Layout(tuple(titles), header, start + len(header), width)
    return Layout(tuple(titles), (), start, width)


def title_of(*, lines: Sequence[Cells]) -> str | None:
    """Return the first line above a header that reads as a title: one short cell that is no comment and no label."""
    for line in lines:
        cells = [cell.strip() for cell in line if cell and not cell.isspace()]
        is_title = len(cells) == 1 and len(cells[0]) <= LONGEST_TITLE and not re.search(r"[:：]|^[#/注]", cells[0])
        if is_title:
            return cells[0]
    return None


def filled(row: Cells) -> int:
    """Return how many cells of a row have a value."""
    return sum(1 for cell in row if cell and not cell.isspace())


def last_filled(row: Cells) -> int:
    """Return the number of cells up to the last one with a value."""
    return max((place + 1 for place, cell in enumerate(row) if cell and not cell.isspace()), default=0)


def _first_filled(rows: Sequence[Cells]) -> int:
    return next((place for place, row in enumerate(rows) if filled(row)), len(rows))


def _usual_fill(rows: Sequence[Cells]) -> int:
    """Return how many cells a row of the table fills: the upper quartile, as titles fill few and there may be many."""
    fills = sorted(filled(row) for row in rows if filled(row))
    return fills[3 * len(fills) // 4] if fills else 0


def _is_title(row: Cells, usual: int) -> bool:
    count = filled(row)
    if count == 0:
        return True
    if count >= NAMING and all(is_header_word(text=cell) for cell in row if cell and not cell.isspace()):
        return False  # a header that rows too long outgrow
    first = next(cell for cell in row if cell and not cell.isspace()).lstrip()
    if first.startswith(("#", "//")) and count < max(2, MOSTLY * usual):
        return True
    return (usual >= 2 and count == 1) or (usual >= 5 and count <= max(2, usual // 3))  # noqa: PLR2004 - titles fill few


def _is_heading(rows: Sequence[Cells], at: int, depth: Callable[[int], int]) -> bool:
    """Say whether a row of few cells is the top of a stacked header: several names over merged columns."""
    return (
        filled(rows[at]) > 1
        and depth(at) > 1
        and not any(":" in (cell or "") or "：" in (cell or "") for cell in rows[at])
    )


def is_header(*, row: Cells, body: Sequence[Cells]) -> bool:
    """Say whether a row names the columns of the rows below it."""
    heads = [(place, cell.strip()) for place, cell in enumerate(row) if cell and not cell.isspace()]
    if not heads:
        return False
    if not body:
        return all(_kind(cell) == "text" for _, cell in heads)
    if _counts_years(heads):
        return True
    score = sum(_vote(cell, [_cell(one, place) for one in body]) for place, cell in heads)
    score -= 0.3 * _unnamed(row, body)
    if score == 0:
        return all(_kind(cell) == "text" for _, cell in heads) and 2 * len({cell for _, cell in heads}) > len(heads)
    return score > 0


def _unnamed(row: Cells, body: Sequence[Cells]) -> int:
    """Return how many columns that mostly have values have no head."""
    width = max(len(one) for one in body)
    columns = ([_cell(one, place) for one in body] for place in range(width) if not _cell(row, place))
    return sum(1 for column in columns if sum(1 for value in column if value) >= MOSTLY * len(column))


def _cell(row: Cells, place: int) -> str:
    return (row[place] or "").strip() if place < len(row) else ""


def _vote(head: str, column: list[str]) -> float:
    values = [value for value in column if value]
    if not values:
        return 0.5 if is_header_word(text=head) else 0.0
    kinds = [_kind(value) for value in values]
    usual = max(set(kinds), key=kinds.count)
    steady = kinds.count(usual) >= MOSTLY * len(kinds)
    kind = _kind(head)
    if kind == "text":
        word = 1.0 if is_header_word(text=head) else 0.0
        if usual != "text" and steady:
            return 1.0 + word
        return word + _text_vote(head, values)
    if kind == usual and steady:
        return -1.0
    return 0.0 if kind == "number" else -0.5


def _text_vote(head: str, values: list[str]) -> float:
    if head in values:
        return -0.5 if values.count(head) < len(values) or len(values) == 1 else -0.2
    shape = _shape(head)
    if "9" in shape and sum(1 for value in values if _shape(value) == shape) >= 0.8 * len(values):
        return -1.0
    lengths = {len(value) for value in values}
    if len(lengths) == 1 and len(values) > 2 and len(head) not in lengths:  # noqa: PLR2004 - codes of one length
        return 0.5
    return 0.0


def _shape(text: str) -> str:
    """Return a text with its digits as 9 and its letters as a, repeats as one."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def _counts_years(heads: list[tuple[int, str]]) -> bool:
    """Say whether the row is a label followed by years in order, as a pivoted table has."""
    years = [int(cell[:4]) for _, cell in heads if _YEAR.fullmatch(cell)]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) > 1 and steps <= {1} | {-1} and len(steps) == 1 and _kind(heads[0][1]) == "text"


def _kind(text: str) -> str:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return "number"
    if _DATE.fullmatch(text):
        return "date"
    if _CONTACT.fullmatch(text):
        return "contact"
    return "flag" if _FLAG.fullmatch(text) else "text"
