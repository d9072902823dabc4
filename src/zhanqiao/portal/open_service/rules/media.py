"""The media types of answers."""

from __future__ import annotations

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
NDJSON = "application/x-ndjson"
ANY_BYTES = "application/octet-stream"
ANY_TYPE = "*/*"  # what the department's file is

EXPORT_TYPES = {
    "csv": CSV,
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": JSON,
    "ndjson": NDJSON,
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "ttl": "text/turtle; charset=utf-8",
}
READ_BY_PAGES = frozenset({"geojson"})  # prepared, and read by maps on pages: packed for whoever takes it
MVT = "application/vnd.mapbox-vector-tile"
ZSTD = "application/zstd"  # of the files whose names end in .zst
SQL_TYPES = {name: EXPORT_TYPES[name] for name in ("json", "csv", "arrow", "parquet")}
JSON_LD = "application/ld+json"
RDF_TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": JSON_LD,
    "rdf": "application/rdf+xml",
}
