"""From the evidence of a column to its type: rules in order, the first that applies decides.

A column is typed when at least nine in ten of its meant cells fit (THRESHOLD); the rest become NULL
and problem cells. Yes/no, JSON and dates of mixed precision admit no exception. Digits that may be
codes stay text: a wrong number loses data, a wrong text does not.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import hints, words
from zhanqiao.data_center.storage.engine.ingest.inference import cells, dates, meanings, numbers
from zhanqiao.data_center.storage.engine.ingest.inference.decision import (
    PLACE,
    Decision,
    as_text,
    enough,
)
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why

HALF = 0.5
LETTER_CODES = 0.001  # share of cells like 85123A from which numbers are codes
CATEGORIES = 50  # distinct values of a category, at most
CATEGORY_ROWS = 20
CATEGORY_SHARE = 0.2  # distinct values per cell of a category, at most
CATEGORY_BYTES = 90  # thirty Chinese characters
CODE_BYTES = 64
UNIQUE = 0.75  # DuckDB counts distinct values to about a tenth
VALUES = ("int", "dec", "odd", "sci", "grouped", "percent", "unit", "currency", "iso_day", "day", "iso_stamp", "stamp")


def decide(*, one: Evidence) -> Decision:
    """Return the decision for a column of text."""
    rules = (
        *(_empty, _codes),
        *(numbers.whole, numbers.decimal, numbers.percent, numbers.measure),
        *(dates.dates, dates.clock, dates.slashed),
        *(_flag, _nested),
    )
    for rule in rules:
        decision = rule(one)
        if decision is not None:
            return decision
    return decide_text(one=one)


def decide_text(*, one: Evidence) -> Decision:
    """Return the decision for a column that stays text: what it means, and why it stays."""
    meaning = _code_meaning(one)
    if meaning:
        return as_text(one=one, code=f"type-{meaning}", meaning=meaning)
    fits = one.count(*VALUES)
    if fits >= HALF * max(one.meant, 1):
        reason = why("type-mostly-numbers", column=one.name, fits=fits, others=one.meant - fits)
        return Decision(field=Field(one.name, LogicalType.TEXT, meaning=_text_meaning(one)), why=reason)
    return as_text(one=one, code="type-text", meaning=_text_meaning(one))


def _code_meaning(one: Evidence) -> str | None:
    return meanings.code_meaning(
        values=one.sample,
        named_division=hints.names_division(name=one.name),
        named_phone=hints.names_phone(name=one.name),
    )


def _text_meaning(one: Evidence) -> str | None:
    if hints.names_code(name=one.name) and one.longest <= CODE_BYTES:
        return "code"
    if hints.names_identifier(name=one.name) and one.distinct >= UNIQUE * one.present:
        return "identifier"
    few = one.distinct <= min(CATEGORIES, CATEGORY_SHARE * one.present)
    return "category" if few and one.present >= CATEGORY_ROWS and one.longest <= CATEGORY_BYTES else None


def _empty(one: Evidence) -> Decision | None:
    if one.present == 0:
        return as_text(one=one, code="type-empty")
    return as_text(one=one, code="type-text") if one.kinds and one.meant == 0 else None


def _codes(one: Evidence) -> Decision | None:  # noqa: PLR0911 - one return for each rule
    """Digits that are names, not amounts."""
    digits = one.count("int", "zero", "long")
    if not one.meant or digits < HALF * one.meant:
        return None
    if meaning := _code_meaning(one):
        return as_text(one=one, code=f"type-{meaning}", meaning=meaning)
    if one.count("zero"):
        return as_text(one=one, code="type-leading-zeros", meaning="code", count=one.count("zero"))
    if one.count("long"):
        return as_text(one=one, code="type-long-numbers", meaning="identifier", count=one.count("long"))
    letters = one.count("alnum")
    if letters and letters >= LETTER_CODES * one.meant:
        return as_text(one=one, code="type-letter-codes", meaning="code", count=letters)
    is_phone = hints.names_phone(name=one.name)
    named = is_phone or hints.names_code(name=one.name) or hints.names_postcode(name=one.name)
    if named and enough(one=one, count=digits) and not one.count("dec") and not _is_serial(one):
        return as_text(one=one, code="type-code", meaning="phone" if is_phone else "code")
    return None


def _is_serial(one: Evidence) -> bool:
    """Say whether whole numbers are a running number rather than codes: dense, nearly unique, from the start."""
    if one.least is None or one.most is None:
        return False
    dense = one.most - one.least + 1 <= 2 * one.meant
    return dense and one.distinct >= UNIQUE * one.meant and 0 <= one.least <= 1


def _flag(one: Evidence) -> Decision | None:
    """Yes and no; single letters only when both of a pair occur."""
    if not one.count(cells.FLAG) or one.count(cells.FLAG) < one.meant:
        return None
    written = one.written() if one.is_known else dict(one.ask(PLACE, f"{PLACE} <> ''"))
    meant = {word.lower() for word in written} - {word.lower() for word in (*words.NULL_WORDS, "")}
    letters = meant & set(words.LETTERS)
    if letters and letters not in ({"t", "f"}, {"y", "n"}):
        return None
    true = cells.is_one_of(value=PLACE, words=words.TRUE_WORDS, folding="(?i)")
    false = cells.is_one_of(value=PLACE, words=words.FALSE_WORDS, folding="(?i)")
    return Decision(
        field=Field(one.name, LogicalType.BOOLEAN),
        why=why("type-boolean", column=one.name, words="、".join(sorted(meant))),
        conversion=f"CASE WHEN {true} THEN true WHEN {false} THEN false END",
        exact=written.keys() <= {"true", "false"} and not one.edges,
        fits=one.count(cells.FLAG),
    )


def _nested(one: Evidence) -> Decision | None:
    if one.present == 0 or one.nested != one.present or one.ask("1", f"NOT json_valid({PLACE})"):
        return None
    return Decision(field=Field(one.name, LogicalType.JSON), why=why("type-json", column=one.name))
