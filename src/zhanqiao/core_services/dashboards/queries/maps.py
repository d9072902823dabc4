"""A table of a tile on a map: its layer in the style of the map's page, and its first rows for those who see no map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.dashboards.rules import Tile
from zhanqiao.core_services.exploring.rules import GridState, quoted
from zhanqiao.core_services.mapping.queries import Layer, base_map, drawn_layer, kind_of
from zhanqiao.core_services.mapping.rules import LayerState, layer_state
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, RowsPage, TableCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

LISTED = "10"  # rows of a layer that stand as a table as well


class NoMapError(ZhanqiaoError):
    """A tile draws a table whose rows have no place and no division code."""

    status = 422
    code = "no-map"
    sentence = Text(
        zh="“{title}”的行没有位置，也没有区划代码，不能画在地图上。请改用表格。",
        en="The rows of '{title}' have no place and no division code and cannot be drawn on a map. Use a table instead.",
    )


@dataclass(frozen=True, slots=True)
class ShownMap:
    """A layer with what the browser draws; ``address`` leads to the map's page, ``approval`` is the map approval number."""

    layer: Layer
    drawing: dict[str, Any]
    address: str
    sources: tuple[str, ...]
    approval: str


def map_of(
    *, tile: Tile, dataset: DatasetCard, table: TableCard, rows: GridState, card: AccessCard, language: str
) -> tuple[ShownMap, RowsPage | None]:
    """Return the map of a tile over the chosen rows, and its first rows unless it counts by division.

    Raises NoMapError, NoBoundariesError, QueryError.
    """
    if not kind_of(table=table):
        raise NoMapError(title=table.title.in_language(language))
    given = _asked(tile, table, rows)
    layer = drawn_layer(place=0, given=given, table=table, dataset=dataset, card=card, language=language)
    base = base_map(card=card, base="offline", language=language)
    drawing = {"layers": [layer.drawing], "base": base, "view": "", "at": "", "swipe": False, "language": language[:2]}
    shown = ShownMap(
        layer=layer,
        drawing=drawing,
        address=f"/datasets/{dataset.slug}/map/?{urlencode({'layer': given.text()})}",
        sources=tuple(one["source"] for one in base["layers"]),
        approval=value("MAP_APPROVAL_NUMBER"),
    )
    return shown, None if layer.lines else _first_rows(table, given)


def _asked(tile: Tile, table: TableCard, rows: GridState) -> LayerState:
    where = " AND ".join(f"({one})" for one in rows.where)
    return layer_state(given={**tile.said["map"], "table": table.id, "where": where, "as_of": rows.as_of})


def _first_rows(table: TableCard, given: LayerState) -> RowsPage:
    columns = [quoted(one.name) for one in table.fields if one.type is not LogicalType.GEOMETRY]
    asked = {"select": ", ".join(columns), "limit": LISTED, "count": "exact"}
    asked |= {"where": given.where} if given.where else {}
    return storage.rows(card=table, query=storage.parsed(card=table, params=asked))
