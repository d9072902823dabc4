"""Cells as the recognisers read them: one width, one kind of hyphen and blank, nothing invisible, no fractions."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

DIGITS = "０１２３４５６７８９"
LETTERS = "".join(chr(ord("Ａ") + place) for place in range(26)) + "".join(
    chr(ord("ａ") + place) for place in range(26)
)
HYPHENS = "－–—‐‑‒―−_·•・"
BLANKS = "　\u00a0\u2002\u2003\u2009\t"
MARKS = "（）．＠：／＋"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"  # folded into nothing
WIDE = DIGITS + LETTERS + HYPHENS + BLANKS + MARKS + INVISIBLE
PLAIN = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    + "-" * len(HYPHENS)
    + " " * len(BLANKS)
    + "().@:/+"
)
# A fraction of many digits is a measure or a coordinate, no card; six digits before the point are none of a coordinate.
FRACTION = "(^|[^0-9.])-?[0-9]{1,5}[.][0-9]{5,}"
UNTIDY = r"[０-９Ａ-Ｚａ-ｚ－–—‐‑‒―−_·•・　\x{a0}\x{2002}\x{2003}\x{2009}\t（）．＠：／＋\x{200b}-\x{200f}\x{2060}\x{feff}\x{ad}]"


def text_of(*, field: Field) -> str:
    """Return SQL for a cell as text; of a number the whole ones alone, since personal numbers have no fraction."""
    column = quoted_name(field.name)
    if field.type in {LogicalType.NUMBER, LogicalType.DECIMAL}:
        whole = f"TRY_CAST({column} AS BIGINT)"
        return f"CASE WHEN {whole} = {column} THEN CAST({whole} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


def folded(*, text: str) -> str:
    """Return SQL for a text in one width without invisible signs; only what needs it pays for it."""
    return f"CASE WHEN regexp_matches({text}, '{UNTIDY}') THEN translate({text}, '{WIDE}', '{PLAIN}') ELSE {text} END"


def without_fractions(*, text: str) -> str:
    """Return SQL for a text without decimal fractions of five digits and more."""
    changed = f"regexp_replace({text}, '{FRACTION}', '\\1 ', 'g')"
    return f"CASE WHEN regexp_matches({text}, '{FRACTION}') THEN {changed} ELSE {text} END"
