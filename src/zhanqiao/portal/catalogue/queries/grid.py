"""The rows of a table as a page, and the same question as code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import NUMERIC, Field, QueryError, RowsPage, TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.dataset import frame
from zhanqiao.portal.catalogue.rules import FilterForm, GridState

NOTHING = RowsPage(columns=(), rows=[], total=0, next=None)


def grid_page(*, slug: str, state: GridState, form: FilterForm, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a page of rows with everything around it; a question that cannot be read becomes ``problem``.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="data") | {"state": state, "form": form}
    if not dataset.tables or not page["reading"].allowed:
        return page
    table = _table(dataset, state, card)
    found, problem = _rows(table, state)
    return page | {
        "table": table,
        "found": found,
        "problem": problem or _form_problem(table, form),
        "pages": pages(total=found.total or 0, size=state.limit, number=state.page),
        "body": rules.body(fields=found.columns, rows=found.rows, language=language),
        "columns": _columns(table, found.columns or table.fields, state, language),
        "conditions": _conditions(state, language),
        "selection": state.selection_query(),
        "as_of_query": GridState(as_of=state.as_of).selection_query(),
        "unfiltered": state.address(where=(), q=""),
        "without_words": state.address(q=""),
        "present": state.address(as_of=""),
        "operators": rules.OPERATORS,
        "operator_names": _operator_names(table.fields, language),
        "sizes": [{"size": size, "address": state.address(limit=size)} for size in rules.PAGE_SIZES],
        "first": (state.page - 1) * state.limit + 1,
        "last": (state.page - 1) * state.limit + len(found.rows),
    }


def api_page(*, slug: str, state: GridState, card: AccessCard, site: str, language: str) -> dict[str, Any]:
    """Return the view's question as code; ``site`` is the address of the site without a final slash."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="api") | {"state": state}
    if not dataset.tables:
        return page
    table = _chosen(dataset, state)
    root = f"{site}/api/v1/tables/{table.id}"
    code = rules.samples(
        rows_url=f"{root}/rows", csv_url=f"{root}/export.csv", parameters=state.selection() | {"limit": "100"}
    )
    return page | {"table": table, "root": root, "samples": code, "conditions": _conditions(state, language)}


def filter_address(*, slug: str, state: GridState, form: FilterForm, card: AccessCard) -> str | None:
    """Return the address of the state with the form's condition, None when it makes no condition."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    table = _chosen(dataset, state)
    try:
        condition = storage.condition(card=table, column=form.column, operator=form.operator, value=form.value)
        storage.parsed(card=table, params={"where": condition})
    except (ZhanqiaoError, KeyError, ValueError):
        return None  # the page shows the form again and says why
    return state.with_condition(condition)


def _form_problem(table: TableCard, form: FilterForm) -> ZhanqiaoError | None:
    if not form.is_sent:
        return None
    try:
        condition = storage.condition(card=table, column=form.column, operator=form.operator, value=form.value)
        storage.parsed(card=table, params={"where": condition})
    except ZhanqiaoError as problem:
        return problem
    except (KeyError, ValueError):
        return NotFoundError(what=form.column)
    return None


def _chosen(dataset: DatasetCard, state: GridState) -> TableCard:
    for table in dataset.tables:
        if state.table in ("", table.id):
            return table
    raise NotFoundError(what=state.table)


def _table(dataset: DatasetCard, state: GridState, card: AccessCard) -> TableCard:
    table = _chosen(dataset, state)
    return catalogue.readable_table(table_id=table.id, card=card, as_of=state.as_of or None)


def _rows(table: TableCard, state: GridState) -> tuple[RowsPage, ZhanqiaoError | None]:
    try:
        query = storage.parsed(card=table, params=state.parameters())
        return storage.rows(card=table, query=query), None
    except QueryError as problem:
        return NOTHING, problem


def _columns(table: TableCard, fields: Sequence[Field], state: GridState, language: str) -> list[dict[str, Any]]:
    described = {column.name: column for column in metadata.dictionary(table_id=table.id)}
    return [
        {
            "field": field,
            "type": rules.type_name(type=field.type),
            "operators": rules.operators_for(type=field.type),
            "entry": described.get(field.name),
            "label": _label(described.get(field.name), language),
            "is_number": field.type in NUMERIC,
            "order": state.order_of(field.name),
            "address": state.sorted_by(field.name),
        }
        for field in fields
    ]


def _operator_names(fields: Sequence[Field], language: str) -> str:
    """Return, as JSON, the operators of each type that occurs: what the column menu offers."""
    types = {str(field.type) for field in fields}
    names = {one: rules.operators_for(type=one) for one in sorted(types)}
    shown = {one: [[key, text.in_language(language)] for key, text in found.items()] for one, found in names.items()}
    return json.dumps(shown, ensure_ascii=False)


def _label(entry: ColumnCard | None, language: str) -> str:
    if entry is None or entry.suggested:  # what a program guessed is not stated as a fact
        return ""
    label = entry.label.in_language(language)
    return "" if label == entry.name else label


def _conditions(state: GridState, language: str) -> list[dict[str, str]]:
    return [
        {"text": rules.described(condition=one, language=language), "address": state.without_condition(one)}
        for one in state.where
    ]
