"""Discrepancies as pages read them: a page of them, one with its history, and what a person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from zhanqiao.core_services.analysis.models import Discrepancy
from zhanqiao.core_services.analysis.queries.comparisons import ComparisonCard, resource_of
from zhanqiao.core_services.analysis.rules import KINDS, OUTCOMES, STATES, DifferenceKind, DiscrepancyState, Outcome
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

S = DiscrepancyState


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step of a discrepancy."""

    state: Text
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyCard:
    """A discrepancy; rows are counted from 0. ``history`` is empty in lists."""

    id: str
    comparison_key: str
    kind: DifferenceKind
    left_row: int | None
    right_row: int | None
    name: str
    left_column: str
    right_column: str
    left_value: str | None
    right_value: str | None
    state: DiscrepancyState
    outcome: Outcome
    source: DepartmentCard
    release_id: str
    found_at: datetime
    moved_at: datetime
    history: tuple[StepCard, ...] = ()

    @property
    def kind_text(self) -> Text:
        """Return what is wrong in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> Text:
        """Return where it stands in words."""
        return STATES[self.state]

    @property
    def outcome_text(self) -> Text:
        """Return what came of it in words."""
        return OUTCOMES[self.outcome]

    @property
    def is_row(self) -> bool:
        """Say whether it is a whole row without a partner."""
        return self.kind in {DifferenceKind.ONLY_IN_A, DifferenceKind.ONLY_IN_B}


@dataclass(frozen=True, slots=True)
class DiscrepancyPage:
    """A page of discrepancies, how many there are of this choice, and how many by column and by state of all."""

    rows: tuple[DiscrepancyCard, ...]
    total: int
    columns: tuple[tuple[str, int], ...]
    states: tuple[tuple[DiscrepancyState, int], ...]
    kinds: tuple[tuple[DifferenceKind, int], ...]


def discrepancies(
    *, comparison: ComparisonCard, state: str = "", kind: str = "", column: str = "", limit: int, offset: int
) -> DiscrepancyPage:
    """Return a page of the discrepancies of a comparison, in the order of A's rows; an unknown choice finds none.

    Whoever has the comparison's card may see them.
    """
    every = Discrepancy.objects.filter(comparison_id=comparison.id)
    wanted = {"state": state, "kind": kind, "left_column": column}
    found = every.filter(**{name: value for name, value in wanted.items() if value})
    return DiscrepancyPage(
        rows=tuple(_card(one, comparison.key) for one in found[offset : offset + limit]),
        total=found.count(),
        columns=tuple((name, count) for name, count in _counted(every, "left_column") if name),
        states=tuple((S(value), count) for value, count in _counted(every, "state")),
        kinds=tuple((DifferenceKind(value), count) for value, count in _counted(every, "kind")),
    )


def discrepancy_card(*, id: str, card: AccessCard) -> DiscrepancyCard:  # noqa: A002 - as everywhere
    """Return a discrepancy with its history. Raises NotFoundError, also where it concerns others."""
    found = Discrepancy.objects.select_related("comparison").prefetch_related("steps").filter(pk=id).first()
    if found is None:
        raise NotFoundError(what=id)
    require(card=card, action=Action.compare, resource=resource_of(comparison=found.comparison))
    steps = tuple(StepCard(STATES[S(one.state)], one.by, one.at, one.reason) for one in found.steps.all())
    return _card(found, found.comparison.key, steps)


def discrepancy_cards(*, ids: frozenset[str], card: AccessCard) -> tuple[DiscrepancyCard, ...]:
    """Return those of some discrepancies that whoever asks may see, the oldest first. One query."""
    found = Discrepancy.objects.select_related("comparison").filter(pk__in=ids).order_by("found_at", "id")
    return tuple(
        _card(one, one.comparison.key)
        for one in found
        if decide(card=card, action=Action.compare, resource=resource_of(comparison=one.comparison)).allowed
    )


def may(*, comparison: ComparisonCard, discrepancy: DiscrepancyCard, card: AccessCard) -> frozenset[str]:
    """Return what whoever asks may do with it now: assign, answer, confirm, close."""
    compares = Resource(kind="comparison", id=comparison.key, department_id=comparison.department.id)
    source = Resource(kind="discrepancy", id=discrepancy.id, department_id=discrepancy.source.id)
    state, acts = discrepancy.state, set()
    if decide(card=card, action=Action.confirm_calibration, resource=compares).allowed:
        acts |= {"assign"} if state is S.OPEN else set()
        acts |= {"assign", "confirm"} if state in {S.CORRECTED, S.REJECTED} else set()
        acts |= {"close"} if state is not S.CLOSED else set()
    if state is S.ASSIGNED and decide(card=card, action=Action.calibrate, resource=source).allowed:
        acts.add("answer")
    return frozenset(acts)


def _counted(found: object, name: str) -> list[tuple[str, int]]:
    rows = found.order_by().values_list(name).annotate(many=Count("id")).order_by(name)  # type: ignore[attr-defined] # - a queryset
    return list(rows)


def _card(one: Discrepancy, key: str, steps: tuple[StepCard, ...] = ()) -> DiscrepancyCard:
    return DiscrepancyCard(
        id=one.id,
        comparison_key=key,
        kind=DifferenceKind(one.kind),
        left_row=one.left_row,
        right_row=one.right_row,
        name=" · ".join(filter(None, one.name)),
        left_column=one.left_column,
        right_column=one.right_column,
        left_value=one.left_value,
        right_value=one.right_value,
        state=S(one.state),
        outcome=Outcome(one.outcome),
        source=cards_by_id()[one.source_id],
        release_id=one.release_id,
        found_at=one.found_at,
        moved_at=one.moved_at,
        history=steps,
    )
