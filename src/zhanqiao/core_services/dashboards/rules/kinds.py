"""What tiles of each kind say beyond what all say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from zhanqiao.core_services.dashboards.rules import document as said
from zhanqiao.core_services.dashboards.rules.reader import NO_WORDS, Reader
from zhanqiao.core_services.exploring.rules import charts
from zhanqiao.core_services.mapping.rules import STYLES
from zhanqiao.kit.texts import Text

LONGEST_WORDS, LONGEST_ADDRESS = 20_000, 1_000
OWN = {
    "number": ("measure", "of", "compare"),
    "chart": ("chart",),
    "map": ("map",),
    "table": ("columns", "rows", "order_by"),
    "text": ("text",),
    "picture": ("picture", "alt", "credit", "licence"),
    "outside": ("address", "pointer", "columns", "rows"),
}
WITHOUT_TABLE = frozenset({"text", "picture", "outside"})
DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_ALT, LONGEST_CREDIT = 500, 200
ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(/[^\s#]*)?(\?[^\s#]*)?")
POINTER = re.compile(r"(/([^~/]|~0|~1)*)*")


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


def _map(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    drawn = reader.mapping(given.get("map", {}), f"{place}.map", said.MAP_FIELDS)
    if "as" in drawn:
        reader.choice(drawn["as"], f"{place}.map.as", [*STYLES])
    return {"map": {name: reader.string(value, f"{place}.map.{name}", 200) for name, value in drawn.items()}}


def _words(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    return {"text": reader.words(given.get("text"), f"{place}.text", LONGEST_WORDS, needed=True).as_dict()}


def _picture(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    digest = reader.string(given.get("picture", ""), f"{place}.picture")
    if not DIGEST.fullmatch(digest):
        reader.wrong(f"{place}.picture", NO_DIGEST)
    told = {
        name: reader.string(given.get(name, ""), f"{place}.{name}", LONGEST_CREDIT) for name in ("credit", "licence")
    }
    for name, words in told.items():
        if not words:
            reader.wrong(f"{place}.{name}", NO_WORDS)
    alt = reader.words(given.get("alt"), f"{place}.alt", LONGEST_ALT, needed=True)
    return {"picture": digest, "alt": alt.as_dict(), **told}


def _outside(reader: Reader, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    address = reader.string(given.get("address", ""), f"{place}.address", LONGEST_ADDRESS)
    pointer = reader.string(given.get("pointer", ""), f"{place}.pointer", LONGEST_ADDRESS)
    if not ADDRESS.fullmatch(address):
        reader.wrong(f"{place}.address", NO_ADDRESS)
    if not POINTER.fullmatch(pointer):
        reader.wrong(f"{place}.pointer", NO_POINTER)
    shown = {name: found for name, found in _table(reader, given, place).items() if name != "order_by"}
    return shown | {"address": address} | ({"pointer": pointer} if pointer else {})


SAID: dict[str, Callable[[Reader, Mapping[str, Any], str], dict[str, Any]]] = {
    "number": _number,
    "chart": _chart,
    "map": _map,
    "table": _table,
    "text": _words,
    "picture": _picture,
    "outside": _outside,
}
NO_DIGEST = Text("应为本看板已上传图片的 SHA-256", "the SHA-256 of a picture of this dashboard is needed")
NO_TRUTH = Text("应为 true 或 false", "true or false is needed")
NO_OF = Text("请指定统计哪一列", "name the column that is measured")
NO_ADDRESS = Text("应为 http 或 https 地址", "an http or https address is needed")
NO_POINTER = Text("应为 JSON Pointer，如 /data/items", "a JSON Pointer is needed, such as /data/items")
