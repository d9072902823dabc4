"""Comparisons and their runs as pages read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from zhanqiao.core_services.analysis.models import Comparison, ComparisonRun
from zhanqiao.core_services.analysis.rules import Authority, Schedule, source_side
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

FIGURES = (
    "left_rows",
    "right_rows",
    "matched",
    "only_left",
    "only_right",
    "vetoed",
    "ambiguous",
    "discrepancies",
    "kept",
    "vanished",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """One run with its figures; ``rate`` is the share of the smaller table's rows that found a partner."""

    id: str
    number: int
    state: str
    left_release: str
    right_release: str
    left_rows: int
    right_rows: int
    matched: int
    only_left: int
    only_right: int
    vetoed: int
    ambiguous: int
    discrepancies: int
    kept: int
    vanished: int
    seconds: float
    threshold: float
    note: Text
    started_at: datetime
    by: str

    @property
    def rate(self) -> float:
        """Return the share matched, from 0 to 1."""
        return self.matched / max(1, min(self.left_rows, self.right_rows))

    @property
    def percent(self) -> float:
        """Return the share matched, from 0 to 100."""
        return 100 * self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonCard:
    """A comparison; A is ``left``, B is ``right``. ``last`` is its newest run."""

    id: str
    key: str
    name: Text
    left: str
    right: str
    authority: Authority
    method: str
    schedule: Schedule
    columns: tuple[dict[str, object], ...]
    rules: tuple[dict[str, object], ...]
    threshold: float
    department: DepartmentCard
    left_department: DepartmentCard
    right_department: DepartmentCard
    retired_at: datetime | None
    retired_reason: str
    last: RunCard | None

    @property
    def source(self) -> DepartmentCard:
        """Return the department that looks into discrepancies."""
        return self.right_department if source_side(authority=self.authority) == "right" else self.left_department


def comparison_cards(*, card: AccessCard) -> tuple[ComparisonCard, ...]:
    """Return the comparisons that concern whoever asks, in the order of their keys. Two queries."""
    found = [
        one
        for one in Comparison.objects.all()
        if decide(card=card, action=Action.compare, resource=resource_of(comparison=one)).allowed
    ]
    runs = _last_runs([one.id for one in found])
    return tuple(_card(one, runs.get(one.id)) for one in found)


def comparison_card(*, key: str, card: AccessCard) -> ComparisonCard:
    """Return a comparison. Raises NotFoundError, also where it concerns others."""
    found = Comparison.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    require(card=card, action=Action.compare, resource=resource_of(comparison=found))
    return _card(found, _last_runs([found.id]).get(found.id))


def run_cards(*, comparison: ComparisonCard, limit: int = 20) -> tuple[RunCard, ...]:
    """Return the runs of a comparison, newest first."""
    return tuple(_run(one) for one in ComparisonRun.objects.filter(comparison_id=comparison.id)[:limit])


def comparisons_on_release(*, table_id: str) -> tuple[str, ...]:
    """Return the keys of the comparisons that run when a table has a new release."""
    current = Comparison.objects.filter(schedule=Schedule.ON_RELEASE.value, retired_at=None)
    found = current.filter(Q(left_id=table_id) | Q(right_id=table_id))
    return tuple(found.values_list("key", flat=True))


def resource_of(*, comparison: Comparison) -> Resource:
    """Return what is decided about: it concerns three departments, and others do not know that it exists."""
    return Resource(
        kind="comparison",
        id=comparison.key,
        department_id=comparison.department_id,
        state="draft",
        others=(comparison.left_department_id, comparison.right_department_id),
    )


def _last_runs(ids: list[str]) -> dict[str, ComparisonRun]:
    numbers = ComparisonRun.objects.filter(comparison=OuterRef("comparison")).order_by("-number").values("number")
    newest = ComparisonRun.objects.filter(comparison_id__in=ids, number=Subquery(numbers[:1]))
    return {one.comparison_id: one for one in newest}


def _card(one: Comparison, run: ComparisonRun | None) -> ComparisonCard:
    departments = cards_by_id()
    return ComparisonCard(
        id=one.id,
        key=one.key,
        name=Text(one.name_zh, one.name_en or one.name_zh),
        left=one.left_id,
        right=one.right_id,
        authority=Authority(one.authority),
        method=one.method,
        schedule=Schedule(one.schedule),
        columns=tuple(one.columns),
        rules=tuple(one.rules),
        threshold=one.threshold,
        department=departments[one.department_id],
        left_department=departments[one.left_department_id],
        right_department=departments[one.right_department_id],
        retired_at=one.retired_at,
        retired_reason=one.retired_reason,
        last=_run(run) if run else None,
    )


def _run(one: ComparisonRun) -> RunCard:
    return RunCard(
        id=one.id,
        number=one.number,
        state=one.state,
        left_release=one.left_release,
        right_release=one.right_release,
        seconds=one.seconds,
        threshold=one.threshold,
        note=Text(one.note_zh, one.note_en),
        started_at=one.started_at,
        by=one.by,
        **{name: getattr(one, name) for name in FIGURES},
    )
