"""Questions that a table answers by itself, made from its columns and its profile: never canned. No Django.

Each asks the engine once, has an answer in one sentence, and a chart that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, Role, label, role, shown_number
from zhanqiao.core_services.exploring.rules.charts.columns import number, span_unit, units_covered
from zhanqiao.core_services.exploring.rules.charts.figures import SHOWN
from zhanqiao.core_services.exploring.rules.charts.suggesting import hardness
from zhanqiao.core_services.exploring.rules.rows import quoted
from zhanqiao.kit.texts import Text

TIED = 3  # groups that are named when they come first together
MOST_UNITS = 1_000
DENSE = 5  # rows of a unit of time, on average
UNIT_WORDS = {"year": Text("年", "year"), "month": Text("月", "month"), "day": Text("日", "day")}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: in words, of the engine, and by which chart it is shown. ``kind`` says how the answer reads."""

    kind: str
    text: Text
    asked: Mapping[str, str]
    chart: ChartState
    column: ChartColumn
    measure: str = ""
    unit: str = ""

    @property
    def is_of_rows(self) -> bool:
        """Say whether single rows answer it, and not groups."""
        return self.kind == "largest"


def questions(*, columns: Sequence[ChartColumn], rows: int) -> tuple[Question, ...]:
    """Return up to four questions that a table of ``rows`` rows answers; none when its columns only name the rows."""
    roles = {one.name: role(column=one, rows=rows) for one in columns}
    groups = sorted((one for one in columns if roles[one.name] is Role.CATEGORY), key=hardness)
    times = [one for one in columns if roles[one.name] is Role.TIME]
    measures = [one for one in columns if roles[one.name] is Role.MEASURE]
    found = [_most(one) for one in [each for each in groups if not each.is_part_of_time][:1]]
    found += [_highest(one, measure) for one in groups[:1] for measure in measures[:1]]
    found += [_change(one, measures[0]) if measures else _busiest(one) for one in times[:1] if _is_dense(one, rows)]
    return (*found, *(_largest(one, _namer(columns, rows)) for one in measures[:1]))


def answered(*, question: Question, rows: Sequence[Row]) -> Text:
    """Return the answer to a question in one sentence, from the rows that the engine gave."""
    if not rows or rows[0]["y"] is None:
        return NOTHING
    tell = {"largest": _told_largest, "change": _told_change}.get(question.kind, _told_first)
    return tell(question, rows)


def _is_dense(time: ChartColumn, rows: int) -> bool:
    """Say whether a unit of time has so many rows that it says more than its rows do."""
    return rows >= DENSE * units_covered(column=time, unit=span_unit(column=time))


def _most(group: ChartColumn) -> Question:
    text = Text(f"哪个{group.words.zh}的行数最多？", f"Which {group.words.en} has the most rows?")
    return Question("most", text, _ranked(group, "count(*)"), ChartState(kind="bar", x=group.name), group)


def _highest(group: ChartColumn, measure: ChartColumn) -> Question:
    text = Text(
        f"哪个{group.words.zh}的 {measure.words.zh} 平均值最高？",
        f"Which {group.words.en} has the highest average {measure.words.en}?",
    ).closed_up()
    chart = ChartState(kind="bar", x=group.name, y="avg", of=measure.name)
    return Question("highest", text, _ranked(group, f"avg({quoted(measure.name)})"), chart, group, measure.name)


def _busiest(time: ChartColumn) -> Question:
    unit = span_unit(column=time)
    words = UNIT_WORDS[unit]
    text = Text(
        f"哪一{words.zh}的行数最多（按{time.words.zh}）？", f"Which {words.en} of {time.words.en} has the most rows?"
    )
    asked = _ranked(time, "count(*)", f"date_trunc('{unit}', {quoted(time.name)})")
    return Question("busiest", text, asked, ChartState(kind="bar", x=time.name, unit=unit), time, unit=unit)


def _change(time: ChartColumn, measure: ChartColumn) -> Question:
    unit = span_unit(column=time)
    words, name = UNIT_WORDS[unit], quoted(measure.name)
    text = Text(
        f"{measure.words.zh} 的平均值逐{words.zh}怎样变化？",
        f"How did the average {measure.words.en} change by {words.en}?",
    ).closed_up()
    key = f"date_trunc('{unit}', {quoted(time.name)})"
    asked = {
        "where": f"{quoted(time.name)} IS NOT NULL AND {name} IS NOT NULL",
        "select": f"{key} as x, avg({name}) as y",
        "group_by": key,
        "order_by": key,
        "limit": str(MOST_UNITS),
    }
    chart = ChartState(kind="line", x=time.name, unit=unit, y="avg", of=measure.name)
    return Question("change", text, asked, chart, time, measure.name, unit)


def _largest(measure: ChartColumn, namer: ChartColumn | None) -> Question:
    name = quoted(measure.name)
    text = Text(f"{measure.words.zh} 最大的是哪一行？", f"Which row has the largest {measure.words.en}?").closed_up()
    named = f", {quoted(namer.name)} as x" if namer else ""
    asked = {
        "where": f"{name} IS NOT NULL",
        "select": f"{name} as y{named}",
        "order_by": f"{name} desc",
        "limit": str(TIED + 1),
    }
    return Question(
        "largest", text, asked, ChartState(kind="histogram", x=measure.name), namer or measure, measure.name
    )


def _ranked(column: ChartColumn, measure: str, key: str = "") -> dict[str, str]:
    key = key or quoted(column.name)
    return {
        "where": f"{quoted(column.name)} IS NOT NULL",
        "select": f"{key} as x, {measure} as y",
        "group_by": key,
        "order_by": f"{measure} desc, {key}",
        "limit": str(TIED + 1),
    }


def _namer(columns: Sequence[ChartColumn], rows: int) -> ChartColumn | None:
    """Return the column of texts that tells the rows apart best, None when none tells half of them."""
    texts = [one for one in columns if one.type == "text" and one.distinct * 2 >= rows]
    return max(texts, key=lambda one: (one.meaning is None, one.distinct), default=None)


def _told_first(question: Question, rows: Sequence[Row]) -> Text:
    first = [one for one in rows if one["y"] == rows[0]["y"]]
    amount = shown_number(number(rows[0]["y"]))
    counts = question.kind != "highest"
    if len(first) > TIED:
        return (MANY_TIED if counts else MANY_TIED_BY).filled(tied=TIED, amount=amount)
    names = [_named(one["x"], question) for one in first]
    form = (TIED_ROWS if counts else TIED_BY) if len(first) > 1 else (MOST_ROWS if counts else HIGHEST)
    return Text(
        form.zh.format(names="、".join(one.zh for one in names), amount=amount),
        form.en.format(names=" and ".join(one.en for one in names), amount=amount),
    )


def _told_largest(question: Question, rows: Sequence[Row]) -> Text:
    first = [one for one in rows if one["y"] == rows[0]["y"]]
    amount = shown_number(number(rows[0]["y"]))
    if len(first) > TIED:
        return LARGEST_OF_MANY.filled(amount=amount, tied=TIED)
    if "x" not in rows[0]:
        return LARGEST_ALONE.filled(amount=amount)
    names = [_named(one["x"], question) for one in first]
    zh, en = "、".join(one.zh for one in names), " and ".join(one.en for one in names)
    return Text(LARGEST.zh.format(names=zh, amount=amount), LARGEST.en.format(names=en, amount=amount))


def _told_change(question: Question, rows: Sequence[Row]) -> Text:
    values = [(str(one["x"])[: SHOWN[question.unit]], number(one["y"]) or 0.0) for one in rows]
    (first, begun), (last, ended) = values[0], values[-1]
    peak, most = max(values, key=lambda one: one[1])
    if len(values) == 1:
        return ONE_UNIT.filled(first=first, begun=shown_number(begun))
    share = f"{abs(ended - begun) / abs(begun) * 100:.1f}" if begun else ""
    way = STAYED if ended == begun or not share else ROSE if ended > begun else FELL
    told = way.filled(first=first, begun=shown_number(begun), last=last, ended=shown_number(ended), share=share)
    more = PEAK.filled(peak=peak, most=shown_number(most)) if peak not in (first, last) else Text("。", ".")
    return Text(told.zh + more.zh, told.en + more.en)


def _named(value: Any, question: Question) -> Text:
    if question.unit:
        text = str(value)[: SHOWN[question.unit]]
        return Text(text, text)
    return Text(label(value, language="zh-hans"), label(value, language="en"))


NOTHING = Text("没有可以回答的行。", "There is no row to answer it.")
TOO_LONG = Text("没有在限定时间内算出，请看图表。", "It was not counted in the time allowed; see the chart.")
MOST_ROWS = Text("“{names}”最多，有 {amount} 行。", "{names}: {amount} rows.")
TIED_ROWS = Text("“{names}”并列最多，各有 {amount} 行。", "{names}, with {amount} rows each.")
MANY_TIED = Text("多于 {tied} 个并列最多，各有 {amount} 行。", "More than {tied} are level, with {amount} rows each.")
HIGHEST = Text("“{names}”最高，为 {amount}。", "{names}: {amount}.")
TIED_BY = Text("“{names}”并列最高，均为 {amount}。", "{names}, each with {amount}.")
MANY_TIED_BY = Text("多于 {tied} 个并列最高，均为 {amount}。", "More than {tied} are level, with {amount} each.")
LARGEST = Text("“{names}”最大，为 {amount}。", "{names}: {amount}.")
LARGEST_ALONE = Text("最大值是 {amount}。", "The largest value is {amount}.")
LARGEST_OF_MANY = Text(
    "最大值是 {amount}，多于 {tied} 行都是它。", "The largest value is {amount}; more than {tied} rows have it."
)
ONE_UNIT = Text("只有 {first}：{begun}。", "There is {first} only: {begun}.")
STAYED = Text("{first} 为 {begun}，{last} 为 {ended}", "{begun} in {first}, {ended} in {last}")
ROSE = Text(
    "从 {first} 的 {begun} 升到 {last} 的 {ended}，升高 {share}%",
    "From {begun} in {first} up to {ended} in {last}, by {share} %",
)
FELL = Text(
    "从 {first} 的 {begun} 降到 {last} 的 {ended}，降低 {share}%",
    "From {begun} in {first} down to {ended} in {last}, by {share} %",
)
PEAK = Text("；最高是 {peak}，为 {most}。", "; highest in {peak} with {most}.")
