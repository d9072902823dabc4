"""GeoJSON: features as rows, their properties as columns, their geometry as WKB."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.storage.engine.ingest.flattening import columns_of, row_of, written
from zhanqiao.data_center.storage.engine.ingest.geometry import Crs, crs_of_name, load_spatial, with_geometry
from zhanqiao.data_center.storage.engine.ingest.names import column_names
from zhanqiao.data_center.storage.engine.ingest.refusals import NoTableError
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop

SHAPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)


def is_geojson(document: Any) -> bool:
    """Say whether a JSON document is GeoJSON (RFC 7946)."""
    if not isinstance(document, dict):
        return False
    kind = document.get("type")
    if kind == "FeatureCollection":
        return isinstance(document.get("features"), list)
    return (kind == "Feature" and "geometry" in document) or (
        kind in SHAPES and ("coordinates" in document or "geometries" in document)
    )


def geojson_table(*, document: dict[str, Any], source: Source, workshop: Workshop) -> RawTable:
    """Return the table of a GeoJSON document. Raises NoTableError without features, UnknownCrsError."""
    features = _features(document)
    if not features:
        raise NoTableError(filename=source.filename, format="GeoJSON")
    load_spatial(connection=workshop.connection)
    rows = [_properties(feature) for feature in features]
    paths = columns_of(records=rows, most=workshop.limits.max_columns)
    names = column_names(header=[".".join(path) for path in paths], width=len(paths))
    with RowSink(workshop=workshop, width=len(names) + 1) as sink:
        for feature, row in zip(features, rows, strict=True):
            sink.add([*row_of(record=row, paths=paths), written(feature.get("geometry"))])
    raw = RawTable(source.stem, sink.relation, tuple(RawColumn(name) for name in names), sink.rows)
    column = f"c{len(names)}"
    shape = f"TRY(ST_GeomFromGeoJSON({column}))"
    return with_geometry(raw=raw, workshop=workshop, geometry=shape, raw_column=column, crs=_crs(document))


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    if document.get("type") == "FeatureCollection":
        return [one for one in document["features"] if isinstance(one, dict)]
    return [document] if document.get("type") == "Feature" else [{"geometry": document, "properties": {}}]


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    return {"id": feature["id"], **properties} if "id" in feature and "id" not in properties else properties


def _crs(document: dict[str, Any]) -> Crs:
    """GeoJSON is WGS84 by its standard; the ``crs`` member of 2008 is obeyed where it is given."""
    declared = document.get("crs")
    name = declared.get("properties", {}).get("name") if isinstance(declared, dict) else None
    return crs_of_name(name=str(name)) if name else Crs(name="WGS84 (RFC 7946)", definition="OGC:CRS84")
