"""The reporting template of the resource catalogue: its columns, and how an entry stands in them.

《政务信息资源目录编制指南（试行）》发改高技〔2017〕1272号, reporting template of the national catalogue system: two header rows,
in which classes, items, sharing and opening are groups. A resource takes as many lines as it has items (信息项).
What the template has no word for (theme, licence, coordinates …) is not in it and is never changed through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhanqiao.data_center.catalogue.rules import codes
from zhanqiao.data_center.catalogue.rules.entry import DatasetEntry
from zhanqiao.kit.texts import Text

TEMPLATE_REASON = "信息资源目录模板导入"
YES, NO = "是", "否"
ON_PLATFORM = "共享平台方式"
CLASS_PARTS = ((0, 1), (1, 3), (3, 6), (6, None))
WAYS = {
    "服务接口": "api",
    "接口": "api",
    "批量交换": "batch",
    "数据库": "batch",
    "库表": "batch",
    "文件下载": "file",
    "文件": "file",
}
SEPARATORS = re.compile(r"[、，,;；\s]+")
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its key, the group it stands in (empty: none), its head, and whether a person may change it here."""

    key: str
    name: str
    group: str = ""
    item: bool = False
    fields: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The head as messages call it."""
        return f"{self.group}/{self.name}" if self.group else self.name


CLASS, ITEM, SHARE, WAY, OPENING = "信息资源分类", "信息项信息", "共享属性", "共享方式", "开放属性"
HEADS: tuple[Head, ...] = (
    *(Head(f"class_{n}", name, CLASS, fields=("class_code",)) for n, name in enumerate(("类", "项", "目", "细目"))),
    Head("title_zh", "信息资源名称", fields=("title_zh",)),
    Head("title_en", "信息资源英文名", fields=("title_en",)),
    Head("code", "信息资源代码"),
    Head("provider", "信息资源提供方"),
    Head("internal_department", "提供方内部部门", fields=("internal_department",)),
    Head("provider_code", "资源提供方代码"),
    Head("abstract_zh", "信息资源摘要", fields=("abstract_zh",)),
    Head("source_system", "来源信息系统名称", fields=("source_system",)),
    Head("format_category", "信息资源格式分类", fields=("format_category",)),
    Head("format_type", "信息资源格式类型", fields=("format_type",)),
    Head("format_note", "其他类型资源格式描述"),
    Head("held_size", "数据存储总量(G)"),
    Head("held_rows", "结构化信息记录总数(万)"),
    Head("shared_size", "已共享的数据存储量(G)"),
    Head("shared_rows", "已共享结构化记录数(万)"),
    Head("opened_size", "已开放的数据存储量(G)"),
    Head("opened_rows", "已开放结构化记录数(万)"),
    Head("item_zh", "信息项名称", ITEM, item=True, fields=("name_zh",)),
    Head("item_en", "信息项英文名", ITEM, item=True, fields=("name_en",)),
    Head("item_type", "数据类型", ITEM, item=True),
    Head("item_length", "数据长度", ITEM, item=True),
    Head("share_type", "共享类型", SHARE, fields=("share_type",)),
    Head("share_condition", "共享条件", SHARE, fields=("share_condition", "share_legal_ground")),
    Head("way_class", "共享方式分类", WAY),
    Head("way", "共享方式类型", WAY, fields=("share_way",)),
    Head("open", "是否向社会开放", OPENING, fields=("open_type",)),
    Head("open_condition", "开放条件", OPENING, fields=("open_condition", "open_legal_ground")),
    Head("update_cycle", "更新周期", fields=("update_cycle",)),
    Head("issued_on", "发布日期", fields=("issued_on",)),
    Head("related", "关联及类目名称", fields=("related_codes",)),
)
BY_KEY = {each.key: each for each in HEADS}
EDITABLE = frozenset(each.key for each in HEADS if each.fields)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell that cannot be taken: its column and why."""

    key: str
    text: Text


def entry_cells(*, entry: DatasetEntry, issued_on: date | None) -> dict[str, str]:
    """Return the cells of an entry that a person states; ``issued_on`` is its day of publication."""
    share_ground = entry.share_type == "refused"
    open_ground = entry.open_type == "closed"
    return {
        **{f"class_{n}": entry.class_code[start:end] for n, (start, end) in enumerate(CLASS_PARTS)},
        "title_zh": entry.title_zh,
        "title_en": entry.title_en,
        "code": entry.resource_code,
        "internal_department": entry.internal_department,
        "abstract_zh": entry.abstract_zh,
        "source_system": entry.source_system,
        "format_category": _word(codes.FORMAT_CATEGORIES, entry.format_category),
        "format_type": entry.format_type,
        "share_type": _word(codes.SHARE_TYPES, entry.share_type),
        "share_condition": entry.share_legal_ground if share_ground else entry.share_condition,
        "way_class": ON_PLATFORM if entry.share_way else "",
        "way": _word(codes.SHARE_WAYS, entry.share_way),
        "open": NO if open_ground else YES,
        "open_condition": entry.open_legal_ground if open_ground else entry.open_condition,
        "update_cycle": _word(codes.UPDATE_CYCLES, entry.update_cycle),
        "issued_on": issued_on.isoformat() if issued_on else "",
        "related": "、".join(entry.related_codes),
    }


def stated(*, cells: Cells, changed: frozenset[str]) -> tuple[dict[str, Any], list[Misfit]]:
    """Return what the changed cells of a resource state as fields of an entry, and the cells that cannot be read."""
    values: dict[str, Any] = {}
    misfits: list[Misfit] = []
    for key in (each.key for each in HEADS if each.key in changed and not each.item):
        reader = READERS.get(key)
        try:
            values |= reader(cells) if reader else {key: cells[key]}
        except _UnreadableError as error:
            misfits.append(Misfit(key, error.text))
    return values, misfits


class _UnreadableError(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _class_code(cells: Cells) -> dict[str, Any]:
    parts = [cells[f"class_{n}"] for n in range(len(CLASS_PARTS))]
    for part, digits in zip(parts, ("[1-3]", r"\d{2}", r"\d{3}", r"\d{0,14}"), strict=True):
        if not re.fullmatch(digits, part):
            raise _UnreadableError(
                Text(
                    "分类应为类 1 位（1–3）、项 2 位、目 3 位及可选的细目，全部是数字",
                    "a class is 1 digit (1–3), 2, 3 and optional further digits",
                )
            )
    return {"class_code": "".join(parts)}


def _share_type(cells: Cells) -> dict[str, Any]:
    return {"share_type": _code(codes.SHARE_TYPES, cells["share_type"])}


def _share_condition(cells: Cells) -> dict[str, Any]:
    refused = cells["share_type"] == _word(codes.SHARE_TYPES, "refused")
    return {"share_legal_ground" if refused else "share_condition": cells["share_condition"]}


def _way(cells: Cells) -> dict[str, Any]:
    text = cells["way"]
    if text and text not in WAYS:
        raise _UnreadableError(_one_of(tuple(WAYS)))
    return {"share_way": WAYS.get(text, "")}


def _opening(cells: Cells) -> dict[str, Any]:
    text, condition = cells["open"], cells["open_condition"]
    if text not in {YES, NO}:
        raise _UnreadableError(_one_of((YES, NO)))
    if text == NO:
        return {"open_type": "closed", "open_legal_ground": condition}
    return {"open_type": "conditional" if condition else "unconditional", "open_condition": condition}


def _day(cells: Cells) -> dict[str, Any]:
    text = cells["issued_on"]
    try:
        return {"issued_on": date.fromisoformat(text) if text else None}
    except ValueError:
        raise _UnreadableError(Text("日期应写作 2026-11-27", "a date is written 2026-11-27")) from None


def _code(listed: codes.CodeList, text: str) -> str:
    # What a source of harvests left unsaid is no statement of a department.
    stated_here = {code: found.text.zh for code, found in listed.items() if code not in codes.UNSTATED}
    for code, word in stated_here.items():
        if text in {word, code}:
            return code
    raise _UnreadableError(_one_of(tuple(stated_here.values())))


def _one_of(words: tuple[str, ...]) -> Text:
    return Text(f"应为：{'、'.join(words)}", f"expected one of: {', '.join(words)}")


def _word(listed: codes.CodeList, code: str) -> str:
    return listed[code].text.zh if code in listed else code


READERS: dict[str, Callable[[Cells], dict[str, Any]]] = {
    **dict.fromkeys((f"class_{n}" for n in range(len(CLASS_PARTS))), _class_code),
    "format_category": lambda cells: {"format_category": _code(codes.FORMAT_CATEGORIES, cells["format_category"])},
    "share_type": _share_type,
    "share_condition": _share_condition,
    "way": _way,
    "open": _opening,
    "open_condition": _opening,
    "update_cycle": lambda cells: {"update_cycle": _code(codes.UPDATE_CYCLES, cells["update_cycle"])},
    "issued_on": _day,
    "related": lambda cells: {"related_codes": tuple(filter(None, SEPARATORS.split(cells["related"])))},
}
