"""What the pages of interaction show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.queries import ApplicationCard
from zhanqiao.core_services.data_requests.rules import (
    APPLICATION_STATES,
    OPENING_SORTS,
    OPENING_STATES,
    UNDERTAKING,
    UNDERTAKING_VERSION,
    ApplicationState,
    OpeningSort,
    OpeningState,
)
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource

SIZE = 20
PAGE_DIGITS = 6
DAYS_OF_FIGURES = 365
REPORTING = (ApplicationState.GRANTED, ApplicationState.SUSPENDED, ApplicationState.ENDED)
SECTION = {"section": "interaction"}


def openings_page(*, words: str, sort: str, state: str, page: str) -> dict[str, Any]:
    """Return a page of the public list; what the address says wrongly counts as not said."""
    order = OpeningSort(sort) if sort in set(OpeningSort) else OpeningSort.VOTES
    wanted = OpeningState(state) if state in set(OpeningState) else None
    words, number = requests.wanted(words=words).words, _number(page)
    found, total = requests.opening_cards(words=words, sort=order, state=wanted, limit=SIZE, offset=(number - 1) * SIZE)
    return SECTION | {
        "openings": found,
        "total": total,
        "pages": pages(total=total, size=SIZE, number=number),
        "words": words,
        "sort": order,
        "state": wanted,
        "sorts": tuple(OPENING_SORTS.items()),
        "states": tuple((one, text) for one, text in OPENING_STATES.items() if one is not OpeningState.MERGED),
    }


def opening_page(*, opening_id: str, card: AccessCard) -> dict[str, Any]:
    """Return a request with its steps, and whether I voted for it. Raises NotFoundError."""
    opening = requests.opening_card(opening_id=opening_id)
    me = card.account_id
    return SECTION | {
        "opening": opening,
        "steps": requests.opening_steps(opening_id=opening_id),
        "has_voted": bool(me) and requests.has_voted(opening_id=opening_id, account_id=me or ""),
        "is_following": bool(me) and requests.is_following(opening_id=opening_id, account_id=me or ""),
    }


def results_page(*, page: str) -> dict[str, Any]:
    """Return a page of decided applications, without those who applied."""
    number = _number(page)
    found, total = requests.application_results(limit=SIZE, offset=(number - 1) * SIZE)
    return SECTION | {"results": found, "total": total, "pages": pages(total=total, size=SIZE, number=number)}


def answering_page(*, at: datetime) -> dict[str, Any]:
    """Return how offices answered in the last year."""
    since = at - timedelta(days=DAYS_OF_FIGURES)
    return SECTION | {"offices": requests.answering_of_offices(since=since, at=at), "since": since}


def apply_page(*, slug: str, card: AccessCard) -> dict[str, Any]:
    """Return what the application form needs. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    is_open_for_it = dataset.entry.open_type == "conditional" and dataset.state == "published"
    return SECTION | {
        "dataset": dataset,
        "is_open_for_it": is_open_for_it,
        "undertaking": UNDERTAKING,
        "undertaking_version": UNDERTAKING_VERSION,
    }


def mine_page(*, card: AccessCard, words: str, state: str) -> dict[str, Any]:
    """Return my applications and the requests I follow, those that fit; a state is one of applications or of requests."""
    me = card.account_id or ""
    narrow = requests.wanted(words=words, state=state if state in {*ApplicationState, *OpeningState} else "")
    return {
        "applications": requests.applications_of(account_id=me, narrow=narrow),
        "openings": requests.openings_of(account_id=me, narrow=narrow),
        "narrow": narrow,
        "states": (APPLICATION_STATES.items(), OPENING_STATES.items()),
        "section": "my_place",
    }


def application_page(*, application_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return one of my applications, its clocks and what I may do. Raises NotFoundError for another's."""
    application = my_application(application_id=application_id, card=card)
    state = application.line.state
    return {
        "application": application,
        "clocks": deadlines.clocks_of(object_type="application", object_id=application_id, at=at),
        "may_supplement": state is ApplicationState.INCOMPLETE,
        "may_accept": state is ApplicationState.AGREEING,
        "may_report": state in REPORTING and any(one.at is None for one in application.reports),
        "may_renew": state is ApplicationState.GRANTED and application.grant is not None,
        "may_withdraw": state
        in (
            ApplicationState.SUBMITTED,
            ApplicationState.INCOMPLETE,
            ApplicationState.DECIDING,
            ApplicationState.AGREEING,
        ),
        "section": "my_place",
    }


def my_application(*, application_id: str, card: AccessCard) -> ApplicationCard:
    """Return an application if it is mine. Raises NotFoundError."""
    application = requests.application_card(application_id=application_id)
    mine = Resource(kind="application", id=application_id, account_id=application.line.account_id)
    require(card=card, action=Action.apply_for_data, resource=mine)
    return application


def _number(page: str) -> int:
    return max(1, int(page)) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
