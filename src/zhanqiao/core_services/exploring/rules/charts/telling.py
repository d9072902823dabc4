"""A chart in one sentence, for its heading, its link's title and whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from zhanqiao.core_services.exploring.rules.charts.asking import is_worded
from zhanqiao.core_services.exploring.rules.charts.columns import ChartColumn
from zhanqiao.core_services.exploring.rules.charts.figures import Figure, cut_note
from zhanqiao.core_services.exploring.rules.charts.fits import OF_EACH_ROW
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.charts.words import EACH, measured
from zhanqiao.kit.texts import Text, closed_up

SCATTERED = Text("{x} 与 {of}", "{x} and {of}")
SPREAD = Text("{x} 的分布", "How {x} is spread")
FLOWING = Text("从{flow}的{what}", "{what} from {flow}")
BOXED = Text("各{x}的 {of} 分布", "How {of} is spread by {x}")
GROUPED = Text("各{x}的{what}", "{what} by {x}")
TIMED = Text("{each}的{what}（按{x}）", "{what}, {each} ({x})")
COLOURED = Text("，按{colour}分色", ", by {colour}")
WHERE = Text("，其中{conditions}", ", where {conditions}")
WORDS = Text("，含“{q}”的行", ", rows with '{q}'")
SAMPLED = Text("图中是 {rows} 行里随机抽取的 {drawn} 行。", "A random {drawn} of {rows} rows are drawn.")
NO_VALUE = Text(
    "全表 {rows} 行中有 {nulls} 行的“{name}”为空，不在图中。",
    "In {nulls} of the table's {rows} rows '{name}' is empty; they are not drawn.",
)
ESTIMATED = Text(
    "不同值个数是估计值，误差约百分之几。", "Numbers of different values are estimates, within a few per cent."
)
SOURCE = Text(
    "来源：{department}，{dataset}，第 {release} 版（{day}）",
    "Source: {department}, {dataset}, release {release} ({day})",
)
SPAN = Text("；{first} 至 {last}", "; {first} to {last}")


def sentence_of(*, state: ChartState, conditions: Sequence[str], figure: Figure, language: str) -> str:
    """Return what is shown, in one sentence: measure, groups, conditions, the time it covers."""
    what = measured(y=state.y, of=state.of).in_language(language)
    flow = Text("到", " to ").in_language(language).join(one for one in (state.x, state.colour, state.then) if one)
    spoken = closed_up(
        _subject(state, language).format(flow=flow, x=state.x, of=state.of, what=what, each=_each(state, language))
    )
    parts = [spoken[:1].upper() + spoken[1:]]
    if state.colour and state.kind != "sankey":
        parts.append(COLOURED.in_language(language).format(colour=state.colour))
    parts.append(chosen_by(conditions=conditions, q=state.q, language=language))
    if figure.scale == "time" and figure.points and state.kind != "scatter":
        labels = sorted(one["x"] for one in figure.points)
        parts.append(SPAN.in_language(language).format(first=labels[0], last=labels[-1]))
    return "".join(parts)


def chosen_by(*, conditions: Sequence[str], q: str, language: str) -> str:
    """Return which rows are meant, as the end of a sentence; nothing for all."""
    joined = Text("、", " and ").in_language(language).join(conditions)
    told = WHERE.in_language(language).format(conditions=joined) if conditions else ""
    return told + (WORDS.in_language(language).format(q=q) if q else "")


def notes_of(*, state: ChartState, column: ChartColumn, figure: Figure, rows: int) -> list[Text]:
    """Return what must be said beside a chart of a table of ``rows`` rows: what is not drawn, what is estimated."""
    notes = [cut_note(state=state, column=column, figure=figure), *figure.said]
    if figure.rows is not None and figure.rows > len(figure.points):
        notes.append(SAMPLED.filled(drawn=f"{len(figure.points):,}", rows=f"{figure.rows:,}"))
    if column.nulls and not is_worded(state=state, column=column):
        notes.append(NO_VALUE.filled(name=column.name, nulls=f"{column.nulls:,}", rows=f"{rows:,}"))
    if state.y == "distinct" and state.kind not in OF_EACH_ROW:
        notes.append(ESTIMATED)
    return [one for one in notes if one is not None]


def source_of(*, dataset: str, department: str, release: int, day: str, language: str) -> str:
    """Return where the numbers come from, as a picture that is taken elsewhere says it."""
    return SOURCE.in_language(language).format(dataset=dataset, department=department, release=release, day=day)


def _subject(state: ChartState, language: str) -> str:
    by_kind = {"scatter": SCATTERED, "histogram": SPREAD, "box": BOXED, "sankey": FLOWING}
    usual = TIMED if state.unit in EACH else GROUPED
    return by_kind.get(state.kind, usual).in_language(language)


def _each(state: ChartState, language: str) -> str:
    return EACH[state.unit].in_language(language) if state.unit in EACH else ""
