"""Reads a JSON document as a dashboard, and says of each place what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhanqiao.core_services.dashboards.rules import document as said
from zhanqiao.core_services.dashboards.rules.document import Filter, Spec, Tile
from zhanqiao.core_services.dashboards.rules.kinds import OWN, SAID, WITHOUT_TABLE
from zhanqiao.core_services.dashboards.rules.reader import Fault, Reader, SpecRefusedError
from zhanqiao.kit.texts import Text

LONGEST_SUMMARY, LONGEST_CONDITION, MOST_CONDITIONS = 500, 1_000, 10
LARGEST = 256 * 1024  # bytes of a document
NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
TAKEN = frozenset({"version", "embed", "language"})  # names in addresses that no filter may have
OF_TILE = ("id", "kind", "title", "width", "table", "as_of", "where")


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


NO_NAME = Text("应为小写字母开头的短名称", "a short name of small letters, figures and _ is needed")
NO_COLUMN = Text("至少指定一张表的一列", "a column of one table is needed at least")
NO_FORM = Text("应为 1", "1 is needed")
NO_JSON = Text("不是 JSON", "this is no JSON")
TOO_LARGE = Text("文件超过 256 KB", "the file is larger than 256 KB")
TWICE = Text("名称重复", "this name is taken already")
