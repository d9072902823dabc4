"""From the evidence of a column to its type: rules in order, the first that applies decides.

A column is typed when at least nine in ten of its meant cells fit (THRESHOLD); the rest become NULL
and problem cells. Yes/no, JSON and dates of mixed precision admit no exception. Digits that may be
codes stay text: a wrong number loses data, a wrong text does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import words
from zhanqiao.data_center.storage.engine.ingest.inference import cells, meanings
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.report import Finding

THRESHOLD = 0.9
LETTER_CODES = 0.001  # share of cells like 85123A from which numbers are codes
CATEGORIES = 50
PRECISION = 18  # digits of a DECIMAL that fits 64 bits
FINEST = 8  # decimal places beyond which a number was computed, not written
PLACE = "{v}"  # where a conversion wants the folded cell

Probe = Callable[[Evidence, str, str], list[tuple[str, int]]]  # (column, SQL of a value, SQL condition) -> counts


@dataclass(frozen=True, slots=True)
class Decision:
    """The type of a column and how a cell gets it.

    ``conversion`` is SQL with ``{v}`` for the folded cell, empty for text kept as written. ``exact``
    says that the typed value gives back the written form (up to trailing zeros of a decimal).
    ``fits`` counts the cells the conversion takes.
    """

    field: Field
    why: Finding
    conversion: str = ""
    exact: bool = True
    fits: int = 0
    reason: str = "not-a-number"
    plain: bool = False  # every cell can be cast as it stands, without folding


def decide(*, one: Evidence, probe: Probe) -> Decision:
    """Return the decision for a text column; ``probe`` asks for the distribution of a value over all rows."""
    rules = (_empty, _codes, _whole, _decimal, _percent, _measure, _dates, _clock, _slashed, _flag, _nested)
    for rule in rules:
        decision = rule(one, probe)
        if decision is not None:
            return decision
    return _text(one)


def decide_text(*, one: Evidence) -> Decision:
    """Return the decision for a column declared as text: its meaning only."""
    return _text(one)


def _enough(one: Evidence, count: int) -> bool:
    return one.meant > 0 and count >= THRESHOLD * one.meant


def _as_text(one: Evidence, code: str, *, meaning: str | None = None, count: int | None = None) -> Decision:
    field = Field(one.name, LogicalType.TEXT, meaning=meaning)
    return Decision(field=field, why=why(code, column=one.name, count=count))


def _empty(one: Evidence, _: Probe) -> Decision | None:
    if one.present == 0:
        return _as_text(one, "type-empty")
    return _as_text(one, "type-text") if one.kinds and one.meant == 0 else None


def _codes(one: Evidence, _: Probe) -> Decision | None:
    digits = one.count("int", "zero", "long")
    if not one.meant or digits < 0.5 * one.meant:
        return None
    meaning = meanings.code_meaning(
        values=one.sample,
        named_division=words.names_division(name=one.name),
        named_phone=words.names_phone(name=one.name),
    )
    if meaning:
        return _as_text(one, f"type-{meaning}", meaning=meaning)
    if one.count("zero") and not _is_compact_clock(one):
        return _as_text(one, "type-leading-zeros", meaning="code", count=one.count("zero"))
    if one.count("long"):
        return _as_text(one, "type-long-numbers", meaning="identifier", count=one.count("long"))
    letters = one.count("alnum")
    if letters and letters >= LETTER_CODES * one.meant:
        return _as_text(one, "type-letter-codes", meaning="code", count=letters)
    named = words.names_code(name=one.name) or words.names_postcode(name=one.name) or words.names_phone(name=one.name)
    if named and _enough(one, digits + one.count("dec")) and not _is_serial(one):
        return _as_text(one, "type-code", meaning="phone" if words.names_phone(name=one.name) else "code")
    return None


def _is_compact_clock(one: Evidence) -> bool:
    del one
    return False


def _is_serial(one: Evidence) -> bool:
    """Say whether whole numbers are a running number rather than codes: dense, nearly unique, from the start."""
    if one.least is None or one.most is None or one.least < 0 or one.count("dec"):
        return False
    dense = one.most - one.least + 1 <= 2 * one.meant
    unique = one.distinct >= 0.9 * one.meant  # noqa: PLR2004 - the count of distinct values is approximate
    return dense and unique and one.least <= 1


def _number_meaning(one: Evidence) -> str | None:
    if one.least is None or one.most is None:
        return None
    if words.names_longitude(name=one.name) and one.least >= -180 and one.most <= 180:  # noqa: PLR2004 - degrees
        return "longitude"
    if words.names_latitude(name=one.name) and one.least >= -90 and one.most <= 90:  # noqa: PLR2004 - degrees
        return "latitude"
    return None


def _whole(one: Evidence, _: Probe) -> Decision | None:
    fits = one.count("int", "odd", "grouped", "dec") if one.fractions == 0 and one.scale <= 1 else one.count("int")
    whole_decimals = one.count("dec") > 0
    if not _enough(one, fits) or one.count("sci") or (one.count("odd", "grouped") and one.scale):
        return None if not _is_pointless(one, fits) else _integers(one, fits, code="type-whole-decimals")
    if one.count("dec") and one.fractions:
        return None
    if _reads_as_days(one):
        return _days_of_eight(one)
    if one.least_digits == one.most_digits == 6 and words.names_month(name=one.name) and _reads_as_months(one):  # noqa: PLR2004
        return _as_text(one, "type-month", meaning="month")
    return _integers(one, fits, code="type-whole-decimals" if whole_decimals else "type-integer")


def _is_pointless(one: Evidence, fits: int) -> bool:
    return (
        bool(one.count("dec")) and one.fractions == 0 and one.scale <= 1 and _enough(one, fits) and not one.count("sci")
    )


def _integers(one: Evidence, fits: int, *, code: str) -> Decision:
    is_year = words.names_year(name=one.name) and (one.least or 0) >= 1000 and (one.most or 0) <= 2200  # noqa: PLR2004
    identifier = words.names_identifier(name=one.name) or words.names_code(name=one.name)
    meaning = "year" if is_year else "identifier" if identifier else _number_meaning(one)
    if code == "type-integer":
        code = {"year": "type-year", "identifier": "type-integer-identifier"}.get(meaning or "", code)
    plain = one.count("int") == one.present
    allowed = rf"regexp_full_match({PLACE}, '[+-]?[0-9][0-9,]*(?:\.0?)?')"
    conversion = (
        f"CASE WHEN {allowed} THEN TRY_CAST(regexp_replace(replace({PLACE}, ',', ''), '\\.0?$', '') AS BIGINT) END"
    )
    return Decision(
        field=Field(one.name, LogicalType.INTEGER, meaning=meaning, unit=words.unit_of(name=one.name, most=one.most)),
        why=why(code, column=one.name),
        conversion=f"CAST({PLACE} AS BIGINT)" if plain else conversion,
        exact=plain,
        fits=fits,
        plain=plain,
    )


def _reads_as_days(one: Evidence) -> bool:
    if one.least_digits != 8 or one.most_digits != 8:  # noqa: PLR2004 - YYYYMMDD
        return False
    return _enough(one, one.compact_days) and (words.names_date(name=one.name) or one.compact_days == one.meant >= 3)  # noqa: PLR2004


def _reads_as_months(one: Evidence) -> bool:
    return all(
        value.strip()[4:] <= "12" and value.strip()[4:] >= "01" for value in one.sample if value.strip().isdigit()
    )


def _days_of_eight(one: Evidence) -> Decision:
    field = Field(one.name, LogicalType.DATE)
    reason = why("type-compact-date", column=one.name)
    return Decision(
        field=field,
        why=reason,
        conversion=cells.compact_day(PLACE),
        exact=False,
        fits=one.compact_days,
        reason="not-a-date",
    )


def _decimal(one: Evidence, _: Probe) -> Decision | None:
    fits = one.count("int", "dec", "odd", "sci", "grouped")
    if not _enough(one, fits):
        return _decimal_comma(one)
    if (
        words.names_code(name=one.name)
        and one.count("dec") == fits
        and one.fractions
        and one.scale <= 3
        and one.distinct == fits
    ):  # noqa: PLR2004
        return _as_text(one, "type-code", meaning="code")
    return _numbers(one, fits=fits, text=f"replace({PLACE}, ',', '')")


def _numbers(
    one: Evidence, *, fits: int, text: str, code: str = "", unit: str | None = None, allowed: str = ""
) -> Decision:
    """Return DECIMAL when every digit can be kept, else DOUBLE."""
    exact_type = not one.count("sci") and one.scale <= FINEST and one.whole_digits + one.scale <= PRECISION
    plain = one.count("int", "dec") == one.present and not unit
    sql = f"DECIMAL({PRECISION}, {one.scale})" if exact_type else "DOUBLE"
    allowed = allowed or f"regexp_full_match({PLACE}, {cells.quoted(cells.EITHER + '(?:[eE][+-]?[0-9]{1,3})?')})"
    field = Field(
        one.name,
        LogicalType.DECIMAL if exact_type else LogicalType.NUMBER,
        meaning="percent" if unit == "%" else _number_meaning(one),
        precision=PRECISION if exact_type else None,
        scale=one.scale if exact_type else None,
        unit=unit or words.unit_of(name=one.name, most=one.most),
    )
    code = code or ("type-decimal" if exact_type else "type-number")
    short = one.whole_digits + one.scale < cells.LONG  # a double keeps 15 digits
    return Decision(
        field=field,
        why=why(code, column=one.name, scale=one.scale, unit=unit),
        conversion=f"CAST({PLACE} AS {sql})" if plain else f"CASE WHEN {allowed} THEN TRY_CAST({text} AS {sql}) END",
        exact=plain and (exact_type or short),
        fits=fits,
        plain=plain,
    )


def _decimal_comma(one: Evidence) -> Decision | None:
    fits = one.count("comma", "int")
    if not one.count("comma") or not _enough(one, fits) or one.count("dec"):
        return None
    one.scale, one.whole_digits = max(one.scale, FINEST - 2), max(one.whole_digits, PRECISION - FINEST)
    text = f"replace(replace({PLACE}, '.', ''), ',', '.')"
    allowed = rf"regexp_full_match({PLACE}, '[+-]?[0-9.]+(?:,[0-9]+)?')"
    return _numbers(one, fits=fits, text=text, code="type-decimal-comma", allowed=allowed)


def _percent(one: Evidence, _: Probe) -> Decision | None:
    if not _enough(one, one.count("percent")):
        return None
    pattern = cells.EITHER + r"\s*%"
    allowed = f"regexp_full_match({PLACE}, {cells.quoted(pattern)})"
    text = f"replace(rtrim({PLACE}, '% '), ',', '')"
    return _numbers(one, fits=one.count("percent"), text=text, code="type-percent", unit="%", allowed=allowed)


def _measure(one: Evidence, probe: Probe) -> Decision | None:
    fits = one.count("unit", "currency")
    if not _enough(one, fits):
        return None
    unit_text = "trim(regexp_replace({v}, '[0-9.,+\\s-]', '', 'g'))"
    units = probe(one, unit_text, "regexp_matches({v}, '[0-9]')")
    unit, count = units[0] if units else ("", 0)
    if not unit or not _enough(one, count):
        return None
    text = f"regexp_replace({PLACE}, '[^0-9.+-]', '', 'g')"
    wanted = f"{unit_text.replace('{v}', PLACE)} = {cells.quoted(unit)} AND regexp_matches({PLACE}, '[0-9]')"
    return _numbers(one, fits=count, text=text, code="type-measure", unit=unit, allowed=wanted)


def _dates(one: Evidence, probe: Probe) -> Decision | None:
    days = one.count("iso_day", "day", "chinese_day", "english")
    stamps = one.count("iso_stamp", "stamp", "chinese_stamp")
    zoned, months = one.count("zoned"), one.count("month")
    if not _enough(one, days + stamps + zoned + months):
        return None
    if months:
        return _as_text(
            one, "type-partial-dates" if days + stamps + zoned else "type-month", meaning=_month_meaning(one)
        )
    if zoned:
        return _zoned(one, probe) if zoned + one.words == one.present else _as_text(one, "type-mixed-offsets")
    if not stamps:
        return _days(one, days)
    return _stamps(one, days, stamps)


def _month_meaning(one: Evidence) -> str:
    return "month" if one.count("month") == one.meant else "partial_date"


def _days(one: Evidence, days: int) -> Decision:
    plain = one.count("iso_day") == one.present
    conversion = (
        f"coalesce({cells.iso_day(PLACE)}, CAST({cells.english_day(PLACE)} AS DATE))"
        if one.count("english")
        else cells.iso_day(PLACE)
    )
    return Decision(
        field=Field(one.name, LogicalType.DATE),
        why=why("type-date", column=one.name),
        conversion=f"TRY_CAST({PLACE} AS DATE)" if plain else conversion,
        exact=plain,
        fits=days,
        reason="not-a-date",
        plain=plain,
    )


def _stamps(one: Evidence, days: int, stamps: int) -> Decision:
    plain = one.count("iso_stamp") == one.present
    conversion = (
        f"coalesce({cells.iso_stamp(PLACE)}, {cells.chinese_stamp(PLACE)}, CAST({cells.iso_day(PLACE)} AS TIMESTAMP))"
    )
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP),
        why=why("type-timestamp-mixed" if days else "type-timestamp", column=one.name),
        conversion=f"TRY_CAST({PLACE} AS TIMESTAMP)" if plain else conversion,
        exact=plain,
        fits=days + stamps,
        reason="not-a-date",
        plain=plain,
    )


def _zoned(one: Evidence, probe: Probe) -> Decision:
    offset = f"regexp_extract({{v}}, '{cells.OFFSET}$')"
    offsets = {text for text, _ in probe(one, offset, "regexp_matches({v}, '^[0-9]')")}
    is_local = offsets <= {"+08:00", "+0800", "+08"}
    text = cells.iso_stamp_text(PLACE)
    universal = f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP, unit=None if is_local else "UTC"),
        why=why("type-timestamp-offset" if is_local else "type-timestamp-utc", column=one.name),
        conversion=f"TRY_CAST({text} AS TIMESTAMP)" if is_local else universal,
        exact=offsets == {"Z"},
        fits=one.count("zoned"),
        reason="not-a-date",
    )


def _clock(one: Evidence, _: Probe) -> Decision | None:
    if not _enough(one, one.count("clock")):
        return None
    return Decision(
        field=Field(one.name, LogicalType.TIME),
        why=why("type-time", column=one.name),
        conversion=f"CASE WHEN regexp_full_match({PLACE}, {cells.quoted(cells.CLOCK)}) THEN TRY_CAST({PLACE} AS TIME) END",
        exact=False,
        fits=one.count("clock"),
        reason="not-a-time",
    )


def _slashed(one: Evidence, probe: Probe) -> Decision | None:
    if not _enough(one, one.count("slashed")):
        return None
    day_first, month_first = one.first_part > 12, one.second_part > 12  # noqa: PLR2004 - months
    dotted = bool(one.sample) and all(value.count(".") >= 2 for value in one.sample)  # noqa: PLR2004 - d.m.y is day first
    if day_first == month_first and not (dotted and not month_first):
        return _as_text(one, "type-day-or-month")
    first = day_first or dotted
    stamp = cells.slashed_stamp(PLACE, day_first=first)
    timed = bool(probe(one, "1", "regexp_matches({v}, ':[0-9]')"))
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP if timed else LogicalType.DATE),
        why=why("type-day-first" if first else "type-month-first", column=one.name),
        conversion=stamp if timed else f"CAST({stamp} AS DATE)",
        exact=False,
        fits=one.count("slashed"),
        reason="not-a-date",
    )


def _flag(one: Evidence, probe: Probe) -> Decision | None:
    if not one.count(cells.FLAG) or one.count(cells.FLAG) < one.meant:
        return None
    written = one.written() if one.is_known else dict(probe(one, "{v}", "{v} <> ''"))
    found = {word.lower() for word in written}
    known = {word.lower() for word in (*words.TRUE_WORDS, *words.FALSE_WORDS)}
    nothing = {word.lower() for word in words.NULL_WORDS}
    meant = found - nothing
    if not meant or not meant <= known or len(meant) > len(words.LETTERS):
        return None
    if meant & set(words.LETTERS) and meant not in ({"t", "f"}, {"y", "n"}):
        return None
    true = cells.is_one_of(PLACE, words.TRUE_WORDS, folding="(?i)")
    false = cells.is_one_of(PLACE, words.FALSE_WORDS, folding="(?i)")
    conversion = f"CASE WHEN {true} THEN true WHEN {false} THEN false END"
    exact = written.keys() <= {"true", "false"} and not one.edges
    shown = "、".join(sorted(meant))
    return Decision(
        field=Field(one.name, LogicalType.BOOLEAN),
        why=why("type-boolean", column=one.name, words=shown),
        conversion=conversion,
        exact=exact,
        fits=one.count(cells.FLAG),
    )


def _nested(one: Evidence, probe: Probe) -> Decision | None:
    if one.present == 0 or one.nested != one.present or probe(one, "1", "NOT json_valid({v})"):
        return None
    return Decision(field=Field(one.name, LogicalType.JSON), why=why("type-json", column=one.name))


def _text(one: Evidence) -> Decision:
    meaning = meanings.code_meaning(
        values=one.sample,
        named_division=words.names_division(name=one.name),
        named_phone=words.names_phone(name=one.name),
    )
    if meaning:
        return _as_text(one, f"type-{meaning}", meaning=meaning)
    fits = one.count(
        "int",
        "dec",
        "odd",
        "sci",
        "grouped",
        "percent",
        "iso_day",
        "day",
        "iso_stamp",
        "stamp",
        "zoned",
        "unit",
        "currency",
    )
    if fits >= 0.5 * max(one.meant, 1):
        reason = why("type-mostly-numbers", column=one.name, fits=fits, others=one.meant - fits)
        return Decision(field=Field(one.name, LogicalType.TEXT, meaning=_text_meaning(one)), why=reason)
    return _as_text(one, "type-text", meaning=_text_meaning(one))


def _text_meaning(one: Evidence) -> str | None:
    if words.names_code(name=one.name) and one.longest <= 64:  # noqa: PLR2004 - a code is short
        return "code"
    if words.names_identifier(name=one.name) and one.distinct >= THRESHOLD * one.present:
        return "identifier"
    few = one.distinct <= CATEGORIES and one.present >= 20 and one.distinct <= 0.2 * one.present  # noqa: PLR2004
    return "category" if few and one.longest <= 90 else None  # noqa: PLR2004 - bytes; thirty Chinese characters
