"""The state of a map: read from its address and written back into addresses.

``layer`` stands once for each layer, the lowest first; its value is itself a query: ``table=tbl_…&as=classes&by=面积``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from zhanqiao.kit.texts import Text

MOST_LAYERS = 8
STYLES = {
    "single": Text("单色", "One colour"),
    "categories": Text("分类", "Categories"),
    "classes": Text("分级", "Classes"),
    "clusters": Text("聚合", "Clusters"),
    "areas": Text("区划统计", "Divisions"),
}
CUTS = {"quantile": Text("每级行数相近", "Equal counts"), "equal": Text("每级跨度相等", "Equal intervals")}
CLASSES = (3, 4, 5, 6, 7)
FULL = 100
BASES = ("offline", "none", "tianditu", "satellite")
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class LayerState:
    """One layer.

    ``style`` is one of STYLES, empty for the usual one; ``by`` the column that colours it, ``of`` what is measured in
    areas (``count``, ``sum:…``, ``avg:…``), ``time`` the column of days that the slider moves along.
    """

    table: str
    style: str = ""
    by: str = ""
    of: str = "count"
    cut: str = "quantile"
    classes: int = 5
    opacity: int = FULL
    colour: int = 0
    time: str = ""
    where: str = ""
    as_of: str = ""
    hidden: bool = False

    def text(self) -> str:
        """Return the layer as it stands in an address: what differs from the usual."""
        usual = LayerState(table="")
        pairs = [(NAMES.get(each.name, each.name), getattr(self, each.name)) for each in fields(self)]
        kept = [(name, value) for name, value in pairs if value != getattr(usual, FIELDS.get(name, name))]
        return urlencode([(name, "1" if value is True else str(value)) for name, value in kept])


@dataclass(frozen=True, slots=True)
class MapState:
    """A map: its layers, the lowest first, what lies beneath, whether the uppermost is swiped, where one looks, and when."""

    layers: tuple[LayerState, ...] = ()
    base: str = BASES[0]
    swipe: bool = False
    view: str = ""
    at: str = ""

    @property
    def query(self) -> str:
        """The query part of this map's address; empty when there is nothing to say."""
        return self.address() if self != MapState() else ""

    def address(self, **changes: Any) -> str:
        """Return the query part of the address of this map with changes."""
        state = replace(self, **changes)
        pairs = [("layer", each.text()) for each in state.layers]
        pairs += [("base", state.base if state.base != BASES[0] else ""), ("swipe", "1" if state.swipe else "")]
        pairs += [("view", state.view), ("at", state.at)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def with_layer(self, layer: LayerState, /) -> str:
        """Return the address with one more layer on top."""
        return self.address(layers=(*self.layers, layer)[-MOST_LAYERS:])

    def without(self, place: int, /) -> str:
        """Return the address without a layer."""
        return self.address(layers=self.layers[:place] + self.layers[place + 1 :])

    def moved(self, place: int, by: int, /) -> str:
        """Return the address with a layer moved up (1) or down (-1); empty when it stands there already."""
        other = place + by
        if not 0 <= other < len(self.layers):
            return ""
        layers = list(self.layers)
        layers[place], layers[other] = layers[other], layers[place]
        return self.address(layers=tuple(layers))

    def changed(self, place: int, /, **changes: Any) -> MapState:
        """Return the map with one layer changed."""
        layers = list(self.layers)
        layers[place] = replace(layers[place], **changes)
        return replace(self, layers=tuple(layers))


def map_state(*, given: Given) -> MapState:
    """Read a map from its address; what makes no sense counts as not given."""
    base = _text(given, "base")
    return MapState(
        layers=tuple(layer for text in given.get("layer", ())[:MOST_LAYERS] if (layer := _layer(text)) is not None),
        base=base if base in BASES else BASES[0],
        swipe=_text(given, "swipe") == "1",
        view=_text(given, "view")[:64],
        at=_text(given, "at")[:32],
    )


def edited(*, state: MapState, given: Given) -> MapState | None:
    """Return the map with what the form of one layer sends (``edit`` is its place), None when none was sent."""
    place = _text(given, "edit")
    if not place.isdecimal() or int(place) >= len(state.layers):
        return None
    layer = state.layers[int(place)]
    sent = {name: _text(given, name) for name in (*NAMES.values(), *EDITED) if name in given}
    changed = _read({**dict(parse_qsl(layer.text())), **sent, "table": layer.table})
    return state.changed(int(place), **{each.name: getattr(changed, each.name) for each in fields(changed)})


def _layer(text: str) -> LayerState | None:
    given = dict(parse_qsl(text))
    return _read(given) if given.get("table") else None


def _read(given: Mapping[str, str]) -> LayerState:
    style, cut = given.get("as", ""), given.get("cut", "")
    return LayerState(
        table=given["table"][:64],
        style=style if style in STYLES else "",
        by=given.get("by", ""),
        of=given.get("of", "") or "count",
        cut=cut if cut in CUTS else "quantile",
        classes=_number(given, "classes", CLASSES[0], CLASSES[-1], usual=5),
        opacity=_number(given, "opacity", 0, FULL, usual=FULL),
        colour=_number(given, "colour", 0, 8, usual=0),
        time=given.get("time", ""),
        where=given.get("where", ""),
        as_of=given.get("as_of", ""),
        hidden=given.get("hidden") == "1",
    )


def _number(given: Mapping[str, str], name: str, least: int, most: int, *, usual: int) -> int:
    text = given.get(name, "")
    return min(max(int(text), least), most) if text.isdecimal() and len(text) < 5 else usual  # noqa: PLR2004 - longer numbers are none of these


def _text(given: Given, name: str) -> str:
    values = given.get(name, ())
    return values[-1].strip() if values else ""


NAMES = {"style": "as"}  # ``as`` is no name in Python
FIELDS = {other: name for name, other in NAMES.items()}
EDITED = ("by", "of", "cut", "classes", "opacity", "colour", "time", "hidden")
