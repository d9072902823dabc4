"""The pivot of a table as a page and as a file."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exploring.queries import NO_CHART, ChartMisfitError, Pivot, pivot_csv, pivot_of, pivot_xlsx
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.charts import EACH_VALUE
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.queries.grid import form_problem, readable_table
from zhanqiao.portal.catalogue.rules import FilterForm, PivotState, charts

MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": rules.XLSX}


def pivot_page(*, slug: str, state: PivotState, form: FilterForm, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a pivot with everything around it; what cannot be made becomes ``misfit``, a bad condition ``problem``.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="pivot") | {"state": state, "form": form, "is_first": state.is_plain}
    if not dataset.tables or not page["reading"].allowed:
        return page
    pivot = pivot_of(table=readable_table(dataset=dataset, state=state, card=card), state=state, language=language)
    shown = pivot.state
    return page | {
        "table": pivot.table,
        "state": shown,
        "problem": form_problem(table=pivot.table, form=form),
        "misfit": pivot.problem,
        "conditions": rules.conditions_of(state=shown, language=language),
        "unfiltered": shown.address(where=(), q=""),
        "without_words": shown.address(q=""),
        "present": shown.address(as_of=""),
        "pinned": shown.address(as_of=str(pivot.table.release_number)),
        "columns": [{"field": field} for field in pivot.table.fields],
        "operators": rules.OPERATORS,
        "builder": _builder(pivot),
        "pivot": pivot,
        "lines": _lines(pivot),
    }


def pivot_file(*, slug: str, state: PivotState, form: str, card: AccessCard, language: str) -> tuple[bytes, str, str]:
    """Return a pivot as a file, its media type and its name. Raises NotFoundError, what the access decision says, ChartMisfitError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    if form not in MEDIA:
        raise NotFoundError(what=form)
    pivot = pivot_of(table=readable_table(dataset=dataset, state=state, card=card), state=state, language=language)
    if pivot.shown is None:
        raise ChartMisfitError(reason=pivot.problem or NO_CHART)
    content = pivot_csv(shown=pivot.shown) if form == "csv" else pivot_xlsx(shown=pivot.shown, sentence=pivot.sentence)
    return content, MEDIA[form], f"{slug}-pivot.{form}"


def _lines(pivot: Pivot) -> list[dict[str, Any]]:
    if pivot.shown is None:
        return []
    return [
        {"kind": one.kind, "heads": one.heads, "numbers": [charts.shown_number(number) for number in one.numbers]}
        for one in pivot.shown.lines
    ]


def _builder(pivot: Pivot) -> dict[str, Any]:
    state, drawn = pivot.state, [one for one in pivot.columns.values() if one.is_drawn]
    return {
        "axes": [_axis(pivot, name) for name in ("down", "then", "across")],
        "columns": drawn,
        "measures": charts.MEASURES,
        "of": [one for one in drawn if one.is_number or state.y == "distinct"],
        "tops": charts.TOPS,
    }


def _axis(pivot: Pivot, name: str) -> dict[str, Any]:
    """Return what a part of the form chooses: a column, and its unit where it has several."""
    column = pivot.columns.get(getattr(pivot.state, name))
    units = charts.units_for(column=column) if column else ()
    words = [(unit, charts.UNITS.get(unit, EACH_VALUE)) for unit in units]
    return {
        "name": name,
        "chosen": getattr(pivot.state, name),
        "title": column.title if column else None,
        "unit": getattr(pivot.state, f"{name}_unit"),
        "units": words if len(words) > 1 else [],
    }
