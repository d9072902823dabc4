"""Corrections as pages read them. ``account_id`` and ``by`` are for the department; public pages leave them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.rules import IN_HAND, OPEN, ORIGINS, RETRACTABLE, WORDS, CorrectionState, Origin
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

PAGE = 50
PUBLIC = Q(origin=Origin.CITIZEN.value) & ~Q(state=CorrectionState.RETRACTED.value) | Q(
    state=CorrectionState.PUBLISHED.value
)


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step: the state it led to, when, by whom, and the public words."""

    state: CorrectionState
    by: str
    at: datetime
    words: str

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionCard:
    """A correction: the cell, what stands there, what should, why, and what became of it."""

    id: str
    dataset_id: str
    slug: str
    title: Text
    table_id: str
    department: DepartmentCard
    account_id: str
    at: datetime
    origin: Origin
    state: CorrectionState
    identity: dict[str, Any]
    column: str
    old: Any
    written: str
    reason: str
    release_made: str
    steps: tuple[StepCard, ...]
    discrepancies: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to act."""
        return self.state in OPEN

    @property
    def is_in_hand(self) -> bool:
        """Say whether its department has to act."""
        return self.state in IN_HAND

    @property
    def is_retractable(self) -> bool:
        """Say whether its sender may take it back."""
        return self.origin is Origin.CITIZEN and self.state in RETRACTABLE

    @property
    def origin_text(self) -> Text:
        """Return where it comes from in words."""
        return ORIGINS[self.origin]

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]

    @property
    def answer(self) -> StepCard | None:
        """Return the step with the public answer, None before there is one."""
        given = [one for one in self.steps if one.state in {CorrectionState.ACCEPTED, CorrectionState.REJECTED}]
        return given[-1] if given and self.state not in RETRACTABLE else None

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about: what a comparison opened is internal until it is published."""
        is_internal = self.origin is Origin.COMPARISON and self.state is not CorrectionState.PUBLISHED
        state = "draft" if is_internal else "published"
        return Resource(kind="correction", id=self.id, department_id=self.department.id, state=state)


def correction_card(*, correction_id: str, card: AccessCard) -> CorrectionCard:
    """Return a correction to whoever may see it and its dataset. Raises NotFoundError."""
    found = _cards(Correction.objects.filter(pk=correction_id))
    if not found:
        raise NotFoundError(what=correction_id)
    made = found[0]
    require(card=card, action=Action.see_dataset, resource=made.resource)
    catalogue.dataset_card(id=made.dataset_id, card=card)
    return made


def corrections_of(*, dataset_id: str, page: int = 1) -> tuple[tuple[CorrectionCard, ...], int]:
    """Return a page of the public corrections of a dataset, newest first, and how many there are.

    Whoever calls has made sure that the dataset may be seen. What a comparison opened is there once it is published.
    """
    found = Correction.objects.filter(dataset_id=dataset_id).filter(PUBLIC)
    start = (page - 1) * PAGE
    return _cards(found[start : start + PAGE]), found.count()


def corrections_asked_by(*, account_id: str) -> tuple[CorrectionCard, ...]:
    """Return what an account asked for, newest first, the last fifty."""
    return _cards(Correction.objects.filter(account_id=account_id, origin=Origin.CITIZEN.value)[:PAGE])


def correction_cards(*, ids: Iterable[str]) -> dict[str, CorrectionCard]:
    """Return corrections by id, for lists of the workbench; says nothing about rights. Three queries."""
    return {one.id: one for one in _cards(Correction.objects.filter(pk__in=set(ids)))}


def corrections_of_discrepancies(*, ids: Iterable[str]) -> tuple[CorrectionCard, ...]:
    """Return the corrections of the cells of discrepancies, newest first; says nothing about rights. Three queries."""
    return _cards(Correction.objects.filter(discrepancies__in=set(ids)).distinct())


def covered_discrepancies() -> frozenset[str]:
    """Return the discrepancies that wait behind an open correction of the public, which the same department has in hand.

    Of one cell people see one clock: the public's five working days end before the ten of the comparison. One query.
    """
    found = Correction.objects.filter(
        origin=Origin.CITIZEN.value, state__in=[state.value for state in IN_HAND], discrepancies__source=F("department")
    )
    return frozenset(found.values_list("discrepancies__id", flat=True))


def may_handle(*, correction: CorrectionCard, card: AccessCard) -> str:
    """Return what this person may do with it now: ``forward``, ``answer``, ``confirm`` or nothing. Raises nothing."""
    involved = {
        correction.account_id,
        *(step.by for step in correction.steps if step.state is CorrectionState.ACCEPTED),
    }
    if correction.state is CorrectionState.FORWARDING:
        return "forward" if decide(card=card, action=Action.forward_corrections).allowed else ""
    if correction.state is CorrectionState.RECEIVED:
        allowed = decide(card=card, action=Action.correct, resource=correction.resource).allowed
        return "answer" if allowed and card.actor != correction.account_id else ""
    if correction.state is CorrectionState.ACCEPTED and card.actor not in involved:
        allowed = decide(card=card, action=Action.review_department, resource=correction.resource).allowed
        return "confirm" if allowed else ""
    return ""


def _cards(found: QuerySet[Correction]) -> tuple[CorrectionCard, ...]:
    rows = found.select_related("dataset").prefetch_related("steps", "discrepancies")
    departments = cards_by_id()
    return tuple(
        CorrectionCard(
            id=row.id,
            dataset_id=row.dataset_id,
            slug=row.dataset.slug,
            title=Text(row.dataset.title_zh, row.dataset.title_en or row.dataset.title_zh),
            table_id=row.table_id,
            department=departments[row.department_id],
            account_id=row.account_id,
            at=row.at,
            origin=Origin(row.origin),
            state=CorrectionState(row.state),
            identity=row.identity,
            column=row.column,
            old=row.old,
            written=row.written,
            reason=row.reason,
            release_made=row.release_made,
            steps=tuple(StepCard(CorrectionState(one.state), one.by, one.at, one.words) for one in row.steps.all()),
            discrepancies=frozenset(one.id for one in row.discrepancies.all()),
        )
        for row in rows
    )
