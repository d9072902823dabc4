"""The map of a tile as it is printed: the very rows of its layer, read under the reader's card, as outlines and spots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhanqiao.core_services.dashboards.queries.maps import ShownMap
from zhanqiao.core_services.dashboards.rules import paper_maps
from zhanqiao.core_services.dashboards.rules.paper_maps import Degrees, MapPicture, Ring, Shape, Spot
from zhanqiao.core_services.exploring.rules import quoted
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.rules import AccessCard

MOST_SPOTS, MOST_CLUSTERED, MOST_SHAPES, MOST_BASE = 2_000, 50_000, 2_000, 500
SEED = "1"  # of the sample: the same rows each time
Row = tuple[Any, Any]  # GeoJSON or a pair of degrees, and the value that colours it


def map_picture(*, shown: ShownMap, card: AccessCard, language: str) -> tuple[MapPicture | None, str]:
    """Return a map to be printed, None where it has no place to show, and what must be said of rows left out.

    Raises what the engine says of its limits; NotFoundError when the outlines are not open to ``card``.
    """
    layer = shown.layer
    drawing = layer.drawing or {}
    clusters = layer.state.style == "clusters"
    table = catalogue.readable_table(table_id=drawing["table"], card=card, as_of=drawing["release"])
    rows, told = _rows(table, drawing, layer.state.style, language)
    shapes, spots = _drawn(rows, drawing["paint"])
    points = [point for one in shapes for ring in one.rings for point in ring] + [one.at for one in spots]
    box = paper_maps.box_around(points=points)
    if box is None:
        return None, told
    if clusters:
        spots = paper_maps.clustered(points=[one.at for one in spots], box=box, colour=spots[0].colour)
    legend = [
        (
            paper_maps.of_token(token=one.token) if one.token else paper_maps.of_share(share=one.share or 0.0),
            one.words.in_language(language),
        )
        for one in layer.legends
    ]
    base = _base(shown.drawing["base"]["layers"], box, card)
    return MapPicture(box, base, shapes, spots, legend, drawing["opacity"], clusters), told


def _rows(table: TableCard, drawing: Mapping[str, Any], style: str, language: str) -> tuple[list[Row], str]:
    """Return the rows of a layer with a place, drawn by lot where they are too many, and what is said of it."""
    place = storage.map_place(card=table)
    if place is None:
        return [], ""
    where = [f"({given})"] if style != "areas" and (given := drawing["question"].get("where")) else []
    columns = [place.geometry] if place.geometry else [place.longitude or "", place.latitude or ""]
    condition = " AND ".join([*where, *(f"{quoted(one)} IS NOT NULL" for one in columns)])
    most = MOST_SHAPES if place.geometry else MOST_CLUSTERED if style == "clusters" else MOST_SPOTS
    by = drawing["paint"].get("column")
    select = ", ".join(f"{quoted(one)} AS p{number}" for number, one in enumerate(columns))
    asked = {"select": select + (f", {quoted(by)} AS v" if by else ""), "where": condition, "limit": str(most)}
    total = _counted(table, condition)
    asked |= {"sample": str(most), "seed": SEED} if total > most else {}
    found = storage.rows(card=table, query=storage.parsed(card=table, params=asked)).rows
    rows = [(row[0] if place.geometry else (row[0], row[1]), row[-1] if by else None) for row in found]
    said = paper_maps.SAMPLED.filled(shown=f"{most:,}", total=f"{total:,}").in_language(language)
    return rows, said if total > most else ""


def _counted(table: TableCard, condition: str) -> int:
    query = storage.parsed(card=table, params={"select": "count(*) AS n", "where": condition})
    return int(storage.aggregate(card=table, query=query).rows[0][0])


def _drawn(rows: Sequence[Row], paint: Mapping[str, Any]) -> tuple[tuple[Shape, ...], tuple[Spot, ...]]:
    shapes: list[Shape] = []
    spots: list[Spot] = []
    values: Mapping[str, float] | None = paint["values"] if "label" in paint else None
    for place, told in rows:
        value = told if values is None else values.get(str(told))
        colour = paper_maps.colour_of(paint=paint, value=value)
        for kind, rings in paper_maps.parts_of(geometry=_geometry(place)):
            if kind == "spot":
                spots += [Spot(point, colour) for point in rings[0]]
            else:
                shapes.append(Shape(rings, colour, kind == "area"))
    return tuple(shapes), tuple(spots)


def _geometry(place: Any) -> Mapping[str, Any]:
    if isinstance(place, tuple):
        return {"type": "Point", "coordinates": place}
    found: Mapping[str, Any] = json.loads(place) if isinstance(place, str) else place
    return found


def _base(layers: Sequence[Mapping[str, Any]], box: paper_maps.Box, card: AccessCard) -> tuple[Ring, ...]:
    """Return the outlines of the base map in a box; of one that cannot be read now, none."""
    found: list[Ring] = []
    for one in layers:
        if one["kind"] == "shapes":
            try:
                found += _outlines(one["slug"], box, card)
            except ZhanqiaoError:
                continue  # the map says what it says without what lies beneath
    return tuple(found)


def _outlines(slug: str, box: paper_maps.Box, card: AccessCard) -> Iterator[list[Degrees]]:
    for table in catalogue.dataset_card(slug=slug, card=card).tables:
        shape = next((each.name for each in table.fields if each.type is LogicalType.GEOMETRY), None)
        if shape is None:
            continue
        params = {"select": f"{quoted(shape)} AS a", "bbox": ",".join(map(str, box)), "limit": str(MOST_BASE)}
        for (place,) in storage.rows(card=table, query=storage.parsed(card=table, params=params)).rows:
            for kind, rings in paper_maps.parts_of(geometry=_geometry(place)) if place else ():
                yield from rings if kind == "area" else ()
