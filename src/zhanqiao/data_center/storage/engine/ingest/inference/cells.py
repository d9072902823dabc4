"""SQL that looks at one cell: folded to plain ASCII forms, and of which kind it is.

Kinds are exclusive. The patterns are RE2; a cell is matched as a whole, after folding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhanqiao.data_center.storage.engine.ingest.words import FALSE_WORDS, NULL_WORDS, TRUE_WORDS, UNITS

SPACES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_WIDE = "０１２３４５６７８９．，－＋％／：（）"
_NARROW = "0123456789.,-+%/:()"
LONG = 16  # digits from which a number is an identifier; 15 digits are exact in every program

NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
GROUPED = r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
EITHER = rf"(?:{GROUPED}|{NUMBER})"
CURRENCY = r"[¥￥$€£]"
CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
OFFSET = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
YMD = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
CHINESE_DAY = r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]?"
MONTH = r"[0-9]{4}(?:[-/][0-9]{1,2}|\s*年\s*[0-9]{1,2}\s*月)"
SLASHED = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"
TIME_OF_DAY = r"[0-9]{1,2}[:.时点][0-9]{1,2}(?:[:.分][0-9]{1,2}(?:\.[0-9]+)?)?[分秒]?"
ENGLISH_FORMATS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d %Y", "%a %b %d %Y")

# (kind, pattern), tried in this order. Validity of dates is checked where they are counted.
KINDS: tuple[tuple[str, str], ...] = (
    ("int", r"0|-?[1-9][0-9]{0,14}"),
    ("zero", r"[+-]?0[0-9]+"),
    ("long", rf"[+-]?[0-9]{{{LONG},}}"),
    ("dec", r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    ("alnum", r"[0-9]{2}[0-9A-Z]{13,30}"),  # credit codes and their like: early, because they are many
    ("odd", NUMBER),  # a number written unusually: +5, .5, 5.
    ("iso_day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("iso_stamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"),
    ("day", YMD),
    ("stamp", rf"{YMD}[T ]+{CLOCK}"),
    ("zoned", rf"{YMD}[T ]{CLOCK} ?{OFFSET}"),
    ("sci", r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]{1,3}"),
    ("grouped", GROUPED),
    ("percent", rf"{EITHER}\s*%"),
    ("slashed", rf"{SLASHED}(?:[T ]+{TIME_OF_DAY}(?: ?[AaPp][Mm])?)?"),
    ("clock", CLOCK),
    ("month", MONTH),
    ("chinese_day", CHINESE_DAY),
    ("chinese_stamp", rf"(?:{CHINESE_DAY}|{YMD})[T\s]*(?:上午|下午|中午|晚上)?\s*{TIME_OF_DAY}"),
    ("comma", r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+"),
    ("currency", rf"{CURRENCY}\s*{EITHER}|-{CURRENCY}\s*{EITHER}"),
    ("unit", rf"{EITHER}\s*(?:{{units}})"),
    (
        "english",
        r"(?:[A-Za-z]{3,9} )?(?:[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4}|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4})",
    ),
    ("alnum", r"[A-Za-z]+[-_]?[0-9][A-Za-z0-9_-]*|[0-9]+[-_]?[A-Za-z][A-Za-z0-9_-]*"),
)
NULL, OTHER, EMPTY, FLAG = "null", "other", "empty", "flag"


def pattern_of(kind: str) -> str:
    """Return the pattern of a kind, as a group."""
    return "(?:" + "|".join(pattern for name, pattern in KINDS if name == kind) + ")"


def quoted(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def folded(column: str) -> str:
    """Return SQL for a cell without spaces around it and with full-width digits and signs as ASCII."""
    trimmed = f"trim({column}, {quoted(SPACES)})"
    wide = f"translate({trimmed}, {quoted(_WIDE)}, {quoted(_NARROW)})"
    return f"CASE WHEN strlen({column}) = length({column}) THEN trim({column}, {quoted(SPACES[:4])}) ELSE {wide} END"


def is_null_word(value: str) -> str:
    """Return SQL saying whether a folded cell means "no value"."""
    return f"(strlen({value}) <= 24 AND {is_one_of(value=value, words=NULL_WORDS)})"


def is_flag(value: str) -> str:
    """Return SQL saying whether a folded cell is a word for yes or no."""
    return f"(strlen({value}) <= 6 AND {is_one_of(value=value, words=(*TRUE_WORDS, *FALSE_WORDS), folding='(?i)')})"


def is_one_of(*, value: str, words: Iterable[str], folding: str = "") -> str:
    """Return SQL comparing with words; a pattern, because DuckDB plans a join for every long IN list."""
    pattern = folding + "|".join(sorted({re.escape(word) for word in words}))
    return f"regexp_full_match({value}, {quoted(pattern)})"


def has_edges(column: str) -> str:
    """Return cheap SQL saying whether a cell begins or ends with a space."""
    return f"({column} < '!' OR ends_with({column}, ' ') OR starts_with({column}, '\u3000') OR ends_with({column}, '\u3000'))"


def starts_like_a_value(column: str) -> str:
    """Return cheap SQL saying whether a cell may be a number, date or time by how it begins.

    Ranges of first characters: spaces, signs and digits; currency signs; full-width signs and digits.
    """
    ranges = ((" ", ":"), ("\u00a0", "\u00a6"), ("€", "₭"), ("\u3000", "\u3001"), ("！", "："))
    return "(" + " OR ".join(f"({column} >= '{low}' AND {column} < '{high}')" for low, high in ranges) + ")"


def kind(value: str) -> str:
    """Return SQL naming the kind of a folded cell; dates that do not exist are ``other``."""
    units = "|".join(sorted((_escaped(unit) for unit in UNITS), key=len, reverse=True))
    branches = [f"WHEN {value} IS NULL THEN NULL WHEN {value} = '' THEN '{EMPTY}'"]
    for name, pattern in KINDS:
        condition = f"regexp_full_match({value}, {quoted(pattern.replace('{units}', units))})"
        branches.append(f"WHEN {condition}{_valid(name, value)} THEN '{name}'")
        if name == "dec":
            branches.append(f"WHEN {is_null_word(value)} THEN '{NULL}' WHEN {is_flag(value)} THEN '{FLAG}'")
    return f"CASE {' '.join(branches)} ELSE '{OTHER}' END"


def _escaped(unit: str) -> str:
    return "".join("\\" + char if char in "%‰/²³" and char.isascii() else char for char in unit)


def _valid(name: str, value: str) -> str:
    checks = {
        "iso_day": f"TRY_CAST({value} AS DATE)",
        "iso_stamp": f"TRY_CAST({value} AS TIMESTAMP)",
        "day": iso_day(value),
        "stamp": iso_stamp(value),
        "zoned": f"TRY_CAST({iso_stamp_text(value)} AS TIMESTAMP)",
        "clock": f"TRY_CAST({value} AS TIME)",
        "chinese_day": iso_day(value),
        "chinese_stamp": chinese_stamp(value),
        "month": f"TRY_CAST({month_text(value)} || '-01' AS DATE)",
        "english": english_day(value),
    }
    return f" AND {checks[name]} IS NOT NULL" if name in checks else ""


def iso_day(value: str) -> str:
    """Return SQL parsing year-month-day in any of its written forms, NULL when there is no such day."""
    parts = f"regexp_replace({value}, '^([0-9]{{4}})\\s*[-/.年]\\s*([0-9]{{1,2}})\\s*[-/.月]\\s*([0-9]{{1,2}})\\s*[日号]?$', '\\1-\\2-\\3')"
    return f"TRY_CAST({parts} AS DATE)"


def iso_stamp_text(value: str) -> str:
    """Return SQL rewriting ``2024/3/5 …`` as ``2024-3-5 …``."""
    return f"regexp_replace({value}, '^([0-9]{{4}})[/.]([0-9]{{1,2}})[/.]', '\\1-\\2-')"


def iso_stamp(value: str) -> str:
    """Return SQL parsing a day with a time of day."""
    return f"TRY_CAST({iso_stamp_text(value)} AS TIMESTAMP)"


def chinese_stamp(value: str) -> str:
    """Return SQL parsing ``2024年3月5日 下午3时20分`` and ``2022-05-25 10.39.15``."""
    pattern = (
        r"^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?[T\s]*(上午|下午|中午|晚上)?\s*"
        r"([0-9]{1,2})[:.时点]([0-9]{1,2})(?:[:.分]([0-9]{1,2}))?.*$"
    )
    part = [f"regexp_extract({value}, {quoted(pattern)}, {number})" for number in range(8)]
    hour = f"(TRY_CAST({part[5]} AS INTEGER) + CASE WHEN {part[4]} IN ('下午', '晚上') AND TRY_CAST({part[5]} AS INTEGER) < 12 THEN 12 ELSE 0 END)"
    second = f"coalesce(nullif({part[7]}, ''), '0')"
    return (
        f"TRY_CAST({part[1]} || '-' || {part[2]} || '-' || {part[3]} || ' ' || lpad({hour}::VARCHAR, 2, '0') || ':' || "
        f"lpad({part[6]}, 2, '0') || ':' || lpad({second}, 2, '0') AS TIMESTAMP)"
    )


def month_text(value: str) -> str:
    """Return SQL rewriting a month as ``YYYY-MM``."""
    year = f"substr({value}, 1, 4)"
    month = f"regexp_extract({value}, '^[0-9]{{4}}[^0-9]+([0-9]{{1,2}})', 1)"
    return f"{year} || '-' || lpad({month}, 2, '0')"


def english_day(value: str) -> str:
    """Return SQL parsing a day with an English month name."""
    formats = ", ".join(quoted(one) for one in ENGLISH_FORMATS)
    return f"try_strptime({value}, [{formats}])"


def compact_day(value: str) -> str:
    """Return SQL parsing ``20240305``, NULL outside 1800–2199."""
    return (
        f"CASE WHEN regexp_full_match({value}, '(?:1[89]|2[01])[0-9]{{6}}') THEN TRY_CAST(substr({value}, 1, 4) || '-' || "
        f"substr({value}, 5, 2) || '-' || substr({value}, 7, 2) AS DATE) END"
    )


def slashed_stamp(value: str, *, day_first: bool) -> str:
    """Return SQL parsing ``13/10/2021``, ``5/10/18 4:01`` with the order of day and month given.

    Two-digit years: 00–68 are 2000–2068, 69–99 are 1969–1999 (POSIX).
    """
    pattern = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2,4})(?:[T ]+([0-9]{1,2})[:.]([0-9]{1,2})(?:[:.]([0-9]{1,2}))?)? ?([AaPp][Mm])?.*$"
    part = [f"regexp_extract({value}, {quoted(pattern)}, {group})" for group in range(8)]
    day, month = (part[1], part[2]) if day_first else (part[2], part[1])
    year = f"CASE WHEN strlen({part[3]}) = 4 THEN {part[3]} WHEN {part[3]} < '69' THEN '20' || {part[3]} ELSE '19' || {part[3]} END"
    number = f"TRY_CAST({part[4]} AS INTEGER)"
    hour = (
        f"(CASE WHEN {part[4]} = '' THEN 0 WHEN lower({part[7]}) = 'pm' AND {number} < 12 THEN {number} + 12 "
        f"WHEN lower({part[7]}) = 'am' AND {number} = 12 THEN 0 ELSE {number} END)"
    )
    clock = f"lpad({hour}::VARCHAR, 2, '0') || ':' || lpad(coalesce(nullif({part[5]}, ''), '0'), 2, '0') || ':' || lpad(coalesce(nullif({part[6]}, ''), '0'), 2, '0')"
    return f"TRY_CAST(({year}) || '-' || {month} || '-' || {day} || ' ' || {clock} AS TIMESTAMP)"
