"""The sheets of open statistics: use, searches, punctuality, answers, quality, departments, districts, the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.statistics.models import DayUse, SearchedWords
from zhanqiao.core_services.statistics.queries.city import City, city
from zhanqiao.core_services.statistics.queries.planning import plan_lines
from zhanqiao.core_services.statistics.rules import Shape, Sheet, columns
from zhanqiao.core_services.statistics.rules.planning import PLAN_STATES
from zhanqiao.core_services.statistics.rules.searching import SHOWN_FROM
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules.divisions import division_name
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

YEAR = timedelta(days=365)
MOST_WORDS = 200
KINDS = ("view", "download", "api")
W, N, S = Shape.WORDS, Shape.NUMBER, Shape.SHARE
DISTRICT_DIGITS = 6
TITLES = {
    "use": Text("使用情况", "Use"),
    "searches": Text("热门检索与无结果检索", "Searches, and those without result"),
    "punctuality": Text("更新及时性", "Punctuality"),
    "answers": Text("答复时效", "Answer times"),
    "quality": Text("数据质量", "Quality"),
    "departments": Text("分部门", "By department"),
    "districts": Text("分区域", "By district"),
    "plan": Text("开放计划", "Opening plan"),
}
HELD = (
    ("datasets", "数据集", "Datasets", N),
    ("open", "可直接获取", "Open with rows", N),
    ("rows", "行数", "Rows", N),
    ("share", "可直接获取的比例", "Share open", S),
)


def sheet(*, key: str, at: datetime) -> Sheet:
    """Return one sheet. Raises NotFoundError."""
    if key not in SHEETS:
        raise NotFoundError(what=key)
    return SHEETS[key](city(at=at))


def title_of(*, key: str) -> Text:
    """Return what a sheet is called."""
    return TITLES[key]


def _use(here: City) -> Sheet:
    since = (here.at - YEAR).astimezone(CITY_TIME).date().replace(day=1)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    rows = DayUse.objects.filter(day__gte=since).values("dataset_id", "day__year", "day__month", "kind")
    for row in rows.annotate(n=Sum("uses")).order_by():
        month = f"{row['day__year']}-{row['day__month']:02d}"
        counts[row["dataset_id"], month][row["kind"]] = row["n"]
    known = {one.id: one for one in here.datasets}
    told: list[Mapping[str, Any]] = [
        {"dataset": known[one].title, "link": f"/datasets/{known[one].slug}/", "month": month}
        | {kind: found.get(kind, 0) for kind in KINDS}
        | {"all": sum(found.values())}
        for (one, month), found in counts.items()
        if one in known
    ]
    told.sort(key=lambda row: (row["month"], row["all"]), reverse=True)
    note = Text(
        "近 12 个月各数据集每月的使用次数：浏览（概览页和数据页）、下载、接口调用。只有次数，没有 IP、账号等任何个人信息；程序和爬虫也计算在内；CKAN、Iceberg 等兼容接口未计入。",
        "Uses of each dataset by month of the last year: views (overview and data), downloads, API calls. Numbers alone, no addresses or accounts; "
        "robots are among them; calls of the CKAN and other dialects are not.",
    )
    shaped = columns(("dataset", "数据集", "Dataset", W), ("month", "月份", "Month", W), ("view", "浏览", "Views", N), ("download", "下载", "Downloads", N), ("api", "接口调用", "API calls", N), ("all", "合计", "Together", N))  # fmt: skip
    return Sheet("use", TITLES["use"], note, shaped, tuple(told), "all")


def _searches(here: City) -> Sheet:
    since = (here.at - YEAR).astimezone(CITY_TIME).date().replace(day=1)
    found = SearchedWords.objects.filter(month__gte=since, visitors__gte=SHOWN_FROM).order_by("-visitors", "words")
    told = tuple(
        {"words": row.words, "month": f"{row.month:%Y-%m}", "visitors": row.visitors, "fruitless": row.fruitless}
        for row in found[:MOST_WORDS]
    )
    note = Text(
        f"同一个月有至少 {SHOWN_FROM} 位访问者检索的词；含号码、邮箱的词不计。无结果的次数表示公众想要而目录中没有的数据。最多列出 {MOST_WORDS} 个。",
        f"Words that at least {SHOWN_FROM} visitors searched in a month; words with numbers of people or mail addresses are not counted. "
        f"Searches without a result tell what the public misses. At most {MOST_WORDS} are listed.",
    )
    shaped = columns(("words", "检索词", "Words", W), ("month", "月份", "Month", W), ("visitors", "访问者", "Visitors", N), ("fruitless", "其中无结果", "of these without result", N))  # fmt: skip
    return Sheet(
        "searches", Text("热门检索与无结果检索", "Searches, and those without result"), note, shaped, told, "visitors"
    )


def _punctuality(here: City) -> Sheet:
    told = tuple(
        {
            "department": one.department.name, "link": f"/departments/{one.department.key}/", "promised": one.promised,
            "late": len(one.overdue), "share": one.share,
        }
        for one in catalogue.punctuality(at=here.at)
    )  # fmt: skip
    note = Text(
        "各部门承诺更新周期的数据集，及超过承诺未更新的数据集。",
        "Datasets of each department that promise updates, and those past their promise.",
    )
    shaped = columns(("department", "部门", "Department", W), ("promised", "承诺更新", "Promise updates", N), ("late", "超期", "Past it", N), ("share", "按时比例", "On time", S))  # fmt: skip
    return Sheet("punctuality", TITLES["punctuality"], note, shaped, told, "share")


def _answers(here: City) -> Sheet:
    told = tuple(
        {
            "office": one.office, "answered": one.figures.answered, "days": one.figures.median_days,
            "late": one.figures.late, "open": one.figures.open, "overdue": one.figures.overdue,
        }
        for one in requests.answering_of_offices(since=here.at - YEAR, at=here.at)
    )  # fmt: skip
    note = Text(
        "近一年对数据申请、开放需求和共享申请的答复；天数为工作日，取中位数。",
        "Answers to applications, requests for data and sharing requests within a year; days are working days, the median.",
    )
    shaped = columns(("office", "单位", "Office", W), ("answered", "已答复", "Answered", N), ("days", "答复天数", "Days to answer", N), ("late", "超期答复", "Answered late", N), ("open", "办理中", "Open", N), ("overdue", "已超期", "Overdue", N))  # fmt: skip
    return Sheet("answers", TITLES["answers"], note, shaped, told, "answered")


def _quality(here: City) -> Sheet:
    told = []
    for department in here.departments:
        own = here.by_department.get(department.id, [])
        tables = [table for one in own for table in one.tables]
        cells = sum(table.rows * len(table.fields) for table in tables)
        if not cells:
            continue
        described = sum(bool(one.entry.abstract_zh and one.keywords) for one in own)
        told.append(
            {
                "department": department.name, "link": f"/departments/{department.key}/", "datasets": len(own),
                "described": described / len(own), "problems": sum(table.problem_cells for table in tables),
                "refused": sum(table.refused_rows for table in tables),
                "sound": 1 - sum(table.problem_cells for table in tables) / cells,
            }
        )  # fmt: skip
    told.sort(key=lambda row: (row["sound"], row["described"]))
    note = Text(
        "各部门已发布数据：有摘要和关键词的比例，无法按列类型解读的单元格，未能读入的行。单个数据集的六维质量见其“质量”页。",
        "Published data of each department: share with abstract and keywords, cells that do not fit their column's type, lines that could not be read. "
        "The six dimensions of one dataset are on its page Quality.",
    )
    shaped = columns(("department", "部门", "Department", W), ("datasets", "数据集", "Datasets", N), ("described", "描述完整", "Described", S), ("problems", "问题单元格", "Problem cells", N), ("refused", "未读入的行", "Refused lines", N), ("sound", "可解读的单元格", "Sound cells", S))  # fmt: skip
    return Sheet("quality", TITLES["quality"], note, shaped, tuple(told), "sound")


def _departments(here: City) -> Sheet:
    told: list[dict[str, Any]] = []
    for department in here.departments:
        own = here.by_department.get(department.id, [])
        if own:
            told.append({"department": department.name, "link": f"/departments/{department.key}/"} | _held(here, own))
    told.sort(key=lambda row: (-row["datasets"], -row["rows"]))
    note = Text(
        "各部门已发布的数据集；没有发布数据集的部门不列出。",
        "Published datasets of each department; departments without any are not listed.",
    )
    shaped = columns(("department", "部门", "Department", W), *HELD)
    return Sheet("departments", TITLES["departments"], note, shaped, tuple(told), "datasets")


def _districts(here: City) -> Sheet:
    found: dict[str, list[Any]] = defaultdict(list)
    for one in here.datasets:
        code = one.department.division_code[:DISTRICT_DIGITS].ljust(DISTRICT_DIGITS, "0")
        found[code].append(one)
    told: list[dict[str, Any]] = [
        {"district": division_name(code=code), "code": code} | _held(here, own) for code, own in found.items()
    ]
    told.sort(key=lambda row: (-row["datasets"], row["code"]))
    note = Text(
        "按提供部门所在区划统计；市级部门列在本市名下。",
        "By the division of the providing department; departments of the city stand under the city.",
    )
    shaped = columns(("district", "区划", "Division", W), ("code", "区划代码", "Code", W), *HELD)
    return Sheet("districts", TITLES["districts"], note, shaped, tuple(told), "datasets")


def _plan(here: City) -> Sheet:
    told = tuple(
        {
            "title": one.title, "link": one.url, "department": one.department,
            "month": f"{one.month:%Y-%m}" if one.month else "", "state": PLAN_STATES[one.state],
        }
        for one in plan_lines(at=here.at)
    )  # fmt: skip
    note = Text(
        "各部门计划开放的数据与月份，以及答复中承诺开放的公众需求。数据公开后即为“已开放”。",
        "What departments plan to open and when, and requests of the public whose answer promises the data. A line is done when its dataset is public.",
    )
    shaped = columns(("title", "数据", "Data", W), ("department", "部门", "Department", W), ("month", "计划月份", "Month", W), ("state", "状态", "State", W))  # fmt: skip
    return Sheet("plan", TITLES["plan"], note, shaped, told)


def _held(here: City, own: list[Any]) -> dict[str, Any]:
    ids = {one.id for one in here.open}
    is_open = [one for one in own if one.id in ids]
    return {
        "datasets": len(own),
        "open": len(is_open),
        "rows": sum(one.rows for one in is_open),
        "share": len(is_open) / len(own),
    }


SHEETS: Mapping[str, Callable[[City], Sheet]] = {
    "use": _use,
    "searches": _searches,
    "punctuality": _punctuality,
    "answers": _answers,
    "quality": _quality,
    "departments": _departments,
    "districts": _districts,
    "plan": _plan,
}
