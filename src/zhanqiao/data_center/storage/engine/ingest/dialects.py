"""How a delimited text is written: delimiter, quote, escape, spaces after the delimiter.

Every candidate is tried on a sample and scored by how alike its rows become and how clean their
cells are; the best one is taken. No delimiter at all is a table of one column.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

DELIMITERS = (",", "\t", ";", "|", "，", "；", "\x01", "\x1f", "^", "~")
PREFERENCE = {",": 1.0, "\t": 1.0, ";": 0.99, "|": 0.98, "，": 0.95, "；": 0.94, "^": 0.85, "~": 0.8}
RECORDS = 400  # of the sample that are scored
_CLEAN = re.compile(r"\s*([-+]?[\d.,%:/\s-]*\d[\d.,%:/TZ+\s-]*|[^\d,;\t|，；]*|[\w-]+)\s*")
_ENDINGS = {"tsv": "\t", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write a table as text; empty strings mean "none"."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""  # a backslash before a quote; a doubled quote is always understood
    spaced: bool = False  # a space follows each delimiter and is no part of the cell

    def as_dict(self) -> dict[str, str]:
        """Return the dialect as the report shows it."""
        names = {"\t": "\\t", "\x01": "\\x01", "\x1f": "\\x1f"}
        shown = {"delimiter": names.get(self.delimiter, self.delimiter), "quote": self.quote, "escape": self.escape}
        return {**shown, **({"space_after_delimiter": "yes"} if self.spaced else {})}


def dialect_of(*, sample: str, ending: str = "") -> Dialect:
    """Return the dialect of a sample of whole lines; ``ending`` is the file name's (``csv``, ``tsv``)."""
    lines = [line for line in sample.splitlines() if line.strip()]
    best, best_score = Dialect(delimiter=""), 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        candidate = _dressed(delimiter=delimiter, lines=lines)
        score = _score(dialect=candidate, lines=lines) * PREFERENCE.get(delimiter, 0.9)
        score *= 1.1 if _ENDINGS.get(ending) == delimiter else 1.0
        if score > best_score:
            best, best_score = candidate, score
    return best if best.delimiter else _single_column(lines)


def _single_column(lines: list[str]) -> Dialect:
    quoted = sum(1 for line in lines if len(line) > 1 and line[0] == line[-1] == '"')
    return Dialect(delimiter="", quote='"' if quoted else "")


def _dressed(*, delimiter: str, lines: list[str]) -> Dialect:
    """Return the delimiter with the quote, escape and spacing the lines show."""
    text = "\n".join(lines)
    mark = re.escape(delimiter)
    spaced = delimiter != "\t" and _is_spaced(mark, text)
    gap = r"[ ]*" if spaced else ""
    double = len(re.findall(rf'(?:^|{mark}){gap}"', text, re.MULTILINE))
    single = len(re.findall(rf"(?:^|{mark}){gap}'[^'\n]*'(?={mark}|$)", text, re.MULTILINE))
    quote = '"' if double else "'" if single > 1 and single >= 0.2 * len(lines) else ""
    escape = "\\" if quote and re.search(rf"[^\\{mark}]\\{quote}(?!\s*(?:{mark}|$))", text, re.MULTILINE) else ""
    return Dialect(delimiter=delimiter, quote=quote, escape=escape, spaced=spaced)


def _is_spaced(mark: str, text: str) -> bool:
    """Say whether nearly every delimiter is followed by a space."""
    followed, every = len(re.findall(rf"{mark} ", text)), len(re.findall(rf"{mark}(?!$)", text, re.MULTILINE))
    return every > 0 and followed >= 0.95 * every


def _score(*, dialect: Dialect, lines: list[str]) -> float:
    rows = parsed(lines=lines, dialect=dialect)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, _ = max(widths.items(), key=lambda item: (item[1] * math.log2(item[0] + 1), item[0]))
    alike = sum(count for one, count in widths.items() if one == width) / len(rows)
    near = sum(count for one, count in widths.items() if one != width) / len(rows)
    cells = [cell for row in rows if len(row) == width for cell in row]
    clean = sum(1 for cell in cells if _CLEAN.fullmatch(cell[:200])) / max(len(cells), 1)
    return (alike + 0.3 * near) ** 2 * (0.3 + clean) * (1 + 0.1 * math.log2(width))


def parsed(*, lines: list[str], dialect: Dialect) -> list[list[str]]:
    """Return the first records of some lines, read leniently, blank ones left out."""
    reader = csv.reader(
        (line + "\n" for line in lines),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape or None,
        skipinitialspace=dialect.spaced,
    )
    try:
        return [row for row in islice(reader, RECORDS) if any(cell.strip() for cell in row)]
    except csv.Error:
        return [line.split(dialect.delimiter) for line in lines[:RECORDS]]
