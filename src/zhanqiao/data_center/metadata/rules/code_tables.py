"""Code lists as tables: read from CSV with every fault named by its row, and written back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from zhanqiao.data_center.metadata.rules.elements import CodeValue
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

COLUMNS = {  # of the table: what it may be called
    "code": ("code", "代码", "编码"),
    "name_zh": ("name_zh", "名称", "中文名称", "name"),
    "name_en": ("name_en", "英文名称"),
    "parent": ("parent", "上级代码"),
    "valid_from": ("valid_from", "生效日期", "启用日期"),
    "valid_to": ("valid_to", "失效日期", "废止日期"),
    "successor": ("successor", "后继代码", "新代码"),
}
MOST_FAULTS = 50


class CodeTableError(ZhanqiaoError):
    """A code list with faults; nothing was saved. ``faults`` name their rows."""

    status = 422
    code = "code-table"
    sentence = Text(
        zh="代码表有 {count} 处错误，没有保存：{zh}",
        en="The code list has {count} faults and was not saved: {en}",
    )


def read_table(*, content: bytes) -> tuple[CodeValue, ...]:
    """Read a code list from CSV (UTF-8, headers in Chinese or English). Raises CodeTableError, which names all rows with faults."""
    values: list[CodeValue] = []
    faults: list[Text] = []
    for number, cells in enumerate(_rows(content), start=2):
        try:
            values.append(_value(cells))
        except ValueError:
            faults.append(
                Text(f"第 {number} 行：日期应为 2026-01-31。", f"Row {number}: a date must be like 2026-01-31.")
            )
    faults += require_codes(values=values)
    if faults:
        raise _refused(faults)
    return tuple(values)


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    """Yield the cells of each row by what they are. Raises CodeTableError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused([Text("文件不是 UTF-8 编码。", "The file is not UTF-8.")]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headers = {name.strip(): name for name in reader.fieldnames or ()}
    names = {field: headers[one] for field, known in COLUMNS.items() for one in known if one in headers}
    missing = [field for field in ("code", "name_zh") if field not in names]
    if missing:
        zh, en = "、".join(COLUMNS[one][1] for one in missing), ", ".join(missing)
        raise _refused([Text(f"缺少列：{zh}。", f"Missing columns: {en}.")])
    for row in reader:
        yield {field: (row.get(name) or "").strip() for field, name in names.items()}


def require_codes(*, values: Sequence[CodeValue]) -> list[Text]:
    """Return what is wrong with codes that stand together: each by the row it would have below a header."""
    codes = {one.code for one in values}
    return list(_faults(values, codes)) or ([] if values else [Text("没有任何代码。", "There is no code.")])


def write_table(*, values: Sequence[CodeValue]) -> str:
    """Return a code list as CSV that :func:`read_table` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in values:
        writer.writerow([getattr(one, field) or "" for field in COLUMNS])
    return out.getvalue()


def _value(cells: Mapping[str, str]) -> CodeValue:
    first, last = (
        date.fromisoformat(text) if (text := cells.get(name)) else None for name in ("valid_from", "valid_to")
    )
    return CodeValue(
        code=cells["code"],
        name_zh=cells["name_zh"],
        name_en=cells.get("name_en", ""),
        parent=cells.get("parent", ""),
        valid_from=first,
        valid_to=last,
        successor=cells.get("successor", ""),
    )


def _faults(values: Sequence[CodeValue], codes: set[str]) -> Iterator[Text]:
    seen: dict[str, int] = {}
    for number, one in enumerate(values, start=2):
        if not one.code or not one.name_zh:
            yield Text(f"第 {number} 行：代码和名称都要填写。", f"Row {number}: code and name are needed.")
        elif one.code in seen:
            yield Text(
                f"第 {number} 行：代码 {one.code} 与第 {seen[one.code]} 行重复。",
                f"Row {number}: code {one.code} repeats row {seen[one.code]}.",
            )
        seen.setdefault(one.code, number)
        for word, other in (("上级", one.parent), ("后继", one.successor)):
            if other and other not in codes:
                yield Text(
                    f"第 {number} 行：{word}代码 {other} 不在表中。",
                    f"Row {number}: the code {other} it names is not in the table.",
                )
        if one.valid_from and one.valid_to and one.valid_from > one.valid_to:
            yield Text(f"第 {number} 行：失效日期早于生效日期。", f"Row {number}: it ends before it begins.")


def _refused(faults: Sequence[Text]) -> CodeTableError:
    shown = faults[:MOST_FAULTS]
    return CodeTableError(count=len(faults), zh=" ".join(one.zh for one in shown), en=" ".join(one.en for one in shown))
