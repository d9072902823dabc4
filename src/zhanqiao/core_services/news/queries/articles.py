"""Articles: lists, one, the newest, their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhanqiao.core_services.news.models import CHANGES, Article, ArticleStep, ArticleVersion
from zhanqiao.core_services.news.rules import KINDS, STATES, Guest, Kind, State, Turn
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Resource, visible_states
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

_REMEMBERED = Remembered(generation=CHANGES)
BY_PUBLIC = "ask"
PUBLIC = Text("公众", "the public")
VERBS = {
    "write": Text("起草", "written"),
    "revise": Text("修改", "changed"),
    "release": Text("发布", "released"),
    "discard": Text("放弃草稿", "draft discarded"),
    "withdraw": Text("撤下", "withdrawn"),
    "ask": Text("网民提问", "question handed in"),
    "answer": Text("答复提问", "question answered"),
    "remove": Text("不采用提问", "question not taken up"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a later version changed, and when."""

    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article as lists and feeds name it."""

    id: str
    kind: Kind
    department: DepartmentCard
    state: State
    title: Text
    summary: Text
    held_at: datetime | None
    released_at: datetime | None
    changed_at: datetime

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
        return Resource(kind="article", id=self.id, department_id=self.department.id, state="draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCard(ArticleLine):
    """One version of an article. ``changes`` are those of the public versions so far."""

    number: int
    revision: int
    body: Text
    note: str
    guests: tuple[Guest, ...]
    dialogue: tuple[Turn, ...]
    datasets: tuple[DatasetCard, ...]
    changes: tuple[Change, ...]
    withdrawn_at: datetime | None
    withdrawal: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step, without the person."""

    state: Text
    at: datetime
    office: Text
    reason: str


def public_articles(
    *, kind: Kind | None, department_id: str, limit: int, offset: int
) -> tuple[tuple[ArticleLine, ...], int]:
    """Return public articles, the newest first, and how many there are; with a kind or a department only theirs."""
    rows = _rows().filter(state=State.RELEASED.value).order_by("-article__released_at", "article_id")
    if kind:
        rows = rows.filter(article__kind=kind.value)
    if department_id:
        rows = rows.filter(article__department_id=department_id)
    return tuple(_line(row) for row in rows[offset : offset + limit]), rows.count()


def newest(*, n: int) -> tuple[ArticleLine, ...]:
    """Return the newest public articles. No query when warm."""
    return _REMEMBERED.get(("newest", n), lambda: public_articles(kind=None, department_id="", limit=n, offset=0)[0])


def offices() -> tuple[DepartmentCard, ...]:
    """Return the departments with a public article. No query when warm."""
    return _REMEMBERED.get("offices", _offices)


def public_article(*, article_id: str, card: AccessCard) -> ArticleCard:
    """Return an article as it is public, or as it was when it was withdrawn. Raises NotFoundError."""
    return _one(article_id, card, (State.RELEASED, State.WITHDRAWN))


def newest_version(*, article_id: str, card: AccessCard) -> ArticleCard:
    """Return the newest version, whatever its state: whoever shows it asks ``people.access``. Raises NotFoundError."""
    return _one(article_id, card, tuple(one for one in State if one is not State.REPLACED))


def articles_for(*, departments: frozenset[str] | None) -> tuple[ArticleLine, ...]:
    """Return the newest version of each article of these departments, of all with None: drafts first, then the last changed."""
    rows = _rows().order_by("-article__changed_at", "article_id", "-number")
    if departments is not None:
        rows = rows.filter(article__department_id__in=departments)
    first: dict[str, ArticleVersion] = {}
    for row in rows:
        if row.state != State.DISCARDED.value or row.number == 1:
            first.setdefault(row.article_id, row)
    return tuple(sorted((_line(row) for row in first.values()), key=lambda one: one.state is not State.DRAFT))


def public_addresses() -> tuple[tuple[str, datetime], ...]:
    """Return (id, last change) of all public articles."""
    rows = ArticleVersion.objects.filter(state=State.RELEASED.value).order_by("article_id")
    return tuple(
        (article_id, changed) for article_id, changed in rows.values_list("article_id", "released_at") if changed
    )


def steps_of(*, article: ArticleLine) -> tuple[StepCard, ...]:
    """Return what became of an article, the oldest first, without persons."""
    return tuple(
        StepCard(VERBS[one.verb], one.at, PUBLIC if one.verb == BY_PUBLIC else article.department.name, one.reason)
        for one in ArticleStep.objects.filter(article_id=article.id)
    )


def writers_of(*, article_id: str, number: int) -> frozenset[str]:
    """Return the accounts that had a part in the words of a version: they do not release it."""
    steps = ArticleStep.objects.filter(article_id=article_id, number=number, verb__in=("write", "revise"))
    return frozenset(steps.values_list("by", flat=True))


def _offices() -> tuple[DepartmentCard, ...]:
    found = Article.objects.filter(versions__state=State.RELEASED.value).values_list("department_id", flat=True)
    known = cards_by_id()
    return tuple(sorted((known[one] for one in set(found)), key=lambda one: one.name.zh))


def _rows() -> QuerySet[ArticleVersion]:
    return ArticleVersion.objects.select_related("article")


def _one(article_id: str, card: AccessCard, states: Iterable[State]) -> ArticleCard:
    rows = _rows().filter(article_id=article_id, state__in=[one.value for one in states]).prefetch_related("uses")
    rows = rows.order_by("-number")
    row = next((one for one in rows if one.state != State.DISCARDED.value), rows.first())
    if row is None:
        raise NotFoundError(what=article_id)
    return _card(row, card)


def _line(row: ArticleVersion) -> ArticleLine:
    return ArticleLine(**_named(row))


def _named(row: ArticleVersion) -> dict[str, Any]:
    return {
        "id": row.article_id,
        "kind": Kind(row.article.kind),
        "department": cards_by_id()[row.article.department_id],
        "state": State(row.state),
        "title": Text(row.title_zh, row.title_en or row.title_zh),
        "summary": Text(row.summary_zh, row.summary_en or row.summary_zh),
        "held_at": row.held_at,
        "released_at": row.article.released_at,
        "changed_at": row.released_at or row.article.changed_at,
    }


def _card(row: ArticleVersion, card: AccessCard) -> ArticleCard:
    return ArticleCard(
        **_named(row),
        number=row.number,
        revision=row.revision,
        body=Text(row.body_zh, row.body_en or row.body_zh),
        note=row.note,
        guests=tuple(Guest(**one) for one in row.guests),
        dialogue=tuple(Turn(**one) for one in row.dialogue),
        datasets=_datasets([one.dataset_id for one in row.uses.all()], card),
        changes=_changes(row),
        withdrawn_at=row.article.withdrawn_at,
        withdrawal=row.article.withdrawal,
    )


def _changes(row: ArticleVersion) -> tuple[Change, ...]:
    later = row.article.versions.filter(released_at__isnull=False, number__lte=row.number).exclude(note="")
    return tuple(Change(one.note, one.released_at) for one in later if one.released_at)


def _datasets(ids: list[str], card: AccessCard) -> tuple[DatasetCard, ...]:
    found = catalogue.dataset_cards(ids=ids, card=card)
    return tuple(one for one in found if one.state in visible_states(card=card, department_id=one.department.id))
