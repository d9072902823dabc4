"""The formats of an export, their media types, and the errors they can meet."""

from __future__ import annotations

from typing import Literal

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Format = Literal["csv", "tsv", "json", "ndjson", "xml", "parquet", "geojson", "xlsx", "arrow", "gpkg", "ttl"]
MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "xml": "application/xml; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "arrow": "application/vnd.apache.arrow.stream",
    "gpkg": "application/geopackage+sqlite3",
    "ttl": "text/turtle; charset=utf-8",
}


class UnknownFormatError(ZhanqiaoError):
    """A format that is not offered."""

    status = 404
    code = "format-unknown"
    sentence = Text(zh="没有“{format}”格式；可用：{known}。", en="There is no format '{format}'; known: {known}.")


class XlsxTooLargeError(ZhanqiaoError):
    """An answer is larger than a worksheet can be; nothing was written."""

    status = 413
    code = "xlsx-too-large"
    sentence = Text(
        zh="结果有 {rows} 行、{columns} 列，超过 Excel 工作表的上限（{max_rows} 行、{max_columns} 列）。没有生成文件；"
        "请筛选，或下载 CSV、Parquet。",
        en="The answer has {rows} rows and {columns} columns; an Excel worksheet holds {max_rows} rows and {max_columns} "
        "columns. No file was made; filter it, or download CSV or Parquet.",
    )


class GeoPackageTooWideError(ZhanqiaoError):
    """An answer has more columns than a GeoPackage can hold; nothing was written."""

    status = 413
    code = "geopackage-too-wide"
    sentence = Text(
        zh="结果有 {columns} 列，超过 GeoPackage 的上限（{max_columns} 列）。没有生成文件；请用 select 选择列，或下载 GeoJSON。",
        en="The answer has {columns} columns; a GeoPackage holds {max_columns}. No file was made; choose columns with "
        "select, or download GeoJSON.",
    )
