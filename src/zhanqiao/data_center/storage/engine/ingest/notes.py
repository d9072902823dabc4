"""The findings ingest can make, each with its sentence in both languages, and the reasons of problem cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from zhanqiao.data_center.storage.engine.ingest.names import tidy
from zhanqiao.data_center.storage.engine.ingest.report import Finding
from zhanqiao.kit.texts import Text

SHOWN = 60  # characters of an item in a sentence

_SENTENCES: dict[str, Text] = {
    # the file
    "encoding": Text("文字编码为 {name}。", "The text encoding is {name}."),
    "encoding-guessed": Text(
        "没有编码标记，按内容推断为 {name}。如有乱码，请另存为 UTF-8 后重新上传。",
        "The encoding is not marked; {name} was inferred from the content. If text looks wrong, save the file as UTF-8.",
    ),
    "undecodable-bytes": Text(
        "有 {count} 个字节不符合 {name} 编码，显示为“�”，原字节保留在问题单元格中。位置（字节偏移）：{places}。",
        "{count} bytes are not valid {name}; they show as '\N{REPLACEMENT CHARACTER}' and are kept among the problem cells. Byte "
        "offsets: {places}.",
    ),
    "member-skipped": Text(
        "压缩包中的“{member}”不是数据表，已跳过：{reason}",
        "'{member}' in the archive is no table and was skipped: {reason}",
    ),
    "member-refused": Text(
        "压缩包中的“{member}”无法识别：{reason}", "'{member}' in the archive could not be understood: {reason}"
    ),
    "ending-misleads": Text(
        "文件名以“.{ending}”结尾，但内容是 {format}，按内容读取。",
        "The file name ends in '.{ending}' but the content is {format}; it was read as what it is.",
    ),
    # the shape
    "title-lines": Text(
        "表头上方有 {count} 行标题或说明，未作为数据：{titles}", "{count} lines above the header are no data: {titles}"
    ),
    "no-header": Text(
        "没有找到表头，列名为“列1”“列2”……请在发布前补充列名。",
        "No header was found; the columns are called '列1', '列2' …. Name them before publishing.",
    ),
    "merged-header": Text(
        "表头占 {count} 行，上下级名称用“_”连接。", "The header spans {count} rows; the names are joined by '_'."
    ),
    "blank-header": Text("第 {places} 列没有列名，已自动命名。", "Column {places} had no name and was given one."),
    "repeated-header": Text(
        "有 {count} 个列名重复，已加序号：{names}",
        "{count} column names occur more than once; numbers were added: {names}",
    ),
    "short-rows": Text(
        "有 {count} 行比表头短，缺少的单元格为空。",
        "{count} rows are shorter than the header; the missing cells are empty.",
    ),
    "long-rows": Text(
        "有 {count} 行比表头长，多出的内容保留在问题单元格中。",
        "{count} rows are longer than the header; the extra cells are kept among the problem cells.",
    ),
    "columns-added": Text(
        "数据比表头多 {count} 列，已自动命名。",
        "The rows have {count} more columns than the header; they were given names.",
    ),
    "stray-quotes": Text(
        "有 {count} 行的引号没有成对，引号按普通字符保留（例如第 {lines} 行）。",
        "{count} lines have unpaired quotes; the quotes are kept as characters (line {lines}, for example).",
    ),
    "blank-rows": Text("有 {count} 个空行，未计入数据。", "{count} blank rows were left out."),
    "header-rows-inside": Text(
        "数据中间有 {count} 行重复的表头，已移入未入表的行。",
        "{count} repeated header rows inside the data were set aside.",
    ),
    "note-rows": Text(
        "有 {count} 行说明或注释不是数据，已移入未入表的行：{notes}",
        "{count} rows are notes, not data, and were set aside: {notes}",
    ),
    "empty-columns": Text(
        "有 {count} 列既没有列名也没有内容，已略去。", "{count} columns without name and values were left out."
    ),
    "merged-cells": Text(
        "有 {count} 处合并单元格，已把值填入每一格。", "{count} merged areas were filled with their value."
    ),
    "hidden-sheet": Text("工作表“{sheet}”是隐藏的，也已读取。", "The sheet '{sheet}' is hidden; it was read too."),
    "empty-sheets": Text("有 {count} 张空工作表，已跳过：{sheets}", "{count} empty sheets were skipped: {sheets}"),
    "error-cells": Text(
        "有 {count} 个单元格是公式错误（如 #DIV/0!），按空值处理。请在原文件中改正公式。",
        "{count} cells hold formula errors (such as #DIV/0!) and count as empty. Correct the formulas in the source.",
    ),
    "broken-lines": Text(
        "有 {count} 行不是 JSON，已移入未入表的行。", "{count} lines are not JSON and were set aside."
    ),
    "side-fields": Text("数据表之外还有这些内容，未作为数据：{fields}", "Beside the table the file holds: {fields}"),
    "keyed-objects": Text(
        "文件是以键为名的对象集合，键放在“{name}”列。",
        "The file is an object keyed by identifier; the keys are in the column '{name}'.",
    ),
    "nested-kept": Text(
        "列“{column}”含嵌套结构，以 JSON 文本保留。", "Column '{column}' holds nested values, kept as JSON text."
    ),
    "triples": Text(
        "RDF 文件按三元组（主语、谓语、宾语）读取。", "The RDF file was read as triples: subject, predicate, object."
    ),
    # geometry
    "crs": Text("坐标系为 {crs}，按经纬度读取。", "The coordinate system is {crs}, read as longitude and latitude."),
    "crs-assumed": Text(
        "没有声明坐标系，按 WGS84/CGCS2000 经纬度读取。",
        "No coordinate system is declared; the coordinates were read as longitude and latitude (WGS84/CGCS2000).",
    ),
    "crs-transformed": Text(
        "坐标由 {crs} 转换为经纬度（WGS84/CGCS2000）。",
        "The coordinates were converted from {crs} to longitude and latitude.",
    ),
    "datum-rough": Text(
        "{crs} 与 CGCS2000 的基准不同，没有转换参数，位置可能偏差几十到上百米。",
        "{crs} has another datum than CGCS2000 and no shift parameters are at hand: positions may be off by up to some 100 m.",
    ),
    "coordinates-out-of-range": Text(
        "有 {count} 个图形的坐标超出经纬度范围，坐标系可能声明有误。",
        "{count} geometries lie outside the range of degrees; the coordinate system may be declared wrongly.",
    ),
    "invalid-geometry": Text(
        "有 {count} 个图形不合法（如自相交），已保留并标记。",
        "{count} geometries are invalid (self-intersecting, for example); they are kept and flagged.",
    ),
    "geometry-missing": Text("有 {count} 行没有图形。", "{count} rows have no geometry."),
}


def finding(code: str, /, *, column: str | None = None, count: int | None = None, **values: Any) -> Finding:
    """Return a finding with its sentence filled; a value may be a Text, which is filled in by language."""
    zh, en = ({name: getattr(one, tongue, one) for name, one in values.items()} for tongue in ("zh", "en"))
    sentence = _SENTENCES[code]
    text = Text(
        zh=sentence.zh.format(count=count, column=column, **zh), en=sentence.en.format(count=count, column=column, **en)
    )
    return Finding(code=code, text=text, column=column, count=count)


def listed(items: list[str], *, most: int = 5) -> str:
    """Return the first few items joined for a sentence, each cut to a sane length."""
    shown = [item if len(item) <= SHOWN else item[: SHOWN - 1] + "…" for item in items[:most]]
    return "；".join(shown) + ("…" if len(items) > most else "")


def title_findings(*, lines: Sequence[str]) -> list[Finding]:
    """Return what is to be said of lines above the header; they are no data, but may be what somebody looks for."""
    return [finding("title-lines", count=len(lines), titles=listed(list(lines)))] if lines else []


def header_findings(*, header: Sequence[str] | None, width: int) -> list[Finding]:
    """Return what is to be said of the header of a table of ``width`` columns: none, blank, repeated or too few names."""
    if header is None:
        return [finding("no-header")]
    written = [cell.strip() for cell in header[:width]]
    made = []
    if blank := [str(place + 1) for place, cell in enumerate(written) if not cell]:
        made.append(finding("blank-header", count=len(blank), places=listed(blank)))
    repeated = [cell for cell, count in Counter(written).items() if cell and count > 1]
    if repeated:
        made.append(finding("repeated-header", count=len(repeated), names=listed([tidy(cell) for cell in repeated])))
    if width > len(header):
        made.append(finding("columns-added", count=width - len(header)))
    return made
