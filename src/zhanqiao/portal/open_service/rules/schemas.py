"""JSON Schemas of what the API answers, worded in both languages."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.catalogue_schemas import CATALOGUE
from zhanqiao.portal.open_service.rules.diff_schemas import DIFFS
from zhanqiao.portal.open_service.rules.element_schemas import ELEMENTS
from zhanqiao.portal.open_service.rules.exchange_schemas import EXCHANGE
from zhanqiao.portal.open_service.rules.geocode_schemas import GEOCODES
from zhanqiao.portal.open_service.rules.join_schemas import JOINS
from zhanqiao.portal.open_service.rules.quality_schemas import QUALITY
from zhanqiao.portal.open_service.rules.request_schemas import REQUESTED
from zhanqiao.portal.open_service.rules.shapes import (
    ANYTHING,
    MOMENT,
    OBJECT,
    STRING,
    WHOLE,
    Schema,
    either,
    envelope,
    many,
    maybe,
    reference,
    said,
    single,
    thing,
)
from zhanqiao.portal.open_service.rules.tiles import TILE_SCHEMAS
from zhanqiao.portal.open_service.rules.together_schemas import TOGETHER

PARTS: dict[str, Schema] = {
    "Text": thing(Text("中英文", "Chinese and English"), zh=STRING, en=STRING),
    "Page": thing(
        Text("本页", "This page"),
        optional=("total_reason", "total_estimate", "offset", "next_url"),
        next=said(maybe(STRING), "下一页的 after 值；没有则为 null", "after of the next page; null at the end"),
        next_url=said(maybe(STRING), "下一页的地址", "Address of the next page"),
        total=said(maybe(WHOLE), "总数；未计数时为 null", "The total; null when not counted"),
        total_reason=reference("Text"),
        total_estimate=reference("Estimate"),
        limit=WHOLE,
        offset=maybe(WHOLE),
    ),
    "ReleaseReference": thing(
        Text("数据所属的发布版本", "The release that the data belong to"),
        id=STRING,
        number=WHOLE,
        at=said(MOMENT, "发布时间", "When it was published"),
    ),
    "Estimate": thing(
        Text("仅总数为估计值时：依据和可能的范围", "With an estimated total only: what it rests on, and its bounds"),
        low=WHOLE,
        high=WHOLE,
        looked_at=WHOLE,
        found=WHOLE,
        zh=STRING,
        en=STRING,
    ),
    "Sample": thing(
        Text("仅抽样时：结果是样本", "With sample only: the answer is one"),
        rows=WHOLE,
        seed=WHOLE,
        zh=STRING,
        en=STRING,
    ),
    "Limit": thing(Text("触及的一项限制", "A limit that was reached"), code=STRING, zh=STRING, en=STRING),
    "Column": thing(
        Text("一列", "A column"),
        optional=("meaning", "unit", "precision", "scale"),
        name=STRING,
        type=said(
            STRING,
            "text、integer、decimal、number、boolean、date、time、timestamp、geometry 或 json",
            "text, integer, decimal, number, boolean, date, time, timestamp, geometry or json",
        ),
        meaning=STRING,
        unit=STRING,
        precision=WHOLE,
        scale=WHOLE,
    ),
    "Problem": thing(
        Text("问题说明（RFC 9457）", "Problem document (RFC 9457)"),
        type=STRING,
        title=STRING,
        status=WHOLE,
        detail=STRING,
        instance=STRING,
        code=said(STRING, "稳定的错误代码", "Stable code of the error"),
        zh=said(STRING, "中文说明", "The detail in Chinese"),
        en=said(STRING, "英文说明", "The detail in English"),
        facts=said(OBJECT, "可供程序使用的细节，如出错的位置", "Details for programs, such as the position"),
    ),
    "FacetValue": thing(Text("取值与计数", "A value and its count"), value=ANYTHING, count=WHOLE),
    "Release": thing(
        Text("一个发布版本", "A release"),
        optional=("note", "fields", "files", "source", "masking", "coordinates"),
        id=STRING,
        number=WHOLE,
        at=MOMENT,
        mode=said(
            STRING,
            "replace 整表替换，append 追加，change 逐行更改",
            "replace: the whole table; append: rows added; change: rows changed one by one",
        ),
        rows=WHOLE,
        rows_added=maybe(WHOLE),
        rows_changed=WHOLE,
        rows_removed=WHOLE,
        batches=said(WHOLE, "并入的批次数；0 表示来自文件", "Batches of rows it took in; 0 when it came as a file"),
        problem_cells=WHOLE,
        refused_rows=WHOLE,
        note=STRING,
        fields=many(reference("Column")),
        files=many(reference("File")),
        source=either("File"),
        masking=said(
            OBJECT,
            "脱敏的列、方法和单元格数；没有脱敏时不出现",
            "Columns that were masked, how, and in how many cells; absent where none was",
        ),
        coordinates=said(
            many(OBJECT),
            "按声明的坐标系转换为 WGS 84 的列、原坐标系（gcj02 或 bd09）、转换的位置数，以及保持原样的位置数；没有转换时不出现",
            "Columns converted to WGS 84: the declared system (gcj02, bd09), the places converted, and those left as they came; absent where "
            "none was",
        ),
    ),
    "Job": thing(
        Text("发布一个文件的任务", "The job of publishing a file"),
        id=STRING,
        table=maybe(STRING),
        filename=STRING,
        size=WHOLE,
        sha256=STRING,
        sm3=STRING,
        mode=STRING,
        state=said(
            STRING,
            "acknowledged、understanding、understood（等待人工）、publishing、published、refused 或 cancelled",
            "acknowledged, understanding, understood (waits for a person), publishing, published, refused or cancelled",
        ),
        stage=maybe(STRING),
        percent=maybe(WHOLE),
        code=said(maybe(STRING), "停下的原因代码", "Code of the reason it stopped for"),
        reason=either("Text"),
        release=said(maybe(STRING), "发布的版本", "The release it became"),
        at=MOMENT,
        url=STRING,
    ),
    "Batch": thing(
        Text("一批写入的数据", "A batch of rows"),
        id=STRING,
        table=STRING,
        operation=said(STRING, "append、upsert 或 delete", "append, upsert or delete"),
        rows=WHOLE,
        state=said(STRING, "accepted 已接收，released 已发布，refused 已拒绝", "accepted, released or refused"),
        accepted_at=MOMENT,
        settled_at=maybe(MOMENT),
        release=said(maybe(STRING), "数据所在的版本", "The release that holds the rows"),
        code=said(maybe(STRING), "拒绝的原因代码", "Code of the reason it was refused for"),
        reason=either("Text"),
        url=STRING,
    ),
    "File": thing(Text("一个文件", "A file"), name=STRING, size=WHOLE, sha256=STRING, sm3=STRING, url=STRING),
}
SCHEMAS: dict[str, Schema] = (
    PARTS
    | CATALOGUE
    | JOINS
    | DIFFS
    | QUALITY
    | ELEMENTS
    | GEOCODES
    | TOGETHER
    | TILE_SCHEMAS
    | EXCHANGE
    | REQUESTED
    | {
        "Index": single(Text("接口首页", "Index"), OBJECT),
        "Document": {"type": "object", "description": Text("OpenAPI 文档", "An OpenAPI document")},
        "DatasetList": envelope(
            Text("数据集列表", "Datasets"),
            many(reference("FoundDataset")),
            facets={"type": "object", "additionalProperties": many(reference("Facet"))},
            suggestion=said(maybe(STRING), "没有结果时建议的检索词", "Words to try when nothing was found"),
        ),
        "Suggestions": single(Text("提示", "Suggestions"), many(reference("Suggestion"))),
        "DatasetAnswer": single(Text("数据集", "A dataset"), reference("Dataset")),
        "TableList": single(Text("数据表列表", "Tables"), many(reference("TableSummary"))),
        "TableAnswer": single(Text("数据表", "A table"), reference("Table")),
        "Rows": envelope(
            Text("数据行", "Rows"),
            many(said(OBJECT, "列名到值", "Column names to values")),
            release=reference("ReleaseReference"),
            columns=many(reference("Column")),
            engine=said(STRING, "作答的引擎：duckdb 或 spark", "The engine that answered: duckdb or spark"),
            sample=reference("Sample"),
        ),
        "SqlAnswer": thing(
            Text("SQL 查询的结果", "Answer of an SQL query"),
            optional=("seconds", "plan"),
            data=many(said(OBJECT, "列名到值", "Column names to values")),
            columns=many(thing(Text("一列及其 Arrow 类型", "A column and its Arrow type"), name=STRING, type=STRING)),
            rows=WHOLE,
            seconds=said({"type": "number"}, "执行用时（秒）", "Seconds it ran"),
            plan=said(STRING, "执行计划", "How the engine would answer"),
            tables=many(
                thing(
                    Text("读取的数据表", "A table that was read"),
                    name=STRING,
                    id=STRING,
                    release=reference("ReleaseReference"),
                    dataset=said(OBJECT, "所属数据集：标识、短名、名称、页面", "Its dataset: id, slug, title, page"),
                    licence=said(OBJECT, "许可：代码、名称、链接", "Its licence: code, name, link"),
                    citation=said(OBJECT, "引用方式，中英文", "How to cite it, in both languages"),
                )
            ),
            bounds=said(
                OBJECT, "一条语句的上限：行、字节、秒、内存", "What one statement may use: rows, bytes, seconds, memory"
            ),
            limits=many(reference("Limit")),
        ),
        "Facets": thing(
            Text("各列的取值计数", "Value counts by column"),
            data={"type": "object", "additionalProperties": many(reference("FacetValue"))},
            release=reference("ReleaseReference"),
            limits=many(reference("Limit")),
        ),
        "ReleaseList": single(Text("发布版本列表", "Releases"), many(reference("Release"))),
        "NewTableAnswer": single(
            Text("新建的数据表", "The table that was made"),
            thing(Text("标识与地址", "Its ids and address"), table=STRING, release=STRING, url=STRING),
        ),
        "JobAnswer": single(Text("一个任务", "A job"), reference("Job")),
        "BatchAnswer": single(Text("一批数据", "A batch"), reference("Batch")),
        "KeyAnswer": single(
            Text("主键", "The key"),
            thing(
                Text("数据表的主键", "The key of a table"),
                table=STRING,
                columns=said(many(STRING), "列名，按顺序", "Names of columns, in order"),
            ),
        ),
        "ReleaseAnswer": single(Text("发布版本", "A release"), reference("Release")),
    }
)
