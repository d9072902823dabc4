"""What the pages on derived tables show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language

from zhanqiao.core_services.joining import queries as joining
from zhanqiao.core_services.joining.queries import DerivedCard, RunCard
from zhanqiao.core_services.joining.rules import (
    KINDS,
    WAYS,
    JoinPlan,
    JoinState,
    RunState,
    address_of,
    inherited_entry,
)
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import OPEN_TYPES, DatasetEntry, strictest
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import cards_by_id, department_card

RUNS = 30
AREA_COLUMNS = Text("保留面的列：{names}", "columns kept of the area: {names}")
BADGES = {RunState.RUNNING: "sea", RunState.HANDED: "good", RunState.UNCHANGED: "plain", RunState.FAILED: "warn"}


def derived_tables_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the derived tables of the departments this card works for, each with its last run."""
    runs = joining.last_runs()
    found = [_listed(one, runs.get(one.id), card) for one in _allowed(card)]
    return {"derived_tables": found, "section": "workbench"}


def derived_page(*, derived_id: str, card: AccessCard) -> dict[str, Any]:
    """Return a derived table with its versions and runs, newest first. Raises NotFoundError."""
    found = permitted_derived(derived_id=derived_id, card=card)
    return {
        "derived": found,
        "dataset": catalogue.entry(dataset_id=found.dataset_id),
        "title": _title(found.dataset_id),
        "is_public": bool(found.table_id),
        "plan": plan_words(found.version.plan),
        "sources": [source_of(one, card=card) for one in (found.version.left_table_id, found.version.right_table_id)],
        "address": address_of(
            left=found.version.left_table_id, right=found.version.right_table_id, plan=found.version.plan
        ),
        "versions": joining.version_cards(derived_id=derived_id),
        "runs": [_shown(one, card) for one in joining.run_cards(derived_id=derived_id, limit=RUNS)],
        "section": "workbench",
    }


def permitted_derived(*, derived_id: str, card: AccessCard) -> DerivedCard:
    """Return a derived table. Raises NotFoundError, also where the card may not know of it."""
    found = joining.derived_card(derived_id=derived_id)
    require(card=card, action=Action.derive, resource=found.resource)
    return found


def derived_new_page(*, state: JoinState, card: AccessCard) -> dict[str, Any]:
    """Return what a page needs to keep a join: the tables, the plan in words, how open the result may be.

    Raises NotFoundError, ForbiddenError for a table this card may not read.
    """
    tables = [catalogue.readable_table(table_id=one, card=card) for one in (state.left, state.right)]
    plan = joining.with_area_columns(plan=state.plan, left=tables[0], right=tables[1])
    state = replace(state, plan=plan)
    areas = joining.areas_of(plan=plan, left=tables[0], right=tables[1])
    openness = strictest(sources=catalogue.openness(dataset_ids=tuple({one.dataset_id for one in tables})))
    return {
        "state": state,
        "plan": plan_words(state.plan),
        "sources": [source_of(one.id, card=card) for one in tables],
        "openness": OPEN_TYPES[openness].text,
        "columns": _columns(areas) if areas else [],
        "section": "workbench",
    }


def _columns(table: TableCard) -> list[tuple[str, str]]:
    """Return (name, label) of a table's columns, with what its dictionary calls them."""
    language = get_language() or "zh-hans"
    labels = {one.name: one.label.in_language(language) for one in metadata.dictionary(table_id=table.id)}
    called = ((one.name, labels.get(one.name) or one.name) for one in table.fields)
    return [(name, name if label == name else f"{name} · {label}") for name, label in called]


def derived_departments(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which this card may keep joins."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.derive, resource=_of(one.id)).allowed
    ]


def derived_existing(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (id, title) of the derived tables that this card may change."""
    language = get_language() or "zh-hans"
    return [(one.id, _title(one.dataset_id).in_language(language)) for one in _allowed(card) if one.ended_at is None]


def derived_entry(*, state: JoinState, department: str, said: dict[str, Any], card: AccessCard) -> DatasetEntry:
    """Return the entry of a join to be kept: what was said, and the stricter of its sources. Raises NotFoundError, ForbiddenError."""
    require(card=card, action=Action.derive, resource=_of(department_card(key_or_code=department).id))
    found = []
    for table_id in (state.left, state.right):
        table = catalogue.readable_table(table_id=table_id, card=card)
        dataset = catalogue.dataset_card(id=table.dataset_id, card=card)
        found.append((dataset.entry, dataset.state))
    return inherited_entry(
        sources=found,
        department=department,
        slug=said["slug"],
        title_zh=said["title_zh"],
        title_en=said["title_en"],
    )


def plan_words(plan: JoinPlan, /) -> list[Text]:
    """Return in words by what two tables are joined, and which rows stay."""
    by = [
        Text(f"{key.left} = {key.right}（{WAYS[key.way].zh}）", f"{key.left} = {key.right} ({WAYS[key.way].en})")
        for key in plan.keys
    ]
    if plan.points:
        by = [WITHIN[plan.points]]
        if plan.area_columns:
            by.append(AREA_COLUMNS.filled(names="、".join(plan.area_columns)))
    return [*by, KINDS[plan.kind]]


def source_of(table_id: str, /, *, card: AccessCard) -> dict[str, Any]:
    """Return what to call a source, with its dataset's address; one that the card may not know of by its id."""
    try:
        dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    except NotFoundError:
        return {"title": Text(table_id, table_id), "slug": "", "table": table_id}
    table = next((one for one in dataset.tables if one.id == table_id), None)
    title = dataset.title_of(table=table) if table else dataset.title
    return {"title": title, "slug": dataset.slug, "table": table_id}


def _allowed(card: AccessCard) -> list[DerivedCard]:
    return [
        one for one in joining.derived_cards() if decide(card=card, action=Action.derive, resource=one.resource).allowed
    ]


def _listed(one: DerivedCard, run: RunCard | None, card: AccessCard) -> dict[str, Any]:
    return {"card": one, "title": _title(one.dataset_id), "run": _shown(run, card) if run else None}


def _shown(run: RunCard, card: AccessCard) -> dict[str, Any]:
    step = submissions.last_step(submission_id=run.submission_id) if run.submission_id else None
    releases = [{"source": source_of(one["table"], card=card), "number": one["number"]} for one in run.sources]
    return {"card": run, "badge": BADGES[run.state], "step": step, "releases": releases}


def _title(dataset_id: str) -> Text:
    entry = catalogue.entry(dataset_id=dataset_id)
    return Text(entry.title_zh, entry.title_en or entry.title_zh)


def _of(department_id: str) -> Resource:
    return Resource(kind="department", id=department_id, department_id=department_id)


WITHIN = {
    "left": Text("左表的点落在右表的面内", "points of the left table within areas of the right"),
    "right": Text("右表的点落在左表的面内", "points of the right table within areas of the left"),
}
