"""In which formats a join is taken along. No Django, no clock."""

from __future__ import annotations

from zhanqiao.kit.texts import Text

FORMATS = {
    "csv": Text("CSV", "CSV"),
    "xlsx": Text("Excel (XLSX)", "Excel (XLSX)"),
    "parquet": Text("Parquet", "Parquet"),
    "json": Text("JSON", "JSON"),
}
PLACE_FORMATS = {"geojson": Text("GeoJSON", "GeoJSON"), "gpkg": Text("GeoPackage", "GeoPackage")}
