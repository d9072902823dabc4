"""A chart of a table: its numbers, its specification, and what is said beside it.

The caller has asked ``people.access`` for the table's card; nothing here reads more than that release.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.exploring.queries.figures import figure_of
from zhanqiao.core_services.exploring.rules import charts, conditions_of
from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, Figure, Suggestion
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

OPEN = "unconditional"
NO_CHART = Text(
    "这张表没有适合画图的列：各列都是编号、唯一值、单一值或空间图形。请到“数据”页查看各行。",
    "No column of this table suits a chart: they are identifiers, unique, constant or shapes. See the rows on the Data tab.",
)


class ChartMisfitError(ZhanqiaoError):
    """A chart was asked for that does not fit the table's columns; nothing was counted."""

    status = 400
    code = "chart-misfit"
    sentence = Text(zh="这张图画不出来：{zh}", en="This chart cannot be drawn: {en}")

    def __init__(self, *, reason: Text) -> None:
        """Say what does not fit and what to do."""
        super().__init__(zh=reason.zh, en=reason.en)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as asked for: ``figure`` is None when it cannot be drawn, ``problem`` then says why."""

    table: TableCard
    state: ChartState
    columns: dict[str, ChartColumn]
    suggested: tuple[Suggestion, ...]
    figure: Figure | None
    problem: Text | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is shown of a figure: sentence, Vega-Lite specification, the numbers as a table, source, and what must be said.

    ``lines`` hold a label, the words and the numbers (as shown) of each point, under ``heads``.
    """

    figure: Figure
    sentence: str
    spec: dict[str, Any]
    heads: Sequence[str]
    lines: Sequence[dict[str, Any]]
    source: str
    notes: Sequence[Text]


def chart_of(*, table: TableCard, state: ChartState, language: str) -> Chart:
    """Return the chart of a readable table that a state asks for, the first suggested one when it names none.

    Raises QueryTimeoutError and what else the engine says of its limits.
    """
    columns = columns_of(table=table)
    suggested = charts.suggestions(columns=tuple(columns.values()), rows=table.rows)
    if not state.kind and suggested:
        state = suggested[0].asked_of(state)
    elif not state.kind:
        return Chart(table, state, columns, (), None, NO_CHART)
    state = charts.settled(state=state, columns=columns)
    problem = charts.misfit(state=state, columns=columns)
    if problem is not None:
        return Chart(table, state, columns, suggested, None, problem)
    figure, problem = figure_of(table=table, state=state, column=columns[state.x], language=language)
    return Chart(table, state, columns, suggested, figure, problem)


def columns_of(*, table: TableCard) -> dict[str, ChartColumn]:
    """Return the columns of a readable table with what its profile knows of them, by name."""
    profile = storage.profile(card=table)
    labels = {one.name: one.label for one in metadata.dictionary(table_id=table.id) if not one.suggested}
    return {one.name: _column(one, profile.get(one.name, {}), labels.get(one.name)) for one in table.fields}


def measure_title(*, table: TableCard, y: str, of: str) -> Text:
    """Return what a number of a readable table is called: ``sum of spaces``."""
    column = columns_of(table=table).get(of)
    return charts.measured(y=y, of=column.words if column else Text(of, of))


def drawing(*, dataset: DatasetCard, chart: Chart, language: str) -> Drawing | None:
    """Return what is shown of a chart in a language; None when it cannot be drawn."""
    if chart.figure is None:
        return None
    state, spoken = _in_words(chart, language)
    measures = charts.measures_of(kind=state.kind, y=state.y, of=(state if state.kind == "scatter" else spoken).of)
    figure = replace(chart.figure, measures={name: text.in_language(language) for name, text in measures.items()})
    conditions = [one["text"] for one in conditions_of(state=chart.state, language=language)]
    sentence = charts.sentence_of(state=spoken, conditions=conditions, figure=figure, language=language)
    title = charts.grouped(x=state.x, unit=state.unit).in_language(language)
    return Drawing(
        figure=figure,
        sentence=sentence,
        spec=charts.drawn(state=state, figure=figure, x=title) | {"description": sentence},
        heads=[title, *(one for one in (state.colour, state.then) if one), *figure.measures.values()],
        lines=_lines(figure, state),
        source=charts.source_of(
            dataset=dataset.title.in_language(language),
            department=dataset.department.name.in_language(language),
            release=chart.table.release_number,
            day=chart.table.released_at.astimezone(CITY_TIME).date().isoformat(),
            language=language,
        ),
        notes=charts.notes_of(
            state=chart.state, column=chart.columns[chart.state.x], figure=figure, rows=chart.table.rows
        ),
    )


def specification(*, dataset: DatasetCard, chart: Chart, site: str, link: str, language: str) -> dict[str, Any]:
    """Return a chart as a Vega-Lite specification that stands alone, with ``link`` and where its numbers come from.

    Raises ChartMisfitError.
    """
    shown = drawing(dataset=dataset, chart=chart, language=language)
    if shown is None:
        raise ChartMisfitError(reason=chart.problem or NO_CHART)
    spec: dict[str, Any] = shown.spec | {"title": {"text": shown.sentence, "subtitle": shown.source}}
    spec["usermeta"] = {
        "dataset": dataset.title.as_dict(),
        "link": link,
        "table": chart.table.id,
        "release": chart.table.release_number,
        "released": chart.table.released_at.isoformat(),
        "licence": dataset.licence.text.as_dict(),
        "licence_url": dataset.licence_url,
        "source": shown.source,
    }
    address = _live_address(dataset, chart)
    if address:
        spec["data"] = {"url": site + address, "format": {"property": "data", "parse": {"y": "number"}}}
    return spec


def _column(field: storage.Field, known: dict[str, Any], label: Text | None) -> ChartColumn:
    return ChartColumn(
        name=field.name,
        type=str(field.type),
        meaning=field.meaning,
        distinct=known.get("distinct") or 0,
        nulls=known.get("nulls") or 0,
        low=known.get("min"),
        high=known.get("max"),
        label=label,
    )


def _in_words(chart: Chart, language: str) -> tuple[ChartState, ChartState]:
    """Return the chart's state with its columns as the dictionary calls them: as titles, and as parts of a sentence."""

    def called(form: str) -> ChartState:
        def word(name: str) -> str:
            column = chart.columns.get(name)
            text: Text = getattr(column, form) if column else Text(name, name)
            return text.in_language(language)

        asked = chart.state
        return replace(asked, x=word(asked.x), of=word(asked.of), colour=word(asked.colour), then=word(asked.then))

    return called("title"), called("words")


def _lines(figure: Figure, state: ChartState) -> list[dict[str, Any]]:
    return [
        {
            "head": one["x"],
            "words": [one[name] for name in ("colour", "then") if getattr(state, name)],
            "numbers": [charts.shown_number(one[name]) for name in figure.measures],
        }
        for one in figure.points
    ]


def _live_address(dataset: DatasetCard, chart: Chart) -> str:
    """Return the API's address of the very numbers, empty where the figure's differ in form or a key is needed."""
    figure, state, column = chart.figure, chart.state, chart.columns[chart.state.x]
    plain = state.kind == "bar" and not state.unit and not state.colour and column.type == "text"
    if figure is None or not plain or dataset.resource.open_type != OPEN or figure.has_empty:
        return ""
    asked = charts.of_groups(state=state, column=column) | ({"as_of": state.as_of} if state.as_of else {})
    return f"/api/v1/tables/{chart.table.id}/aggregate?{urlencode(asked)}"
