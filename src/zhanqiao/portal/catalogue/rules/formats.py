"""The formats a table is downloaded in, in the order people want them, each with what it is good for."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Format:
    """One format: API name, label, icon (lucide), what it is good for, what its address adds."""

    name: str
    label: str
    icon: str
    note: Text
    query: str = ""

    @property
    def kind(self) -> str:
        """Return the format that is packed, or the format itself."""
        return self.name.partition(".")[0]


FORMATS = (
    Format("csv", "CSV", "file-text", Text("通用表格，可用 Excel 打开", "Plain table, opens in Excel"), "?bom=1"),
    Format("xlsx", "Excel (XLSX)", "file-spreadsheet", Text("电子表格", "Spreadsheet")),
    Format("json", "JSON", "braces", Text("网页与程序", "Web and programs")),
    Format("geojson", "GeoJSON", "map-pin", Text("地图与 GIS", "Maps and GIS")),
    Format("gpkg", "GeoPackage", "map-pin", Text("QGIS 等 GIS 软件", "GIS programs such as QGIS")),
    Format("parquet", "Parquet", "database", Text("大数据分析，保留类型", "Analysis, keeps types")),
    Format("ndjson", "NDJSON", "braces", Text("逐行 JSON，适合流式处理", "JSON by line, for streaming")),
    Format("tsv", "TSV", "file-text", Text("制表符分隔", "Tab separated")),
    Format("xml", "XML", "code-xml", Text("与业务系统对接", "For business systems")),
    Format("ttl", "RDF (Turtle)", "waypoints", Text("关联数据，每行一个主语", "Linked data, a subject a row")),
    Format(
        "csv.zst", "CSV (Zstandard)", "file-archive", Text("压缩后的 CSV，适合大表", "Packed CSV, for large tables")
    ),
)
FILE_NOTES = {
    "parquet": Text("整表数据（Parquet）", "The whole table (Parquet)"),
    "problems": Text("未能转换的单元格及原文", "Cells that could not be converted, with what was written"),
    "originals": Text("转换前的原始写法", "How converted values were written"),
    "refused": Text("未能放入表中的行", "Lines that could not be placed"),
    "report": Text("解析报告", "What was understood of the file"),
    "profile": Text("各列概况", "Profile of every column"),
    "manifest": Text("版本清单", "The release's manifest"),
}


def file_note(*, name: str) -> Text | None:
    """Return what a release's file holds, told from its kind; None for one that is not known."""
    return FILE_NOTES.get(name)
