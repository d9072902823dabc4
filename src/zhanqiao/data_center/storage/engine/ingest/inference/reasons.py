"""Why a column got its type, and why a cell did not fit it, in both languages."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.kit.texts import Text

WHY: dict[str, Text] = {
    "type-empty": Text("整列为空，按文本处理。", "The column is empty; kept as text."),
    "type-text": Text("按文本处理。", "Kept as text."),
    "type-mostly-numbers": Text(
        "{fits} 个单元格像数值，但另有 {others} 个不是，超过一成，整列按文本保留。",
        "{fits} cells look like values but {others} do not, more than one in ten; the column stays text.",
    ),
    "type-leading-zeros": Text(
        "有以 0 开头的数字（{count} 个），按代码保留为文本。",
        "{count} numbers begin with zeros; kept as text, as codes.",
    ),
    "type-long-numbers": Text(
        "有 16 位及以上的数字（{count} 个），按编号保留为文本，避免丢失末位。",
        "{count} numbers have 16 digits or more; kept as text, so that no digit is lost.",
    ),
    "type-letter-codes": Text(
        "数字中夹有带字母的编码（{count} 个），整列按文本保留。",
        "{count} codes with letters among the numbers; kept as text.",
    ),
    "type-code": Text(
        "列名或内容表明是代码，按文本保留。", "The name or the values say that these are codes; kept as text."
    ),
    "type-credit_code": Text(
        "统一社会信用代码（校验位正确），按文本保留。",
        "Unified social credit codes (check digits right); kept as text.",
    ),
    "type-identity_number": Text(
        "居民身份证号码（校验位正确），按文本保留。", "Identity numbers (check digits right); kept as text."
    ),
    "type-division_code": Text("行政区划代码，按文本保留。", "Administrative division codes; kept as text."),
    "type-phone": Text("电话号码，按文本保留。", "Telephone numbers; kept as text."),
    "type-identifier": Text("标识符，按文本保留。", "Identifiers; kept as text."),
    "type-integer": Text("整数。", "Whole numbers."),
    "type-integer-identifier": Text("整数编号。", "Whole-number identifiers."),
    "type-year": Text("年份，按整数处理。", "Years, as whole numbers."),
    "type-whole-decimals": Text(
        "数值都写成“.0”结尾的小数，按整数处理。", "The numbers are whole, written with '.0'; stored as whole numbers."
    ),
    "type-decimal": Text("小数，保留 {scale} 位，精确存储。", "Decimals, stored exactly (places: {scale})."),
    "type-number": Text("数值（双精度）。", "Numbers (double precision)."),
    "type-percent": Text(
        "百分数，按书写的数值存储，单位为“%”（12.5% 存为 12.5）。",
        "Percentages, stored as written with the unit '%' (12.5% as 12.5).",
    ),
    "type-measure": Text(
        "数值统一带单位“{unit}”，单位已记入列信息。",
        "Numbers that all carry the unit '{unit}', which is kept in the column.",
    ),
    "type-decimal-comma": Text("小数点写作逗号，已换算。", "The decimal mark is a comma; converted."),
    "type-date": Text("日期。", "Dates."),
    "type-compact-date": Text("八位数字日期（如 20240305）。", "Dates of eight digits (such as 20240305)."),
    "type-timestamp": Text("日期时间，按北京时间理解。", "Dates with time, read as Beijing time."),
    "type-timestamp-mixed": Text(
        "日期与日期时间混用，没有时间的按零点处理，原文保留。",
        "Dates with and without time; those without count as midnight, the written form is kept.",
    ),
    "type-timestamp-utc": Text(
        "日期时间带时区，统一换算为协调世界时（UTC）。", "Dates with time and offset, converted to UTC."
    ),
    "type-timestamp-offset": Text(
        "日期时间带东八区标记，按北京时间存储。", "Dates with time at +08:00, stored as Beijing time."
    ),
    "type-mixed-offsets": Text(
        "有的时间带时区、有的不带，无法统一，按文本保留。", "Some times have an offset and some do not; kept as text."
    ),
    "type-time": Text("时刻。", "Times of day."),
    "type-day-first": Text(
        "日期为“日/月/年”顺序（有大于 12 的日）。", "Dates written day/month/year (a day above 12 proves it)."
    ),
    "type-month-first": Text(
        "日期为“月/日/年”顺序（有大于 12 的日）。", "Dates written month/day/year (a day above 12 proves it)."
    ),
    "type-day-or-month": Text(
        "日期写法无法判断日月先后，按文本保留；请改用“年-月-日”。",
        "Nothing tells the day from the month in these dates; kept as text. Write year-month-day.",
    ),
    "type-partial-dates": Text(
        "日期精确程度不一（有的到日、有的到月），按文本保留，不丢失信息。",
        "Dates of mixed precision (some days, some months); kept as text, so that nothing is lost.",
    ),
    "type-month": Text("年月，按文本保留（年-月）。", "Months, kept as text."),
    "type-boolean": Text("是/否（{words}），存为真假值。", "Yes or no ({words}), stored as true and false."),
    "type-json": Text("JSON 结构。", "JSON values."),
    "type-declared": Text("类型由文件声明。", "The type is declared by the file."),
    "null-words": Text(
        "{count} 个单元格写的是“{words}”，按空值处理。", "Cells that say '{words}', counted as empty: {count}."
    ),
    "problem-cells": Text(
        "{count} 个单元格不符合列的类型，值为空，原文保留在问题单元格中。",
        "Cells that do not fit the type: {count}. Their value is empty; what was written is kept.",
    ),
    "edge-spaces": Text(
        "{count} 个单元格首尾有空格，原样保留。", "Cells with spaces at their ends, kept as written: {count}."
    ),
    "ruined-numbers": Text(
        "{count} 个 16 位及以上的数字在电子表格中以数值保存，末位已在源文件中丢失。请把该列设为文本后重新填写。",
        "{count} numbers of 16 digits or more were stored as numbers by the spreadsheet: their last digits are already lost in "
        "the source. Format the column as text and fill it again.",
    ),
}

REASONS: dict[str, Text] = {
    "not-a-number": Text("不是数值", "not a number"),
    "not-whole": Text("不是整数", "not a whole number"),
    "too-large": Text("超出可表示的范围", "beyond the range"),
    "not-a-date": Text("不是日期", "not a date"),
    "not-a-time": Text("不是时刻", "not a time of day"),
    "approximate": Text("约数，不是确定的数值", "an approximate value"),
    "other-unit": Text("单位不同或没有单位", "another unit, or none"),
    "undecodable-bytes": Text("含无法解码的字节", "bytes that could not be decoded"),
    "extra-cell": Text("超出表头列数的单元格", "a cell beyond the last column"),
    "stray-quote": Text("引号没有成对", "an unpaired quote"),
    "formula-error": Text("公式错误", "a formula error"),
    "invalid-geometry": Text("图形不合法", "an invalid geometry"),
    "unreadable-geometry": Text("图形无法读取", "a geometry that cannot be read"),
    "ruined-number": Text("超过 15 位的数字被电子表格改成了近似值", "a long number the spreadsheet rounded"),
}


def why(code: str, /, *, column: str, count: int | None = None, **values: Any) -> Finding:
    """Return a finding about a column with its sentence filled."""
    return Finding(code=code, text=WHY[code].filled(count=count, **values), column=column, count=count)
