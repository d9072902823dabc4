"""Allocating resource codes (指南: 信息资源代码 = 分类码 + "/" + 顺序码)."""

from __future__ import annotations

from dataclasses import replace

from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.rules import DatasetEntry

# Local rule until the city has its own code list: 类 3 (部门), 项 08 (计划单列市及以下), 目 = the theme.
DEFAULT_CLASS = "308"
SEQUENCE_DIGITS = 6


def allocated(*, entry: DatasetEntry, present: DatasetEntry | None = None) -> DatasetEntry:
    """Return the entry with class code and resource code; run it inside the transaction that saves it.

    A given code is kept; an entry that has one already (``present``) keeps it; otherwise the next free
    sequence of its class is taken.
    """
    if present is not None and not entry.resource_code and entry.class_code in {"", present.class_code}:
        return replace(entry, class_code=present.class_code, resource_code=present.resource_code)
    class_code = entry.class_code or entry.resource_code.partition("/")[0] or f"{DEFAULT_CLASS}{int(entry.theme):03d}"
    return replace(entry, class_code=class_code, resource_code=entry.resource_code or _next(class_code))


def _next(class_code: str) -> str:
    taken = Dataset.objects.filter(resource_code__startswith=f"{class_code}/").values_list("resource_code", flat=True)
    last = max((int(code.partition("/")[2]) for code in taken), default=0)
    return f"{class_code}/{last + 1:0{SEQUENCE_DIGITS}d}"
