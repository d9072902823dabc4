"""Remarks as pages show them: never with who wrote or which officer answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from zhanqiao.core_services.conversation.models import Remark, RemarkReport
from zhanqiao.core_services.conversation.rules import KINDS, STATES, TO_AUTHORITY, RemarkKind, RemarkState
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import cards_by_id

MOST = 200
VERBS = {
    "say": Text("收到", "received"),
    "show": Text("公开", "shown"),
    "answer": Text("答复", "answered"),
    "report": Text("被举报", "reported"),
    "hold": Text("多人举报，暂不显示", "reported by several, hidden"),
    "remove": Text("移除", "removed"),
}
PUBLIC = Text("公众", "the public")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkCard:
    """A remark and its answer. ``text`` is empty once it is removed; ``is_mine`` says it was asked for its author."""

    id: str
    kind: RemarkKind
    state: RemarkState
    dataset_id: str | None
    department_id: str | None
    office: Text
    text: str
    is_private: bool
    is_mine: bool
    at: datetime
    answer: str
    answered_at: datetime | None
    removal: str
    reports: int

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="remark", id=self.id, department_id=self.department_id, state="draft")


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step, without the person."""

    state: Text
    at: datetime
    office: Text
    reason: str


def remark_card(*, remark_id: str) -> RemarkCard:
    """Return a remark with its text, for its office. Raises NotFoundError."""
    row = _rows().filter(pk=remark_id).first()
    if row is None:
        raise NotFoundError(what=remark_id)
    return _card(row, account_id="", whole=True)


def remark_steps(*, remark: RemarkCard) -> tuple[StepCard, ...]:
    """Return what became of a remark, the oldest first, for its office."""
    of_public = ("say", "report", "hold")
    steps = Remark.objects.get(pk=remark.id).steps.all()
    return tuple(
        StepCard(VERBS[one.verb], one.at, PUBLIC if one.verb in of_public else remark.office, one.reason)
        for one in steps
    )


def remarks_of(*, dataset_id: str, account_id: str | None) -> tuple[RemarkCard, ...]:
    """Return what is said of a dataset, tombstones among it, and what this account wrote; the newest first, at most 200."""
    return _seen(_rows().filter(dataset_id=dataset_id), account_id)


def suggestions(*, account_id: str | None) -> tuple[RemarkCard, ...]:
    """Return suggestions and appeals that are public, and all of this account; the newest first, at most 200."""
    return _seen(_rows().filter(kind__in=TO_AUTHORITY), account_id)


def remarks_for(*, departments: frozenset[str] | None, done: bool) -> tuple[RemarkCard, ...]:
    """Return the remarks that wait for these departments (all, and those to the authority, with None), or those done with.

    The oldest wait first; of those done with the newest come first. At most 200.
    """
    open_ = Q(state=RemarkState.WAITING.value) | Q(
        state=RemarkState.SHOWN.value, answered_at__isnull=True, kind__in=["question", "suggestion", "appeal"]
    )
    found = _rows().exclude(open_) if done else _rows().filter(open_)
    if departments is not None:
        found = found.filter(department_id__in=departments)
    rows = found.order_by("-at" if done else "at", "id")[:MOST]
    return tuple(_card(row, account_id="", whole=True) for row in rows)


def reported_by(*, account_id: str) -> frozenset[str]:
    """Return the remarks an account reported."""
    return frozenset(RemarkReport.objects.filter(account_id=account_id).values_list("remark_id", flat=True))


def _seen(rows: QuerySet[Remark], account_id: str | None) -> tuple[RemarkCard, ...]:
    public = Q(is_private=False) & (
        Q(state=RemarkState.SHOWN.value) | Q(state=RemarkState.REMOVED.value, steps__verb="show")
    )
    public |= Q(is_private=False, state=RemarkState.REMOVED.value, answered_at__isnull=False)
    seen = rows.filter(public | Q(account_id=account_id)) if account_id else rows.filter(public)
    return tuple(_card(row, account_id=account_id or "", whole=False) for row in seen.distinct()[:MOST])


def _rows() -> QuerySet[Remark]:
    return Remark.objects.annotate(told=Count("reports", distinct=True)).order_by(F("at").desc(), "id")


def _card(row: Remark, *, account_id: str, whole: bool) -> RemarkCard:
    card = cards_by_id().get(row.department_id or "")
    is_removed = row.state == RemarkState.REMOVED.value and not whole
    return RemarkCard(
        id=row.id,
        kind=RemarkKind(row.kind),
        state=RemarkState(row.state),
        dataset_id=row.dataset_id,
        department_id=row.department_id,
        office=card.name if card else Text(value("HOST_AGENCY_ZH"), value("HOST_AGENCY_EN")),
        text="" if is_removed else row.text,
        is_private=row.is_private,
        is_mine=bool(account_id) and row.account_id == account_id,
        at=row.at,
        answer="" if is_removed else row.answer,
        answered_at=row.answered_at,
        removal=row.removal,
        reports=row.told,  # type: ignore[attr-defined]  # - annotated by _rows
    )
