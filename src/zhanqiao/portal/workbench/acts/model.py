"""An act, what is given with it, and who may do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide

Sides = dict[str, Resource]  # which office's thing a request is: the owner's, the asker's, the provider's


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What comes with an act: the request, the filled form, who acts for which office (None: the authority), when."""

    request_id: str
    values: dict[str, Any]
    office_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing an office may do. ``rights`` are pairs of a side and the action that side needs; one suffices.

    ``label`` and ``fields`` are for the form; ``run`` calls the operation and may return a secret to show once.
    """

    name: str
    label: Any
    states: frozenset[str]
    rights: tuple[tuple[str, Action], ...]
    run: Callable[[Given], str | None]
    fields: tuple[str, ...] = ()
    kind: str = "secondary"

    def side_of(self, *, card: AccessCard, sides: Sides) -> str | None:
        """Return the first side for which the card may do it, None when it may not."""
        allowed = (
            side for side, action in self.rights if decide(card=card, action=action, resource=sides[side]).allowed
        )
        return next(allowed, None)


def acts_for(*, acts: Sequence[Act], state: str, card: AccessCard, sides: Sides) -> list[Act]:
    """Return the acts that a card may do to a request in a state."""
    return [act for act in acts if state in act.states and act.side_of(card=card, sides=sides) is not None]


def act_named(*, acts: Sequence[Act], name: str, card: AccessCard, sides: Sides) -> tuple[Act, str | None]:
    """Return an act with the id of the office that does it. Raises NotFoundError, ForbiddenError."""
    act = next((one for one in acts if one.name == name), None)
    if act is None:
        raise NotFoundError(what=name)
    side = act.side_of(card=card, sides=sides)
    if side is None:
        first, action = act.rights[0]
        require(
            card=card, action=action, resource=replace(sides[first], state="published")
        )  # it is known: the page shows it
        raise AssertionError(name)  # require has raised: no side allows it
    return act, None if side == "authority" else sides[side].department_id
