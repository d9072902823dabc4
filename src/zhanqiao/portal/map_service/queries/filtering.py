"""The filter form of a layer: what it offers by the types of the columns, and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.core_services.exploring.rules import FilterForm, described, operators_for
from zhanqiao.core_services.mapping.queries import Layer
from zhanqiao.core_services.mapping.rules import LayerState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.map_service.rules import MapState
from zhanqiao.portal.map_service.rules.filtering import (
    SentFilter,
    conditions_in,
    with_condition,
    without_condition,
)

INPUTS = {"date": "date", "timestamp": "datetime-local", "time": "time"}
EMPTY = FilterForm()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of the form, and the types of columns that it makes sense for."""

    name: str
    words: Text
    types: str


@dataclass(frozen=True, slots=True)
class LayerFilter:
    """What the filter form of a layer shows: conditions in words with the address without each, and what may be chosen."""

    conditions: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str, str, str], ...]  # name, label, type, kind of input
    comparisons: tuple[Comparison, ...]
    sent: FilterForm = EMPTY
    problem: Text | None = None


def filtered(*, state: MapState, sent: SentFilter, card: AccessCard) -> MapState:
    """Return the map with the condition that a form sends. Raises QueryError, NotFoundError, what reading the table raises."""
    layer = state.layers[sent.place]
    table = catalogue.readable_table(table_id=layer.table, card=card, as_of=layer.as_of or None)
    form = sent.form
    try:
        condition = storage.condition(card=table, column=form.column, operator=form.operator, value=form.value)
    except (KeyError, ValueError):
        raise NotFoundError(what=form.column) from None
    where = with_condition(where=layer.where, condition=condition)
    storage.parsed(card=table, params={"where": where})
    return state.changed(sent.place, where=where)


def filter_problem(*, state: MapState, sent: SentFilter | None, card: AccessCard) -> Text | None:
    """Return why a sent form makes no condition, None when it does or none was sent."""
    if sent is None:
        return None
    try:
        filtered(state=state, sent=sent, card=card)
    except ZhanqiaoError as error:
        return error.text
    return None


def layer_filter(
    *, layer: Layer, state: MapState, language: str, sent: SentFilter | None = None, problem: Text | None = None
) -> LayerFilter | None:
    """Return the filter form of a layer; None for one whose rows cannot be read."""
    if layer.table is None:
        return None
    given: LayerState = layer.given
    conditions = tuple(
        (
            described(condition=one, language=language),
            state.changed(layer.place, where=without_condition(where=given.where, condition=one)).query or "?",
        )
        for one in conditions_in(where=given.where)
    )
    labels = layer.drawing["labels"] if layer.drawing else {}
    fields = [field for field in layer.table.fields if field.type != "json"]
    columns = tuple(
        (one.name, labels.get(one.name) or one.name, str(one.type), _input(str(one.type))) for one in fields
    )
    own = sent is not None and sent.place == layer.place
    form = sent.form if sent is not None and own else EMPTY
    return LayerFilter(
        conditions, columns, _comparisons([kind for *_, kind, _ in columns]), form, problem if own else None
    )


def _input(kind: str) -> str:
    return INPUTS.get(kind, "number" if kind in NUMERIC else "text")


def _comparisons(kinds: list[str]) -> tuple[Comparison, ...]:
    """Return every comparison that fits some column; words of dates differ from those of numbers."""
    found: dict[tuple[str, Text], list[str]] = {}
    for kind in dict.fromkeys(kinds):
        for name, words in operators_for(type=kind).items():
            found.setdefault((name, words), []).append(kind)
    return tuple(Comparison(name, words, " ".join(types)) for (name, words), types in found.items())
