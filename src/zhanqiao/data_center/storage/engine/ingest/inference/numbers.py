"""Columns of numbers: whole, decimal, percent, with a unit."""

from __future__ import annotations

import re

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import hints, words
from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.data_center.storage.engine.ingest.inference.dates import days_of_eight
from zhanqiao.data_center.storage.engine.ingest.inference.decision import PLACE, Decision, as_text, enough, only
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why

PRECISION = 18  # digits of a DECIMAL that fits 64 bits
FINEST = 8  # decimal places beyond which a number was computed, not written
SECTION = 3  # places up to which unique decimals named as codes are section numbers
YEARS = (1000, 2200)
MONTH_DIGITS = 6  # YYYYMM
_WHOLE = r"[+-]?[0-9]+(?:\.0*)?|[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?"
_SCIENTIFIC = cells.EITHER + "(?:[eE][+-]?[0-9]{1,3})?"


def whole(one: Evidence) -> Decision | None:
    """Whole numbers, also when written with grouping commas or a needless ``.0``."""
    fits = one.count("int", "odd", "grouped", "dec")
    if not enough(one=one, count=fits) or one.fractions or one.count("sci") or one.scale > 1:
        return None
    pointed = one.count("dec") > 0
    if not pointed:
        decision = days_of_eight(one) or _months(one)
        if decision:
            return decision
    return _integers(one, fits, code="type-whole-decimals" if pointed else "type-integer")


def _months(one: Evidence) -> Decision | None:
    """``202403`` under a name that promises months."""
    if not one.least_digits == one.most_digits == MONTH_DIGITS or not hints.names_month(name=one.name):
        return None
    values = [value.strip() for value in one.sample]
    real = all(re.fullmatch(r"(?:1[89]|2[01])\d\d(?:0[1-9]|1[0-2])", value) for value in values if value.isdigit())
    return as_text(one=one, code="type-month", meaning="month") if real else None


def _integers(one: Evidence, fits: int, *, code: str) -> Decision:
    is_year = hints.names_year(name=one.name) and (one.least or 0) >= YEARS[0] and (one.most or 0) <= YEARS[1]
    identifier = hints.names_identifier(name=one.name) or hints.names_code(name=one.name)
    meaning = "year" if is_year else "identifier" if identifier else number_meaning(one)
    if code == "type-integer":
        code = {"year": "type-year", "identifier": "type-integer-identifier"}.get(meaning or "", code)
    plain = one.is_plain("int")
    bare = rf"regexp_replace(replace({PLACE}, ',', ''), '\.0*$', '')"
    return Decision(
        field=Field(one.name, LogicalType.INTEGER, meaning=meaning, unit=words.unit_of(name=one.name, most=one.most)),
        why=why(code, column=one.name),
        conversion=f"CAST({PLACE} AS BIGINT)" if plain else only(pattern=_WHOLE, sql=f"TRY_CAST({bare} AS BIGINT)"),
        exact=plain,
        fits=fits,
        reason="not-whole" if one.fractions else "not-a-number",
        plain=plain,
    )


def number_meaning(one: Evidence) -> str | None:
    """Return ``longitude`` or ``latitude`` when name and range say so."""
    if one.least is None or one.most is None:
        return None
    if hints.names_longitude(name=one.name) and one.least >= -180 and one.most <= 180:  # noqa: PLR2004 - degrees
        return "longitude"
    if hints.names_latitude(name=one.name) and one.least >= -90 and one.most <= 90:  # noqa: PLR2004 - degrees
        return "latitude"
    return None


def decimal(one: Evidence) -> Decision | None:
    """Decimals; unique short ones under a name that promises codes are section numbers (1.1, 1.2, 1.10)."""
    fits = one.count("int", "dec", "odd", "sci", "grouped")
    if not enough(one=one, count=fits):
        return _decimal_comma(one)
    is_section = hints.names_code(name=one.name) and one.count("dec") == fits == one.distinct and one.scale <= SECTION
    if is_section:
        return as_text(one=one, code="type-code", meaning="code")
    return _numbers(one, fits=fits, pattern=_SCIENTIFIC, text=f"replace({PLACE}, ',', '')")


def _decimal_comma(one: Evidence) -> Decision | None:
    """``1.234,56``: the comma is the decimal mark when some cell cannot be read otherwise."""
    fits = one.count("comma", "int", "grouped")
    if not one.count("comma") or not enough(one=one, count=fits) or one.count("dec"):
        return None
    one.scale = max(one.scale, 3 if one.count("grouped") else 0)
    text = f"replace(replace({PLACE}, '.', ''), ',', '.')"
    pattern = r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
    return _numbers(one, fits=fits, pattern=pattern, text=text, code="type-decimal-comma")


def percent(one: Evidence) -> Decision | None:
    """Percentages, stored as the number written."""
    if not enough(one=one, count=one.count("percent")):
        return None
    text = f"replace(rtrim({PLACE}, '% '), ',', '')"
    pattern = cells.EITHER + r"\s*%"
    return _numbers(one, fits=one.count("percent"), pattern=pattern, text=text, code="type-percent", unit="%")


def measure(one: Evidence) -> Decision | None:
    """Numbers that all carry one and the same unit or currency sign."""
    if not enough(one=one, count=one.count("unit", "currency")):
        return None
    units = one.ask(r"trim(regexp_replace({v}, '[0-9.,+\s-]', '', 'g'))", "regexp_matches({v}, '[0-9]')")
    unit, count = units[0] if units else ("", 0)
    if not unit or not enough(one=one, count=count):
        return None
    mark = re.escape(unit)
    pattern = rf"-?{mark}\s*{cells.EITHER}" if re.match(cells.CURRENCY, unit) else rf"{cells.EITHER}\s*{mark}"
    text = f"regexp_replace({PLACE}, '[^0-9.+-]', '', 'g')"
    return _numbers(one, fits=count, pattern=pattern, text=text, code="type-measure", unit=unit)


def _numbers(one: Evidence, *, fits: int, pattern: str, text: str, code: str = "", unit: str | None = None) -> Decision:
    """Return DECIMAL when every digit can be kept, else DOUBLE."""
    exact_type = not one.count("sci") and one.scale <= FINEST and one.whole_digits + one.scale <= PRECISION
    plain = one.is_plain("int", "dec") and unit is None
    sql = f"DECIMAL({PRECISION}, {one.scale})" if exact_type else "DOUBLE"
    field = Field(
        one.name,
        LogicalType.DECIMAL if exact_type else LogicalType.NUMBER,
        meaning="percent" if unit == "%" else number_meaning(one),
        precision=PRECISION if exact_type else None,
        scale=one.scale if exact_type else None,
        unit=unit or words.unit_of(name=one.name, most=one.most),
    )
    short = one.whole_digits + one.scale < cells.LONG  # a double keeps 15 digits
    return Decision(
        field=field,
        why=why(code or f"type-{field.type}", column=one.name, scale=one.scale, unit=unit),
        conversion=f"CAST({PLACE} AS {sql})" if plain else only(pattern=pattern, sql=f"TRY_CAST({text} AS {sql})"),
        exact=plain and (exact_type or short),
        fits=fits,
        plain=plain,
    )
