"""Wrong cells as the department works on them, whoever found them: the list, and one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from zhanqiao.core_services.analysis import queries as comparing
from zhanqiao.core_services.analysis.rules import STATES
from zhanqiao.core_services.corrections import queries as corrections
from zhanqiao.core_services.corrections.queries import CorrectionCard
from zhanqiao.core_services.corrections.rules import ORIGINS, Origin
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.core_services.deadlines.queries import ClockCard, ClockChoice
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, decide, departments_for
from zhanqiao.people.departments.queries import cards_by_id
from zhanqiao.portal.workbench.queries.names import person
from zhanqiao.portal.workbench.queries.reviews import Waiting, clocks_of, waiting_card

DECISIONS = {"answer": ("accept", "reject", "pass"), "confirm": ("confirm", "return"), "forward": (), "": ()}
DUTIES = frozenset({"correction", "forwarding", "calibration"})
KINDS = {Origin.CITIZEN: "correction", Origin.COMPARISON: "discrepancy"}
SIZE = 50
PAGE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """A wrong cell: its clock, where it comes from (both, where a comparison found what the public asked for), its state."""

    waiting: Waiting
    origins: tuple[Origin, ...]
    state: Text
    office: Text | None

    @property
    def badges(self) -> tuple[Text, ...]:
        """Return where it comes from in words."""
        return tuple(ORIGINS[one] for one in self.origins)


def corrections_page(*, card: AccessCard, chosen: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return a page of the wrong cells of my departments (``origin``, ``state`` done or open, ``page`` as chosen)."""
    origin, said = chosen.get("origin", ""), chosen.get("page", "")
    is_done = chosen.get("state", "") == "done"
    choice = ClockChoice(
        duties=DUTIES,
        departments=departments_for(card=card, action=Action.see_corrections),
        object_type=KINDS[Origin(origin)] if origin in set(Origin) else "",
        ended=is_done,
        but=frozenset() if is_done else corrections.covered_discrepancies(),
    )
    number = int(said) if said.isdecimal() and len(said) <= PAGE_DIGITS else 1
    _, total = deadlines.clocks_chosen(choice=choice, at=at, limit=0, offset=0)
    shown = pages(total=total, size=SIZE, number=number)
    found, _ = deadlines.clocks_chosen(choice=choice, at=at, limit=SIZE, offset=(shown.number - 1) * SIZE)
    return {
        "items": _items(found),
        "total": total,
        "pages": shown,
        "origins": [(one.value, ORIGINS[one]) for one in Origin],
        "chosen": {"origin": origin, "state": "done" if is_done else ""},
        "section": "workbench",
    }


def correction_page(*, correction_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a correction with its clocks, the discrepancies of its cell and what this person may decide.

    Raises NotFoundError, ForbiddenError.
    """
    found = corrections.correction_card(correction_id=correction_id, card=card)
    require(card=card, action=Action.see_corrections, resource=found.resource)
    may = corrections.may_handle(correction=found, card=card)
    return {
        "correction": found,
        "may": may,
        "decisions": DECISIONS[may],
        "may_extend": found.origin is Origin.CITIZEN
        and found.is_in_hand
        and decide(card=card, action=Action.review_department, resource=found.resource).allowed,
        "clocks": clocks_of_correction(correction=found, at=at),
        "discrepancies": comparing.discrepancy_cards(ids=found.discrepancies, card=card),
        "departments": _offices(at) if may == "forward" else [],
        "history": [(step, person(account_id=step.by)) for step in found.steps],
        "section": "workbench",
    }


def clocks_of_correction(*, correction: CorrectionCard, at: datetime) -> tuple[Waiting, ...]:
    """Return the clocks of a correction, the newest first: its own, or that of the discrepancy it came from."""
    if correction.origin is Origin.CITIZEN:
        return clocks_of(object_type="correction", object_id=correction.id, at=at)
    return clocks_of(object_type="discrepancy", object_id=min(correction.discrepancies), at=at)


def _items(clocks: Sequence[ClockCard]) -> list[Item]:
    """Return the items behind clocks; five queries."""
    asked = corrections.correction_cards(ids=_ids(clocks, Origin.CITIZEN))
    differing = _ids(clocks, Origin.COMPARISON)
    states: dict[str, Text] = {one: STATES[state] for one, state in comparing.states_of(ids=differing).items()}
    for one in corrections.corrections_of_discrepancies(ids=differing):
        if one.origin is Origin.COMPARISON and one.is_open:
            states |= dict.fromkeys(one.discrepancies & differing, one.label)
    return [
        _asked(clock, asked[clock.object_id])
        if clock.object_id in asked
        else Item(waiting_card(clock=clock), (Origin.COMPARISON,), states[clock.object_id], _office(clock))
        for clock in clocks
    ]


def _asked(clock: ClockCard, made: CorrectionCard) -> Item:
    origins = (Origin.CITIZEN, Origin.COMPARISON) if made.discrepancies else (Origin.CITIZEN,)
    return Item(waiting_card(clock=clock), origins, made.label, _office(clock))


def _office(clock: ClockCard) -> Text | None:
    return cards_by_id()[clock.department_id].name if clock.department_id else None


def _ids(clocks: Sequence[ClockCard], origin: Origin) -> frozenset[str]:
    return frozenset(clock.object_id for clock in clocks if clock.object_type == KINDS[origin])


def _offices(at: datetime) -> list[tuple[str, str]]:
    today, english = at.astimezone(CITY_TIME).date(), get_language() == "en"
    return [(one.id, one.name.en if english else one.name.zh) for one in cards_by_id().values() if one.exists_on(today)]
