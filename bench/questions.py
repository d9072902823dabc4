"""The questions of the service benchmark: each asked in thousands of variations, in the words of each contestant.

A question gives, for the variation ``i``, the path of our API and one SQL text. Peers get the SQL, each in its own
dialect where they differ; answers are compared as sets or lists of plain values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bench.permits import COLUMNS, DISTRICTS, KINDS, STATES

ALL = ", ".join(f'"{name}"' for name in COLUMNS)


@dataclass(frozen=True)
class Asked:
    """One variation: the API's address below ``/tables/<id>/`` and the same in SQL; ``{t}`` is the table."""

    path: str
    sql: str
    ordered: bool = True
    post_filter: str = ""  # what a peer without full text uses instead


@dataclass(frozen=True)
class Question:
    """A question: its name in reports, the goal (ms, requests a second) of engine.md, and its variations."""

    name: str
    goal: tuple[float, float]
    ask: Callable[[int, int], Asked]
    may_be_empty: bool = False


def api(path: str, **params: str) -> str:
    """Return an address of the API."""
    return f"{path}?{urlencode(params, quote_via=quote)}"


def first_page(i: int, rows: int) -> Asked:
    """Leave out one or two columns and ask for 91 to 120 rows: thousands of different first pages."""
    left_out = {i % 14, (i // 14) % 14}
    names = [name for place, name in enumerate(COLUMNS) if place not in left_out]
    size = 91 + (i // 196) % 30
    columns = ", ".join(f'"{name}"' for name in names)
    return Asked(
        api("rows", select=",".join(names), limit=str(size)), f"SELECT {columns} FROM {{t}} ORDER BY rowid LIMIT {size}"
    )


def far_page(i: int, rows: int) -> Asked:
    """A page of 100 from the middle on."""
    at = rows // 2 + 7 * i
    return Asked(
        api("rows", limit="100", offset=str(at)),
        f"SELECT {ALL} FROM {{t}} WHERE rowid >= {at} + {{base}} ORDER BY rowid LIMIT 100",
    )


def by_code(i: int, rows: int) -> Asked:
    """One permit by its number."""
    code = f"QD{(i * 104729 % rows) * 10:012d}"
    return Asked(
        api("rows", where=f"许可编号 = '{code}'"), f"SELECT {ALL} FROM {{t}} WHERE \"许可编号\" = '{code}' LIMIT 100"
    )


def filtered_top(i: int, rows: int) -> Asked:
    """District, state and half a year of dates, the 100 largest amounts."""
    district, state = DISTRICTS[i % 10], STATES[i // 10 % 4]
    year, month, day = 2015 + i // 40 % 9, 1 + i // 360 % 6, 1 + i // 2160 % 28
    low, high = f"{year}-{month:02d}-{day:02d}", f"{year}-{month + 6:02d}-{day:02d}"
    where = f"区市 = '{district}' and 状态 = '{state}' and 发证日期 >= '{low}' and 发证日期 < '{high}'"
    sql = f"""SELECT {ALL} FROM {{t}} WHERE "区市" = '{district}' AND "状态" = '{state}' AND "发证日期" >= {{d}}'{low}'
        AND "发证日期" < {{d}}'{high}' ORDER BY "金额" DESC, rowid LIMIT 100"""
    return Asked(api("rows", where=where, order_by="金额 desc"), sql)


def grouped(i: int, rows: int) -> Asked:
    """Count and sum by district and kind of all permits above a small amount."""
    path = api(
        "aggregate",
        select="区市,类别,count(*) as n,sum(金额) as s",
        group_by="区市,类别",
        where=f"金额 >= {i}",
        limit="100",
    )
    sql = f'SELECT "区市", "类别", count(*) AS n, sum("金额") AS s FROM {{t}} WHERE "金额" >= {i} GROUP BY "区市", "类别" ORDER BY 1, 2 LIMIT 100'
    return Asked(path, sql, ordered=False)


def word(i: int, rows: int) -> Asked:
    """The first 100 rows whose remark holds a word: common ones in most variations."""
    term = "电梯" if i % 500 == 0 else f"许可{i % 1000}"
    size = 60 + i // 1000 % 40
    return Asked(
        api("rows", where=f"contains(备注, '{term}')", limit=str(size)),
        f"SELECT {ALL} FROM {{t}} WHERE \"备注\" LIKE '%{term}%' ORDER BY rowid LIMIT {size}",
    )


def rare_name(i: int, rows: int) -> Asked:
    """The first 100 rows whose company's name holds a rare number."""
    term = f"{100_003 + i * 37}"
    return Asked(
        api("rows", where=f"contains(企业名称, '{term}')", limit="100"),
        f"SELECT {ALL} FROM {{t}} WHERE \"企业名称\" LIKE '%{term}%' ORDER BY rowid LIMIT 100",
    )


def counted(i: int, rows: int) -> Asked:
    """How many permits a district has in a state with so many people."""
    district, state, people = DISTRICTS[i % 10], STATES[i // 10 % 4], i // 40 % 500
    where = f"区市 = '{district}' and 状态 = '{state}' and 人数 > {people}"
    return Asked(
        api("aggregate", select="count(*) as n", where=where),
        f'SELECT count(*) AS n FROM {{t}} WHERE "区市" = \'{district}\' AND "状态" = \'{state}\' AND "人数" > {people}',
    )


def facets(i: int, rows: int) -> Asked:
    """Counts of kinds and states in a district above a number of people."""
    district, people = DISTRICTS[i % 10], i // 10 % 500
    parts = [
        f'SELECT \'{name}\' AS f, "{name}" AS v, count(*) AS n FROM {{t}} WHERE "区市" = \'{district}\' AND "人数" > {people} GROUP BY "{name}"'
        for name in ("类别", "状态")
    ]
    path = api("facets", columns="类别,状态", where=f"区市 = '{district}' and 人数 > {people}")
    return Asked(path, " UNION ALL ".join(parts), ordered=False)


def box(i: int, rows: int) -> Asked:
    """Up to 1,000 permits of a rectangle, as GeoJSON from us and as rows from peers."""
    west, south = round(120 + i % 50 * 0.018, 3), round(36 + i // 50 % 50 * 0.018, 3)
    east, north = round(west + 0.04, 3), round(south + 0.04, 3)
    sql = f"""SELECT {ALL} FROM {{t}} WHERE "经度" >= {west} AND "经度" <= {east} AND "纬度" >= {south} AND "纬度" <= {north}
        ORDER BY rowid LIMIT 1000"""
    return Asked(api("export.geojson", bbox=f"{west},{south},{east},{north}", limit="1000"), sql)


QUESTIONS = (
    Question("Q1 first page", (0.6, 5000), first_page),
    Question("Q2 page at the middle", (0.8, 4000), far_page),
    Question("Q3 equality on a code", (0.4, 6000), by_code),
    Question("Q4 filter, sort, top 100", (2, 900), filtered_top),
    Question("Q5 group by two", (6, 250), grouped),
    Question("Q6 word in cells", (1.5, 2000), word),
    Question("Q6n rare name in cells", (1, 2500), rare_name, may_be_empty=True),
    Question("Q7 count with filter", (0.4, 6000), counted),
    Question("Q8 facet counts", (1, 1200), facets),
    Question("Q9 box as GeoJSON", (3, 400), box),
)
__all__ = ["KINDS", "QUESTIONS", "Asked", "Question"]
