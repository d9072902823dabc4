"""Which rows are of an area, and who may have them returned. No Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

AREA_LEVELS = frozenset({"district", "street"})
CODE_LENGTHS = (12, 9, 6)
FORMATS = {"csv": "CSV", "xlsx": "XLSX", "ndjson": "JSON Lines", "parquet": "Parquet"}
CHANGE_FORMATS = ("csv", "ndjson")  # they are written row by row: what changed is not a table of its own


class NoAreaError(ZhanqiaoError):
    """The department is of the whole city, or its code names no district or street; nothing was saved."""

    status = 422
    code = "return-no-area"
    sentence = Text(
        zh="“{department}”不是区（市）或镇街部门，没有可回流的区域，没有保存。",
        en="'{department}' is no department of a district or street and has no area of its own; nothing was saved.",
    )


class AreaColumnError(ZhanqiaoError):
    """The table has no such column of texts; nothing was saved."""

    status = 422
    code = "return-column"
    sentence = Text(
        zh="“{column}”不是数据表中的文本列，不能作区划代码列，没有保存。",
        en="'{column}' is no column of texts of the table and cannot hold division codes; nothing was saved.",
    )


class ReturnStoppedError(ZhanqiaoError):
    """The return has ended, or its dataset is suspended or withdrawn; nothing was given."""

    status = 403
    code = "return-stopped"
    sentence = Text(
        zh="回流已停止，或数据集已暂停、撤回，没有提供数据。请联系数据主管部门。",
        en="The return has ended, or its dataset is suspended or withdrawn; nothing was given. Ask the data authority.",
    )


class ReturnFormatError(ZhanqiaoError):
    """Rows, or what changed, are not returned in this format; nothing was given."""

    status = 404
    code = "return-format"
    sentence = Text(
        zh="回流数据没有“{format}”格式，没有提供数据；可用：{known}。",
        en="Nothing is returned as '{format}', so nothing was given; there are {known}.",
    )


def require_format(*, format: str, changes: bool) -> None:  # noqa: A002 - the word of the interface
    """Require a format in which the rows of an area, or its changes, are returned. Raises ReturnFormatError."""
    known = CHANGE_FORMATS if changes else tuple(FORMATS)
    if format not in known:
        raise ReturnFormatError(format=format, known=", ".join(known))


def area_of(*, department: str, level: str, division_code: str) -> str:
    """Return the digits that every division code of the area begins with. Raises NoAreaError.

    GB/T 2260 and the statistical codes after it: 6 digits a district, 9 a street, 12 a community; zeros at the end
    of 12 and 9 digits say "the whole of it".
    """
    code = division_code
    for length in CODE_LENGTHS[:2]:
        if len(code) == length and code.endswith("000"):
            code = code[:-3]
    if level not in AREA_LEVELS or len(code) < CODE_LENGTHS[-1] or code.endswith("00"):
        raise NoAreaError(department=department)
    return code


def is_of_area(*, row: Mapping[str, Any] | None, column: str, area: str) -> bool:
    """Say whether a row is of the area."""
    return row is not None and str(row.get(column) or "").startswith(area)


def kind_in_area(
    *, kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, column: str, area: str
) -> str:
    """Return what a change is to the area: added, removed, changed, or nothing (empty). A row that moved away is removed."""
    was, is_now = is_of_area(row=old, column=column, area=area), is_of_area(row=new, column=column, area=area)
    if was and is_now:
        return kind
    return "removed" if was else "added" if is_now else ""
