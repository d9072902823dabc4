"""Contests: lists, one, what its organiser did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhanqiao.core_services.contests.models import Contest, ContestStep
from zhanqiao.core_services.contests.rules import STAGES, Criterion, Stage, State, Times, stage_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Resource, visible_states
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

ORDER = (
    Stage.HIDDEN,
    Stage.REGISTRATION,
    Stage.SUBMISSION,
    Stage.JUDGING,
    Stage.COMING,
    Stage.OVER,
    Stage.RESULTS,
    Stage.CANCELLED,
)
VERBS = {
    "draw_up": Text("起草", "drawn up"),
    "revise": Text("修改", "changed"),
    "announce": Text("发布", "announced"),
    "change": Text("变更", "changed after it was announced"),
    "extend": Text("延长评审", "judging extended"),
    "publish": Text("公布结果", "result published"),
    "cancel": Text("取消", "cancelled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestCard:
    """A contest where it stands at the moment it was asked for."""

    id: str
    department: DepartmentCard
    stage: Stage
    title: Text
    rules: Text
    prizes: Text
    tracks: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    times: Times
    datasets: tuple[DatasetCard, ...]
    published_at: datetime | None
    cancellation: str
    teams: int
    is_voting: bool
    changed_at: datetime

    @property
    def stage_text(self) -> Text:
        """Return the stage in words."""
        return STAGES[self.stage]

    @property
    def weight(self) -> int:
        """Return the sum of the weights."""
        return sum(one.weight for one in self.criteria)

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="contest", id=self.id, department_id=self.department.id, state="draft")


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of the organiser, without the person."""

    state: Text
    at: datetime
    office: Text
    reason: str


def contest_card(*, contest_id: str, card: AccessCard, at: datetime) -> ContestCard:
    """Return a contest, also a draft: whoever shows it asks ``people.access``. Raises NotFoundError."""
    row = _rows().filter(pk=contest_id).first()
    if row is None:
        raise NotFoundError(what=contest_id)
    return _card(row, at, _datasets([row], card))


def public_contests(*, at: datetime) -> tuple[ContestCard, ...]:
    """Return the contests that were announced: those that run, then the newest; without their datasets."""
    return _sorted(_rows().exclude(state=State.DRAFT.value), at)


def public_addresses() -> tuple[tuple[str, datetime], ...]:
    """Return (id, last change) of the contests that everybody may read."""
    rows = Contest.objects.exclude(state=State.DRAFT.value).order_by("id")
    return tuple(rows.values_list("id", "changed_at"))


def contests_for(*, departments: frozenset[str] | None, at: datetime) -> tuple[ContestCard, ...]:
    """Return the contests of these departments, of all with None, drafts first; without their datasets."""
    return _sorted(_rows() if departments is None else _rows().filter(department_id__in=departments), at)


def steps_of(*, contest: ContestCard) -> tuple[StepCard, ...]:
    """Return what the organiser did, the oldest first, without persons."""
    return tuple(
        StepCard(VERBS[one.verb], one.at, contest.department.name, one.reason)
        for one in ContestStep.objects.filter(contest_id=contest.id)
    )


def _rows() -> QuerySet[Contest]:
    taking_part = Count("teams", filter=Q(teams__withdrawn_at__isnull=True), distinct=True)
    return Contest.objects.annotate(taking_part=taking_part).prefetch_related("uses")


def _sorted(rows: QuerySet[Contest], at: datetime) -> tuple[ContestCard, ...]:
    return tuple(sorted((_card(row, at, {}) for row in rows), key=lambda one: ORDER.index(one.stage)))


def _datasets(rows: Sequence[Contest], card: AccessCard) -> dict[str, DatasetCard]:
    ids = [use.dataset_id for row in rows for use in row.uses.all()]
    found = catalogue.dataset_cards(ids=ids, card=card)
    return {one.id: one for one in found if one.state in visible_states(card=card, department_id=one.department.id)}


def _card(row: Contest, at: datetime, known: dict[str, DatasetCard]) -> ContestCard:
    times = Times(
        registers_from=row.registers_from,
        registers_until=row.registers_until,
        submits_until=row.submits_until,
        votes_until=row.votes_until,
        judged_until=row.judged_until,
        results_at=row.results_at,
    )
    stage = stage_of(state=State(row.state), times=times, at=at)
    return ContestCard(
        id=row.id,
        department=cards_by_id()[row.department_id],
        stage=stage,
        title=Text(row.title_zh, row.title_en or row.title_zh),
        rules=Text(row.rules_zh, row.rules_en or row.rules_zh),
        prizes=Text(row.prizes_zh, row.prizes_en or row.prizes_zh),
        tracks=tuple(row.tracks),
        criteria=tuple(Criterion(**one) for one in row.criteria),
        times=times,
        datasets=tuple(known[one.dataset_id] for one in row.uses.all() if one.dataset_id in known),
        published_at=row.published_at,
        cancellation=row.cancellation,
        teams=row.taking_part,  # type: ignore[attr-defined]  # - annotated by _rows
        is_voting=stage is Stage.JUDGING and times.votes_until is not None and at < times.votes_until,
        changed_at=row.changed_at,
    )
