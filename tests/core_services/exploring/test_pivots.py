"""Pivots of published tables: cells, subtotals and totals equal a count by hand; what is too large says so."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import mean
from typing import Any
from urllib.parse import parse_qs, unquote_plus

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook
from tests import seeding

from zhanqiao.core_services.exploring.queries import Pivot, pivot_csv, pivot_of, pivot_xlsx
from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.pivots import PivotState, PivotTable, pivot_state
from zhanqiao.data_center.catalogue.queries import dataset_card, readable_table
from zhanqiao.people.access.rules import AccessCard

pytestmark = pytest.mark.xdist_group("charts")
ANYBODY = AccessCard(account_id=None, kind="anonymous")
TREES = [row | {"年": row["种植日期"][:4]} for row in csv.DictReader(io.StringIO(seeding.trees(1, 300)))]
ODD = "名称,有无,数\n=1+1,是,1\n,否,2\n其他,是,4\n乙,,8\n"


@pytest.fixture(scope="module")
def _published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """300 street trees, and a table of odd values; removed after the module."""
    with django_db_blocker.unblock():
        seeding.register_department()
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(1, 300))
        seeding.published(name="odd", title="少见的值", content=ODD)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _tables(_published: None, db: None) -> None:
    """Read them as a page does."""


def pivot(slug: str = "trees", *, language: str = "zh-hans", **asked: Any) -> Pivot:
    table = readable_table(table_id=dataset_card(slug=slug, card=ANYBODY).tables[0].id, card=ANYBODY)
    return pivot_of(table=table, state=PivotState(**asked), language=language)


def shown(found: Pivot) -> PivotTable:
    assert found.shown is not None, found.problem
    return found.shown


def lines(found: Pivot) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    return {one.heads: one.numbers for one in shown(found).lines}


def girth(row: dict[str, str]) -> float | None:
    return float(row["胸径"]) if row["胸径"].isdecimal() else None


def test_cells_and_totals_are_counts_of_the_rows() -> None:
    found = pivot(down="区市", across="树种")
    counts = Counter((row["区市"], row["树种"]) for row in TREES)
    kinds = shown(found).columns[:-1]
    assert set(kinds) == set(seeding.KINDS)
    assert shown(found).names == ("区市",)
    expected: dict[tuple[str, ...], tuple[float, ...]] = {
        (district,): (*(float(counts[district, kind]) for kind in kinds), 60.0) for district in seeding.DISTRICTS
    }
    assert lines(found) == expected | {("合计",): (75.0, 75.0, 75.0, 75.0, 300.0)}


def test_a_total_of_averages_is_the_average_of_all_rows() -> None:
    found = pivot(down="区市", then="树种", y="avg", of="胸径")
    by: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in TREES:
        width = girth(row)
        if width is not None:
            for heads in ((row["区市"], row["树种"]), (row["区市"], "小计"), ("合计", "")):
                by[heads].append(width)
    assert lines(found) == {heads: (pytest.approx(mean(values)),) for heads, values in by.items()}
    assert Counter(one.kind for one in shown(found).lines) == {"row": 20, "subtotal": 5, "total": 1}


def test_years_stand_in_their_order_across() -> None:
    found = pivot(
        down="树种", across="种植日期", across_unit="year", rows=GridState(where=("种植日期 < '1995-01-01'",))
    )
    assert shown(found).columns == ("1990", "1991", "1992", "1993", "1994", "合计")
    counts = Counter((row["树种"], row["年"]) for row in TREES)
    for kind in seeding.KINDS:
        numbers = [float(counts[kind, str(year)]) or None for year in range(1990, 1995)]
        assert lines(found)[(kind,)] == (*numbers, sum(one or 0 for one in numbers))
    assert found.sentence == "行数：按树种，横向按种植日期（按年），其中种植日期 小于 1995-01-01"


def test_the_largest_groups_are_listed_and_the_others_put_together() -> None:
    found = pivot(down="编号", top=5, y="sum", of="胸径")
    table = lines(found)
    whole = sum(girth(row) or 0 for row in TREES)
    assert len(table) == 7
    assert table[("合计",)] == (whole,)
    listed = [numbers[0] for heads, numbers in table.items() if heads[0].startswith("T")]
    assert listed == sorted((girth(row) or 0 for row in TREES), reverse=True)[:5]
    assert table[("其他",)] == (whole - sum(one or 0 for one in listed),)
    assert [one.zh for one in found.notes] == ["“编号”有 300 类，列出最大的 5 类，其余合为“其他”。"]


def test_others_of_an_average_are_counted_and_not_added() -> None:
    found = pivot(down="编号", top=5, y="avg", of="胸径")
    widths = sorted((width for row in TREES if (width := girth(row)) is not None), reverse=True)
    assert lines(found)[("其他",)] == (pytest.approx(mean(widths[5:])),)


def test_odd_values_are_told_from_what_stands_for_others_and_none() -> None:
    assert lines(pivot("odd", down="名称", y="sum", of="数")) == {
        ("乙",): (8.0,),
        ("其他",): (4.0,),
        ("（空）",): (2.0,),
        ("=1+1",): (1.0,),
        ("合计",): (15.0,),
    }
    assert lines(pivot("odd", down="有无", y="max", of="数")) == {
        ("（空）",): (8.0,),
        ("是",): (4.0,),
        ("否",): (2.0,),
        ("合计",): (8.0,),
    }


def test_a_pivot_that_was_not_asked_for_suits_the_table() -> None:
    found = pivot()
    assert (found.state.down, found.state.across, found.state.across_unit) == ("区市", "种植日期", "year")
    assert found.problem is None


def test_what_cannot_be_shown_says_why() -> None:
    problems = [
        pivot(down="区市", across="区市").problem,
        pivot(down="高度").problem,
        pivot(down="区市", y="sum").problem,
        pivot(down="区市", across="种植日期", across_unit="day").problem,
        pivot(down="区市", rows=GridState(where=("高度 > 1",))).problem,
    ]
    told = [one.zh if one else "" for one in problems]
    assert told[0] == "同一列只能用一次。请为行、次级行和列选择不同的列。"
    assert told[1] == "表中没有“高度”这一列。请在下面另选一列。"
    assert told[2] == "请选择统计哪一列，或改为统计行数。"
    assert told[3].startswith("“种植日期”有 300 个组，最多列出 60 个。")
    assert "高度" in told[4]


def test_the_address_holds_the_whole_state() -> None:
    state = PivotState(
        rows=GridState(where=("胸径 > 30",), as_of="1"),
        down="区市",
        then="树种",
        across="种植日期",
        across_unit="year",
        y="avg",
        of="胸径",
        top=50,  # type: ignore[arg-type]  # names and a number
    )
    assert pivot_state(given=parse_qs(state.query.lstrip("?"))) == state
    assert unquote_plus(state.chart.query).endswith("kind=bar&x=区市&y=avg&of=胸径&colour=种植日期&top=50")


def test_files_hold_the_same_numbers() -> None:
    found = shown(pivot("odd", down="名称", y="sum", of="数"))
    text = pivot_csv(shown=found).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["名称", "合计"], ["乙", "8"], ["其他", "4"], ["（空）", "2"], ["'=1+1", "1"], ["合计", "15"],
    ]  # fmt: skip
    book = CalamineWorkbook.from_filelike(io.BytesIO(pivot_xlsx(shown=found, sentence="数 的合计：按名称")))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "数 的合计：按名称"
    assert sheet[2:] == [["名称", "合计"], ["乙", 8.0], ["其他", 4.0], ["（空）", 2.0], ["=1+1", 1.0], ["合计", 15.0]]
