"""JSON Schemas of the differences between two releases."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import OBJECT, STRING, WHOLE, Schema, many, maybe, reference, said, thing

ROW: Schema = said(
    maybe(OBJECT), "列名到值；没有该行时为 null", "Column names to values; null where there is no such row"
)
DIFFS: dict[str, Schema] = {
    "Change": thing(
        Text("一行的差异", "One row that differs"),
        kind=said(STRING, "added、removed 或 changed", "added, removed or changed"),
        old=ROW,
        new=ROW,
        columns=said(many(STRING), "更改的列", "The columns that changed"),
    ),
    "Retyped": thing(Text("类型变了的列", "A column whose type changed"), name=STRING, old=STRING, new=STRING),
    "Diff": thing(
        Text("两个版本的差异", "Differences between two releases"),
        data=many(reference("Change")),
        summary=thing(
            Text("全部行的计数", "Counts over all rows"),
            key=said(
                many(STRING),
                "对应行所用的列；空表示按整行内容比较",
                "Columns that paired the rows; empty when whole rows were compared",
            ),
            added=WHOLE,
            removed=WHOLE,
            changed=WHOLE,
            unchanged=WHOLE,
            cells=said(OBJECT, "每列更改的单元格数", "Changed cells of each column"),
        ),
        columns=thing(
            Text("列的变化；只比较两个版本都有的列", "What became of the columns; those of both releases are compared"),
            added=many(STRING),
            removed=many(STRING),
            retyped=many(reference("Retyped")),
        ),
        page=thing(
            Text("本页", "This page"),
            limit=WHOLE,
            offset=WHOLE,
            total=said(WHOLE, "此类差异的总行数", "All rows of this kind"),
            next_url=said(maybe(STRING), "下一页的地址", "Address of the next page"),
        ),
        releases=thing(
            Text("两个版本", "Both releases"), old=reference("ReleaseReference"), new=reference("ReleaseReference")
        ),
        limits=many(reference("Limit")),
    ),
}
