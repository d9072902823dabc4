"""JSON Schemas of the tables that go with a table."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import OBJECT, STRING, WHOLE, Schema, many, maybe, reference, said, thing

NUMBER: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SCORE = said(NUMBER, "由高到低排列的分数，0 到 1", "What they are sorted by, from 0 to 1")
TOTAL = said(WHOLE, "总数", "How many there are")
TOGETHER: dict[str, Schema] = {
    "OtherTable": thing(
        Text("另一张表", "The other table"),
        id=STRING,
        name=STRING,
        title=reference("Text"),
        url=STRING,
        release=reference("ReleaseReference"),
    ),
    "JoinableTable": thing(
        Text("可按键连接的表", "A table that can be joined by keys"),
        table=reference("OtherTable"),
        score=SCORE,
        reason=reference("Text"),
        keys=many(thing(Text("一对键", "A pair of keys"), left=STRING, right=STRING)),
        match=thing(
            Text("两张整表的匹配情况", "How well both whole tables match"),
            left_rate=said(maybe(NUMBER), "本表有匹配的行所占比例", "Share of this table's rows that have a partner"),
            right_rate=said(
                maybe(NUMBER), "对方有匹配的行所占比例", "Share of the other table's rows that have a partner"
            ),
            pairs=WHOLE,
            cardinality=STRING,
        ),
        join=thing(
            Text("可直接提交的连接", "The join, ready to be sent"),
            url=STRING,
            body=said(OBJECT, "POST 的正文", "The body to post"),
        ),
    ),
    "Joinable": thing(
        Text("可与一张表连接的表", "Tables that can be joined with a table"),
        data=many(reference("JoinableTable")),
        total=TOTAL,
    ),
    "UnionableTable": thing(
        Text("列基本相同的表", "A table of mostly the same columns"),
        table=reference("OtherTable"),
        score=SCORE,
        reason=reference("Text"),
        columns=said(many(STRING), "两表都有的列", "Columns of both"),
        left_alone=said(many(STRING), "只有本表有的列", "Columns of this table alone"),
        right_alone=said(many(STRING), "只有对方有的列", "Columns of the other alone"),
    ),
    "Unionable": thing(
        Text("可与一张表上下合并的表", "Tables whose rows fit under those of a table"),
        data=many(reference("UnionableTable")),
        total=TOTAL,
    ),
}
