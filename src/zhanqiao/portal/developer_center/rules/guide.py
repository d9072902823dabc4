"""The guide's examples and limits: which calls show what, for a given table. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from zhanqiao.kit.texts import Text

API = "/api/v1"
BARE_NAME = re.compile(r"[^\W\d]\w*")
WORDS_OF_THE_GRAMMAR = frozenset(
    {"and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "as", "asc", "desc", "distinct"}
)


@dataclass(frozen=True, slots=True)
class ExampleTable:
    """A published table to show calls on: columns to group by, to sum, a condition, an extent."""

    id: str
    title: Text
    dataset_slug: str
    category: str
    condition: str
    measure: str | None
    word: str | None
    bbox: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Example:
    """One call: what it shows, its address as sent and as people read it."""

    title: Text
    about: Text
    address: str
    readable: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One announced limit."""

    what: Text
    value: Text


LIMITS = (
    Limit(
        Text("一页的行数", "Rows of a page"),
        Text(
            "默认 100 行，最多 10,000 行；更多请翻页或导出",
            "100 unless asked, 10,000 at most; page on or export for more",
        ),
    ),
    Limit(
        Text("写入", "Writing"),
        Text(
            "一次最多 10,000 行、16 MiB；一张表最多 1,000,000 行等待发布；Idempotency-Key 记 7 天",
            "10,000 rows and 16 MiB a request; 1,000,000 rows of a table may wait; an Idempotency-Key is known for 7 days",
        ),
    ),
    Limit(
        Text("导出", "Export"),
        Text(
            "不限行数，边读边发；XLSX 受格式所限，最多 1,048,575 行",
            "Any number of rows, streamed; XLSX holds 1,048,575 by its format",
        ),
    ),
    Limit(
        Text("数据集列表的一页", "Datasets of a page"), Text("默认 20 个，最多 100 个", "20 unless asked, 100 at most")
    ),
    Limit(
        Text("查询表达式", "Query expressions"),
        Text("每个参数最多 20,000 个字符，嵌套最多 60 层", "20,000 characters a parameter, 60 levels deep"),
    ),
    Limit(
        Text("每组前几名、抽样、多边形", "Top, samples, polygons"),
        Text(
            "每组最多 1,000 行；样本最多 100,000 行；多边形最多 2,000 个顶点",
            "1,000 rows of each group, samples of 100,000 rows, polygons of 2,000 vertices at most",
        ),
    ),
    Limit(
        Text("连接两张表", "Joins"),
        Text(
            "最多 5,000,000 对行（可由管理员调整），更多则拒绝执行",
            "5,000,000 pairs of rows unless the operator sets another limit; a join of more is refused",
        ),
    ),
    Limit(
        Text("超出上限时", "Past a limit"),
        Text(
            "按上限返回，并在 limits 中用中英文说明",
            "The limit applies and the answer says so in limits, in both languages",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that programs of others speak: its address, and what it is for."""

    name: str
    address: str
    about: Text


INTERFACES = (
    Interface(
        "OGC API – Features, Tiles",
        "/ogc/",
        Text(
            "QGIS、GDAL 等地图软件读取有位置的数据表和矢量瓦片；可用 CQL2 筛选",
            "Tables with a place and their vector tiles for QGIS, GDAL and other map programs, with CQL2 filters",
        ),
    ),
    Interface("OGC API – Records", "/ogc/records/", Text("目录检索", "The catalogue, searched")),
    Interface("OData 4.0", "/odata/v4/", Text("Excel、Power BI 等", "Excel, Power BI and the like")),
    Interface("CKAN Action API", "/api/3/action/package_list", Text("CKAN 客户端", "Clients of CKAN")),
    Interface("Iceberg REST", "/iceberg/v1/config", Text("数据湖查询引擎", "Query engines of lakehouses")),
    Interface("OAI-PMH", "/oai?verb=Identify", Text("图书馆与目录采集", "Harvesting by libraries and catalogues")),
)
SHOWN = {
    "first": (
        Text("取前几行", "First rows"),
        Text("不写条件时按来源文件的顺序。", "Without conditions, in the order of the source."),
    ),
    "condition": (
        Text("只要符合条件的行", "Rows by condition"),
        Text(
            "where 写法同 SQL：比较、and or not、in、between、like、is null。",
            "where reads like SQL: comparisons, and or not, in, between, like, is null.",
        ),
    ),
    "columns": (
        Text("挑列、排序", "Columns and order"),
        Text("select 挑列或写表达式，order_by 排序。", "select takes columns or expressions, order_by sorts."),
    ),
    "words": (Text("在文字里找词", "Words in cells"), Text("q 在所有文本列里查找。", "q looks in all text columns.")),
    "extent": (
        Text("地图范围", "By extent"),
        Text("bbox 是西、南、东、北的经纬度。", "bbox is west, south, east, north in degrees."),
    ),
    "groups": (
        Text("分组统计", "Groups and sums"),
        Text("select 里可用 count、sum、avg、min、max 等。", "select knows count, sum, avg, min, max and more."),
    ),
    "top": (
        Text("每组前几名", "First of each group"),
        Text(
            "top 写：行数 per 分组列 order by 排序列；文本可按 collate pinyin 排序。",
            "top reads: number per columns order by columns; texts also sort by collate pinyin.",
        ),
    ),
    "sample": (
        Text("随机抽样", "A random sample"),
        Text(
            "sample 行，同一版本、同一 seed 总是同样的行；结果注明是样本。",
            "So many rows, the same for a release and a seed; the answer says that it is a sample.",
        ),
    ),
    "values": (
        Text("看一列有哪些取值", "Values of a column"),
        Text("facets 给出最常见的取值和行数。", "facets gives the most frequent values with their rows."),
    ),
    "download": (
        Text("下载查询结果", "Download a result"),
        Text(
            "把 rows 换成 export.csv（或 xlsx、json、parquet 等），条件不变。",
            "Put export.csv (or xlsx, json, parquet …) in place of rows; conditions stay.",
        ),
    ),
    "past": (
        Text("读取历史版本", "Read a past release"),
        Text("as_of 是版本号、版本标识或日期。", "as_of is a release number, a release id or a date."),
    ),
    "described": (
        Text("看字段和数据字典", "Fields and dictionary"),
        Text("每列的类型、中英文名、说明和取值概况。", "Type, names, description and profile of each column."),
    ),
}


def examples(*, table: ExampleTable) -> tuple[Example, ...]:
    """Return the calls of the guide, from simple to rich; those the table cannot show are left out."""
    return (*_reading(table), *_grouping(table), *_taking(table))


def named(column: str, /) -> str:
    """Return a column's name as queries write it: bare where that is unambiguous, else in double quotes."""
    if BARE_NAME.fullmatch(column) and column.lower() not in WORDS_OF_THE_GRAMMAR:
        return column
    return '"' + column.replace('"', '""') + '"'


def _reading(table: ExampleTable) -> Iterator[Example]:
    rows = f"{API}/tables/{table.id}/rows"
    chosen = [named(column) for column in (table.category, table.measure) if column]
    yield _example("first", rows, limit="5")
    yield _example("condition", rows, where=table.condition, limit="5")
    yield _example("columns", rows, select=", ".join(chosen), order_by=f"{chosen[-1]} desc", limit="5")
    if table.word:
        yield _example("words", rows, q=table.word, limit="5")
    if table.bbox:
        yield _example("extent", rows, bbox=",".join(f"{edge:.3f}" for edge in table.bbox), limit="5")


def _grouping(table: ExampleTable) -> Iterator[Example]:
    key, address = named(table.category), f"{API}/tables/{table.id}"
    measures = f", sum({named(table.measure)}) as total" if table.measure else ""
    chosen = f"{key}, count(*) as n{measures}"
    yield _example("groups", f"{address}/aggregate", select=chosen, group_by=key, order_by="n desc", limit="5")
    order = f"{named(table.measure)} desc" if table.measure else key
    first = f"2 per {key} order by {order}"
    yield _example("top", f"{address}/rows", top=first, order_by=f"{key} collate pinyin", limit="6")
    yield _example("sample", f"{address}/rows", sample="5", seed="7")
    yield _example("values", f"{address}/facets", columns=table.category, size="5")


def _taking(table: ExampleTable) -> Iterator[Example]:
    address = f"{API}/tables/{table.id}"
    yield _example("download", f"{address}/export.csv", where=table.condition, bom="1")
    yield _example("past", f"{address}/rows", as_of="1", limit="5")
    yield _example("described", address)


def _example(shown: str, address: str, **params: str) -> Example:
    title, about = SHOWN[shown]
    query = urlencode(params, quote_via=quote, safe=",*():'\"")
    readable = "&".join(f"{name}={text}" for name, text in params.items())
    return Example(
        title=title,
        about=about,
        address=f"{address}?{query}" if query else address,
        readable=f"{address}?{readable}" if readable else address,
    )
