"""One layer of a map: its table, its style, its legend, and what the page needs to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.exploring.rules import quoted
from zhanqiao.core_services.mapping.queries.colouring import Colouring, coloured
from zhanqiao.core_services.mapping.rules import LayerState, Legend, possible_styles, usual_state
from zhanqiao.core_services.mapping.rules.styles import coded, colouring, dated, measured
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, MapFacts, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

TILES = "/api/v1/tables/{table}/tiles/{{z}}/{{x}}/{{y}}.mvt"


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as the page shows it. ``problem`` says why it is not drawn; ``drawing`` is what the map needs."""

    place: int
    given: LayerState
    state: LayerState
    table: TableCard | None = None
    dataset: DatasetCard | None = None
    kind: str = ""
    legends: tuple[Legend, ...] = ()
    notes: tuple[Text, ...] = ()
    lines: tuple[tuple[str, str, float], ...] = ()
    problem: Text | None = None
    drawing: dict[str, Any] | None = None
    form: dict[str, Any] | None = None


def kind_of(*, table: TableCard) -> str:
    """Return how a table is drawn by its columns: ``points``, ``shapes``, ``areas``, or not at all (empty)."""
    if storage.has_place(card=table):
        return "shapes" if any(each.type is LogicalType.GEOMETRY for each in table.fields) else "points"
    return "areas" if coded(fields=table.fields) else ""


def layer_of(*, place: int, state: LayerState, card: AccessCard, language: str) -> Layer:
    """Return a layer; whatever keeps it from being drawn becomes its ``problem``."""
    try:
        table = catalogue.readable_table(table_id=state.table, card=card, as_of=state.as_of or None)
        dataset = catalogue.dataset_of_table(table_id=table.id, card=card)
    except ZhanqiaoError as error:
        return Layer(place, state, state, problem=error.text)
    try:
        return drawn_layer(place=place, given=state, table=table, dataset=dataset, card=card, language=language)
    except ZhanqiaoError as error:
        return Layer(place, state, state, table, dataset, problem=error.text)


def drawn_layer(
    *, place: int, given: LayerState, table: TableCard, dataset: DatasetCard, card: AccessCard, language: str
) -> Layer:
    """Return a layer over a table that was read already. Raises QueryError for its condition, NoBoundariesError."""
    facts = storage.map_outline(card=table) if storage.has_place(card=table) else None
    kind = facts.kind if facts else ""
    state = usual_state(state=given, fields=table.fields, kind=kind, distinct=_repeating(table))
    labels = {one.name: one.label.in_language(language) for one in metadata.dictionary(table_id=table.id)}
    found = coloured(table=table, state=state, card=card)
    drawn = found.areas.boundaries.table if found.areas else table
    drawing = _tiles(drawn, found, state) | {
        "place": place,
        "name": table.title.in_language(language),
        "kind": "shapes" if found.areas else kind,
        "labels": labels,
        "rows": f"/datasets/{dataset.slug}/data/?{urlencode({'table': table.id})}",
        "time": _time(table, state),
    }
    notes = (*_placed(facts), *found.notes)
    return Layer(
        place, given, state, table, dataset, kind, found.legends, notes, found.lines, None, drawing,
        _form(table, state, kind, labels),
    )  # fmt: skip


def _tiles(drawn: TableCard, found: Colouring, state: LayerState) -> dict[str, Any]:
    """Return what the browser asks tiles of and how it paints them."""
    return {
        "table": drawn.id,
        "release": drawn.release_id,
        "style": state.style,
        "tiles": TILES.format(table=drawn.id),
        "question": _question(state, found, drawn),
        "bounds": storage.map_outline(card=drawn).box,
        "opacity": state.opacity / 100,
        "visible": not state.hidden,
        "paint": found.paint,
    }


def _repeating(table: TableCard) -> dict[str, int]:
    """Return how many different values the columns have that do not tell each row apart."""
    known = {name: int(each.get("distinct") or 0) for name, each in storage.profile(card=table).items()}
    return {name: distinct for name, distinct in known.items() if distinct < table.rows}


def _question(state: LayerState, found: Colouring, drawn: TableCard) -> dict[str, str]:
    """Return the parameters of the tiles; no more columns than the style needs, for a click asks for the row itself."""
    if found.areas:
        boundaries = found.areas.boundaries
        both = dict.fromkeys((boundaries.column, boundaries.label))
        return {"select": ", ".join(quoted(each) for each in both), "as_of": drawn.release_id}
    clusters = {"clusters": "always", "categories": "never", "classes": "never"}.get(state.style, "auto")
    column = state.by or next(each.name for each in drawn.fields if each.type != "geometry")
    asked = {"select": quoted(column), "where": state.where, "clusters": clusters, "as_of": drawn.release_id}
    return {name: value for name, value in asked.items() if value}


def _placed(facts: MapFacts | None) -> tuple[Text, ...]:
    return (_WITHOUT.filled(rows=f"{facts.without_place:,}"),) if facts and facts.without_place else ()


def _time(table: TableCard, state: LayerState) -> dict[str, Any] | None:
    """Return the column that the slider moves along, with its first and last day."""
    columns = {each.name: each for each in dated(fields=table.fields)}
    if state.style == "areas" or state.time not in columns:
        return None
    known = storage.profile(card=table).get(state.time, {})
    first, last = str(known.get("min") or "")[:10], str(known.get("max") or "")[:10]
    return {"column": quoted(state.time), "first": first, "last": last} if first and last else None


def _form(table: TableCard, state: LayerState, kind: str, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "styles": possible_styles(fields=table.fields, kind=kind),
        "columns": [
            (each.name, labels.get(each.name, each.name)) for each in colouring(fields=table.fields, style=state.style)
        ],
        "measures": [(each.name, labels.get(each.name, each.name)) for each in measured(fields=table.fields)],
        "dates": [(each.name, labels.get(each.name, each.name)) for each in dated(fields=table.fields)],
        "has_codes": bool(coded(fields=table.fields)),
    }


_WITHOUT = Text(zh="{rows} 行没有位置，不在图上。", en="{rows} rows have no place and are not on the map.")
