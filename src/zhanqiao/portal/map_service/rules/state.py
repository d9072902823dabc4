"""The state of a map: read from its address and written back into addresses.

``layer`` stands once for each layer, the lowest first; its value is itself a query: ``table=tbl_…&as=classes&by=面积``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from zhanqiao.core_services.mapping.rules import NAMES, LayerState, layer_state

MOST_LAYERS = 8
BASES = ("offline", "none", "tianditu", "satellite")
Given = Mapping[str, Sequence[str]]


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
    changed = layer_state(given={**dict(parse_qsl(layer.text())), **sent, "table": layer.table})
    return state.changed(int(place), **{each.name: getattr(changed, each.name) for each in fields(changed)})


def _layer(text: str) -> LayerState | None:
    given = dict(parse_qsl(text))
    return layer_state(given=given) if given.get("table") else None


def _text(given: Given, name: str) -> str:
    values = given.get(name, ())
    return values[-1].strip() if values else ""


EDITED = ("by", "of", "cut", "classes", "opacity", "colour", "time", "hidden")
