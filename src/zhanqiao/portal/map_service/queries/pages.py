"""The page of a map, and the map of one dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhanqiao.core_services.mapping.queries import Layer, base_map, bases, kind_of, layer_of
from zhanqiao.core_services.mapping.rules import AREA_MEASURES, CATEGORY_TOKENS, CLASSES, CUTS, STYLES, LayerState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.environment import value
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.map_service.queries.filtering import filter_problem, filtered, layer_filter
from zhanqiao.portal.map_service.queries.finding import found_place
from zhanqiao.portal.map_service.queries.gallery import Choice, choices
from zhanqiao.portal.map_service.rules import MapState, edited
from zhanqiao.portal.map_service.rules.filtering import SentFilter, sent_filter


def map_page(
    *, state: MapState, place: str, sent: SentFilter | None = None, card: AccessCard, language: str
) -> dict[str, Any]:
    """Return a map with its layers, and the layers that may be added; it looks at ``place`` where that means one division."""
    found = choices(card=card)
    shown = [_addable(one, state) for one in found]
    finding = found_place(text=place, state=state)
    looked = replace(state, view=finding.view) if finding and finding.view else state
    return _map(looked, card, language, sent) | {"choices": shown, "section": "map", "finding": finding}


def dataset_page(
    *, slug: str, state: MapState, sent: SentFilter | None = None, card: AccessCard, language: str
) -> dict[str, Any]:
    """Return the map of one dataset; its first table that can be drawn unless the address says more.

    Raises NotFoundError. Without rights to the rows the page says why.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    reading = decide(card=card, action=Action.see_rows, resource=dataset.resource)
    page = {"dataset": dataset, "tab": "map", "reading": reading, "section": "datasets"}
    if not dataset.tables or not reading.allowed:
        return page
    drawn = [each for each in dataset.tables if kind_of(table=each)]
    given = state if state.layers else replace(state, layers=tuple(LayerState(table=each.id) for each in drawn[:1]))
    others = [] if len(drawn) < 2 else [_addable(Choice(each, dataset, kind_of(table=each)), given) for each in drawn]  # noqa: PLR2004 - one is shown already
    return page | {"can_be_drawn": bool(drawn), "choices": others} | _map(given, card, language, sent)


def edited_address(*, path: str, state: MapState, given: Mapping[str, Sequence[str]], card: AccessCard) -> str | None:
    """Return the address that a sent form leads to, None when none was sent, or it makes no condition: the page says why."""
    sent = sent_filter(given=given, layers=len(state.layers))
    if sent is None:
        found = edited(state=state, given=given)
    elif filter_problem(state=state, sent=sent, card=card) is None:
        found = filtered(state=state, sent=sent, card=card)
    else:
        found = None
    return None if found is None else path + found.query


def has_map(*, dataset: DatasetCard) -> bool:
    """Say whether a dataset has a table that can be drawn."""
    return any(kind_of(table=each) for each in dataset.tables)


def _map(state: MapState, card: AccessCard, language: str, sent: SentFilter | None) -> dict[str, Any]:
    layers = [layer_of(place=n, state=one, card=card, language=language) for n, one in enumerate(state.layers)]
    problem = filter_problem(state=state, sent=sent, card=card)
    filters = [layer_filter(layer=one, state=state, language=language, sent=sent, problem=problem) for one in layers]
    base = base_map(card=card, base=state.base, language=language)
    return {
        "state": state,
        "layers": [_shown(layer, state) | {"filter": filters[layer.place]} for layer in reversed(layers)],
        "map": {
            "layers": [layer.drawing for layer in layers if layer.drawing],
            "base": base,
            "view": state.view,
            "at": state.at,
            "swipe": state.swipe,
            "language": language[:2],
        },
        "base": base,
        "bases": [(name, text, state.address(base=name)) for name, text in bases().items()],
        "approval": value("MAP_APPROVAL_NUMBER"),
        "styles": STYLES,
        "cuts": CUTS,
        "class_numbers": CLASSES,
        "area_measures": AREA_MEASURES,
        "colours": [(number, token) for number, token in enumerate(CATEGORY_TOKENS)],
        "swiped": state.address(swipe=not state.swipe),
    }


def _shown(layer: Layer, state: MapState) -> dict[str, Any]:
    place = layer.place
    return {
        "layer": layer,
        "up": state.moved(place, 1),
        "down": state.moved(place, -1),
        "without": state.without(place),
        "toggled": state.changed(place, hidden=not layer.given.hidden).query,
    }


def _addable(choice: Choice, state: MapState) -> dict[str, Any]:
    shown = any(each.table == choice.table.id for each in state.layers)
    return {"choice": choice, "address": state.with_layer(LayerState(table=choice.table.id)), "is_shown": shown}
