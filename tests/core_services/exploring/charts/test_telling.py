"""A chart in one sentence, in both languages, and what must be said beside it."""

from __future__ import annotations

import pytest
from tests.core_services.exploring.charts.grounds import COLUMNS, MOMENT, asked, figure

from zhanqiao.core_services.exploring.rules import GridState
from zhanqiao.core_services.exploring.rules.charts import ChartState, grouped, notes_of, sentence_of, source_of

ALL = COLUMNS | {"时间": MOMENT}
YEARS = figure({"x": "2014", "y": 3.0}, {"x": "2017", "y": 1.0}, scale="time")
GROUPS = figure({"x": "市南区", "y": 3.0})


def said(state: ChartState, language: str = "zh-hans", *, conditions: tuple[str, ...] = ()) -> str:
    drawn = YEARS if state.unit == "year" else GROUPS
    return sentence_of(state=state, conditions=conditions, figure=drawn, language=language)


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (asked("bar"), "各区市的行数", "Number of rows by 区市"),
        (asked("bar", y="avg", of="胸径"), "各区市的胸径的平均值", "Average of 胸径 by 区市"),
        (asked("bar", "时间", unit="year"), "各年的行数（按时间）；2014 至 2017", "Number of rows, each year (时间); 2014 to 2017"),
        (asked("line", "时间", unit="weekday"), "一周中各日的行数（按时间）", "Number of rows, each day of the week (时间)"),
        (asked("histogram", "胸径", unit="bins"), "胸径的分布", "How 胸径 is spread"),
        (asked("scatter", "胸径", of="树高"), "胸径与树高", "胸径 and 树高"),
        (asked("box", of="胸径"), "各区市的胸径分布", "How 胸径 is spread by 区市"),
        (asked("bar", colour="树种"), "各区市的行数，按树种分色", "Number of rows by 区市, by 树种"),
    ],
    ids=lambda one: f"{one.kind}-{one.y}" if isinstance(one, ChartState) else "",
)  # fmt: skip
def test_a_chart_is_said_in_one_sentence(state: ChartState, zh: str, en: str) -> None:
    assert said(state) == zh
    assert said(state, "en") == en


def test_conditions_and_words_are_said() -> None:
    state = asked("bar", rows=GridState(q="中山"))
    assert said(state, conditions=("AQI 大于 150", "站点 等于 东四")) == (
        "各区市的行数，其中AQI 大于 150、站点 等于 东四，含“中山”的行"
    )
    assert said(state, "en", conditions=("a is 1", "b is 2")) == (
        "Number of rows by 区市, where a is 1 and b is 2, rows with '中山'"
    )


def test_the_axis_says_its_unit() -> None:
    assert (grouped(x="时间", unit="year").zh, grouped(x="时间", unit="year").en) == ("时间（按年）", "时间 (by year)")
    assert grouped(x="区市", unit="").zh == "区市"


def notes(state: ChartState, **more: object) -> list[str]:
    drawn = figure({"x": "10", "y": 3.0}, **more)
    return [one.zh for one in notes_of(state=state, column=ALL[state.x], figure=drawn, rows=2_500)]


def test_a_chart_of_everything_needs_no_note() -> None:
    assert notes(asked("bar")) == []


def test_a_sample_empty_values_and_estimates_are_told() -> None:
    assert notes(asked("scatter", "胸径", of="树高"), rows=2_498) == [
        "图中是 2,498 行里随机抽取的 1 行。",
        "全表 2,500 行中有 2 行的“胸径”为空，不在图中。",
    ]
    assert notes(asked("bar", y="distinct", of="树种")) == ["不同值个数是估计值，误差约百分之几。"]
    assert notes(asked("bar"), groups=30) == ["图中为 30 类中最大的 1 类。"]


def test_the_source_names_office_dataset_release_and_day() -> None:
    told = {"dataset": "行道树普查", "department": "青岛市园林和林业局", "release": 2, "day": "2026-12-01"}
    assert source_of(**told, language="zh-hans") == "来源：青岛市园林和林业局，行道树普查，第 2 版（2026-12-01）"  # type: ignore[arg-type]  # words and a number
    assert source_of(**told, language="en") == "Source: 青岛市园林和林业局, 行道树普查, release 2 (2026-12-01)"  # type: ignore[arg-type]  # words and a number
