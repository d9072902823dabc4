"""What the makers of dashboards see: theirs, one to change, its versions, where a chart or rows can be put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.dashboards import rules
from zhanqiao.core_services.dashboards.rules import Spec
from zhanqiao.core_services.exploring.rules import charts, conditions_of
from zhanqiao.core_services.mapping.queries import kind_of
from zhanqiao.core_services.mapping.rules import AREA_MEASURES, STYLES, layer_state, possible_styles
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, staff_departments
from zhanqiao.people.departments.queries import cards_by_id
from zhanqiao.portal.dashboards.queries.reading import SECTION, shown_of

Given = Mapping[str, Sequence[str]]


def mine_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the dashboards I may change."""
    return SECTION | {"dashboards": dashboards.mine(card=card)}


def offices_of(*, card: AccessCard) -> dict[str, str]:
    """Return the departments on whose behalf I may make a dashboard: ids with their Chinese and English names joined."""
    known = cards_by_id()
    return {one: f"{known[one].name_zh} · {known[one].name_en}" for one in sorted(staff_departments(card=card))}


def place_page(*, given: Given, card: AccessCard, language: str) -> dict[str, Any]:
    """Return what the address of a chart or of rows says, and the dashboards it can go on. Raises NotFoundError."""
    slug = (given.get("dataset") or [""])[-1]
    dataset = catalogue.dataset_card(slug=slug, card=card)
    layer = layer_state(given=dict(parse_qsl((given.get("layer") or [""])[-1])) | {"table": ""})
    state = charts.chart_state(given=_rows_of(given))
    table = next((one for one in dataset.tables if state.table in ("", one.id)), None)
    if table is None:
        raise NotFoundError(what=state.table or slug)
    readable = catalogue.readable_table(table_id=table.id, card=card, as_of=state.as_of or None)
    return SECTION | {
        "dataset": dataset,
        "table": readable,
        "state": state,
        "chart": dict(state.pairs()),
        "layer": layer if "layer" in given else None,
        "drawn_as": possible_drawings(table=readable),
        "kind_text": charts.KINDS[state.kind].name if state.kind in charts.KINDS else None,
        "conditions": conditions_of(state=state, language=language),
        "mine": dashboards.mine(card=card),
        "numbers": [one.name for one in readable.fields if one.type in NUMBERS],
    }


def edit_page(*, slug: str, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a dashboard with everything its makers change. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card, latest=True)
    spec = dashboard.spec
    shown = shown_of(spec=spec, given={}, card=card, language=language)
    tables = _tables(spec, card)
    return (
        SECTION
        | shown
        | {
            "dashboard": dashboard,
            "steps": dashboards.steps(dashboard_id=dashboard.id),
            "is_current": dashboard.version in (dashboard.listed, dashboard.waiting),
            "columns": _columns(tables),
            "hosts": dashboards.allowed_hosts(),
            "operators": rules.OPERATORS,
            "widths": range(1, rules.WIDEST + 1),
            "layouts": rules.LAYOUTS.items(),
            "drawings": STYLES.items(),
            "area_measures": AREA_MEASURES.items(),
            "last": len(spec.tiles),
        }
    )


def versions_page(*, slug: str, version: int | None, card: AccessCard, language: str) -> dict[str, Any]:
    """Return the versions of a dashboard, with what one of them shows. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card, latest=version is None, version=version)
    shown = shown_of(spec=dashboard.spec, given={}, card=card, language=language) if version else {}
    return SECTION | shown | {"dashboard": dashboard, "versions": dashboards.versions(dashboard_id=dashboard.id)}


def column_choices(*, spec: Spec, card: AccessCard) -> dict[str, tuple[str, ...]]:
    """Return the columns that filters can be on, each with the tables of the dashboard that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for table in _tables(spec, card):
        for one in table.fields:
            if one.type != "geometry":
                found[one.name] = (*found.get(one.name, ()), table.id)
    return found


def _rows_of(given: Given) -> dict[str, Sequence[str]]:
    """Return what chooses rows and draws a chart; the layer of a map says its rows in its own words."""
    kept = {name: values for name, values in given.items() if name not in ("dataset", "layer")}
    said = dict(parse_qsl((given.get("layer") or [""])[-1]))
    return kept | {name: [said[name]] for name in ("table", "where", "as_of") if said.get(name)}


def possible_drawings(*, table: TableCard) -> list[str]:
    """Return the styles in which a map can draw a table, none where it has no place."""
    kind = kind_of(table=table)
    return possible_styles(fields=table.fields, kind="" if kind == "areas" else kind) if kind else []


def _columns(tables: Sequence[TableCard]) -> list[tuple[str, int]]:
    held: dict[str, int] = {}
    for table in tables:
        for one in table.fields:
            if one.type != "geometry":
                held[one.name] = held.get(one.name, 0) + 1
    return sorted(held.items(), key=lambda pair: -pair[1])


def _tables(spec: Spec, card: AccessCard) -> list[TableCard]:
    found = []
    for table_id in spec.tables:
        dataset = dashboards.dataset_named(table_id=table_id, card=card)
        found += [one for one in dataset.tables if one.id == table_id] if dataset else []
    return found


NUMBERS = frozenset({"integer", "decimal", "number"})
