"""The first charts of a table, chosen by what its columns are: never canned, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhanqiao.core_services.exploring.rules.charts.columns import MOST_POINTS, ChartColumn, Role, role, span_unit
from zhanqiao.core_services.exploring.rules.charts.fits import MOST_COLOURS, MOST_SLICES
from zhanqiao.core_services.exploring.rules.charts.flows import MOST_NODES
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.core_services.exploring.rules.charts.words import EACH
from zhanqiao.kit.texts import Text

MOST_SUGGESTIONS = 7
EASY = 30  # groups that are seen at a glance
CYCLES = frozenset({"year", "month"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chart by its name and what it asks: the fields of ``ChartState`` that it sets."""

    name: Text
    kind: str
    x: str
    unit: str = ""
    y: str = "count"
    of: str = ""
    colour: str = ""

    def asked_of(self, state: ChartState, /) -> ChartState:
        """Return the state with this chart instead of another, of the same rows."""
        return replace(
            state, kind=self.kind, x=self.x, unit=self.unit, y=self.y, of=self.of, colour=self.colour, then="", order=""
        )

    def is_in(self, state: ChartState, /) -> bool:
        """Say whether a state shows this chart."""
        asked = self.asked_of(state)
        return replace(asked, unit=self.unit or state.unit, order=state.order) == state


def suggestions(*, columns: Sequence[ChartColumn], rows: int) -> tuple[Suggestion, ...]:
    """Return up to seven charts of a table of ``rows`` rows; none when no column suits one."""
    roles = {one.name: role(column=one, rows=rows) for one in columns}
    times = [one for one in columns if roles[one.name] is Role.TIME]
    measures = [one for one in columns if roles[one.name] is Role.MEASURE]
    categories = sorted((one for one in columns if roles[one.name] is Role.CATEGORY), key=hardness)
    found = [*_of_time(times, measures, categories), *_of_groups(categories, measures), *_of_numbers(measures)]
    usual = sorted(found, key=lambda one: _rank(one, times))[: MOST_SUGGESTIONS - 1]
    return tuple(_begun(one) for one in (*usual, *_of_flows(categories)))


def _begun(one: Suggestion) -> Suggestion:
    """Return a suggestion whose name begins with a capital."""
    return replace(one, name=Text(one.name.zh, one.name.en[:1].upper() + one.name.en[1:]))


def hardness(column: ChartColumn, /) -> tuple[int, bool]:
    """Return what puts a column behind others that group the rows better: too many groups, or numbers."""
    return (0 if column.distinct <= MOST_COLOURS else 1 if column.distinct <= EASY else 2, column.is_number)


def _rank(one: Suggestion, times: Sequence[ChartColumn]) -> int:
    """Return the place among all: what changes with time leads where rows carry time, groups lead elsewhere."""
    order = ("line", "bar-unit", "bar", "histogram", "bar-of", "line-colour", "scatter", "heat", "pie")
    name = one.kind + ("-colour" if one.kind == "line" and one.colour else "")
    name += "-unit" if one.kind == "bar" and one.unit else "-of" if one.kind == "bar" and one.of else ""
    place = order.index(name)
    return place if times or name != "bar-of" else order.index("bar") + 1


def _of_time(
    times: Sequence[ChartColumn], measures: Sequence[ChartColumn], categories: Sequence[ChartColumn]
) -> Iterator[Suggestion]:
    for time in times[:1]:
        fine, coarse = span_unit(column=time, points=MOST_POINTS), span_unit(column=time)
        counted = EACH[coarse]
        yield Suggestion(Text(f"{counted.zh}的行数", f"Rows of {counted.en}"), "bar", time.name, coarse)
        for measure in measures[:1]:
            name = Text(f"{measure.words.zh} 平均值随时间的变化", f"Average {measure.words.en} over time").closed_up()
            yield Suggestion(name, "line", time.name, fine, "avg", measure.name)
            for group in _few(categories, MOST_COLOURS)[:1]:
                name = Text(
                    f"各{group.words.zh}的 {measure.words.zh} 变化", f"{measure.words.en} over time by {group.words.en}"
                ).closed_up()
                yield Suggestion(name, "line", time.name, fine, "avg", measure.name, group.name)
        for group in () if measures else _few(categories, MOST_COLOURS)[:1]:
            name = Text(f"各{group.words.zh}的行数变化", f"Rows over time by {group.words.en}")
            yield Suggestion(name, "line", time.name, fine, colour=group.name)


def _of_groups(categories: Sequence[ChartColumn], measures: Sequence[ChartColumn]) -> Iterator[Suggestion]:
    for group in categories[:2]:
        yield Suggestion(Text(f"各{group.words.zh}的行数", f"Rows by {group.words.en}"), "bar", group.name)
    for group in categories[:1]:
        for measure in measures[:1]:
            name = Text(
                f"各{group.words.zh}的 {measure.words.zh} 平均值", f"Average {measure.words.en} by {group.words.en}"
            ).closed_up()
            yield Suggestion(name, "bar", group.name, y="avg", of=measure.name)
    crossed = [one for one in _few(categories, EASY) if one.meaning not in CYCLES]
    if len(crossed) > 1:
        name = Text(f"{crossed[0].words.zh} × {crossed[1].words.zh}", f"{crossed[0].words.en} × {crossed[1].words.en}")
        yield Suggestion(name, "heat", crossed[1].name, colour=crossed[0].name)
    for group in _few(categories, MOST_SLICES // 2)[:1]:
        yield Suggestion(Text(f"{group.words.zh}的占比", f"Shares of {group.words.en}"), "pie", group.name)


def _of_flows(categories: Sequence[ChartColumn]) -> Iterator[Suggestion]:
    few = [one for one in _few(categories, MOST_NODES) if one.meaning not in CYCLES]
    if len(few) > 1:
        name = Text(f"从{few[0].words.zh}到{few[1].words.zh}", f"From {few[0].words.en} to {few[1].words.en}")
        yield Suggestion(name, "sankey", few[0].name, colour=few[1].name)


def _of_numbers(measures: Sequence[ChartColumn]) -> Iterator[Suggestion]:
    for one in measures[:2]:
        yield Suggestion(
            Text(f"{one.words.zh} 的分布", f"How {one.words.en} is spread").closed_up(), "histogram", one.name, "bins"
        )
    if len(measures) > 1:
        x, y = measures[:2]
        yield Suggestion(
            Text(f"{x.words.zh} 与 {y.words.zh}", f"{x.words.en} and {y.words.en}").closed_up(),
            "scatter",
            x.name,
            of=y.name,
        )


def _few(categories: Sequence[ChartColumn], most: int) -> list[ChartColumn]:
    return [one for one in categories if one.distinct <= most]
