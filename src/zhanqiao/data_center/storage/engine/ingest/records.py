"""Records of a delimited text, read one physical line at a time so that no damage spreads.

A record that does not follow the dialect (an unpaired quote, text after a closing quote) is read as
the one line it stands on, quotes kept as characters, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from zhanqiao.data_center.storage.engine.ingest.dialects import Dialect

LONGEST_RECORD = 2000  # physical lines; a quote open for longer was never closed
_FIELD_TOO_LONG = "field larger than field limit"


class Record(NamedTuple):
    """One record: the number of its first physical line (from 1), its cells; ``stray`` is its text when damaged."""

    line: int
    cells: list[str]
    stray: str | None = None


class FieldTooLongError(Exception):
    """A cell longer than the limit; carries the line it is on."""

    def __init__(self, *, line: int) -> None:
        """Remember the line."""
        super().__init__(line)
        self.line = line


class _Feed:
    """Physical lines for csv.reader; remembers those of the present record and can take them back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self.pending: list[str] = []
        self.line = 0  # number of the last line given out
        self.prepare: re.Pattern[str] | None = None

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.pending) >= LONGEST_RECORD:
            raise csv.Error("quote never closed")
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.pending.append(line)
        self.line += 1
        return self.prepare.sub(r"\\\\", line) if self.prepare else line

    def begin(self) -> None:
        """Forget the finished record."""
        self.pending = []

    def take_back_all_but_first(self) -> str:
        """Return the record's first line and put the others back to be read again."""
        first, rest = self.pending[0], self.pending[1:]
        self._returned.extendleft(reversed(rest))
        self.line -= len(rest)
        self.pending = []
        return first


def records(*, lines: Iterable[str], dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Yield every record of some physical lines (with their line ends), blank lines as records without cells.

    ``width`` is the number of columns, when known; it decides how a damaged line is cut. Raises
    FieldTooLongError past ``csv.field_size_limit()``.
    """
    if not dialect.delimiter:
        yield from _single_column(lines, quote=dialect.quote)
        return
    feed = _Feed(lines)
    feed.prepare = re.compile(rf"\\(?![\\{dialect.quote}\r\n])") if dialect.escape else None
    reader = csv.reader(feed, **_settings(dialect))
    while True:
        feed.begin()
        start = feed.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if str(error).startswith(_FIELD_TOO_LONG):
                raise FieldTooLongError(line=start) from None
            yield _damaged(line=start, text=feed.take_back_all_but_first(), dialect=dialect, width=width)
            reader = csv.reader(feed, **_settings(dialect))
        else:
            yield Record(line=start, cells=cells)


def _settings(dialect: Dialect) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote or None,
        "quoting": csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        "escapechar": dialect.escape or None,
        "skipinitialspace": dialect.spaced,
        "strict": True,
    }


def _damaged(*, line: int, text: str, dialect: Dialect, width: int | None) -> Record:
    text = text.rstrip("\r\n")
    literal = text.split(dialect.delimiter)
    if width is not None and len(literal) != width:
        lenient = list(
            csv.reader([text.replace("\r", " ").replace("\n", " ")], **{**_settings(dialect), "strict": False})
        )
        if lenient and len(lenient[0]) == width:
            return Record(line=line, cells=lenient[0], stray=text)
    return Record(line=line, cells=literal, stray=text)


def _single_column(lines: Iterable[str], *, quote: str) -> Iterator[Record]:
    """Each line is one cell; a wholly quoted one loses its quotes."""
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if len(text) > csv.field_size_limit():
            raise FieldTooLongError(line=number)
        if quote and len(text) > 1 and text[0] == text[-1] == quote:
            text = text[1:-1].replace(quote * 2, quote)
        yield Record(line=number, cells=[text] if text else [])
