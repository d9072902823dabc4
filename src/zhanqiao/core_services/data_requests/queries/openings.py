"""Opening requests as everybody may read them: never with the person who asked or answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from zhanqiao.core_services.data_requests.models import OpeningFollow, OpeningRequest, OpeningVote
from zhanqiao.core_services.data_requests.models.openings import CHANGES
from zhanqiao.core_services.data_requests.queries.searching import ANY, Listed, Wanted, narrowed, wanted
from zhanqiao.core_services.data_requests.queries.steps import StepCard, office_name, steps_of
from zhanqiao.core_services.data_requests.rules import (
    OPENING_OUTCOMES,
    OPENING_STATES,
    Family,
    OpeningOutcome,
    OpeningSort,
    OpeningState,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource

ORDERS = {
    OpeningSort.VOTES: ((F("votes") + F("wishes")).desc(), F("asked_at").desc()),
    OpeningSort.NEWEST: (F("asked_at").desc(),),
    OpeningSort.ANSWERED: (F("answered_at").desc(nulls_last=True), F("asked_at").desc()),
}

TEXTS = ("title", "detail", "answer")
_REMEMBERED = Remembered(generation=CHANGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilled:
    """A request that a dataset fulfilled."""

    id: str
    title: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCard:
    """A request and its answer. ``office`` answers, or will answer."""

    id: str
    title: str
    detail: str
    state: OpeningState
    outcome: OpeningOutcome | None
    answer: str
    asked_at: datetime
    answered_at: datetime | None
    department_id: str | None
    office: Text
    dataset_slug: str
    dataset_title: Text
    merged_into: str
    votes: int
    wishes: int

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return OPENING_STATES[self.state]

    @property
    def outcome_text(self) -> Text | None:
        """Return the outcome in words, None before the answer."""
        return OPENING_OUTCOMES[self.outcome] if self.outcome else None

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="opening", id=self.id, department_id=self.department_id)


def opening_card(*, opening_id: str) -> OpeningCard:
    """Return a request. Raises NotFoundError."""
    row = _rows().filter(pk=opening_id).first()
    if row is None:
        raise NotFoundError(what=opening_id)
    return _card(row)


def opening_cards(
    *, words: str, sort: OpeningSort, state: OpeningState | None = None, limit: int, offset: int = 0
) -> tuple[tuple[OpeningCard, ...], int]:
    """Return the requests whose title, detail or answer hold all the words, or that have them as number, and how many there are.

    Merged ones not.
    """
    found = _rows().exclude(state=OpeningState.MERGED.value)
    found = narrowed(found, wanted(words=words, state=state.value if state else ""), texts=TEXTS)
    rows = found.order_by(*ORDERS[sort], "id")[offset : offset + limit]
    return tuple(_card(row) for row in rows), found.count()


def openings_for(*, departments: frozenset[str] | None, limit: int, narrow: Wanted = ANY) -> Listed[OpeningCard]:
    """Return the newest requests handed to these departments, all with None; the unanswered first."""
    found = narrowed(_rows().exclude(state=OpeningState.MERGED.value), narrow, texts=TEXTS)
    if departments is not None:
        found = found.filter(department_id__in=departments)
    rows = found.order_by(F("answered_at").desc(nulls_first=True), "-asked_at")[:limit]
    return Listed(tuple(_card(row) for row in rows), found.count())


def fulfilled_by(*, dataset_id: str) -> tuple[Fulfilled, ...]:
    """Return the requests that a dataset fulfilled, the newest answer first; no query when warm."""
    return _REMEMBERED.get("fulfilled", _load_fulfilled).get(dataset_id, ())


def openings_of(*, account_id: str, narrow: Wanted = ANY) -> tuple[OpeningCard, ...]:
    """Return the requests an account follows, its own among them, the newest first."""
    found = _rows().filter(followers__account_id=account_id)
    return tuple(_card(row) for row in narrowed(found, narrow, texts=TEXTS))


def opening_steps(*, opening_id: str) -> tuple[StepCard, ...]:
    """Return the steps of a request, the oldest first."""
    asker = OpeningRequest.objects.filter(pk=opening_id).values_list("account_id", flat=True).first()
    return steps_of(family=Family.OPENING, request_id=opening_id, words=OPENING_STATES, own=asker or "")


def has_voted(*, opening_id: str, account_id: str) -> bool:
    """Say whether an account voted for a request."""
    return OpeningVote.objects.filter(opening_id=opening_id, account_id=account_id).exists()


def is_following(*, opening_id: str, account_id: str) -> bool:
    """Say whether an account follows a request."""
    return OpeningFollow.objects.filter(opening_id=opening_id, account_id=account_id).exists()


def _load_fulfilled() -> dict[str, tuple[Fulfilled, ...]]:
    found: dict[str, tuple[Fulfilled, ...]] = {}
    rows = OpeningRequest.objects.filter(state=OpeningState.ANSWERED.value, dataset__isnull=False)
    for row in rows.order_by("-answered_at", "id"):
        if row.dataset_id and row.answered_at:
            one = Fulfilled(id=row.id, title=row.title, answered_at=row.answered_at)
            found[row.dataset_id] = (*found.get(row.dataset_id, ()), one)
    return found


def _rows() -> QuerySet[OpeningRequest]:
    return OpeningRequest.objects.select_related("dataset")


def _card(row: OpeningRequest) -> OpeningCard:
    dataset = row.dataset if row.dataset and row.dataset.state == "published" else None
    answering = row.answered_office_id if row.answered_at else row.department_id
    return OpeningCard(
        id=row.id,
        title=row.title,
        detail=row.detail,
        state=OpeningState(row.state),
        outcome=OpeningOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        department_id=row.department_id,
        office=office_name(answering),
        dataset_slug=dataset.slug if dataset else "",
        dataset_title=Text(dataset.title_zh, dataset.title_en or dataset.title_zh) if dataset else Text("", ""),
        merged_into=row.merged_into_id or "",
        votes=row.votes,
        wishes=row.wishes,
    )
