"""JSON Schemas of what the API answers, worded in both languages."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.texts import Text

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
ANYTHING: Schema = {}


def reference(name: str, /) -> Schema:
    """Return a reference to a schema of this document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _many(items: Schema, about: Text | None = None) -> Schema:
    return {"type": "array", "items": items} | ({"description": about} if about else {})


def _thing(about: Text, /, *, optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "description": about, "properties": properties, "required": required}


def _said(schema: Schema, zh: str, en: str) -> Schema:
    return {**schema, "description": Text(zh, en)}


def _maybe(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _either(name: str) -> Schema:
    return {"anyOf": [reference(name), {"type": "null"}]}


def _envelope(about: Text, data: Schema, /, **more: Schema) -> Schema:
    return _thing(
        about,
        optional=("release", "columns", "facets", "suggestion"),
        data=data,
        page=reference("Page"),
        limits=_many(reference("Limit")),
        **more,
    )


def _single(about: Text, data: Schema) -> Schema:
    return _thing(about, data=data)


PARTS: dict[str, Schema] = {
    "Text": _thing(Text("中英文", "Chinese and English"), zh=STRING, en=STRING),
    "Page": _thing(
        Text("本页", "This page"),
        optional=("total_reason", "offset", "next_url"),
        next=_said(_maybe(STRING), "下一页的 after 值；没有则为 null", "after of the next page; null at the end"),
        next_url=_said(_maybe(STRING), "下一页的地址", "Address of the next page"),
        total=_said(_maybe(WHOLE), "总数；未计数时为 null", "The total; null when not counted"),
        total_reason=reference("Text"),
        limit=WHOLE,
        offset=_maybe(WHOLE),
    ),
    "ReleaseReference": _thing(
        Text("数据所属的发布版本", "The release that the data belong to"),
        id=STRING,
        number=WHOLE,
        at=_said({"type": "string", "format": "date-time"}, "发布时间", "When it was published"),
    ),
    "Limit": _thing(Text("触及的一项限制", "A limit that was reached"), code=STRING, zh=STRING, en=STRING),
    "Column": _thing(
        Text("一列", "A column"),
        optional=("meaning", "unit", "precision", "scale"),
        name=STRING,
        type=_said(
            STRING,
            "text、integer、decimal、number、boolean、date、time、timestamp、geometry 或 json",
            "text, integer, decimal, number, boolean, date, time, timestamp, geometry or json",
        ),
        meaning=STRING,
        unit=STRING,
        precision=WHOLE,
        scale=WHOLE,
    ),
    "Problem": _thing(
        Text("问题说明（RFC 9457）", "Problem document (RFC 9457)"),
        type=STRING,
        title=STRING,
        status=WHOLE,
        detail=STRING,
        instance=STRING,
        code=_said(STRING, "稳定的错误代码", "Stable code of the error"),
        zh=_said(STRING, "中文说明", "The detail in Chinese"),
        en=_said(STRING, "英文说明", "The detail in English"),
        facts=_said(OBJECT, "可供程序使用的细节，如出错的位置", "Details for programs, such as the position"),
    ),
    "FacetValue": _thing(Text("取值与计数", "A value and its count"), value=ANYTHING, count=WHOLE),
    "Release": _thing(
        Text("一个发布版本", "A release"),
        optional=("note", "fields", "files", "source"),
        id=STRING,
        number=WHOLE,
        at={"type": "string", "format": "date-time"},
        mode=_said(STRING, "replace 整表替换，append 追加", "replace: the whole table; append: rows added"),
        rows=WHOLE,
        rows_added=_maybe(WHOLE),
        problem_cells=WHOLE,
        refused_rows=WHOLE,
        note=STRING,
        fields=_many(reference("Column")),
        files=_many(reference("File")),
        source=_either("File"),
    ),
    "File": _thing(Text("一个文件", "A file"), name=STRING, size=WHOLE, sha256=STRING, sm3=STRING, url=STRING),
}
SCHEMAS: dict[str, Schema] = PARTS | {
    "Index": _single(Text("接口首页", "Index"), OBJECT),
    "Document": {"type": "object", "description": Text("OpenAPI 文档", "An OpenAPI document")},
    "DatasetList": _envelope(
        Text("数据集列表", "Datasets"),
        _many(OBJECT),
        facets={"type": "object", "additionalProperties": _many(OBJECT)},
        suggestion=_said(_maybe(STRING), "没有结果时建议的检索词", "Words to try when nothing was found"),
    ),
    "Suggestions": _single(Text("提示", "Suggestions"), _many(OBJECT)),
    "DatasetAnswer": _single(Text("数据集", "A dataset"), OBJECT),
    "TableList": _single(Text("数据表列表", "Tables"), _many(OBJECT)),
    "TableAnswer": _single(Text("数据表", "A table"), OBJECT),
    "Rows": _envelope(
        Text("数据行", "Rows"),
        _many(_said(OBJECT, "列名到值", "Column names to values")),
        release=reference("ReleaseReference"),
        columns=_many(reference("Column")),
    ),
    "Facets": _thing(
        Text("各列的取值计数", "Value counts by column"),
        data={"type": "object", "additionalProperties": _many(reference("FacetValue"))},
        release=reference("ReleaseReference"),
        limits=_many(reference("Limit")),
    ),
    "ReleaseList": _single(Text("发布版本列表", "Releases"), _many(reference("Release"))),
    "ReleaseAnswer": _single(Text("发布版本", "A release"), reference("Release")),
}
