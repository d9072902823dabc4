"""What the pages and the feed of news show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from zhanqiao.core_services.dashboards.rules import as_html
from zhanqiao.core_services.news import queries as news
from zhanqiao.core_services.news.queries import ArticleCard, QuestionCard
from zhanqiao.core_services.news.rules import KINDS, Kind, State
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

SECTION, DESK = {"section": "interaction"}, {"section": "workbench"}
SIZE, FEED_SIZE, PAGE_DIGITS = 20, 50, 6
TOP = 2  # level of the first heading in an article, below the page's own


def list_page(*, kind: str, department: str, page: str) -> dict[str, Any]:
    """Return a page of public articles. Raises NotFoundError for a department without any."""
    number = max(1, int(page)) if page.isdecimal() and len(page) < PAGE_DIGITS else 1
    wanted, office = _wanted(kind), _office(department)
    found, total = news.public_articles(
        kind=wanted, department_id=office.id if office else "", limit=SIZE, offset=(number - 1) * SIZE
    )
    return SECTION | {
        "articles": found,
        "total": total,
        "kinds": tuple(KINDS.items()),
        "kind": wanted,
        "offices": news.offices(),
        "office": office,
        "query": _query(wanted, office),
        "pages": pages(total=total, size=SIZE, number=number),
    }


def article_page(*, article_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return an article as it is public, or the reason why it was withdrawn. Raises NotFoundError."""
    found = news.public_article(article_id=article_id, card=card)
    is_withdrawn = found.state is State.WITHDRAWN
    is_asking = not is_withdrawn and found.held_at is not None and at < found.held_at
    me = card.account_id
    return (
        SECTION
        | _shown(found)
        | {
            "is_withdrawn": is_withdrawn,
            "is_asking": is_asking,
            "asked": news.answered_questions(article_id=found.id),
            "mine": news.my_questions(article_id=found.id, account_id=me) if me else (),
        }
    )


def news_feed(*, kind: str, department: str, site: str, language: str) -> str:
    """Return the newest articles of a kind or a department as Atom (RFC 4287). Raises NotFoundError."""
    wanted, office = _wanted(kind), _office(department)
    found, _ = news.public_articles(kind=wanted, department_id=office.id if office else "", limit=FEED_SIZE, offset=0)
    query, name = _query(wanted, office), gettext("News and interviews")
    feed = Atom1Feed(
        title=" · ".join([name, *(text.in_language(language) for text in _chosen(wanted, office))]),
        link=f"{site}{reverse('news:list')}{query}",
        description="",
        language=language,
        feed_url=f"{site}{reverse('news:feed')}{query}",
    )
    for one in found:
        feed.add_item(
            title=one.title.in_language(language),
            link=f"{site}{reverse('news:article', args=[one.id])}",
            description=one.summary.in_language(language),
            unique_id=f"{site}/news/{one.id}/",
            author_name=one.department.name.in_language(language),
            pubdate=one.released_at,
            updateddate=one.changed_at,
            categories=[one.kind_text.in_language(language)],
        )
    return feed.writeString("utf-8")


def held_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the articles of my departments."""
    mine = departments_for(card=card, action=Action.hold_news)
    return DESK | {"articles": news.articles_for(departments=mine), "kinds": tuple(KINDS.items())}


def held_article(*, article_id: str, card: AccessCard) -> ArticleCard:
    """Return the newest version of an article that this person may hold. Raises NotFoundError, ForbiddenError."""
    found = news.newest_version(article_id=article_id, card=card)
    require(card=card, action=Action.hold_news, resource=found.resource)
    return found


def look_page(*, article_id: str, card: AccessCard, said: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the newest version as the office sees it, with what this person may do. Raises NotFoundError, ForbiddenError."""
    found = held_article(article_id=article_id, card=card)
    is_draft = found.state is State.DRAFT
    writers = news.writers_of(article_id=found.id, number=found.number)
    questions = news.questions_for(article_id=found.id)
    return (
        DESK
        | _shown(found)
        | {
            "is_draft": is_draft,
            "is_public": found.released_at is not None and found.withdrawn_at is None,
            "may_edit": found.withdrawn_at is None and found.state is not State.DISCARDED,
            "is_own": card.account_id in writers,
            "questions": [_typed_again(one, said) for one in questions],
            "steps": news.steps_of(article=found),
        }
    )


def _typed_again(one: QuestionCard, said: Mapping[str, Mapping[str, str]]) -> tuple[QuestionCard, str, dict[str, str]]:
    """Return a question with the words for its answer and their English: those that were refused, else those kept."""
    typed = said.get(one.id)
    if typed is None:
        return one, one.answer, {"answer": one.answer_en, "text": one.text_en}
    return one, typed["answer"], {"answer": typed["answer_en"], "text": typed["text_en"]}


def form_page(*, kind: Kind, article: ArticleCard | None) -> dict[str, Any]:
    """Return what stands around the form."""
    return DESK | {"kind": kind, "kind_text": KINDS[kind], "kinds": tuple(KINDS.items()), "article": article}


def departments_telling(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which this person may write."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.hold_news, resource=_of(one.id)).allowed
    ]


def _shown(article: ArticleCard, /) -> dict[str, Any]:
    body = article.body.in_language(get_language() or "zh-hans")
    return {"article": article, "html": as_html(text=body, top=TOP)}


def _wanted(kind: str) -> Kind | None:
    return Kind(kind) if kind in set(Kind) else None


def _office(key: str) -> DepartmentCard | None:
    if not key:
        return None
    found = next((one for one in news.offices() if one.key == key), None)
    if found is None:
        raise NotFoundError(what=key)
    return found


def _chosen(kind: Kind | None, office: DepartmentCard | None) -> list[Any]:
    return [*([KINDS[kind]] if kind else []), *([office.name] if office else [])]


def _query(kind: Kind | None, office: DepartmentCard | None) -> str:
    said = ({"kind": kind.value} if kind else {}) | ({"department": office.key} if office else {})
    return f"?{urlencode(said)}" if said else ""


def _of(department_id: str) -> Resource:
    return Resource(kind="article", department_id=department_id)
