"""Maps of tables for the API: tiles, and what they are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Clusters, Query, TableCard, Tile
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.rules.negotiation import Language
from zhanqiao.portal.open_service.rules.registry import BASE
from zhanqiao.portal.open_service.rules.tiles import LAYER, SHOWN_ZOOM

WORLD = (-180.0, -85.0, 180.0, 85.0)


def limits_header(*, tile: Tile) -> str:
    """Return the limits a tile reached as a structured field (RFC 9651): codes with their numbers."""
    return ", ".join(_limit(each) for each in tile.limits)


def tilejson(
    *, table: TableCard, query: Query, clusters: Clusters, card: AccessCard, language: Language, site: str
) -> dict[str, Any]:
    """Return the TileJSON of a question to a table; the addresses name the release, so that a map stays in it.

    ``site`` is the address of this site. Raises NoPlaceError, MapNotReadyError.
    """
    facts = storage.map_facts(card=table)
    dataset = catalogue.dataset_of_table(table_id=table.id, card=card)
    bounds = facts.box or WORLD
    layer = {"id": LAYER, "description": table.title.in_language(language), "minzoom": 0, "maxzoom": SHOWN_ZOOM}
    return {
        "tilejson": "3.0.0",
        "name": f"{dataset.title.in_language(language)} · {table.title.in_language(language)}",
        "description": dataset.abstract.in_language(language),
        "attribution": f"{dataset.department.name.in_language(language)} · {dataset.licence.text.in_language(language)}",
        "version": f"{table.release_number}.0.0",
        "scheme": "xyz",
        "tiles": [f"{site}{BASE}/tables/{table.id}/tiles/{{z}}/{{x}}/{{y}}.mvt?{_question(table, query, clusters)}"],
        "minzoom": 0,
        "maxzoom": SHOWN_ZOOM,
        "bounds": bounds,
        "center": [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, _zoom(bounds)],
        "vector_layers": [{**layer, "fields": _fields(table, query, language)}],
        "kind": facts.kind,
        "geometries": list(facts.geometries or ("POINT",)),
        "rows": facts.rows,
        "without_place": facts.without_place,
        "release": release_reference(table),
    }


def _limit(limit: dict[str, Any]) -> str:
    numbers = "".join(f";{name}={value}" for name, value in limit.items() if isinstance(value, int))
    return f"{limit['code']}{numbers}"


def _question(table: TableCard, query: Query, clusters: Clusters) -> str:
    asked = query.params() | {"as_of": table.release_id}
    return urlencode(asked if clusters is Clusters.AUTO else asked | {"clusters": str(clusters)})


def _fields(table: TableCard, query: Query, language: Language) -> dict[str, str]:
    as_of = None if table.is_current else table.release_id
    described = {
        each.name: each.label.in_language(language) for each in metadata.dictionary(table_id=table.id, as_of=as_of)
    }
    names = [each.name for each in query.select] or [each.name for each in table.fields if each.type != "geometry"]
    return {name: described.get(name, name) for name in names}


def _zoom(bounds: tuple[float, float, float, float]) -> int:
    """Return the zoom at which the extent about fills a map."""
    widest = max(bounds[2] - bounds[0], (bounds[3] - bounds[1]) * 1.5, 0.01)
    zoom = 0
    while zoom < SHOWN_ZOOM and widest < 360 / 2 ** (zoom + 1):
        zoom += 1
    return zoom
