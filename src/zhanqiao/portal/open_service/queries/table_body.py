"""A table to be made, out of the JSON that a program sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEYS = frozenset({"name", "title_zh", "title_en", "fields", "key", "rows"})
FIELD_KEYS = frozenset({"name", "type", "precision", "scale", "label_zh", "label_en"})
LONGEST_NAME = 200
MOST_FIELDS = 2_000
MOST_DIGITS = 38


class TableBodyError(ZhanqiaoError):
    """The description of a table to make is not understood; nothing was made."""

    status = 400
    code = "body-not-table"
    sentence = Text(
        zh='新表的描述中“{place}”有误：{zh}。没有新建数据表。示例：{{"name": "lots", "fields": [{{"name": "编号", "type": "text"}}]}}。',
        en='The description of the table is wrong at \'{place}\': {en}. None was made. Example: {{"name": "lots", "fields": '
        '[{{"name": "编号", "type": "text"}}]}}.',
    )


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table to be made: its columns with their words, its key, its first rows (not checked yet)."""

    name: str
    title_zh: str
    title_en: str
    fields: tuple[Field, ...]
    words: tuple[ColumnWords, ...]
    key: tuple[str, ...]
    rows: tuple[Any, ...]


def new_table(*, value: object) -> NewTable:
    """Return the table that a JSON object describes. Raises TableBodyError."""
    if not isinstance(value, dict) or not set(value) <= KEYS:
        raise _wrong(
            "{}", "应为对象，键只能是 " + ", ".join(sorted(KEYS)), "an object with keys of " + ", ".join(sorted(KEYS))
        )
    fields = value.get("fields")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MOST_FIELDS:
        raise _wrong("fields", f"应为 1 至 {MOST_FIELDS} 列的列表", f"a list of 1 to {MOST_FIELDS} columns")
    return NewTable(
        name=_name(value.get("name"), "name"),
        title_zh=_text(value, "title_zh"),
        title_en=_text(value, "title_en"),
        fields=tuple(_field(each, f"fields[{place}]") for place, each in enumerate(fields)),
        words=tuple(_words(each) for each in fields),
        key=tuple(_list(value, "key")),
        rows=tuple(_list(value, "rows")),
    )


def _field(value: Any, place: str) -> Field:
    if not isinstance(value, dict) or not set(value) <= FIELD_KEYS:
        known = ", ".join(sorted(FIELD_KEYS))
        raise _wrong(place, f"应为对象，键只能是 {known}", f"an object with keys of {known}")
    name = _name(value.get("name"), f"{place}.name")
    kinds = ", ".join(LogicalType)
    if value.get("type") not in set(LogicalType):
        raise _wrong(f"{place}.type", f"类型应为 {kinds}", f"the type is one of {kinds}")
    kind = LogicalType(value["type"])
    if kind is not LogicalType.DECIMAL:
        return Field(name, kind)
    precision, scale = value.get("precision", MOST_DIGITS), value.get("scale", 0)
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in (precision, scale))
    if not whole or not 1 <= precision <= MOST_DIGITS or not 0 <= scale <= precision:
        raise _wrong(place, "精度应为 1 至 38，小数位数不超过精度", "precision is 1 to 38, scale at most the precision")
    return Field(name, kind, precision=precision, scale=scale)


def _words(value: Mapping[str, Any]) -> ColumnWords:
    name = str(value["name"]).strip()
    return ColumnWords(name=name, name_zh=_text(value, "label_zh") or name, name_en=_text(value, "label_en"))


def _name(value: Any, place: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_NAME or not value.isprintable():
        raise _wrong(place, f"应为 1 至 {LONGEST_NAME} 个可见字符", f"1 to {LONGEST_NAME} printable characters")
    return value.strip()


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name, "")
    if not isinstance(found, str) or len(found) > LONGEST_NAME:
        raise _wrong(name, f"应为不超过 {LONGEST_NAME} 个字符的文本", f"a text of up to {LONGEST_NAME} characters")
    return found.strip()


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name, [])
    if not isinstance(found, list):
        raise _wrong(name, "应为列表", "a list")
    return found


def _wrong(place: str, zh: str, en: str) -> TableBodyError:
    return TableBodyError(place=place, zh=zh, en=en)
