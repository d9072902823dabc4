"""Changes as pages read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhanqiao.core_services.reviews.models import WAITING, ReviewedChange
from zhanqiao.core_services.reviews.rules import ACTIONS, KINDS, STAGES, WORDS, ChangeKind, ChangeState, Stage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

MOST = 50
SHOWN_TITLES = 3


@dataclass(frozen=True, slots=True)
class ChangeStepCard:
    """A step: the state it led to, when, by whom, the words to it."""

    state: ChangeState
    by: str
    at: datetime
    words: str

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """A change in review, or one that has ended. ``content`` is of its kind's form."""

    id: str
    kind: ChangeKind
    title: Text
    dataset_id: str
    department: DepartmentCard
    content: dict[str, Any]
    reason: str
    state: ChangeState
    by: str
    at: datetime
    steps: tuple[ChangeStepCard, ...] = ()

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return WORDS[self.state]

    @property
    def is_in_review(self) -> bool:
        """Say whether it waits for a decision."""
        return self.state in STAGES

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="change", id=self.id, department_id=self.department.id)


def change_card(*, change_id: str, card: AccessCard) -> ChangeCard:
    """Return a change to the people of its department and to the authority. Raises NotFoundError, ForbiddenError."""
    found = ReviewedChange.objects.filter(pk=change_id).first()
    if found is None:
        raise NotFoundError(what=change_id)
    made = _card(found, cards_by_id(), steps=True)
    require(card=card, action=Action.edit_entry, resource=made.resource)
    return made


def changes_for(*, card: AccessCard) -> tuple[ChangeCard, ...]:
    """Return the changes of this person's departments: those in review first, then the newest, at most fifty."""
    departments = departments_for(card=card, action=Action.edit_entry)
    mine = Q() if departments is None else Q(department_id__in=departments)
    return _cards(ReviewedChange.objects.filter(mine))


def changes_of(*, dataset_id: str) -> tuple[ChangeCard, ...]:
    """Return the changes asked for one dataset alone, newest first. Whoever calls has made sure that it may be seen."""
    return _cards(ReviewedChange.objects.filter(dataset_id=dataset_id))


def may_decide(*, change: ChangeCard, card: AccessCard) -> Stage | None:
    """Return the stage at which this person may decide now, None when it is not theirs to decide."""
    stage = STAGES.get(change.state)
    if stage is None or card.actor in {change.by, *(step.by for step in change.steps)}:
        return None
    return stage if decide(card=card, action=ACTIONS[stage], resource=change.resource).allowed else None


def title_of(*, change: ReviewedChange) -> Text:
    """Return what a change is called: its kind, and of which dataset or datasets."""
    kind = KINDS[ChangeKind(change.kind)]
    if change.kind == ChangeKind.UPDATES.value:
        zh = change.content["title_zh"]
        return Text(f"{kind.zh}：{zh}", f"{kind.en}: {change.content['title_en'] or zh}")
    titles = [one["title"] for one in change.content["datasets"]]
    names = "、".join(titles[:SHOWN_TITLES])
    more = len(titles) - SHOWN_TITLES
    return Text(
        f"{kind.zh}：{names}{f' 等 {len(titles)} 个资源' if more > 0 else ''}",
        f"{kind.en}: {names}{f' and {more} more' if more > 0 else ''}",
    )


def _cards(found: QuerySet[ReviewedChange]) -> tuple[ChangeCard, ...]:
    departments = cards_by_id()
    waiting = [_card(one, departments) for one in found.filter(state__in=WAITING)[:MOST]]
    ended = [_card(one, departments) for one in found.exclude(state__in=WAITING)[: MOST - len(waiting)]]
    return (*waiting, *ended)


def _card(row: ReviewedChange, departments: Mapping[str, DepartmentCard], *, steps: bool = False) -> ChangeCard:
    return ChangeCard(
        id=row.id,
        kind=ChangeKind(row.kind),
        title=title_of(change=row),
        dataset_id=row.dataset_id or "",
        department=departments[row.department_id],
        content=row.content,
        reason=row.reason,
        state=ChangeState(row.state),
        by=row.by,
        at=row.at,
        steps=tuple(ChangeStepCard(ChangeState(one.state), one.by, one.at, one.words) for one in row.steps.all())
        if steps
        else (),
    )
