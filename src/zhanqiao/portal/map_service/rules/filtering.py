"""The conditions of a layer, one by one: a layer's ``where`` is all of them, joined as the grid of rows joins its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhanqiao.core_services.exploring.rules import FilterForm, filter_form, is_written_by_form

JOIN = ") AND ("


@dataclass(frozen=True, slots=True)
class SentFilter:
    """A filter form that was sent: for which layer, counted from 0, and what it says."""

    place: int
    form: FilterForm


def sent_filter(*, given: Mapping[str, Sequence[str]], layers: int) -> SentFilter | None:
    """Return the filter form that an address sends, None for none, or for a layer that is not there."""
    form = filter_form(given=given)
    place = (given.get("filter") or [""])[-1]
    if not (form.is_sent and place.isdecimal() and int(place) < layers):
        return None
    return SentFilter(int(place), form)


def conditions_in(*, where: str) -> tuple[str, ...]:
    """Return the conditions of which a ``where`` is made; one of other making counts as one condition."""
    if not where:
        return ()
    parts = where[1:-1].split(JOIN) if where.startswith("(") and where.endswith(")") else []
    return tuple(parts) if len(parts) > 1 and all(is_written_by_form(condition=part) for part in parts) else (where,)


def joined(*, conditions: Sequence[str]) -> str:
    """Return the ``where`` of several conditions."""
    kept = list(dict.fromkeys(conditions))
    return kept[0] if len(kept) == 1 else " AND ".join(f"({one})" for one in kept)


def with_condition(*, where: str, condition: str) -> str:
    """Return the ``where`` with one condition more."""
    return joined(conditions=(*conditions_in(where=where), condition))


def without_condition(*, where: str, condition: str) -> str:
    """Return the ``where`` with one condition less; empty when none is left."""
    return joined(conditions=[one for one in conditions_in(where=where) if one != condition] or [""])
