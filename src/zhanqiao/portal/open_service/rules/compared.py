"""The endpoints that judge releases: how two of them differ, how good the rows of one are."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.endpoint import Endpoint

REFUSALS = (403, 404, 410, 422, 503)

COMPARED: tuple[Endpoint, ...] = (
    Endpoint(
        name="diff",
        path="/tables/{table}/diff",
        group="files",
        title=Text("比较两个版本", "Differences between two releases"),
        about=Text(
            "两个版本之间新增、删除、更改的行，精确到单元格，并列出增减或改类型的列。比较全部行，结果保存，再次查询即时返回。",
            "Rows added, removed and changed between two releases, down to the cell, and columns that came, went or changed type. "
            "All rows are compared; the result is kept, so asking again is instant.",
        ),
        places=(d.TABLE,),
        parameters=(d.FROM, d.TO, d.DIFF_KEY, d.CHANGE_KIND, d.ROW_LIMIT, d.OFFSET),
        answer="Diff",
        refusals=REFUSALS,
    ),
    Endpoint(
        name="quality",
        path="/tables/{table}/quality",
        group="files",
        title=Text("数据质量", "Quality of the rows"),
        about=Text(
            "按 GB/T 36344-2018 六个维度对全部行测量的得分、各项指标、不符合类型的单元格和发现的问题。",
            "The score over all rows in the six dimensions of GB/T 36344-2018, its indicators, cells that did not fit, problems found.",
        ),
        places=(d.TABLE,),
        parameters=(d.AS_OF,),
        answer="Quality",
        refusals=REFUSALS,
    ),
)
