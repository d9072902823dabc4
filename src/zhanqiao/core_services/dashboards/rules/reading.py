"""Reads a JSON document as a dashboard, and says of each place what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhanqiao.core_services.dashboards.rules import document as said
from zhanqiao.core_services.dashboards.rules.document import Filter, Spec, Tile
from zhanqiao.core_services.exploring.rules import charts
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_WORDS, LONGEST_CONDITION, MOST_CONDITIONS = 120, 500, 20_000, 1_000, 10
LARGEST = 256 * 1024  # bytes of a document
NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
TABLE = re.compile(r"tbl_[0-9a-z]{12}")
TAKEN = frozenset({"version", "embed", "language"})  # names in addresses that no filter may have
MOST_NAMED = 5
OF_TILE = ("id", "kind", "title", "width", "table", "as_of", "where")
OWN = {
    "number": ("measure", "of", "compare"),
    "chart": ("chart",),
    "table": ("columns", "rows", "order_by"),
    "text": ("text",),
    "outside": ("address", "pointer", "columns", "rows"),
}
WITHOUT_TABLE = frozenset({"text", "outside"})
ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(/[^\s#]*)?(\?[^\s#]*)?")
POINTER = re.compile(r"(/([^~/]|~0|~1)*)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a document, such as ``tiles[2].width``."""

    place: str
    text: Text


class SpecRefusedError(ZhanqiaoError):
    """A document is no dashboard; nothing was saved. ``faults`` name each place."""

    status = 422
    code = "dashboard-refused"
    sentence = Text(
        zh="看板没有保存，请改正后再试：{told_zh}",
        en="The dashboard was not saved. Correct it and try again: {told_en}",
    )

    def __init__(self, *, faults: Sequence[Fault]) -> None:
        """Keep the faults, and name the first of them in the sentence."""
        self.faults = tuple(faults)
        named = self.faults[:MOST_NAMED]
        super().__init__(
            told_zh="；".join(f"{one.place}：{one.text.zh}" for one in named),
            told_en="; ".join(f"{one.place}: {one.text.en}" for one in named),
        )


@dataclass(slots=True)
class Reader:
    """Takes values out of a document by their kind, and notes what is wrong and where."""

    faults: list[Fault] = field(default_factory=list)

    def wrong(self, place: str, text: Text) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, text))

    def mapping(self, value: Any, place: str, known: Sequence[str] | None = None) -> Mapping[str, Any]:
        """Take an object; names that are not known are faults, as they would be lost."""
        if not isinstance(value, dict):
            self.wrong(place, NO_OBJECT)
            return {}
        for name in value if known is not None else ():
            if name not in (known or ()):
                self.wrong(f"{place}.{name}".lstrip("."), UNKNOWN)
        return value

    def items(self, value: Any, place: str, most: int) -> list[Any]:
        """Take a list of at most so many."""
        if not isinstance(value, list):
            self.wrong(place, NO_LIST)
            return []
        if len(value) > most:
            self.wrong(place, TOO_MANY.filled(most=most))
        return value[:most]

    def string(self, value: Any, place: str, longest: int = LONGEST_TITLE) -> str:
        """Take a string of at most so many letters."""
        if not isinstance(value, str) or "\x00" in value:
            self.wrong(place, NO_STRING)
            return ""
        if len(value) > longest:
            self.wrong(place, TOO_LONG.filled(most=longest))
        return value.strip()

    def words(self, value: Any, place: str, longest: int = LONGEST_TITLE, *, needed: bool = False) -> Text:
        """Take words in both languages; one stands in for the other."""
        given = self.mapping({} if value is None else value, place, ("zh", "en"))
        zh, en = (self.string(given.get(name, ""), f"{place}.{name}", longest) for name in ("zh", "en"))
        if needed and not (zh or en):
            self.wrong(place, NO_WORDS)
        return Text(zh or en, en or zh)

    def choice(self, value: Any, place: str, known: Sequence[str]) -> str:
        """Take one of a few words."""
        if value not in known:
            self.wrong(place, NO_CHOICE.filled(known=", ".join(known)))
            return known[0]
        return str(value)

    def number(self, value: object, place: str, most: int) -> int:
        """Take a whole number from one to so many."""
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.wrong(place, NO_NUMBER.filled(most=most))
            return 1
        return value

    def table(self, value: Any, place: str) -> str:
        """Take the id of a table."""
        if not isinstance(value, str) or not TABLE.fullmatch(value):
            self.wrong(place, NO_TABLE)
            return ""
        return value


def spec_of_text(*, text: str) -> Spec:
    """Read a dashboard from JSON as it was uploaded. Raises SpecRefusedError."""
    if len(text.encode()) > LARGEST:
        raise SpecRefusedError(faults=[Fault("$", TOO_LARGE)])
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise SpecRefusedError(faults=[Fault("$", NO_JSON)]) from None
    return spec_of(document=document)


def spec_of(*, document: Any) -> Spec:
    """Read a dashboard from its document. Raises SpecRefusedError, which names each place that is wrong."""
    reader = Reader()
    given = reader.mapping(
        document, "", ("zhanqiao_dashboard", "$schema", "layout", "title", "summary", "filters", "tiles")
    )
    if given and given.get("zhanqiao_dashboard") != said.FORM:
        reader.wrong("zhanqiao_dashboard", NO_FORM)
    spec = Spec(
        title=reader.words(given.get("title"), "title", needed=True),
        summary=reader.words(given.get("summary"), "summary", LONGEST_SUMMARY),
        layout=reader.choice(given.get("layout", "grid"), "layout", [*said.LAYOUTS]),
        filters=_each(reader, given, "filters", said.MOST_FILTERS, _filter),
        tiles=_each(reader, given, "tiles", said.MOST_TILES, _tile),
    )
    for name in ("filters", "tiles"):
        _once(reader, name, [one.id for one in getattr(spec, name)])
    if reader.faults:
        raise SpecRefusedError(faults=reader.faults)
    return spec


def _each(reader: Reader, given: Mapping[str, Any], name: str, most: int, read: Callable[..., Any]) -> Any:
    found = reader.items(given.get(name, []), name, most)
    return tuple(read(reader, one, f"{name}[{number}]") for number, one in enumerate(found))


def _once(reader: Reader, name: str, ids: Sequence[str]) -> None:
    for number, one in enumerate(ids):
        if one in ids[:number]:
            reader.wrong(f"{name}[{number}].id", TWICE)


def _filter(reader: Reader, value: Any, place: str) -> Filter:
    given = reader.mapping(value, place, ("id", "title", "columns", "operator", "default"))
    name = reader.string(given.get("id", ""), f"{place}.id")
    if not NAME.fullmatch(name) or name in TAKEN:
        reader.wrong(f"{place}.id", NO_NAME)
    columns = reader.mapping(given.get("columns", {}), f"{place}.columns")
    if not columns:
        reader.wrong(f"{place}.columns", NO_COLUMN)
    return Filter(
        id=name,
        title=reader.words(given.get("title"), f"{place}.title", needed=True),
        columns={
            reader.table(table, f"{place}.columns"): reader.string(column, f"{place}.columns.{table}", 200)
            for table, column in columns.items()
        },
        operator=reader.choice(given.get("operator", "="), f"{place}.operator", said.OPERATORS),
        default=reader.string(given.get("default", ""), f"{place}.default", 200),
    )


def _tile(reader: Reader, value: Any, place: str) -> Tile:
    kind = value.get("kind") if isinstance(value, dict) else ""
    own = OWN.get(kind, ()) if isinstance(kind, str) else ()
    given = reader.mapping(value, place, (*OF_TILE, *own) if own else None)
    kind = reader.choice(given.get("kind"), f"{place}.kind", [*said.KINDS])
    name = reader.string(given.get("id", ""), f"{place}.id")
    if not NAME.fullmatch(name):
        reader.wrong(f"{place}.id", NO_NAME)
    where = reader.items(given.get("where", []), f"{place}.where", MOST_CONDITIONS)
    return Tile(
        id=name,
        kind=kind,
        title=reader.words(given.get("title"), f"{place}.title"),
        width=reader.number(given.get("width", 2), f"{place}.width", said.WIDEST),
        table="" if kind in WITHOUT_TABLE else reader.table(given.get("table"), f"{place}.table"),
        as_of=reader.string(given.get("as_of", ""), f"{place}.as_of"),
        where=tuple(reader.string(one, f"{place}.where", LONGEST_CONDITION) for one in where),
        said=SAID[kind](reader, given, place),
    )


def _number(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    measure = reader.choice(given.get("measure", "count"), f"{place}.measure", [*charts.MEASURES])
    of = reader.string(given.get("of", ""), f"{place}.of", 200)
    if measure != "count" and not of:
        reader.wrong(f"{place}.of", NO_OF)
    if not isinstance(given.get("compare", False), bool):
        reader.wrong(f"{place}.compare", NO_TRUTH)
    return {"measure": measure} | ({"of": of} if of else {}) | ({"compare": True} if given.get("compare") else {})


def _chart(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    chart = reader.mapping(given.get("chart"), f"{place}.chart", said.CHART_FIELDS)
    reader.choice(chart.get("kind"), f"{place}.chart.kind", [*charts.KINDS])
    return {"chart": {name: reader.string(value, f"{place}.chart.{name}", 200) for name, value in chart.items()}}


def _table(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    columns = reader.items(given.get("columns", []), f"{place}.columns", 50)
    order = reader.string(given.get("order_by", ""), f"{place}.order_by", 400)
    named = [reader.string(one, f"{place}.columns", 200) for one in columns]
    rows = reader.number(given.get("rows", 10), f"{place}.rows", said.MOST_ROWS)
    return {"rows": rows} | ({"columns": named} if named else {}) | ({"order_by": order} if order else {})


def _words(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    return {"text": reader.words(given.get("text"), f"{place}.text", LONGEST_WORDS, needed=True).as_dict()}


def _outside(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    address = reader.string(given.get("address", ""), f"{place}.address", LONGEST_CONDITION)
    pointer = reader.string(given.get("pointer", ""), f"{place}.pointer", LONGEST_CONDITION)
    if not ADDRESS.fullmatch(address):
        reader.wrong(f"{place}.address", NO_ADDRESS)
    if not POINTER.fullmatch(pointer):
        reader.wrong(f"{place}.pointer", NO_POINTER)
    shown = {name: found for name, found in _table(reader, given, place).items() if name != "order_by"}
    return shown | {"address": address} | ({"pointer": pointer} if pointer else {})


SAID: dict[str, Callable[[Reader, Mapping[str, Any], str], dict[str, Any]]] = {
    "number": _number,
    "chart": _chart,
    "table": _table,
    "text": _words,
    "outside": _outside,
}
NO_OBJECT = Text("应为对象", "an object is needed")
NO_LIST = Text("应为列表", "a list is needed")
NO_STRING = Text("应为文字", "a string is needed")
NO_TRUTH = Text("应为 true 或 false", "true or false is needed")
NO_WORDS = Text("至少写一种语言", "words in one language are needed at least")
NO_CHOICE = Text("应为以下之一：{known}", "one of {known} is needed")
NO_NUMBER = Text("应为 1 到 {most} 的整数", "a whole number from 1 to {most} is needed")
NO_TABLE = Text("应为数据表标识，如 tbl_7k3f9x2m4q8d", "the id of a table is needed, such as tbl_7k3f9x2m4q8d")
NO_NAME = Text("应为小写字母开头的短名称", "a short name of small letters, figures and _ is needed")
NO_COLUMN = Text("至少指定一张表的一列", "a column of one table is needed at least")
NO_OF = Text("请指定统计哪一列", "name the column that is measured")
NO_ADDRESS = Text("应为 http 或 https 地址", "an http or https address is needed")
NO_POINTER = Text("应为 JSON Pointer，如 /data/items", "a JSON Pointer is needed, such as /data/items")
NO_FORM = Text("应为 1", "1 is needed")
NO_JSON = Text("不是 JSON", "this is no JSON")
TOO_LARGE = Text("文件超过 256 KB", "the file is larger than 256 KB")
TOO_MANY = Text("最多 {most} 项", "at most {most} are taken")
TOO_LONG = Text("最多 {most} 字", "at most {most} letters are taken")
UNKNOWN = Text("没有这个字段", "there is no such field")
TWICE = Text("名称重复", "this name is taken already")
