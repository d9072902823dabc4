"""Charts of published tables: every number equals a count by hand over the rows of the file."""

from __future__ import annotations

import csv
import io
import json
import urllib.parse
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import mean, median
from typing import Any

import pytest
from django.core.management import call_command
from tests import seeding
from tests.journeys import air

from zhanqiao.core_services.exploring import queries
from zhanqiao.core_services.exploring.queries import Chart, ChartMisfitError, Drawing
from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.charts import ChartState
from zhanqiao.data_center.catalogue.queries import DatasetCard, dataset_card, readable_table
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.people.access.rules import AccessCard

pytestmark = pytest.mark.xdist_group("charts")
ANYBODY = AccessCard(account_id=None, kind="anonymous")
READINGS = list(air.readings())
TREES = list(csv.DictReader(io.StringIO(seeding.trees(1, 300))))


@pytest.fixture(scope="module")
def _published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The air of three stations, 300 street trees in two releases, and names; removed after the module."""
    with django_db_blocker.unblock():
        seeding.register_department()
        seeding.published(name="air", title="空气质量小时值", content=air.content())
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(1, 260))
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(261, 300), append=True)
        seeding.published(name="names", title="名册", content="编号\n" + "".join(f"A{n:04d}\n" for n in range(60)))
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _tables(_published: None, db: None) -> None:
    """Read them as a page does."""


def dataset(slug: str) -> DatasetCard:
    return dataset_card(slug=slug, card=ANYBODY)


def chart(slug: str, kind: str = "", x: str = "", *, where: tuple[str, ...] = (), q: str = "", **more: object) -> Chart:
    table = readable_table(table_id=dataset(slug).tables[0].id, card=ANYBODY)
    rows = GridState(where=where, q=q, as_of=str(more.pop("as_of", "")))
    state = ChartState(rows=rows, kind=kind, x=x, **more)  # type: ignore[arg-type]  # test values of every type
    return queries.chart_of(table=table, state=state, language="zh-hans")


def shown(slug: str, found: Chart) -> Drawing:
    drawing = queries.drawing(dataset=dataset(slug), chart=found, language="zh-hans")
    assert drawing is not None, found.problem
    return drawing


def numbers(found: Chart) -> dict[str, float]:
    assert found.figure is not None, found.problem
    return {one["x"]: one["y"] for one in found.figure.points}


def test_bad_hours_of_a_station_by_year_are_those_of_the_file() -> None:
    found = chart("air", "bar", "时间", unit="year", where=("AQI > 150", "站点 = '东四'"))
    assert numbers(found) == air.bad_by_year("东四")
    drawing = shown("air", found)
    assert drawing.sentence == "各年的行数（按时间），其中AQI 大于 150、站点 等于 东四；2014 至 2017"
    assert drawing.heads == ["时间（按年）", "行数"]
    assert [(one["head"], one["numbers"]) for one in drawing.lines] == [
        (year, [str(count)]) for year, count in sorted(air.bad_by_year("东四").items())
    ]
    assert drawing.notes == []


def test_averages_and_medians_by_station_are_those_of_the_file() -> None:
    by_station: dict[str, list[int]] = defaultdict(list)
    for station, _, aqi in READINGS:
        by_station[station].append(aqi)
    for y, of_all in (("avg", mean), ("median", median), ("min", min), ("max", max), ("sum", sum)):
        expected = {station: pytest.approx(float(of_all(values))) for station, values in by_station.items()}
        assert numbers(chart("air", "bar", "站点", y=y, of="AQI")) == expected


def test_colours_part_every_year_and_add_up_to_it() -> None:
    found = chart("air", "area", "时间", unit="year", colour="站点")
    assert found.figure is not None
    parts = Counter({(one["x"], one["colour"]): one["y"] for one in found.figure.points})
    expected = Counter((str(at.year), station) for station, at, _ in READINGS)
    assert parts == expected
    assert set(found.figure.colours) == set(air.STATIONS)


def test_a_histogram_counts_every_value_once() -> None:
    found = chart("air", "histogram", "AQI")
    assert found.figure is not None
    width = found.figure.points[0]["end"] - found.figure.points[0]["at"]
    expected = Counter(aqi // width * width for _, _, aqi in READINGS)
    assert {one["at"]: one["y"] for one in found.figure.points} == expected


def test_boxes_hold_five_numbers_of_each_station() -> None:
    found = chart("air", "box", "站点", of="AQI")
    assert found.figure is not None
    for one in found.figure.points:
        values = [aqi for station, _, aqi in READINGS if station == one["x"]]
        assert (one["low"], one["y"], one["high"]) == (min(values), median(values), max(values))
        assert one["low"] <= one["q1"] <= one["y"] <= one["q3"] <= one["high"]


def test_dots_are_rows_of_the_table_and_the_same_each_time() -> None:
    first, second = (chart("air", "scatter", "时间", of="AQI") for _ in range(2))
    assert first.figure is not None
    assert first.figure == second.figure
    assert (len(first.figure.points), first.figure.rows) == (1_000, len(READINGS))
    rows = {(at.isoformat(), aqi) for _, at, aqi in READINGS}
    assert {(one["at"], int(one["y"])) for one in first.figure.points} <= rows
    assert [one.zh for one in shown("air", first).notes] == ["图中是 8,766 行里随机抽取的 1,000 行。"]


def test_words_in_the_rows_choose_them() -> None:
    assert numbers(chart("trees", "bar", "树种", q="银杏")) == {"银杏": 75.0}


def test_the_largest_groups_are_drawn_and_the_others_counted() -> None:
    cut = shown("trees", chart("trees", "bar", "编号", top=5))
    assert (len(cut.lines), cut.figure.groups) == (5, 300)
    assert [one.zh for one in cut.notes] == ["图中为 300 类中最大的 5 类，其余各类占 98.3%。"]


def test_a_heat_map_crosses_two_columns() -> None:
    found = chart("trees", "heat", "区市", colour="树种")
    assert found.figure is not None
    expected = Counter((row["区市"], row["树种"]) for row in TREES)
    assert Counter({(one["x"], one["colour"]): one["y"] for one in found.figure.points}) == expected


def test_shares_of_a_pie_are_of_all_rows() -> None:
    found = chart("trees", "pie", "树种")
    assert found.figure is not None
    assert [one["share"].split()[1] for one in found.figure.points] == ["25%"] * 4


def test_the_first_chart_is_the_first_suggested_one() -> None:
    found = chart("air")
    assert (found.state.kind, found.state.x, found.state.y, found.state.of) == ("line", "时间", "avg", "AQI")
    assert [one.name.zh for one in found.suggested] == [
        *("AQI 平均值随时间的变化", "各年的行数", "各站点的行数", "AQI 的分布"),
        *("各站点的 AQI 平均值", "各站点的 AQI 变化"),
    ]
    months: dict[str, list[int]] = defaultdict(list)
    for _, at, aqi in READINGS:
        months[f"{at:%Y-%m}"].append(aqi)
    assert numbers(found) == {month: pytest.approx(mean(values)) for month, values in months.items()}


def test_what_cannot_be_drawn_says_why() -> None:
    crowded = chart("trees", "pie", "编号", top=100)
    assert crowded.figure is None
    assert crowded.problem is not None
    assert crowded.problem.zh == "“编号”有 300 类，饼图最多看清 8 类。请加筛选条件，或改用条形图。"
    colours = chart("trees", "bar", "树种", colour="种植日期")
    assert colours.problem is not None
    assert colours.problem.zh.startswith("“种植日期”多于 8 个值")
    nothing = chart("trees", "bar", "树种", where=("胸径 > 1000",))
    assert nothing.problem is not None
    assert nothing.problem.zh == "没有符合条件的行。请去掉一个筛选条件，或另选一列。"
    unread = chart("trees", "bar", "树种", where=("高度 > 3",))
    assert unread.problem is not None
    assert "高度" in unread.problem.zh
    with pytest.raises(ChartMisfitError) as refused:
        queries.specification(dataset=dataset("trees"), chart=nothing, site="", link="", language="zh-hans")
    assert refused.value.text.zh == "这张图画不出来：没有符合条件的行。请去掉一个筛选条件，或另选一列。"


def test_a_table_of_names_alone_has_no_chart() -> None:
    found = chart("names")
    assert (found.figure, found.suggested) == (None, ())
    assert found.problem is not None
    assert found.problem.zh.startswith("这张表没有适合画图的列")


def test_a_pinned_chart_keeps_the_numbers_of_its_release() -> None:
    table = readable_table(table_id=dataset("trees").tables[0].id, card=ANYBODY, as_of="1")
    state = ChartState(rows=GridState(as_of="1"), kind="bar", x="树种")
    pinned = queries.chart_of(table=table, state=state, language="zh-hans")
    assert numbers(pinned) == dict.fromkeys(seeding.KINDS, 65.0)
    assert numbers(chart("trees", "bar", "树种")) == dict.fromkeys(seeding.KINDS, 75.0)
    assert (
        shown("trees", pinned).source
        == "来源：青岛市园林和林业局，行道树普查，第 1 版（" + f"{table.released_at.astimezone(CITY_TIME):%Y-%m-%d}）"
    )


def test_a_specification_stands_alone_and_says_where_it_comes_from() -> None:
    link = "https://data.example/datasets/air/chart/?kind=bar"
    found = chart("air", "bar", "时间", unit="year")
    spec = queries.specification(
        dataset=dataset("air"), chart=found, site="https://data.example", link=link, language="zh-hans"
    )
    assert spec["title"]["text"] == "各年的行数（按时间）；2014 至 2017"
    assert [one["x"] for one in spec["data"]["values"]] == ["2014", "2015", "2016", "2017"]
    assert (spec["usermeta"]["link"], spec["usermeta"]["release"]) == (link, 1)
    assert spec["usermeta"]["dataset"]["zh"] == "空气质量小时值"
    assert json.loads(json.dumps(spec)) == spec


def test_plain_bars_taken_elsewhere_follow_the_live_release() -> None:
    spec = queries.specification(
        dataset=dataset("air"), chart=chart("air", "bar", "站点"), site="https://data.example", link="", language="en"
    )
    address = urllib.parse.urlsplit(spec["data"]["url"])
    asked = urllib.parse.parse_qs(address.query)
    assert address.path == f"/api/v1/tables/{dataset('air').tables[0].id}/aggregate"
    assert (asked["select"], asked["group_by"]) == (["站点 as x, count(*) as y"], ["站点"])
    assert "as_of" not in asked
