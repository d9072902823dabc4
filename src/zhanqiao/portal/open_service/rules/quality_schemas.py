"""JSON Schemas of the quality of rows."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import STRING, WHOLE, Schema, many, maybe, reference, said, thing

NUMBER: Schema = {"type": "number"}
SCORE: Schema = said(maybe(NUMBER), "0 到 100；无法测量时为 null", "0 to 100; null where nothing can be measured")
QUALITY: dict[str, Schema] = {
    "Indicator": thing(
        Text("一项指标：good / of", "One indicator: good / of"),
        code=said(STRING, "GB/T 36344-2018 的指标代码", "Code of the indicator in GB/T 36344-2018"),
        text=reference("Text"),
        good=NUMBER,
        of=NUMBER,
    ),
    "Dimension": thing(
        Text("六个维度之一", "One of the six dimensions"),
        code=STRING,
        text=reference("Text"),
        score=SCORE,
        indicators=many(reference("Indicator")),
    ),
    "ColumnQuality": thing(
        Text("一列的测量结果", "What was measured of a column"),
        name=STRING,
        empty=said(WHOLE, "为空的单元格，含不符合类型的", "Empty cells, those that did not fit included"),
        misfits=said(WHOLE, "不符合类型的单元格", "Cells that did not fit the type"),
        rule=said(STRING, "按哪种含义校验；空表示没有", "The meaning whose rule was tried; empty for none"),
        tried=WHOLE,
        wrong=WHOLE,
        examples=many(STRING),
    ),
    "MisfitForm": thing(
        Text("一种不符合类型的写法", "A written form that did not fit"),
        column=STRING,
        original=STRING,
        reason=STRING,
        text=reference("Text"),
        cells=WHOLE,
    ),
    "DescriptionGap": thing(
        Text("目录描述中不完整的一项", "What the description lacks, wholly or in part"),
        zh=STRING,
        en=STRING,
        points=WHOLE,
        reached=NUMBER,
    ),
    "DescriptionQuality": thing(
        Text("目录描述的质量（data.europa.eu MQA）", "Quality of the description (data.europa.eu MQA)"),
        score=WHOLE,
        of=WHOLE,
        rating=reference("Text"),
        missing=many(reference("DescriptionGap")),
    ),
    "QualityFinding": thing(Text("发现的问题", "A problem found"), code=STRING, zh=STRING, en=STRING),
    "Quality": thing(
        Text("数据质量", "Quality of the rows"),
        data=thing(
            Text("得分及依据", "The score and what it rests on"),
            score=SCORE,
            dimensions=many(reference("Dimension")),
            rows=WHOLE,
            repeated_rows=WHOLE,
            repeated_keys=said(maybe(WHOLE), "没有声明键时为 null", "null where no key is declared"),
            columns=many(reference("ColumnQuality")),
            misfits=many(reference("MisfitForm")),
            misfit_forms=said(
                WHOLE, "不符合的写法种数；misfits 最多列出 50 种", "How many forms; misfits lists 50 at most"
            ),
            description=reference("DescriptionQuality"),
            findings=many(reference("QualityFinding")),
        ),
        release=reference("ReleaseReference"),
    ),
}
