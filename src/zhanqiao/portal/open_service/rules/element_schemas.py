"""JSON Schemas of data elements, code lists and conformance."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import STRING, WHOLE, Schema, many, maybe, reference, said, thing

NUMBER: Schema = {"type": "number"}
COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
SHOWN: Schema = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
ELEMENTS: dict[str, Schema] = {
    "ValueColumn": thing(Text("有这个值的列", "A column that has the value"), column=STRING, rows=WHOLE),
    "ValueTable": thing(
        Text("有这个值的表", "A table that has the value"),
        table=STRING,
        title=reference("Text"),
        url=STRING,
        columns=many(reference("ValueColumn")),
    ),
    "ValueAnswer": thing(
        Text("查找取值", "Where a value stands"),
        data=many(reference("ValueTable")),
        looked_at=said(WHOLE, "时限内看过的表", "Tables looked at in time"),
        of=said(WHOLE, "可读取的表", "Tables that may be read"),
    ),
    "Element": thing(
        Text("数据元", "A data element"),
        key=STRING,
        version=WHOLE,
        stage=said(STRING, "consultation、published 或 retired", "consultation, published or retired"),
        name=reference("Text"),
        definition=reference("Text"),
        object_class=STRING,
        property=STRING,
        format=said(STRING, "表示格式，如 an18、n..10,2", "Representation, such as an18, n..10,2"),
        format_text=reference("Text"),
        pattern=said(STRING, "整个值须匹配的模式（RE2）", "Pattern that a whole value matches (RE2)"),
        unit=STRING,
        code_list=said(STRING, "值域代码表的标识；空表示没有", "Key of the code list of its values; empty for none"),
        minimum=maybe(NUMBER),
        maximum=maybe(NUMBER),
        check=STRING,
        synonyms=many(STRING),
        standard=STRING,
        successor=STRING,
        modified_at=STRING,
    ),
    "ElementList": thing(Text("数据元", "Data elements"), data=many(reference("Element"))),
    "ElementStep": thing(
        Text("一次变更", "A change"), version=WHOLE, stage=reference("Text"), at=STRING, reason=STRING
    ),
    "ElementUse": thing(Text("使用它的字段", "A column that uses it"), table=STRING, column=STRING, url=STRING),
    "ElementAnswer": thing(
        Text("数据元", "A data element"),
        data=reference("Element"),
        history=many(reference("ElementStep")),
        uses=many(reference("ElementUse")),
    ),
    "CodeListReference": thing(
        Text("代码表", "A code list"), key=STRING, title=reference("Text"), codes=WHOLE, url=STRING
    ),
    "CodeListList": thing(Text("代码表", "Code lists"), data=many(reference("CodeListReference"))),
    "Code": thing(
        Text("一个代码", "A code"),
        code=STRING,
        name_zh=STRING,
        name_en=STRING,
        parent=STRING,
        valid_from=maybe(STRING),
        valid_to=maybe(STRING),
        successor=STRING,
    ),
    "CodeListAnswer": thing(
        Text("代码表", "A code list"),
        key=STRING,
        title=reference("Text"),
        standard=STRING,
        modified_at=STRING,
        data=many(reference("Code")),
    ),
    "ColumnConformance": thing(
        Text("一列的核对结果", "What was counted of a column"),
        column=STRING,
        element=STRING,
        tried=said(WHOLE, "有值的单元格", "Cells with a value"),
        wrong=WHOLE,
        faults=said(
            COUNTS, "form、unknown、retired、range、check 各多少", "How many by form, unknown, retired, range, check"
        ),
        examples=SHOWN,
    ),
    "ConformanceAnswer": thing(
        Text("与数据元的符合程度", "Conformance to data elements"),
        data=many(reference("ColumnConformance")),
        release=reference("ReleaseReference"),
    ),
}
