"""Addresses and what is conformed to: only what the tests prove.

Not declared, though parts are offered: an OpenAPI document (its HTML is a page about more than this), sorting and
choosing properties (drafts), temporal functions (a column holds instants; functions of two intervals have no use).
"""

from __future__ import annotations

PATH = "/ogc"
GEOJSON = "application/geo+json"
JSON = "application/json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
DEFAULT, MOST = 100, 10_000  # features of a page
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
SPECIFICATION = "http://www.opengis.net/spec/"
CONFORMS = tuple(
    f"{SPECIFICATION}{part}/conf/{name}"
    for part, names in {
        "ogcapi-common-1/1.0": ("core", "landing-page", "json"),
        "ogcapi-common-2/1.0": ("collections", "json"),
        "ogcapi-features-1/1.0": ("core", "geojson"),
        "ogcapi-features-2/1.0": ("crs",),
        "ogcapi-features-3/1.0": ("queryables", "queryables-query-parameters", "filter", "features-filter"),
        "ogcapi-tiles-1/1.0": ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt"),
        "tms/2.0": ("tilematrixset", "json-tilematrixset", "tilesetmetadata", "json-tilesetmetadata"),
        "cql2/1.0": (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison"),
            *("basic-spatial-functions", "basic-spatial-functions-plus", "property-property"),
        ),
    }.items()
    for name in names
)
