"""Writing rows, keys and tables, declared once."""

from __future__ import annotations

from http import HTTPStatus

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.media import JSON, NDJSON
from zhanqiao.portal.open_service.rules.parameters import Parameter
from zhanqiao.portal.open_service.rules.shapes import STRING, WHOLE, Schema, many, said, thing
from zhanqiao.portal.open_service.rules.writing_kinds import IDEMPOTENCY_KEY, KEYED, PREFER, Writing

TYPES = ("text", "integer", "decimal", "number", "boolean", "date", "time", "timestamp", "geometry", "json")
ROW: Schema = {"type": "object", "description": Text("列名到值", "Column names to values")}
ROWS: Schema = thing(Text("要写入的行", "The rows"), rows=many(ROW))
OPERATION = Parameter(
    "operation",
    Text(
        "append 追加；update 按主键更新给出的列；upsert 更新或新增；delete 按主键删除",
        "append adds rows; update changes the given columns of rows, by key; upsert changes or adds; delete removes by key",
    ),
    choices=("append", "update", "upsert", "delete"),
    default="append",
)
BATCH = Parameter("batch", Text("批次标识（bat_…）", "Batch id (bat_…)"), required=True)

FIELD: Schema = thing(
    Text("一列", "A column"),
    optional=("precision", "scale", "label_zh", "label_en"),
    name=STRING,
    type={"type": "string", "enum": list(TYPES)},
    precision=said(WHOLE, "decimal 的总位数", "Digits of a decimal"),
    scale=said(WHOLE, "decimal 的小数位数", "Digits after the point of a decimal"),
    label_zh=said(STRING, "中文名称", "Chinese name"),
    label_en=said(STRING, "英文名称", "English name"),
)
NEW_TABLE: Schema = thing(
    Text("新的数据表", "A new table"),
    optional=("title_zh", "title_en", "key", "rows"),
    name=said(STRING, "数据集内唯一的名称", "Its name, unique in the dataset"),
    title_zh=STRING,
    title_en=STRING,
    fields=many(FIELD),
    key=said(many(STRING), "主键列", "Columns of the key"),
    rows=many(ROW),
)

ROW_WRITINGS: tuple[Writing, ...] = (
    Writing(
        name="create-table",
        method="POST",
        path="/datasets/{dataset}/tables",
        title=Text("新建数据表", "Make a table"),
        about=Text(
            "在已公开的数据集中新建数据表：列、主键和最初的行。应答 201 时已是第一个版本。",
            "Makes a table in a published dataset: columns, key, first rows. When 201 comes back it is the first release.",
        ),
        places=(d.DATASET,),
        body=((JSON, NEW_TABLE),),
        answers=((HTTPStatus.CREATED, "NewTableAnswer"),),
        refusals=(*KEYED, 409, 413, 415, 422),
    ),
    Writing(
        name="send-rows",
        method="POST",
        path="/tables/{table}/rows",
        title=Text("写入数据行", "Write rows"),
        about=Text(
            "提交若干行，先持久保存再应答 202，随后并入下一个版本（通常几秒）。一批要么全部写入，要么全部拒绝。",
            "Takes rows: they are durable when 202 comes back, and in the next release some seconds later. All of them or none.",
        ),
        places=(d.TABLE,),
        parameters=(OPERATION,),
        headers=(IDEMPOTENCY_KEY, PREFER),
        body=((JSON, ROWS), (NDJSON, {"type": "string"})),
        answers=((HTTPStatus.ACCEPTED, "BatchAnswer"), (HTTPStatus.OK, "BatchAnswer")),
        refusals=(*KEYED, 409, 413, 415, 422, 429, 503),
    ),
    Writing(
        name="batch",
        method="GET",
        path="/tables/{table}/batches/{batch}",
        title=Text("一批数据的去向", "What became of a batch"),
        about=Text(
            "已接收、已并入某个版本，或被拒绝及其原因。",
            "Accepted, in a release, or refused and why.",
        ),
        places=(d.TABLE, BATCH),
        answers=((HTTPStatus.OK, "BatchAnswer"),),
        refusals=KEYED,
    ),
    Writing(
        name="declare-key",
        method="PUT",
        path="/tables/{table}/key",
        title=Text("声明主键", "Declare the key"),
        about=Text(
            "声明哪些列唯一标识一行；空列表取消主键。现有数据和以后的每个版本都必须满足。",
            "Says which columns identify a row; an empty list takes the key away. Present rows and every later release are held to it.",
        ),
        places=(d.TABLE,),
        body=(
            (
                JSON,
                thing(
                    Text("主键列", "The key"),
                    columns=said(many(STRING), "列名，按顺序", "Names of columns, in order"),
                ),
            ),
        ),
        answers=((HTTPStatus.OK, "KeyAnswer"),),
        refusals=(*KEYED, 409, 413, 415, 422),
    ),
)
