"""What the officers' pages on data requests show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.queries import ApplicationCard, Listed, SharingCard
from zhanqiao.core_services.data_requests.rules import (
    APPLICATION_STATES,
    OPENING_STATES,
    SHARING_STATES,
    OpeningState,
)
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

FAMILIES = ("application", "opening", "sharing")
RECENT = 100


def requests_page(*, card: AccessCard, words: str, state: str, at: datetime) -> dict[str, Any]:
    """Return what waits for me, and the newest requests of each family that concern my office and fit the words.

    ``state`` is ``family.state``; then only that family is listed. One that there is not counts as not said.
    """
    mine = departments_for(card=card, action=Action.handle_requests)
    waiting = [one for one in deadlines.waiting_for(card=card, at=at) if one.object_type in FAMILIES]
    only, _, value = state.partition(".")
    chosen = value if value in STATES.get(only, {}) else ""
    narrow = requests.wanted(words=words, state=chosen)
    listed = {
        family: find(departments=mine, limit=RECENT, narrow=narrow)
        for family, find in LISTS.items()
        if not chosen or family == only
    }
    return {
        "waiting": waiting,
        "lists": listed,
        "words": narrow.words,
        "chosen": f"{only}.{chosen}" if chosen else "",
        "is_narrowed": bool(narrow.words or chosen),
        "states": {family: states.items() for family, states in STATES.items()},
        "may_ask": bool(asking_departments(card=card)),
        "section": "workbench",
    }


def request_page(*, family: str, request_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return one request with its clocks and sides. Raises NotFoundError for one that is not my office's."""
    if family not in FAMILIES:
        raise NotFoundError(what=family)
    page = PAGES[family](request_id)
    require_concerned(card=card, sides=page["sides"], what=request_id)
    clocks = deadlines.clocks_of(object_type=family, object_id=request_id, at=at)
    return page | {"family": family, "request_id": request_id, "clocks": clocks, "section": "workbench"}


def require_concerned(*, card: AccessCard, sides: dict[str, Resource], what: str) -> None:
    """Raise NotFoundError unless one of the sides is the card's own office, or the authority looks."""
    actions = {"authority": Action.check_requests}
    if not any(
        decide(card=card, action=actions.get(side, Action.handle_requests), resource=one).allowed
        for side, one in sides.items()
    ):
        raise NotFoundError(what=what)


def asking_departments(*, card: AccessCard) -> list[DepartmentCard]:
    """Return the departments for which the card may ask others to share."""
    known = (one for one in cards_by_id().values() if one.valid_to is None)
    return [
        one
        for one in known
        if decide(card=card, action=Action.share_data, resource=Resource(kind="sharing", department_id=one.id)).allowed
    ]


def require_asker(*, card: AccessCard, department_id: str) -> None:
    """Raise ForbiddenError unless the card may ask for a department."""
    require(card=card, action=Action.share_data, resource=Resource(kind="sharing", department_id=department_id))


def _application(request_id: str) -> dict[str, Any]:
    application: ApplicationCard = requests.application_card(application_id=request_id)
    line = application.line
    return {
        "application": application,
        "title": line.title,
        "state": line.state,
        "state_text": line.state_text,
        "steps": application.steps,
        "grant": application.grant,
        "sides": {"owner": line.resource, "authority": _authority(request_id)},
    }


def _opening(request_id: str) -> dict[str, Any]:
    opening = requests.opening_card(opening_id=request_id)
    return {
        "opening": opening,
        "title": opening.title,
        "state": opening.state,
        "state_text": opening.state_text,
        "steps": requests.opening_steps(opening_id=request_id),
        "sides": {"owner": opening.resource, "authority": _authority(request_id)},
    }


def _sharing(request_id: str) -> dict[str, Any]:
    sharing: SharingCard = requests.sharing_card(sharing_id=request_id)
    line = sharing.line
    return {
        "sharing": sharing,
        "title": line.title,
        "state": line.state,
        "state_text": line.state_text,
        "steps": sharing.steps,
        "grant": sharing.grant,
        "sides": {"asker": line.asked, "provider": line.provided, "authority": _authority(request_id)},
    }


def _authority(request_id: str) -> Resource:
    return Resource(kind="request", id=request_id, state="draft")


LISTS: dict[str, Callable[..., Listed[Any]]] = {
    "application": requests.applications_for,
    "opening": requests.openings_for,
    "sharing": requests.sharing_for,
}
STATES: dict[str, Mapping[Any, Text]] = {
    "application": APPLICATION_STATES,
    "opening": {one: text for one, text in OPENING_STATES.items() if one is not OpeningState.MERGED},
    "sharing": SHARING_STATES,
}
PAGES = {"application": _application, "opening": _opening, "sharing": _sharing}
