"""Masks as SQL over whole columns."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.data_center.storage.engine.masking.hashing import by_sha256, by_sm3
from zhanqiao.data_center.storage.engine.masking.model import ColumnMask, Grain, Method

GAPS = r"[ ./()\-–—‐‑‒―−_·•・－　\x{a0}\x{2000}-\x{200f}\x{2060}\x{feff}\x{ad}（）．／]{0,3}"
NUMBER = f"[0-9０-９](?:{GAPS}[0-9０-９]){{6,}}[Xxｘ]?|[A-Za-z]{{1,2}}[0-9]{{7,}}|[〇零一二三四五六七八九]{{8,}}"
MAIL = "[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9.-]+"
PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][ ·-]?[A-Za-z0-9]{4,5}[A-Za-z0-9挂学警港澳]"
HIDDEN = "***"
DISTRICT = (
    "^(?:[^省]{1,7}省|[^区]{1,7}自治区)?(?:[^市]{1,7}市|[^州]{1,7}自治州)?(?:市[南北中]区|[^区县市旗]{1,8}[区县市旗])?"
)


def masked_field(*, field: Field, mask: ColumnMask) -> Field:
    """Return the column as it is after its mask."""
    if mask.method is Method.GENERALISE and mask.grain is Grain.YEAR:
        return Field(field.name, LogicalType.INTEGER, meaning="year")
    if mask.method is Method.GENERALISE and mask.grain is Grain.ROUNDED:
        return Field(field.name, LogicalType.NUMBER, meaning=field.meaning, unit=field.unit)
    return Field(field.name, LogicalType.TEXT)


def masked(*, field: Field, mask: ColumnMask) -> str:
    """Return SQL for the masked value; empty cells stay empty. The connection is one that keeps the secret."""
    column = quoted_name(field.name)
    text = f"CAST({column} AS VARCHAR)"
    if mask.method is Method.HASH:
        return by_sha256(text=text)
    if mask.method is Method.HASH_SM3:
        return by_sm3(text=text)
    if mask.method is Method.REDACT:
        return f"regexp_replace({text}, '{NUMBER}|{MAIL}|{PLATE}', '{HIDDEN}', 'g')"
    if mask.method is Method.PARTIAL:
        return _partial(text, mask)
    return _generalised(field, mask)


def _partial(text: str, mask: ColumnMask) -> str:
    """Keep the ends; a value too short to hide half of it is hidden whole, so that none is ever kept whole."""
    kept = mask.first + mask.last
    return (
        f"CASE WHEN length({text}) >= {2 * kept} AND length({text}) > {kept} THEN left({text}, {mask.first})"
        f" || repeat('*', length({text}) - {kept}) || right({text}, {mask.last}) ELSE repeat('*', length({text})) END"
    )


def _generalised(field: Field, mask: ColumnMask) -> str:
    column = quoted_name(field.name)
    if mask.grain in {Grain.YEAR, Grain.MONTH}:
        return _day(field, mask.grain)
    if mask.grain is Grain.DISTRICT:
        return f"nullif(regexp_extract(CAST({column} AS VARCHAR), '{DISTRICT}'), '')"
    number = column if field.type in NUMERIC else f"TRY_CAST({column} AS DOUBLE)"
    if mask.grain is Grain.ROUNDED:
        return f"round(CAST({number} AS DOUBLE), {mask.size})"
    low = f"TRY_CAST(floor({number} / {mask.size}) * {mask.size} AS BIGINT)"  # beyond 64 bits: no band, and no error that tells it
    return f"CAST({low} AS VARCHAR) || '–' || CAST({low} + {mask.size - 1} AS VARCHAR)"


def _day(field: Field, grain: Grain) -> str:
    """Return the year or the month; nothing of a text in which no date stands."""
    column = quoted_name(field.name)
    if field.type in {LogicalType.DATE, LogicalType.TIMESTAMP}:
        return f"CAST(year({column}) AS BIGINT)" if grain is Grain.YEAR else f"strftime({column}, '%Y-%m')"
    text = f"CAST({column} AS VARCHAR)"
    year = f"regexp_extract({text}, '(?:^|[^0-9])((?:18|19|20)[0-9]{{2}})', 1)"
    if grain is Grain.YEAR:
        return f"TRY_CAST({year} AS BIGINT)"
    month = f"regexp_extract({text}, '(?:^|[^0-9])(?:18|19|20)[0-9]{{2}}[^0-9]?(0[1-9]|1[0-2]|[1-9])', 1)"
    return f"CASE WHEN {month} <> '' THEN {year} || '-' || lpad({month}, 2, '0') END"
