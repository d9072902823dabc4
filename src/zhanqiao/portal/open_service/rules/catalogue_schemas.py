"""JSON Schemas of datasets and tables as the catalogue describes them."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import (
    FLAG,
    MOMENT,
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

TEXT = reference("Text")
CODE = reference("Code")
DATASET: dict[str, Schema] = {
    "id": said(STRING, "数据集标识", "Id of the dataset"),
    "slug": said(STRING, "网址短名", "Name in addresses"),
    "url": said(STRING, "接口地址", "Address in the API"),
    "page": said(STRING, "网页地址", "Address of the page"),
    "title": TEXT,
    "abstract": TEXT,
    "department": reference("Department"),
    "theme": CODE,
    "keywords": many(STRING),
    "open_type": CODE,
    "update_cycle": CODE,
    "licence": reference("Licence"),
    "formats": said(many(STRING), "可下载的格式", "Formats it can be downloaded in"),
    "rows": said(WHOLE, "各表行数之和", "Rows of all tables"),
    "issued_at": maybe(MOMENT),
    "modified_at": MOMENT,
    "updated_at": said(maybe(MOMENT), "最近一次发布", "The newest release"),
    "state": said(STRING, "published、suspended 或 withdrawn", "published, suspended or withdrawn"),
}
TABLE: dict[str, Schema] = {
    "id": said(STRING, "数据表标识，终身不变", "Id of the table, stable for ever"),
    "dataset_id": STRING,
    "name": said(STRING, "来源文件中的名称", "Name in the source"),
    "title": TEXT,
    "rows": WHOLE,
    "columns": said(WHOLE, "列数", "Number of columns"),
    "problem_cells": said(WHOLE, "问题单元格数", "Cells that did not fit their type"),
    "refused_rows": said(WHOLE, "未收录的行数", "Lines that found no place"),
    "key": said(many(STRING), "主键列；空表示没有声明", "Columns of the key; empty when none is declared"),
    "bbox": said(
        {"type": ["array", "null"], "items": {"type": "number"}}, "西、南、东、北", "West, south, east, north"
    ),
    "release": reference("ReleaseReference"),
    "url": STRING,
    "rows_url": STRING,
}
CATALOGUE: dict[str, Schema] = {
    "Code": thing(Text("代码及其名称", "A code and its words"), code=STRING, zh=STRING, en=STRING),
    "Licence": thing(
        Text("许可", "A licence"), code=said(STRING, "SPDX 标识", "SPDX identifier"), zh=STRING, en=STRING, url=STRING
    ),
    "Department": thing(
        Text("部门", "A department"),
        id=STRING,
        key=STRING,
        code=said(STRING, "统一社会信用代码", "Unified social credit code"),
        name=TEXT,
    ),
    "FoundDataset": thing(
        Text("检索到的数据集", "A dataset found"),
        DATASET,
        matches=said(OBJECT, "检索词出现的位置", "Where the words were found"),
    ),
    "Dataset": thing(
        Text("数据集：目录条目的全部公开字段及其数据表", "A dataset: every public field of its entry, and its tables"),
        DATASET,
        share_type=CODE,
        data_level=CODE,
        scene={"anyOf": [CODE, {"type": "null"}]},
        open_condition=said(STRING, "有条件开放的条件", "Condition of opening"),
        open_legal_ground=said(STRING, "不予开放的依据", "Ground of not opening"),
        class_code=STRING,
        resource_code=said(STRING, "信息资源代码", "Code of the information resource"),
        division_code=STRING,
        spatial=STRING,
        temporal_from=maybe(STRING),
        temporal_to=maybe(STRING),
        language=STRING,
        origin_name=STRING,
        origin_url=STRING,
        synthetic=said(FLAG, "是否合成数据", "Whether the data are synthetic"),
        contact_name=STRING,
        contact_phone=STRING,
        contact_email=STRING,
        state_reason=STRING,
        due_at=said(maybe(MOMENT), "按更新周期应在此前更新", "When the update cycle asks for the next release"),
        tables=many(reference("TableSummary")),
    ),
    "TableSummary": thing(Text("一张数据表", "A table"), TABLE),
    "Field": thing(
        Text("一列及其数据字典", "A column with its dictionary entry"),
        optional=("meaning", "precision", "scale"),
        name=STRING,
        type=STRING,
        meaning=STRING,
        precision=WHOLE,
        scale=WHOLE,
        label=TEXT,
        description=TEXT,
        unit=STRING,
        element=said(STRING, "数据元标识", "Data element"),
    ),
    "Table": thing(
        Text("数据表的全部描述", "All that is known of a table"),
        TABLE,
        dataset=OBJECT,
        readable=said(FLAG, "您能否读取数据行", "Whether you may read its rows"),
        readable_reason=TEXT,
        fields=many(reference("Field")),
        profile=said(maybe(OBJECT), "各列概况；不可读取时为 null", "Profile by column; null when not readable"),
        releases=said(many(reference("Release")), "最近的发布版本", "The latest releases"),
    ),
    "Facet": thing(
        Text("分面的一个取值", "A value of a facet"),
        value=STRING,
        label=TEXT,
        count=WHOLE,
        selected=said(FLAG, "是否已选", "Whether it is chosen"),
    ),
    "Suggestion": thing(
        Text("一条提示", "A suggestion"),
        kind=said(STRING, "dataset、column 或 department", "dataset, column or department"),
        text=STRING,
        target=said(STRING, "数据集短名或部门短名", "Slug of the dataset or key of the department"),
        count=WHOLE,
    ),
}
