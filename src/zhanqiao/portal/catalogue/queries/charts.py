"""The chart tab of a dataset, and a chart as a specification for other programs."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exploring.queries import Chart, chart_of, drawing, specification
from zhanqiao.core_services.exploring.rules.charts import ChartState, Suggestion
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.queries.grid import form_problem, readable_table
from zhanqiao.portal.catalogue.rules import FilterForm, charts

EACH_VALUE = Text("每个值", "each value")


def chart_page(
    *, slug: str, state: ChartState, form: FilterForm, card: AccessCard, site: str, language: str
) -> dict[str, Any]:
    """Return a chart with everything around it, for a site at ``site``; what cannot be drawn becomes ``misfit``, a bad condition ``problem``.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="chart") | {"state": state, "form": form, "is_first": state.is_plain}
    if not dataset.tables or not page["reading"].allowed:
        return page
    chart = chart_of(table=readable_table(dataset=dataset, state=state, card=card), state=state, language=language)
    table, shown = chart.table, chart.state
    return page | {
        "table": table,
        "state": shown,
        "problem": form_problem(table=table, form=form),
        "misfit": chart.problem,
        "suggested": [_suggestion(one, state, shown) for one in chart.suggested],
        "conditions": rules.conditions_of(state=shown, language=language),
        "unfiltered": shown.address(where=(), q=""),
        "without_words": shown.address(q=""),
        "present": shown.address(as_of=""),
        "pinned": shown.address(as_of=str(table.release_number)),
        "columns": [{"field": field} for field in table.fields],
        "operators": rules.OPERATORS,
        "builder": _builder(chart),
        "embed": rules.embed_codes(slug=slug, query=shown.query, site=site, language=language),
        "drawing": drawing(dataset=dataset, chart=chart, language=language),
    }


def embedded_chart(*, slug: str, state: ChartState, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a chart for a page of somebody else; ``drawing`` is missing where it cannot be drawn or read.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="chart") | {"state": state}
    if not dataset.tables or not page["reading"].allowed:
        return page
    chart = chart_of(table=readable_table(dataset=dataset, state=state, card=card), state=state, language=language)
    return page | {
        "table": chart.table,
        "state": chart.state,
        "misfit": chart.problem,
        "drawing": drawing(dataset=dataset, chart=chart, language=language),
    }


def chart_document(*, slug: str, state: ChartState, card: AccessCard, site: str, language: str) -> dict[str, Any]:
    """Return a chart as a Vega-Lite specification that stands alone, with where its numbers come from.

    Raises NotFoundError, what the access decision says, and ChartMisfitError.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    chart = chart_of(table=readable_table(dataset=dataset, state=state, card=card), state=state, language=language)
    link = f"{site}/datasets/{slug}/chart/{chart.state.query}"
    return specification(dataset=dataset, chart=chart, site=site, link=link, language=language)


def _suggestion(one: Suggestion, given: ChartState, shown: ChartState) -> dict[str, Any]:
    icon = charts.KINDS[one.kind].icon
    return {"name": one.name, "icon": icon, "address": one.asked_of(given).query, "is_shown": one.is_in(shown)}


def _builder(chart: Chart) -> dict[str, Any]:
    state = chart.state
    column = chart.columns.get(state.x)
    drawn = [one for one in chart.columns.values() if one.is_drawn]
    units = charts.units_for(column=column) if column and state.kind not in ("scatter", "histogram") else ()
    return {
        "kinds": charts.KINDS,
        "measures": {} if state.kind in charts.WITHOUT_MEASURE else charts.MEASURES,
        "units": [(unit, charts.UNITS.get(unit, EACH_VALUE)) for unit in units] if len(units) > 1 else [],
        "x": drawn,
        "of": [one for one in drawn if one.is_number or state.y == "distinct"] if charts.needs_of(state=state) else [],
        "colours": [] if state.kind in charts.WITHOUT_COLOUR else [one for one in drawn if one.name != state.x],
        "onward": [one for one in drawn if one.name not in (state.x, state.colour)]
        if state.kind == "sankey" and state.colour
        else [],
        "orders": charts.ORDERS if state.kind in charts.SORTED else {},
        "tops": charts.TOPS
        if column and state.kind != "sankey" and charts.is_worded(state=state, column=column)
        else (),
    }
