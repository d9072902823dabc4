"""Every endpoint of API v1, declared once.

Addresses (``urls``), checks of parameters (``endpoints``), the OpenAPI document (``rules.openapi``)
and the developer pages are all made from ``ENDPOINTS``; a test holds them together.
"""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.compared import COMPARED
from zhanqiao.portal.open_service.rules.elements import ELEMENTS
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.exchange_reading import EXCHANGE
from zhanqiao.portal.open_service.rules.geocoding import GEOCODING
from zhanqiao.portal.open_service.rules.media import ANY_TYPE, CSV, EXPORT_TYPES, SQL_TYPES, ZSTD
from zhanqiao.portal.open_service.rules.requests import REQUESTS
from zhanqiao.portal.open_service.rules.standards import STANDARDS
from zhanqiao.portal.open_service.rules.tiles import TILES
from zhanqiao.portal.open_service.rules.together import TOGETHER

BASE = "/api/v1"
READ = (403, 404)
CATALOGUE_PAGE = 100  # datasets on a page of the catalogue as DCAT
QUERY = (*READ, 410, 422, 503)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        name="index",
        path="/",
        group="service",
        title=Text("接口首页", "Index of the API"),
        about=Text("列出全部地址、格式和限制。", "Lists every address, the formats and the limits."),
        answer="Index",
    ),
    Endpoint(
        name="openapi",
        path="/openapi.json",
        group="service",
        title=Text("接口描述文件", "This document"),
        about=Text(
            "OpenAPI 3.1 描述，说明文字按 Accept-Language 给出中文或英文。",
            "The OpenAPI 3.1 description, worded by Accept-Language in Chinese or English.",
        ),
        answer="Document",
    ),
    Endpoint(
        name="datasets",
        path="/datasets",
        group="catalogue",
        title=Text("检索数据集", "Search datasets"),
        about=Text(
            "按词和分面检索数据目录；不带参数时列出全部。每次请求同时返回分面计数。",
            "Searches the catalogue by words and facets; without parameters it lists everything. Facet counts come along.",
        ),
        parameters=(d.SEARCH, *d.DATASET_FACETS, *d.DATASET_PERIOD, d.BBOX, d.DATASET_SORT, d.LIMIT, d.AFTER),
        answer="DatasetList",
        refusals=(503,),
    ),
    Endpoint(
        name="suggest",
        path="/suggest",
        group="catalogue",
        title=Text("输入提示", "Suggestions"),
        about=Text(
            "按开头几个字、拼音或拼音首字母提示数据集、字段和部门。",
            "Suggests datasets, columns and departments by their beginning, pinyin or pinyin initials.",
        ),
        parameters=(d.PREFIX, d.LIMIT),
        answer="Suggestions",
        refusals=(503,),
    ),
    *STANDARDS,
    Endpoint(
        name="dataset",
        path="/datasets/{dataset}",
        group="catalogue",
        title=Text("一个数据集", "One dataset"),
        about=Text("目录条目的全部字段及其数据表。", "All fields of the catalogue entry, and its tables."),
        places=(d.DATASET,),
        parameters=(d.AS_OF,),
        answer="DatasetAnswer",
        refusals=READ,
    ),
    Endpoint(
        name="dataset-tables",
        path="/datasets/{dataset}/tables",
        group="catalogue",
        title=Text("数据集的数据表", "Tables of a dataset"),
        about=Text("数据集中的数据表，按顺序。", "The tables of a dataset, in order."),
        places=(d.DATASET,),
        answer="TableList",
        refusals=READ,
    ),
    Endpoint(
        name="table",
        path="/tables/{table}",
        group="tables",
        title=Text("一张数据表", "One table"),
        about=Text(
            "字段、数据字典、各列概况、发布版本、问题单元格和未收录行的计数。",
            "Fields, dictionary, profile of the columns, releases, counts of problem cells and refused rows.",
        ),
        places=(d.TABLE,),
        parameters=(d.AS_OF,),
        answer="TableAnswer",
        refusals=READ,
    ),
    Endpoint(
        name="rows",
        path="/tables/{table}/rows",
        group="tables",
        title=Text("取数据行", "Rows"),
        about=Text(
            "按条件取行；默认按来源文件中的顺序。翻页请用 page.next 作为 after。",
            "Rows by condition, in the order of the source unless asked otherwise. To page on, give page.next as after.",
        ),
        places=(d.TABLE,),
        parameters=(*d.ROW_QUERY, d.DISTINCT, d.ROW_LIMIT, d.OFFSET, d.AFTER, d.COUNT, d.AS_OF),
        answer="Rows",
        refusals=QUERY,
    ),
    Endpoint(
        name="aggregate",
        path="/tables/{table}/aggregate",
        group="tables",
        title=Text("分组统计", "Groups and sums"),
        about=Text(
            "按列分组并计算，如 select=count(*),sum(面积)&group_by=区市。",
            "Groups by columns and computes, as in select=count(*),sum(area)&group_by=district.",
        ),
        places=(d.TABLE,),
        parameters=(*d.ROW_QUERY, d.GROUP_BY, d.HAVING, d.ROW_LIMIT, d.OFFSET, d.AFTER, d.COUNT, d.AS_OF),
        answer="Rows",
        refusals=QUERY,
    ),
    Endpoint(
        name="facets",
        path="/tables/{table}/facets",
        group="tables",
        title=Text("取值计数", "Value counts"),
        about=Text("所选列最常见的取值及行数。", "The most frequent values of the chosen columns with their rows."),
        places=(d.TABLE,),
        parameters=(d.COLUMNS, d.WHERE, d.WORDS, d.BBOX, d.WITHIN, d.INTERSECTS, d.SIZE, d.AS_OF),
        answer="Facets",
        refusals=QUERY,
    ),
    Endpoint(
        name="export",
        path="/tables/{table}/export.{format}",
        group="files",
        title=Text("导出", "Export"),
        about=Text(
            "以所选格式流式导出整张表或查询结果；参数与取行相同。",
            "Streams the whole table, or what the query selects, in the chosen format; same parameters as rows.",
        ),
        places=(d.TABLE, d.FORMAT),
        parameters=(*d.ROW_QUERY, d.DISTINCT, d.EXPORT_LIMIT, d.OFFSET, d.BOM, d.AS_OF),
        media=(*EXPORT_TYPES.values(), ZSTD),
        refusals=(*QUERY, 413, 416),
        ranged=True,
    ),
    Endpoint(
        name="query",
        path="/query",
        group="tables",
        title=Text("SQL 查询", "SQL"),
        about=Text(
            "对已开放的数据表执行一条 SELECT（DuckDB 方言），可连接多张表。时间、内存、行数有上限，触及时说明。",
            "Runs one SELECT (DuckDB's dialect) over open tables, joins included. Time, memory and rows have limits, which say so.",
        ),
        parameters=(d.SQL, d.SQL_FORMAT, d.SQL_AS_OF, d.EXPLAIN),
        answer="SqlAnswer",
        media=tuple(SQL_TYPES.values()),
        refusals=(403, 404, 410, 422, 503),
        posted=True,
    ),
    Endpoint(
        name="joins",
        path="/joins",
        group="tables",
        title=Text("连接两张表", "Join of two tables"),
        about=Text(
            "按键连接两张开放的数据表，可选列、筛选、分组、排序；同时给出两侧的匹配率和未匹配行数。时间和行数有上限，多对多的爆炸会被拒绝。",
            "Joins two open tables by keys, with columns, filter, groups and order of choice; the answer says how well the keys "
            "match on both sides. Time and rows have limits; a join that would multiply rows past them is refused.",
        ),
        body="JoinSpec",
        answer="JoinAnswer",
        refusals=(403, 404, 422, 503),
    ),
    Endpoint(
        name="releases",
        path="/tables/{table}/releases",
        group="files",
        title=Text("发布版本", "Releases"),
        about=Text("数据表的全部发布版本，最新的在前。", "All releases of the table, newest first."),
        places=(d.TABLE,),
        answer="ReleaseList",
        refusals=READ,
    ),
    Endpoint(
        name="release",
        path="/tables/{table}/releases/{release}",
        group="files",
        title=Text("一个发布版本", "One release"),
        about=Text(
            "版本的字段、行数、来源文件和随附文件，附 SHA-256 与 SM3。",
            "Fields, rows, source and files of a release, with SHA-256 and SM3.",
        ),
        places=(d.TABLE, d.RELEASE),
        answer="ReleaseAnswer",
        refusals=READ,
    ),
    *TOGETHER,
    *TILES,
    *ELEMENTS,
    *COMPARED,
    *EXCHANGE,
    Endpoint(
        name="source",
        path="/tables/{table}/releases/{release}/source",
        group="files",
        title=Text("来源文件", "Source file"),
        about=Text("部门提交的原始文件，一字不改。", "The file as the department handed it in, byte for byte."),
        places=(d.TABLE, d.RELEASE),
        media=(ANY_TYPE,),
        refusals=(*READ, 416),
        ranged=True,
    ),
    Endpoint(
        name="release-file",
        path="/tables/{table}/releases/{release}/files/{file}",
        group="files",
        title=Text("版本的随附文件", "File of a release"),
        about=Text("版本清单中列出的一个文件。", "One of the files that the release lists."),
        places=(d.TABLE, d.RELEASE, d.FILE),
        media=(ANY_TYPE,),
        refusals=(*READ, 416),
        ranged=True,
    ),
    Endpoint(
        name="problems",
        path="/tables/{table}/problems.csv",
        group="files",
        title=Text("问题单元格", "Problem cells"),
        about=Text(
            "无法按列类型读出的单元格：行号、列、原文和原因。没有问题时只有表头。",
            "Cells that did not fit their column's type: row, column, original text, reason. Header only when there is none.",
        ),
        places=(d.TABLE,),
        parameters=(d.AS_OF,),
        media=(CSV,),
        refusals=READ,
    ),
    Endpoint(
        name="refused",
        path="/tables/{table}/refused.csv",
        group="files",
        title=Text("未收录的行", "Refused rows"),
        about=Text(
            "列数不符等无法放入表中的行：行号、原文和原因。没有时只有表头。",
            "Lines that could not be placed in the table: line number, text, reason. Header only when there is none.",
        ),
        places=(d.TABLE,),
        parameters=(d.AS_OF,),
        media=(CSV,),
        refusals=READ,
    ),
    *REQUESTS,
    *GEOCODING,
)

BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
GROUPS = {
    "service": Text("服务", "Service"),
    "catalogue": Text("数据目录", "Catalogue"),
    "tables": Text("数据查询", "Tables"),
    "files": Text("下载与版本", "Files and releases"),
    "standards": Text("数据标准", "Data standards"),
    "exchange": Text("数据交换", "Exchange"),
    "places": Text("地名与坐标", "Names and places"),
    "requests": Text("数据需求与申请", "Requests for data"),
}
