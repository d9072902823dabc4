"""Questions are made from the columns; their answers equal a count by hand."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from statistics import mean
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries
from tests import seeding
from tests.core_services.exploring.charts.grounds import COLUMNS, ROWS
from tests.journeys import air

from zhanqiao.core_services.exploring.queries import chart_of, drawing, questions_of
from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, shown_number
from zhanqiao.core_services.exploring.rules.questions import NOTHING, Question, answered, questions
from zhanqiao.data_center.catalogue.queries import dataset_card, readable_table
from zhanqiao.data_center.metadata.operations import describe_columns
from zhanqiao.data_center.metadata.queries import words_of
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.people.access.rules import AccessCard

pytestmark = pytest.mark.xdist_group("charts")
ANYBODY = AccessCard(account_id=None, kind="anonymous")


@pytest.fixture(scope="module")
def _published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Air, trees, parks and a list of numbers alone; removed after the module."""
    with django_db_blocker.unblock():
        seeding.register_department()
        seeding.published(name="air", title="空气质量小时值", content=air.content())
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(1, 300))
        seeding.published(name="parks", title="青岛公园景点", content=seeding.PARKS)
        seeding.published(name="names", title="名册", content="编号\n" + "".join(f"A{n:04d}\n" for n in range(60)))
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def _tables(_published: None, db: None) -> None:
    """Read them as a page does."""


def table(slug: str) -> TableCard:
    found = dataset_card(slug=slug, card=ANYBODY).tables[0]
    return readable_table(table_id=found.id, card=ANYBODY)


def told(slug: str) -> dict[str, str]:
    return {one.question.zh: one.answer.zh for one in questions_of(table=table(slug))}


def air_by(part: str) -> dict[str, float]:
    found: dict[str, list[int]] = defaultdict(list)
    for station, at, aqi in air.readings():
        found[station if part == "station" else str(at.year)].append(aqi)
    return {name: mean(values) for name, values in found.items()}


@pytest.mark.usefixtures("_tables")
def test_the_air_answers_what_a_count_by_hand_answers() -> None:
    years, stations = air_by("year"), air_by("station")
    best = max(stations, key=lambda one: stations[one])
    fell = (years["2014"] - years["2017"]) / years["2014"] * 100
    first, last = shown_number(years["2014"]), shown_number(years["2017"])
    most = max(aqi for _, _, aqi in air.readings())
    found = told("air")
    assert list(found) == [
        "哪个站点的行数最多？",
        "哪个站点的 AQI 平均值最高？",
        "AQI 的平均值逐年怎样变化？",
        "AQI 最大的是哪一行？",
    ]
    assert found["哪个站点的行数最多？"] == "“东四、古城、奥体中心”并列最多，各有 2,922 行。"
    assert found["哪个站点的 AQI 平均值最高？"] == f"“{best}”最高，为 {shown_number(stations[best])}。"
    assert found["AQI 的平均值逐年怎样变化？"] == f"从 2014 的 {first} 降到 2017 的 {last}，降低 {fell:.1f}%。"
    assert found["AQI 最大的是哪一行？"] == f"最大值是 {most}，多于 3 行都是它。"


@pytest.mark.usefixtures("_tables")
def test_a_row_is_named_by_the_column_that_tells_rows_apart() -> None:
    parks = list(csv.DictReader(io.StringIO(seeding.PARKS)))
    largest = max(parks, key=lambda one: float(one["面积"]))
    assert told("parks")["面积最大的是哪一行？"] == f"“{largest['名称']}”最大，为 7,500。"
    assert told("parks")["哪个区市的行数最多？"] == "“市南区”最多，有 2 行。"


@pytest.mark.usefixtures("_tables")
def test_more_than_three_that_are_level_are_not_listed() -> None:
    assert told("trees")["哪个区市的行数最多？"] == "多于 3 个并列最多，各有 60 行。"


@pytest.mark.usefixtures("_tables")
def test_a_list_of_names_answers_nothing() -> None:
    assert told("names") == {}


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize("slug", ["air", "trees", "parks"])
def test_the_chart_of_every_question_is_drawn(slug: str) -> None:
    found = [chart_of(table=table(slug), state=one.chart, language="en") for one in questions_of(table=table(slug))]
    assert [one.problem for one in found] == [None] * len(found)


@pytest.mark.usefixtures("_tables")
def test_a_release_is_counted_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = questions_of(table=table("air"))
    with django_assert_num_queries(0):
        assert questions_of(table=table("air")) is first


def test_no_table_is_asked_more_than_four_questions_of_few_rows() -> None:
    found = questions(columns=tuple(COLUMNS.values()), rows=ROWS)
    assert [one.kind for one in found] == ["most", "highest", "change", "largest"]
    assert [int(one.asked["limit"]) for one in found] == [4, 4, 1_000, 4]


def test_parts_of_dates_group_an_average_and_running_numbers_measure_nothing() -> None:
    columns = (
        ChartColumn("No", "integer", None, 35_064, 0, 1, 35_064),
        ChartColumn("year", "integer", "year", 5, 0, 2013, 2017),
        ChartColumn("hour", "integer", None, 24, 0, 0, 23),
        ChartColumn("PM2.5", "decimal", None, 500, 0, 3, 737),
    )
    assert [one.text.zh for one in questions(columns=columns, rows=35_064)] == [
        "哪个year的 PM2.5 平均值最高？",
        "PM2.5 最大的是哪一行？",
    ]


def test_few_rows_over_many_years_are_not_asked_how_they_changed() -> None:
    assert "change" in {one.kind for one in questions(columns=tuple(COLUMNS.values()), rows=150)}
    assert "change" not in {one.kind for one in questions(columns=tuple(COLUMNS.values()), rows=149)}


def test_days_without_numbers_ask_for_the_busiest_year() -> None:
    time = ChartColumn("时间", "timestamp", None, 900, 0, "2013-03-01T00:00:00", "2017-02-28T23:00:00")
    (asked,) = questions(columns=(time,), rows=ROWS)
    assert asked.text.zh == "哪一年的行数最多（按时间）？"
    assert answered(question=asked, rows=[{"x": "2015-01-01T00:00:00", "y": 12}]).zh == "“2015”最多，有 12 行。"


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ([("2014", 10), ("2017", 15)], "从 2014 的 10 升到 2017 的 15，升高 50.0%。", "From 10 in 2014 up to 15 in 2017, by 50.0 %."),
        ([("2014", 10), ("2015", 30), ("2017", 5)], "从 2014 的 10 降到 2017 的 5，降低 50.0%；最高是 2015，为 30。", "From 10 in 2014 down to 5 in 2017, by 50.0 %; highest in 2015 with 30."),
        ([("2014", 10), ("2017", 10)], "2014 为 10，2017 为 10。", "10 in 2014, 10 in 2017."),
        ([("2014", 0), ("2017", 10)], "2014 为 0，2017 为 10。", "0 in 2014, 10 in 2017."),
        ([("2014", 10)], "只有 2014：10。", "There is 2014 only: 10."),
    ],
)  # fmt: skip
def test_a_change_is_told_from_first_to_last(rows: list[tuple[str, float]], zh: str, en: str) -> None:
    question = next(one for one in questions(columns=tuple(COLUMNS.values()), rows=ROWS) if one.kind == "change")
    answer = answered(question=question, rows=[{"x": f"{year}-01-01", "y": number} for year, number in rows])
    assert (answer.zh, answer.en) == (zh, en)


def test_no_rows_are_told() -> None:
    asked: Question = questions(columns=tuple(COLUMNS.values()), rows=ROWS)[0]
    assert answered(question=asked, rows=[]) == NOTHING
    assert answered(question=asked, rows=[{"x": "市南区", "y": None}]) == NOTHING


@pytest.mark.usefixtures("_tables")
def test_questions_and_charts_call_columns_as_the_dictionary_does_in_either_language() -> None:
    trees = table("trees")
    words = [
        replace(one, name_zh="胸围", name_en="Girth", suggested=False) if one.name == "胸径" else one
        for one in words_of(table_id=trees.id)
    ]
    describe_columns(table_id=trees.id, words=words, by="seeding", at=datetime(2026, 1, 1, tzinfo=UTC))
    asked = {one.question.en: one.question.zh for one in questions_of(table=trees)}
    assert asked["Which row has the largest girth?"] == "胸围最大的是哪一行？"
    dataset = dataset_card(slug="trees", card=ANYBODY)
    state = ChartState(kind="bar", x="区市", y="avg", of="胸径")
    for language, sentence, head in (
        ("en", "Average of girth by 区市", "average of girth"),
        ("zh-hans", "各区市的胸围的平均值", "胸围的平均值"),
    ):
        drawn = drawing(dataset=dataset, chart=chart_of(table=trees, state=state, language=language), language=language)
        assert drawn is not None
        assert (drawn.sentence, list(drawn.heads)) == (sentence, ["区市", head])
    suggested = chart_of(table=trees, state=ChartState(), language="en").suggested
    assert "How girth is spread" in [one.name.en for one in suggested]
