"""From the parameters of a page of features to those of the query model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zhanqiao.portal.open_service.rules.ogc import cql2_text
from zhanqiao.portal.open_service.rules.ogc.areas import boxes_of, in_boxes, no_place, quoted
from zhanqiao.portal.open_service.rules.ogc.conformance import DEFAULT
from zhanqiao.portal.open_service.rules.ogc.cql2_words import Translator, unknown_property
from zhanqiao.portal.open_service.rules.ogc.errors import wrong
from zhanqiao.portal.open_service.rules.ogc.layers import Column, Layer, free_name
from zhanqiao.portal.open_service.rules.ogc.moments import inside, interval_of
from zhanqiao.portal.open_service.rules.ogc.parameters import ITEMS, listed, whole
from zhanqiao.portal.open_service.rules.ogc.reference_systems import CRS84, ReferenceSystem, system_of

LANGUAGES = ("cql2-text", "cql2-json")
# The name in drafts of the standard. GDAL looks for it: without it, it sends conditions on any column of days as
# ``datetime``, with its ends included, and trusts the answer; with it, it compares days itself.
DRAFT_LANGUAGE = "cql-text"


@dataclass(frozen=True, slots=True)
class Selection:
    """A page in the words of the query model: its parameters, the columns that come out, the system of its places.

    The number of the row stands first, the place behind it, then ``properties``.
    """

    params: Mapping[str, str]
    properties: tuple[Column, ...]
    system: ReferenceSystem


def selection_of(*, given: Mapping[str, str], layer: Layer, equal: Sequence[str] = ()) -> Selection:
    """Return what is asked of a layer; ``equal`` are conditions on single columns. Raises what the rules raise."""
    properties = _properties(given.get("properties"), layer)
    tests = [*_conditions(given, layer), *equal]
    params = {
        "select": _select(layer, properties),
        "where": " AND ".join(f"({each})" for each in tests),
        "order_by": _order(given.get("sortby"), layer),
        "q": given.get("q", ""),
        "limit": str(whole(given=given, name="limit", least=1) or DEFAULT),
        "offset": str(whole(given=given, name="offset", least=0) or ""),
        "after": given.get("after", ""),
        "count": "approx",
    }
    return Selection(
        {name: text for name, text in params.items() if text},
        properties,
        system_of(parameter="crs", text=given.get("crs", CRS84)),
    )


def drawing_of(*, given: Mapping[str, str], layer: Layer) -> dict[str, str]:
    """Return what is asked of the tiles of a layer in the words of the query model. Raises what the rules raise."""
    params = {
        "select": ", ".join(quoted(each.name) for each in _properties(given.get("properties"), layer)),
        "where": " AND ".join(f"({each})" for each in _conditions(given, layer)),
        "q": given.get("q", ""),
    }
    if "properties" not in given:
        del params["select"]
    return {name: text for name, text in params.items() if text}


def filters_of(*, layer: Layer) -> tuple[str, ...]:
    """Return the properties that may be given as parameters: those that no parameter of the standards hides."""
    return tuple(each.name for each in layer.properties if each.name not in ITEMS and each.kind != "geometry")


def _conditions(given: Mapping[str, str], layer: Layer) -> list[str]:
    tests = []
    if "bbox" in given:
        tests.append(_box(given, layer))
    elif "bbox-crs" in given:
        system_of(parameter="bbox-crs", text=given["bbox-crs"])
    if "datetime" in given:
        tests.append(_time(given["datetime"], layer))
    if "filter" in given:
        tests.append(_filter(given, layer))
    return [each for each in tests if each]


def _box(given: Mapping[str, str], layer: Layer) -> str:
    system = system_of(parameter="bbox-crs", text=given.get("bbox-crs", CRS84))
    try:
        numbers = [float(part) for part in given["bbox"].split(",")]
    except ValueError:
        numbers = []
    boxes = boxes_of(parameter="bbox", numbers=numbers, system=system)
    # The standard: what has no place matches any box.
    return f"{in_boxes(layer=layer, boxes=boxes)} OR {no_place(layer=layer)}"


def _time(text: str, layer: Layer) -> str:
    column = layer.time
    span = interval_of(parameter="datetime", text=text, kind="date" if column is None else column.kind)
    if column is None:
        return ""  # The standard: what has no time matches any.
    name = quoted(column.name)
    return f"({inside(column=name, span=span)}) OR {name} IS NULL"


def _filter(given: Mapping[str, str], layer: Layer) -> str:
    system = system_of(parameter="filter-crs", text=given.get("filter-crs", CRS84))
    language = given.get("filter-lang", LANGUAGES[0])
    if language == DRAFT_LANGUAGE:
        language = LANGUAGES[0]
    if language not in LANGUAGES:
        raise wrong("filter-lang", f"可用：{', '.join(LANGUAGES)}。", f"use {' or '.join(LANGUAGES)}.")
    node = cql2_text.parse(text=given["filter"]) if language == LANGUAGES[0] else _json(given["filter"])
    return Translator(layer=layer, system=system).condition(node)


def _json(text: str) -> Any:
    if len(text) > cql2_text.MAX_CHARS:
        raise wrong(
            "filter", f"长度超过 {cql2_text.MAX_CHARS} 个字符。", f"longer than {cql2_text.MAX_CHARS} characters."
        )
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise wrong(
            "filter", f"第 {error.pos} 个字符处不是有效的 JSON。", f"this is not valid JSON at character {error.pos}."
        ) from None


def _properties(text: str | None, layer: Layer) -> tuple[Column, ...]:
    if text is None:
        return layer.properties
    known = {each.name: each for each in layer.properties}
    names = [name for name in listed(text) if name != layer.geometry]
    for name in names:
        if name not in known:
            raise unknown_property(name=name, layer=layer, parameter="properties")
    return tuple(known[name] for name in names)


def _select(layer: Layer, properties: Sequence[Column]) -> str:
    taken = {each.name for each in layer.columns}
    number = free_name(wanted="number", taken=taken)
    places = [
        f"{quoted(name)} AS {quoted(free_name(wanted=f'place_{place}', taken=taken))}"
        for place, name in enumerate(layer.place)
    ]
    return ", ".join((f"row_number() - 1 AS {number}", *places, *(quoted(each.name) for each in properties)))


def _order(text: str | None, layer: Layer) -> str:
    keys = []
    for part in listed(text or ""):
        # a plus sign in an address is a space
        name = part.removeprefix("-").removeprefix("+").strip()
        if layer.kind(name) in (None, "geometry"):
            raise unknown_property(name=name, layer=layer, parameter="sortby")
        keys.append(f"{quoted(name)} {'DESC' if part.startswith('-') else 'ASC'}")
    return ", ".join(keys)
