"""The endpoints that tell which tables go with a table."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.declared import TABLE
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.parameters import Kind, Parameter

LIMIT = Parameter(
    "limit",
    Text("最多返回多少张表", "Tables at most"),
    kind=Kind.INTEGER,
    minimum=1,
    default=20,
)
VALUE = Parameter(
    "value", Text("要查找的值，整个单元格相同", "The value to look for: a whole cell"), required=True, example="370202"
)
TOGETHER: tuple[Endpoint, ...] = (
    Endpoint(
        name="values",
        path="/values",
        group="tables",
        title=Text("查找取值", "Where a value stands"),
        about=Text(
            "哪些数据表的哪些列有这个值（文本、整数、日期，整个单元格相同），各有多少行。最多 5 秒，答复说明看了多少张表；只含调用者可读取数据的表。",
            "Which columns of which tables have this value (texts, integers, dates; whole cells), and in how many rows. Five seconds at "
            "most, the answer says how many tables were looked at; only tables whose rows the caller may read.",
        ),
        parameters=(VALUE,),
        answer="ValueAnswer",
        refusals=(503,),
    ),
    Endpoint(
        name="joinable",
        path="/tables/{table}/joinable",
        group="tables",
        title=Text("可连接的表", "Tables to join with"),
        about=Text(
            "可按键与本表连接的表，附理由、两侧匹配比例与可直接提交的连接。按全部行核实；只列出调用者可读取数据的表。",
            "Tables that can be joined with this one by keys, each with the reason, the match rates both ways and the join ready to "
            "be sent. Proven on all rows; only tables whose rows the caller may read.",
        ),
        places=(TABLE,),
        parameters=(LIMIT,),
        answer="Joinable",
        refusals=(403, 404, 503),
    ),
    Endpoint(
        name="unionable",
        path="/tables/{table}/unionable",
        group="tables",
        title=Text("可合并的表", "Tables of the same columns"),
        about=Text(
            "列名与类型和本表基本相同、行可上下合并的表；只列出调用者可读取数据的表。",
            "Tables whose columns are mostly those of this one, so that rows fit under one another; only tables whose rows the "
            "caller may read.",
        ),
        places=(TABLE,),
        parameters=(LIMIT,),
        answer="Unionable",
        refusals=(403, 404),
    ),
)
