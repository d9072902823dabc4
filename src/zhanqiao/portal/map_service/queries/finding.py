"""A place that a reader names: the divisions it may mean, and where to look. Only published outlines lead anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.core_services.exploring.rules import quoted
from zhanqiao.core_services.mapping.rules import LayerState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import Outline, Outlines
from zhanqiao.data_center.catalogue.rules.geocoding import STATUSES, Match
from zhanqiao.kit.texts import Text
from zhanqiao.portal.map_service.rules import MapState, view_of


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A division that a name may mean. ``address`` leads there, empty where no outline is published; ``drawn`` draws it too."""

    name: Text
    because: Text
    is_township: bool
    address: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked for, how it went, what it may mean, and where to look when it means one division only."""

    text: str
    status: Text
    places: tuple[FoundPlace, ...]
    view: str = ""


def found_place(*, text: str, state: MapState) -> Finding | None:
    """Return what a name or an address means on this map; None for an empty one."""
    if not text:
        return None
    (found,), _ = catalogue.geocode(texts=[text])
    outlines = catalogue.district_outlines()
    views = [_view(match, outlines) for match in found.matches]
    places = tuple(_place(match, view, outlines, state) for match, view in zip(found.matches, views, strict=True))
    return Finding(text, STATUSES[found.status], places, views[0] if len(views) == 1 else "")


def _place(match: Match, view: str, outlines: Outlines | None, state: MapState) -> FoundPlace:
    division, district = match.division, match.district
    is_township = district is not None and district.code != division.code
    name = (
        Text(f"{district.name.zh}{division.name.zh}", f"{division.name.en}, {district.name.en}")
        if district
        else division.name
    )
    if not is_township:
        name = division.name
    drawn = "" if not view or outlines is None or district is None else _drawn(district.code, view, outlines, state)
    return FoundPlace(name, match.because, is_township, state.address(view=view) if view else "", drawn)


def _drawn(district: str, view: str, outlines: Outlines, state: MapState) -> str:
    """Return the address with the outline of a district as a layer on top."""
    codes = [one.code for one in _of(district, outlines)]
    where = " OR ".join(f"{quoted(outlines.column)} = '{code}'" for code in codes)
    layer = LayerState(table=outlines.table.id, style="single", where=where)
    others = tuple(one for one in state.layers if one != layer)
    return MapState(layers=others, base=state.base, swipe=state.swipe, view=view, at=state.at).with_layer(layer)


def _view(match: Match, outlines: Outlines | None) -> str:
    """Return where to look: at the outlines of the district, at all of them for the city; empty without one."""
    if outlines is None:
        return ""
    shown = outlines.districts if match.district is None else _of(match.district.code, outlines)
    if not shown:
        return ""
    west, south = min(one.box[0] for one in shown), min(one.box[1] for one in shown)
    east, north = max(one.box[2] for one in shown), max(one.box[3] for one in shown)
    return view_of(box=(west, south, east, north))


def _of(district: str, outlines: Outlines) -> tuple[Outline, ...]:
    return tuple(one for one in outlines.districts if one.division.code == district)
