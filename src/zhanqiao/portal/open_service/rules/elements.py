"""The endpoints of data standards: elements, code lists, how a table conforms, its contract."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.media import CSV, JSON
from zhanqiao.portal.open_service.rules.parameters import Parameter

ELEMENT = Parameter("element", Text("数据元标识", "Key of the data element"), required=True)
CODE_LIST = Parameter("code_list", Text("代码表标识", "Key of the code list"), required=True)
ON = Parameter("on", Text("只列出该日有效的代码", "Only codes that hold on this day"), example="2026-01-31")
ELEMENTS: tuple[Endpoint, ...] = (
    Endpoint(
        name="elements",
        path="/elements",
        group="standards",
        title=Text("数据元", "Data elements"),
        about=Text(
            "全部数据元：名称、定义、对象类、特性、表示格式、值域。",
            "All data elements: names, definition, object class, property, representation, value domain.",
        ),
        answer="ElementList",
    ),
    Endpoint(
        name="element",
        path="/elements/{element}",
        group="standards",
        title=Text("一个数据元", "One data element"),
        about=Text("一个数据元，其历史和使用它的字段。", "One data element, its history, and the columns that use it."),
        places=(ELEMENT,),
        answer="ElementAnswer",
        refusals=(404,),
    ),
    Endpoint(
        name="code-lists",
        path="/code-lists",
        group="standards",
        title=Text("代码表", "Code lists"),
        about=Text("全部代码表。", "All code lists."),
        answer="CodeListList",
    ),
    Endpoint(
        name="code-list-file",
        path="/code-lists/{code_list}.csv",
        group="standards",
        title=Text("一个代码表（CSV）", "One code list as CSV"),
        about=Text(
            "全部代码及其有效日期；可用 zhanqiao standards import-codes 读回。",
            "All codes with the days they hold; zhanqiao standards import-codes reads it.",
        ),
        places=(CODE_LIST,),
        media=(CSV,),
        refusals=(404,),
    ),
    Endpoint(
        name="code-list",
        path="/code-lists/{code_list}",
        group="standards",
        title=Text("一个代码表", "One code list"),
        about=Text("全部代码，或某日有效的代码。", "All codes, or those that hold on a day."),
        places=(CODE_LIST,),
        parameters=(ON,),
        answer="CodeListAnswer",
        refusals=(404,),
    ),
    Endpoint(
        name="conformance",
        path="/tables/{table}/conformance",
        group="standards",
        title=Text("与数据元的符合程度", "Conformance to data elements"),
        about=Text(
            "绑定了数据元的各列：对全部行核对格式、代码（区分已废止与未知）、范围和校验位。",
            "The columns bound to data elements: form, codes (retired ones told from unknown ones), range and check digits over all rows.",
        ),
        places=(d.TABLE,),
        answer="ConformanceAnswer",
        refusals=(403, 404, 503),
    ),
    Endpoint(
        name="contract",
        path="/tables/{table}/contract.json",
        group="standards",
        title=Text("数据合同（ODCS）", "Data contract (ODCS)"),
        about=Text(
            "以 Open Data Contract Standard 3 描述一张表：各列的类型、含义、数据元和质量规则、更新承诺、联系人。",
            "A table in the Open Data Contract Standard 3: types, meaning, elements and quality rules of its columns, the promised cycle, whom to ask.",
        ),
        places=(d.TABLE,),
        media=(JSON,),
        refusals=(403, 404),
    ),
)
