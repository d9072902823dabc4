"""Columns of days, moments and times of day."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import hints
from zhanqiao.data_center.storage.engine.ingest.inference import cells
from zhanqiao.data_center.storage.engine.ingest.inference.decision import PLACE, Decision, as_text, enough, only
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why

BEIJING = frozenset({"+08:00", "+0800", "+08"})
COMPACT = 8  # digits of YYYYMMDD
CERTAIN = 3  # compact days without a name that promises days, all of them real
MONTHS = 12
_DAY = rf"{cells.YMD}|{cells.CHINESE_DAY}"
_STAMP = cells.pattern_of("chinese_stamp") + "|" + cells.pattern_of("stamp") + "|" + _DAY
_ZONED = cells.pattern_of("zoned")


def dates(one: Evidence) -> Decision | None:
    """Days, moments, months; a mixture of precision stays text."""
    days = one.count("iso_day", "day", "chinese_day", "english")
    stamps = one.count("iso_stamp", "stamp", "chinese_stamp")
    zoned, months = one.count("zoned"), one.count("month")
    if not enough(one=one, count=days + stamps + zoned + months):
        return None
    if months:
        alone = months == one.meant
        return as_text(
            one=one, code="type-month" if alone else "type-partial-dates", meaning="month" if alone else "partial_date"
        )
    if zoned:
        return _zoned(one) if zoned == one.meant else as_text(one=one, code="type-mixed-offsets")
    return _stamps(one, days, stamps) if stamps else _days(one, days)


def _days(one: Evidence, days: int) -> Decision:
    plain = one.is_plain("iso_day")
    written = only(pattern=_DAY, sql=cells.iso_day(PLACE))
    if one.count("english"):
        written = f"coalesce({written}, CAST({cells.english_day(PLACE)} AS DATE))"
    return Decision(
        field=Field(one.name, LogicalType.DATE),
        why=why("type-date", column=one.name),
        conversion=f"CAST({PLACE} AS DATE)" if plain else written,
        exact=plain,
        fits=days,
        reason="not-a-date",
        plain=plain,
    )


def _stamps(one: Evidence, days: int, stamps: int) -> Decision:
    plain = one.is_plain("iso_stamp")
    midnight = f"CAST({cells.iso_day(PLACE)} AS TIMESTAMP)"
    written = only(pattern=_STAMP, sql=f"coalesce({cells.iso_stamp(PLACE)}, {cells.chinese_stamp(PLACE)}, {midnight})")
    if one.count("english"):
        written = f"coalesce({written}, {cells.english_day(PLACE)})"
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP),
        why=why("type-timestamp-mixed" if days else "type-timestamp", column=one.name),
        conversion=f"CAST({PLACE} AS TIMESTAMP)" if plain else written,
        exact=plain,
        fits=days + stamps,
        reason="not-a-date",
        plain=plain,
    )


def _zoned(one: Evidence) -> Decision:
    """Moments with an offset: Beijing's is dropped, others are converted to UTC."""
    offset = f"regexp_extract({PLACE}, '{cells.OFFSET}$')"
    offsets = {text for text, _ in one.ask(offset, f"regexp_matches({PLACE}, '^[0-9]')")}
    is_local = offsets <= BEIJING
    text = cells.iso_stamp_text(PLACE)
    universal = f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP, unit=None if is_local else "UTC"),
        why=why("type-timestamp-offset" if is_local else "type-timestamp-utc", column=one.name),
        conversion=only(pattern=_ZONED, sql=f"TRY_CAST({text} AS TIMESTAMP)" if is_local else universal),
        exact=False,
        fits=one.count("zoned"),
        reason="not-a-date",
    )


def clock(one: Evidence) -> Decision | None:
    """Times of day."""
    if not enough(one=one, count=one.count("clock")):
        return None
    return Decision(
        field=Field(one.name, LogicalType.TIME),
        why=why("type-time", column=one.name),
        conversion=only(pattern=cells.CLOCK, sql=f"TRY_CAST({PLACE} AS TIME)"),
        exact=False,
        fits=one.count("clock"),
        reason="not-a-time",
    )


def slashed(one: Evidence) -> Decision | None:
    """``13/10/2021``: a number above 12 tells the day from the month; dots put the day first."""
    if not enough(one=one, count=one.count("slashed")):
        return None
    day_first, month_first = one.first_part > MONTHS, one.second_part > MONTHS
    dotted = bool(one.sample) and all(value.count(".") >= 2 for value in one.sample)  # noqa: PLR2004 - d.m.y
    if day_first == month_first and not (dotted and not month_first):
        return as_text(one=one, code="type-day-or-month")
    first = day_first or dotted
    stamp = cells.slashed_stamp(PLACE, day_first=first)
    timed = bool(one.ask("1", f"regexp_matches({PLACE}, '[0-9][:][0-9]')"))
    moment = stamp if timed else f"CAST({stamp} AS DATE)"
    return Decision(
        field=Field(one.name, LogicalType.TIMESTAMP if timed else LogicalType.DATE),
        why=why("type-day-first" if first else "type-month-first", column=one.name),
        conversion=only(pattern=cells.pattern_of("slashed"), sql=moment),
        exact=False,
        fits=-1,  # a day that does not exist shows only on conversion
        reason="not-a-date",
    )


def days_of_eight(one: Evidence) -> Decision | None:
    """Whole numbers that read as YYYYMMDD: nearly all of them under a name of days, or all without."""
    if one.least_digits != COMPACT or one.most_digits != COMPACT or not enough(one=one, count=one.compact_days):
        return None
    if not hints.names_date(name=one.name) and not one.compact_days == one.meant >= CERTAIN:
        return None
    return Decision(
        field=Field(one.name, LogicalType.DATE),
        why=why("type-compact-date", column=one.name),
        conversion=cells.compact_day(PLACE),
        exact=False,
        fits=one.compact_days,
        reason="not-a-date",
    )
