"""JSON Schemas of joins: what is asked, and what is answered."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.joins import KINDS, MOST_KEYS, NUMBERS, TEXTS
from zhanqiao.portal.open_service.rules.shapes import (
    FLAG,
    OBJECT,
    STRING,
    WHOLE,
    Schema,
    many,
    maybe,
    reference,
    said,
    thing,
)

COUNT: Schema = {"type": "integer", "minimum": 0}
FILLED: Schema = {"type": "string", "minLength": 1}


def closed(about: Text, /, *, required: tuple[str, ...], **named: Any) -> Schema:
    """Return an object that has no members but these."""
    shape = {"type": "object", "properties": named, "required": list(required), "additionalProperties": False}
    return {**shape, "description": about}


KEY: Schema = {
    "anyOf": [
        FILLED,
        closed(Text("两表的键名不同时", "Where the keys are called otherwise"), required=("left", "right"), left=FILLED, right=FILLED),
    ]
}  # fmt: skip
SIDE: Schema = {
    "anyOf": [
        FILLED,
        closed(
            Text("一张表", "One table"),
            required=("table",),
            table=said(FILLED, "数据表标识（tbl_…）或数据集短名", "Table id (tbl_…) or dataset slug"),
            as_of=said(STRING, "读取某一版本，同 as_of 参数", "The state to read, as the parameter as_of"),
            prefix=said(STRING, "本表各列名的前缀", "What the names of its columns begin with"),
        ),
    ]
}
JOINS: dict[str, Schema] = {
    "JoinSpec": closed(
        Text("一次连接：两张表、键、类型，以及同取行和分组接口的各项", "A join: tables, keys, kind, and the words of rows and groups"),
        required=("left", "right", "on"),
        left=SIDE,
        right=SIDE,
        on={"anyOf": [FILLED, {"type": "array", "items": KEY, "minItems": 1, "maxItems": MOST_KEYS}]},
        kind={"type": "string", "enum": list(KINDS), "default": "inner"},
        **dict.fromkeys(TEXTS, STRING),
        **dict.fromkeys(NUMBERS, COUNT),
        distinct=FLAG,
    ),
    "JoinSide": thing(
        Text("一侧的匹配情况", "How one side matches"),
        rows=WHOLE,
        matched=said(WHOLE, "有匹配的行数", "Rows with a partner"),
        unmatched=said(WHOLE, "没有匹配的行数", "Rows without one"),
        null_keys=said(WHOLE, "键为空的行数", "Rows without a key"),
        rate=said(maybe({"type": "number"}), "匹配率，空表为 null", "Share of rows with a partner, null for an empty table"),
    ),
    "JoinAnswer": thing(
        Text("连接的结果", "Answer of a join"),
        data=many(said(OBJECT, "列名到值", "Column names to values")),
        page=thing(
            Text("本页", "This page"),
            optional=("total_reason",),
            limit=WHOLE,
            offset=WHOLE,
            more=said(FLAG, "后面是否还有行", "Whether rows follow"),
            total=said(maybe(WHOLE), "总行数；有筛选或分组时为 null", "All rows; null under a filter or groups"),
            total_reason=reference("Text"),
        ),
        match=thing(
            Text("键的匹配情况，按两张整表计算", "How well the keys match, over both whole tables"),
            left=reference("JoinSide"),
            right=reference("JoinSide"),
            pairs=said(WHOLE, "匹配的行对数", "Pairs of rows that match"),
            cardinality=said(
                STRING,
                "one-to-one、one-to-many、many-to-one、many-to-many 或 none",
                "one-to-one, one-to-many, many-to-one, many-to-many or none",
            ),
        ),
        tables=thing(Text("两张表", "Both tables"), left=reference("JoinTable"), right=reference("JoinTable")),
        columns=many(reference("Column")),
        limits=many(reference("Limit")),
        engine=STRING,
    ),
    "JoinTable": thing(
        Text("一张表及其版本", "A table and its release"), id=STRING, name=STRING, release=reference("ReleaseReference")
    ),
}  # fmt: skip
