"""The rows of a table as a page, and the same question as code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
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
from zhanqiao.portal.catalogue.rules import FilterForm, GridState, RowsState

NOTHING = RowsPage(columns=(), rows=[], total=0, next=None)


def grid_page(*, slug: str, state: GridState, form: FilterForm, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a page of rows with everything around it; a question that cannot be read becomes ``problem``.

    Raises NotFoundError for the dataset, table or release.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="data") | {"state": state, "form": form}
    if not dataset.tables or not page["reading"].allowed:
        return page
    table = readable_table(dataset=dataset, state=state, card=card)
    state, cannot_scroll = _scrolled(table, state)
    found, problem = _rows(table, state)
    if found.total and state.at > found.total:
        state = replace(state, at=found.total)
        found, problem = _rows(table, state)
    return page | {
        "table": table,
        "state": state,
        "cannot_scroll": cannot_scroll,
        "found": found,
        "problem": problem or form_problem(table=table, form=form),
        "pages": pages(total=found.total or 0, size=state.limit, number=state.shown_page),
        "body": rules.body(fields=found.columns, rows=found.rows, language=language),
        "columns": _columns(table, found.columns or table.fields, state, language),
        "conditions": rules.conditions_of(state=state, language=language),
        "operators": rules.OPERATORS,
        "operator_names": _operator_names(table.fields, language),
        "chosen": _chosen(table, state),
        "row": _row(table, state, found.total or 0, language) if state.row else None,
        **_addresses(state),
        **_place(state, len(found.rows)),
        **_ways(table, state),
    }


def block_of_rows(*, slug: str, state: GridState, card: AccessCard, language: str) -> tuple[str, int]:
    """Return a page of rows as safe HTML and nothing around it, and the number of the table's latest release.

    The rows are of the release that the state names. Raises NotFoundError, QueryError, and what the access decision says.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    table = readable_table(dataset=dataset, state=state, card=card)
    found = storage.rows(card=table, query=storage.parsed(card=table, params=state.parameters() | {"count": "none"}))
    return rules.body(fields=found.columns, rows=found.rows, language=language), chosen_table(
        dataset=dataset, state=state
    ).release_number


def _ways(table: TableCard, state: GridState) -> dict[str, Any]:
    """Return how the two ways through the rows are changed, without losing the place."""
    at = (state.page - 1) * state.limit + 1
    scrolls = not _scrolled(table, replace(state, at=at))[1]
    return {
        "by_page": state.address(at=0, page=state.shown_page),
        "by_scrolling": state.address(at=at) if scrolls else "",
    }


def _scrolled(table: TableCard, state: GridState) -> tuple[GridState, int]:
    """Return the state, and where so many sorted rows cannot be scrolled through its page and how many can."""
    if state.at and state.order_by and table.rows > storage.MOST_ORDERED:
        return replace(state, at=0, page=state.shown_page), storage.MOST_ORDERED
    return state, 0


def _addresses(state: GridState) -> dict[str, Any]:
    """Return where the links around the rows lead."""
    return {
        "selection": state.selection_query(),
        "as_of_query": GridState(as_of=state.as_of).selection_query(),
        "unfiltered": state.address(where=(), q=""),
        "without_words": state.address(q=""),
        "present": state.address(as_of=""),
        "all_columns": state.address(select=(), freeze=1),
        "sizes": [{"size": size, "address": state.address(limit=size)} for size in rules.PAGE_SIZES],
    }


def _place(state: GridState, shown: int) -> dict[str, Any]:
    """Return the numbers of the first and last row shown, and where the first is read at full width."""
    before = (state.shown_page - 1) * state.limit
    return {"first": before + 1, "last": before + shown, "by_row": state.address(row=before + 1)}


def api_page(*, slug: str, state: GridState, card: AccessCard, site: str, language: str) -> dict[str, Any]:
    """Return the view's question as code; ``site`` is the address of the site without a final slash."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    page = frame(dataset=dataset, card=card, tab="api") | {"state": state}
    if not dataset.tables:
        return page
    table = chosen_table(dataset=dataset, state=state)
    root = f"{site}/api/v1/tables/{table.id}"
    code = rules.samples(
        rows_url=f"{root}/rows", csv_url=f"{root}/export.csv", parameters=state.selection() | {"limit": "100"}
    )
    name = catalogue.sql_name(table=table, dataset=dataset)
    return page | {
        "table": table,
        "root": root,
        "samples": code,
        "sql_statement": f"select *\nfrom {name}\nlimit 100",
        "conditions": rules.conditions_of(state=state, language=language),
    }


def filter_address(*, slug: str, state: RowsState, form: FilterForm, card: AccessCard) -> str | None:
    """Return the address of the state with the form's condition, None when it makes no condition."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    table = chosen_table(dataset=dataset, state=state)
    try:
        condition = storage.condition(card=table, column=form.column, operator=form.operator, value=form.value)
        storage.parsed(card=table, params={"where": condition})
    except (ZhanqiaoError, KeyError, ValueError):
        return None  # the page shows the form again and says why
    return state.with_condition(condition)


def form_problem(*, table: TableCard, form: FilterForm) -> ZhanqiaoError | None:
    """Return why the filter form makes no condition, None when it does or was not sent."""
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


def chosen_table(*, dataset: DatasetCard, state: RowsState) -> TableCard:
    """Return the card of the table that a state names, of the first for none. Raises NotFoundError."""
    for table in dataset.tables:
        if state.table in ("", table.id):
            return table
    raise NotFoundError(what=state.table)


def readable_table(*, dataset: DatasetCard, state: RowsState, card: AccessCard) -> TableCard:
    """Return the table that a state reads, at its release. Raises NotFoundError, and what the access decision says."""
    table = chosen_table(dataset=dataset, state=state)
    return catalogue.readable_table(table_id=table.id, card=card, as_of=state.as_of or None)


def _rows(table: TableCard, state: GridState) -> tuple[RowsPage, ZhanqiaoError | None]:
    try:
        query = storage.parsed(card=table, params=state.parameters())
        return storage.rows(card=table, query=query), None
    except QueryError as problem:
        return NOTHING, problem


def _chosen(table: TableCard, state: GridState) -> list[tuple[str, bool]]:
    """Return every column of a table with whether it is shown."""
    return [(one.name, not state.select or one.name in state.select) for one in table.fields]


def _row(table: TableCard, state: GridState, total: int, language: str) -> dict[str, Any] | None:
    """Return one row at full width with the ways to those beside it, None where it does not exist or cannot be read."""
    try:
        found = storage.rows(card=table, query=storage.parsed(card=table, params=state.row_parameters()))
    except QueryError:
        return None
    if not found.rows:
        return None
    described = {column.name: column for column in metadata.dictionary(table_id=table.id)}
    return {
        "number": state.row,
        "total": total,
        "cells": [
            {
                "name": field.name,
                "label": _label(described.get(field.name), language),
                "value": None if value is None else rules.shown(_moment(field, value), language=language),
            }
            for field, value in zip(found.columns, found.rows[0], strict=True)
        ],
        "before": state.address(row=state.row - 1) if state.row > 1 else "",
        "after": state.address(row=state.row + 1) if state.row < total else "",
        "back": state.without_row(),
    }


def _moment(field: Field, value: Any) -> Any:
    return value.replace("T", " ") if field.type == "timestamp" else value


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
