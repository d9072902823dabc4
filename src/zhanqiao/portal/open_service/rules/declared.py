"""The parameters that endpoints share, each declared once."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.parameters import Kind, Parameter

ZSTD_ENDING = ".zst"
PACKABLE = ("csv", "tsv", "json", "ndjson", "xml", "geojson", "ttl")  # the others are packed already, or are not texts
EXPORT_FORMATS = (
    *("csv", "tsv", "json", "ndjson", "xlsx", "xml", "parquet", "arrow", "geojson", "gpkg", "ttl"),
    *(f"{name}{ZSTD_ENDING}" for name in PACKABLE),
)
MOST_DATASETS = 100
SUGGESTIONS = 10
DEFAULT_ROWS = 100
MOST_ROWS = 10_000

DATASET = Parameter("dataset", Text("数据集标识（ds_…）或短名", "Dataset id (ds_…) or slug"), required=True)
TABLE = Parameter("table", Text("数据表标识（tbl_…），终身不变", "Table id (tbl_…), stable for ever"), required=True)
RELEASE = Parameter(
    "release", Text("版本标识（rel_…）、版本号或 latest", "Release id (rel_…), number, or latest"), required=True
)
FILE = Parameter("file", Text("版本清单中的文件名", "Name of a file listed by the release"), required=True)
FORMAT = Parameter(
    "format",
    Text(
        "文件格式；以 .zst 结尾的是 Zstandard 压缩文件", "File format; one that ends in .zst is packed with Zstandard"
    ),
    choices=EXPORT_FORMATS,
    required=True,
)
FORM = Parameter(
    "form",
    Text("RDF 的写法：Turtle、JSON-LD 或 RDF/XML", "How the RDF is written: Turtle, JSON-LD or RDF/XML"),
    choices=("ttl", "jsonld", "rdf"),
    required=True,
)
PAGE = Parameter("page", Text("第几页，从 1 起", "Which page, from 1"), kind=Kind.INTEGER, minimum=1, default=1)

SEARCH = Parameter(
    "q",
    Text(
        "检索词：标题、摘要、字段名、部门；空格分开的词都要出现",
        "Words: title, abstract, columns, department; all must occur",
    ),
    example="公交",
)
PREFIX = Parameter(
    "q",
    Text("开头几个字、拼音或拼音首字母", "First characters, pinyin, or pinyin initials"),
    example="qd",
    required=True,
)
DATASET_FACETS = (
    Parameter("theme", Text("主题领域代码（1–22）", "Theme code (1–22)"), repeatable=True, example="17"),
    Parameter("department", Text("部门短名", "Department key"), repeatable=True),
    Parameter("district", Text("区划代码", "Division code"), repeatable=True),
    Parameter(
        "open_type",
        Text("开放属性", "Open type"),
        choices=("unconditional", "conditional", "closed"),
        repeatable=True,
    ),
    Parameter("format", Text("来源文件格式", "Format of the source"), repeatable=True),
    Parameter("update_cycle", Text("更新周期", "Update cycle"), repeatable=True),
    Parameter("scene", Text("应用场景", "Scene"), repeatable=True),
    Parameter("licence", Text("许可（SPDX 标识）", "Licence (SPDX identifier)"), repeatable=True, example="CC-BY-4.0"),
    Parameter("synthetic", Text("是否合成数据", "Synthetic data or not"), choices=("true", "false")),
)
DATASET_PERIOD = (
    Parameter(
        "updated_since",
        Text("数据在此日期或时刻之后更新过", "Data changed on or after this day or moment"),
        example="2026-01-31",
    ),
    Parameter(
        "updated_until",
        Text("数据在此日期或时刻之前最后更新", "Data changed last on or before this day or moment"),
        example="2026-12-31T00:00:00Z",
    ),
)
DATASET_SORT = Parameter(
    "sort",
    Text(
        "排序：相关度、最近更新、标题、行数、标识（始终不变，供采集）",
        "Order: relevance, last change, title, number of rows, id (which stays the same: for harvesters)",
    ),
    choices=("relevance", "newest", "title", "rows", "id"),
    default="relevance",
)
LIMIT = Parameter(
    "limit",
    Text(
        "最多返回多少条；超过上限时按上限返回并在 limits 中说明",
        "How many at most; above the cap, the cap applies and limits says so",
    ),
    kind=Kind.INTEGER,
    minimum=1,
    default=20,
)
AFTER = Parameter("after", Text("上一页的 page.next", "page.next of the page before"))

SELECT = Parameter(
    "select",
    Text("要哪些列或表达式，逗号分隔；可用 as 改名", "Columns or expressions, by comma; as renames"),
    example="*",
)
WHERE = Parameter(
    "where",
    Text(
        "条件：比较、and or not、in、between、like、is null，括号分组",
        "Condition: comparisons, and or not, in, between, like, is null, parentheses",
    ),
)
ORDER_BY = Parameter(
    "order_by",
    Text(
        "排序列，逗号分隔，可带 asc、desc、nulls first；文本列可加 collate pinyin（拼音）或 collate stroke（笔画）",
        "Columns to order by, by comma, each with asc, desc, nulls first; texts also by collate pinyin or collate stroke",
    ),
)
WORDS = Parameter("q", Text("在文本单元格中查找的词", "Words to find in text cells"))
BBOX = Parameter(
    "bbox",
    Text("西,南,东,北（WGS84 经纬度）", "west,south,east,north (WGS84 degrees)"),
    example="120.3,36.0,120.5,36.2",
)
TOP = Parameter(
    "top",
    Text(
        "每组只取前几行：行数 per 分组列 order by 排序列，如 3 per 区市 order by 面积 desc；并列按来源顺序",
        "The first rows of each group: number per columns order by columns; ties in the order of the source",
    ),
)
WITHIN = Parameter(
    "within",
    Text(
        "位置完全在此多边形内（含边界）：WKT 或 GeoJSON，经度在前，最多 2,000 个顶点",
        "Rows wholly within this polygon, edge included: WKT or GeoJSON, longitude first, 2,000 vertices at most",
    ),
    example="POLYGON((120.3 36.0, 120.4 36.0, 120.4 36.1, 120.3 36.0))",
)
INTERSECTS = Parameter("intersects", Text("位置与此多边形相交", "Rows that this polygon touches; written like within"))
SAMPLE = Parameter(
    "sample",
    Text(
        "只取随机抽样的这么多行（1 到 100,000），在筛选之后抽取；同一版本、同一 seed 结果不变",
        "Only so many rows (1 to 100,000) drawn at random from those that fit; the same for a release and a seed",
    ),
    kind=Kind.INTEGER,
    minimum=1,
)
SEED = Parameter(
    "seed", Text("抽样的种子，不写为 0", "Seed of the sample, 0 when left out"), kind=Kind.INTEGER, minimum=0
)
ROW_QUERY = (SELECT, WHERE, ORDER_BY, WORDS, BBOX, WITHIN, INTERSECTS, TOP, SAMPLE, SEED)
ROW_LIMIT = Parameter(
    "limit",
    Text(
        "最多返回多少行；超过上限时按上限返回并在 limits 中说明",
        "Rows at most; above the cap, the cap applies and limits says so",
    ),
    kind=Kind.INTEGER,
    minimum=1,
    default=DEFAULT_ROWS,
)
EXPORT_LIMIT = Parameter(
    "limit", Text("最多导出多少行；不写则全部", "Rows at most; all when left out"), kind=Kind.INTEGER, minimum=1
)
OFFSET = Parameter(
    "offset",
    Text("跳过前面多少行；深翻页请用 after", "Rows to skip; to page deep, use after"),
    kind=Kind.INTEGER,
    minimum=0,
    default=0,
)
COUNT = Parameter(
    "count",
    Text(
        "exact 给出总数；approx 在大表上给出估计值（快得多，并说明误差范围）；none 不计数",
        "exact gives the total, approx an estimate for large tables (much faster, with its bounds), none skips it",
    ),
    choices=("exact", "approx", "none"),
)
GROUP_BY = Parameter("group_by", Text("分组的列或表达式，逗号分隔", "Columns or expressions to group by, by comma"))
HAVING = Parameter("having", Text("对分组结果的条件", "Condition on the groups"))
DISTINCT = Parameter(
    "distinct",
    Text(
        "true 表示所选列的值完全相同的行只给一次；同于按全部所选列分组",
        "true gives rows that agree in all selected columns once; the same as grouping by all of them",
    ),
    choices=("true", "false"),
)
COLUMNS = Parameter("columns", Text("要计数的列，逗号分隔", "Columns to count, by comma"), required=True)
SIZE = Parameter(
    "size", Text("每列最多给出多少个取值", "Values per column at most"), kind=Kind.INTEGER, minimum=1, default=20
)
BOM = Parameter(
    "bom",
    Text(
        "1 表示在 CSV、TSV 开头写 BOM，供电子表格软件识别编码",
        "1 writes a BOM before CSV and TSV, for spreadsheet programs",
    ),
    choices=("0", "1"),
    default="0",
)
AS_OF = Parameter(
    "as_of",
    Text(
        "读取某一版本：版本号、rel_… 或日期（当日结束时的版本）；不写则最新",
        "Read a past state: release number, rel_…, or a date (its end); the latest when left out",
    ),
)
SQL = Parameter(
    "sql",
    Text(
        '一条 SELECT；表写作数据表标识（tbl_…）、双引号中的数据集短名，或 "短名"."表名"；其后加 @版本号 或 @日期 读取旧版本',
        'One SELECT; a table is named by its id (tbl_…), by its dataset\'s slug in double quotes, or by "slug"."table"; '
        "@ and a release number or date behind it read an earlier state",
    ),
    example="select 1 as n",
    required=True,
)
SQL_AS_OF = Parameter(
    "as_of",
    Text(
        "各表读取这一日期时的版本；只读一张表时也可写版本号或 rel_…",
        "Read the tables as they were on this date; of a single table also a release number or rel_…",
    ),
)
SQL_FORMAT = Parameter(
    "format", Text("结果格式", "Format of the answer"), choices=("json", "csv", "arrow", "parquet"), default="json"
)
EXPLAIN = Parameter(
    "explain",
    Text("true 表示只说明执行计划，不执行", "true explains the plan instead of running"),
    choices=("true", "false"),
    default="false",
)
FROM = Parameter(
    "from",
    Text(
        "较旧的版本：版本号、rel_… 或日期；不写则为 to 的前一个版本",
        "The older release: number, rel_… or a date; the one before 'to' when left out",
    ),
)
TO = Parameter(
    "to",
    Text("较新的版本，写法同 from；不写则最新", "The newer release, written like 'from'; the latest when left out"),
)
DIFF_KEY = Parameter(
    "key",
    Text(
        "对应两个版本的行所用的列，逗号分隔；* 表示按整行内容比较；不写则用表的键，没有键时用能唯一标识一行的列",
        "Columns that pair the rows of both releases, by comma; * compares whole rows; without it the table's key counts, else a column that identifies rows",
    ),
)
CHANGE_KIND = Parameter(
    "kind",
    Text("只要新增、删除或更改的行", "Only rows that were added, removed or changed"),
    choices=("added", "removed", "changed"),
)
