"""Personal data in the rows of a table, found over all rows: identity numbers, mobile numbers, bank cards.

Everything is SQL over whole columns: candidates are cut out of the text (full-width digits folded, the usual
groupings by blank or hyphen undone), then their check digits are computed. A column of ordinary codes produces
valid check digits by chance, so a kind *blocks* only where clearly more candidates pass than chance explains.

Sources: GB 11643-1999 (identity number: division, date of birth, ISO 7064 MOD 11-2 check character);
ISO/IEC 7812-1 (Luhn) with the ranges of UnionPay, Visa, Mastercard and JCB; Chinese mobile numbers 13x to 19x.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import duckdb

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

SEARCHED = frozenset({LogicalType.TEXT, LogicalType.JSON, LogicalType.INTEGER})
NUMBERED = frozenset({"identifier", "code"})  # eleven digits there may be a number of anything
SHORTEST = 11  # digits of a mobile number, the shortest thing looked for
SAMPLE_ROWS = 5
CHANCE = 20  # fewer candidates than this are never explained by chance
PASSING = 0.3  # share of candidates that must pass: chance gives 1/11 (identity) and 1/10 (Luhn)
FULL_WIDTH, HALF_WIDTH = "０１２３４５６７８９Ｘｘ－　\u00a0", "0123456789Xx-  "
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
    "71",
    "81",
    "82",
    "83",
]
CARD_LENGTH = 19  # digits of the longest card; shorter ones are padded on the left
IDENTITY = "[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
MOBILE = "(86)?1[3-9][0-9]{9}"
CARD = "62[0-9]{14}|62[0-9]{17}|4[0-9]{15}|5[1-5][0-9]{14}|35[0-9]{14}"
TOKEN = "[0-9A-Za-z]{11,}"  # noqa: S105 - a pattern, not a secret
GROUPED = (
    "[1-9][0-9]{5}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]"  # identity number 6-8-4
    "|1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}"  # mobile number 3-4-4
    "|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?"  # card 4-4-4-4(-3)
)
GAP = "[ －　\u00a0-]"
DECIMAL = "([\\[,: ])-?[0-9]+[.][0-9]+"  # a number of JSON, not one inside a text
# One pass that lets only suspicious cells through to the work above.
SUSPICIOUS = (
    f"(^|[^0-9A-Za-z])({IDENTITY}|{MOBILE}|{CARD})([^0-9A-Za-z]|$)|[０-９]{{3}}"
    f"|[0-9]{{3}}{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}|[0-9]{{6}}{GAP}[0-9]{{8}}{GAP}"
)


MANY_DIGITS = re.compile(f"[0-9０-９](?:{GAP}?[0-9０-９]){{{SHORTEST - 1}}}")


class PersonalKind(StrEnum):
    """What was found."""

    IDENTITY_NUMBER = "identity_number"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class PersonalFinding:
    """Personal data of one kind in one column.

    ``cells`` counts cells with a valid one, ``candidates`` cells with something of its form; ``rows`` are the
    first few row numbers, from 0. ``blocks`` is False where chance explains the valid ones. No value is kept.
    """

    column: str
    kind: PersonalKind
    cells: int
    candidates: int
    rows: tuple[int, ...]
    blocks: bool

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "kind": self.kind.value, "rows": list(self.rows)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        return cls(**{**known, "kind": PersonalKind(values["kind"]), "rows": tuple(values["rows"])})


def may_hold_personal(*, cells: Iterable[Any]) -> bool:
    """Say whether any cell has digits enough for personal data: a quick look that lets nothing pass which counts."""
    return any(MANY_DIGITS.search(str(cell)) for cell in cells)


def find_personal(*, parquet: Path, fields: Sequence[Field], on: date) -> tuple[PersonalFinding, ...]:
    """Search all rows of a Parquet file; ``on`` is the day after which nobody can have been born."""
    searched = [field for field in fields if field.type in SEARCHED]
    if not searched:
        return ()
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        filled = _long_enough(connection=connection, parquet=parquet, fields=searched)
        return tuple(
            finding
            for field in searched
            if field.name in filled
            for finding in _in_column(
                connection=connection, parquet=parquet, field=field, filled=filled[field.name], on=on
            )
        )


def _long_enough(*, connection: duckdb.DuckDBPyConnection, parquet: Path, fields: Sequence[Field]) -> dict[str, int]:
    """Return how many cells are filled in each column that has a cell long enough to hold a number."""
    asked = ", ".join(f"count({_name(field)}), max(length(CAST({_name(field)} AS VARCHAR)))" for field in fields)
    row = connection.execute(f"SELECT {asked} FROM read_parquet(?)", [str(parquet)]).fetchone()  # noqa: S608 - quoted identifiers
    pairs = zip(fields, (row or ())[::2], (row or ())[1::2], strict=True)
    return {field.name: count for field, count, longest in pairs if (longest or 0) >= SHORTEST}


def _in_column(
    *, connection: duckdb.DuckDBPyConnection, parquet: Path, field: Field, filled: int, on: date
) -> list[PersonalFinding]:
    rows = connection.execute(_question(field), {"file": str(parquet), "today": on}).fetchall()
    return [
        _finding(field=field, kind=PersonalKind(kind), counts=counts, filled=filled)
        for kind, *counts in rows
        if counts[0]
    ]


def _finding(*, field: Field, kind: PersonalKind, counts: Sequence[Any], filled: int) -> PersonalFinding:
    cells, candidates, first = counts
    return PersonalFinding(
        column=field.name,
        kind=kind,
        cells=cells,
        candidates=candidates,
        rows=tuple(first),
        blocks=_blocks(field=field, kind=kind, cells=cells, candidates=candidates, filled=filled),
    )


def _blocks(*, field: Field, kind: PersonalKind, cells: int, candidates: int, filled: int) -> bool:
    if kind is PersonalKind.MOBILE:
        numbers_of_anything = field.type is LogicalType.INTEGER or field.meaning in NUMBERED
        return not numbers_of_anything or cells >= PASSING * filled
    return candidates < CHANCE or cells >= PASSING * candidates


def _question(field: Field) -> str:
    return f"""
        WITH cells AS MATERIALIZED (
            SELECT place, translate(cell, '{FULL_WIDTH}', '{HALF_WIDTH}') AS cell
            FROM (
                SELECT file_row_number AS place, {_text(field)} AS cell
                FROM read_parquet($file, file_row_number = true)
            ) WHERE regexp_matches(cell, '{SUSPICIOUS}')
        ), tokens AS (
            SELECT place, unnest(regexp_extract_all(cell, '{TOKEN}')) AS token FROM cells
            UNION ALL
            SELECT place, regexp_replace(unnest(regexp_extract_all(cell, '{GROUPED}')), '[ -]', '', 'g') FROM cells
        ), candidates AS ({_candidates()}),
        judged AS (
            SELECT place, kind, bool_or(coalesce(CASE kind
                WHEN '{PersonalKind.IDENTITY_NUMBER}' THEN {_identity_is_valid()}
                WHEN '{PersonalKind.BANK_CARD}' THEN {_luhn_is_valid()}
                ELSE true END, false)) AS valid
            FROM candidates GROUP BY place, kind
        )
        SELECT kind, count(*) FILTER (valid), count(*), list_sort(min(place, {SAMPLE_ROWS}) FILTER (valid))
        FROM judged GROUP BY kind ORDER BY kind
    """  # noqa: S608 - built of constants and one quoted identifier


def _text(field: Field) -> str:
    """Return the cell as text; of JSON without decimal numbers: a fraction of 16 digits is a measure, no card."""
    text = f"CAST({_name(field)} AS VARCHAR)"
    return f"regexp_replace({text}, '{DECIMAL}', '\\1', 'g')" if field.type is LogicalType.JSON else text


def _name(field: Field) -> str:
    return '"' + field.name.replace('"', '""') + '"'


def _candidates() -> str:
    patterns = {
        PersonalKind.IDENTITY_NUMBER: IDENTITY,
        PersonalKind.MOBILE: MOBILE,
        PersonalKind.BANK_CARD: CARD,
    }
    return " UNION ALL ".join(
        f"SELECT place, '{kind}' AS kind, token FROM tokens WHERE regexp_full_match(token, '{pattern}')"  # noqa: S608 - constants
        for kind, pattern in patterns.items()
    )


def _identity_is_valid() -> str:
    total = " + ".join(f"{weight} * {_digit(place)}" for place, weight in enumerate(IDENTITY_WEIGHTS, start=1))
    provinces = ", ".join(f"'{code}'" for code in PROVINCES)
    return (
        f"(substr('{IDENTITY_CHECKS}', ({total}) % 11 + 1, 1) = upper(substr(token, 18, 1))"
        f" AND left(token, 2) IN ({provinces})"
        " AND try_strptime(substr(token, 7, 8), '%Y%m%d') <= $today)"
    )


def _luhn_is_valid() -> str:
    padded = f"lpad(token, {CARD_LENGTH}, '0')"
    terms = []
    for place in range(1, CARD_LENGTH + 1):
        digit = _digit(place, of=padded)
        doubled = (CARD_LENGTH - place) % 2 == 1
        terms.append(f"(2 * {digit} - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END)" if doubled else digit)
    return f"(({' + '.join(terms)}) % 10 = 0)"


def _digit(place: int, *, of: str = "token") -> str:
    return f"(ascii(substr({of}, {place}, 1)) - 48)"
