"""What the steps of an article share."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.news.events import ArticleMoved, article_moved
from zhanqiao.core_services.news.models import CHANGES, Article, ArticleStep
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record

KIND = "article"


def locked(*, article_id: str) -> Article:
    """Return an article, locked. Raises NotFoundError."""
    found = Article.objects.select_for_update().filter(pk=article_id).first()
    if found is None:
        raise NotFoundError(what=article_id)
    return found


def note(article: Article, number: int, verb: str, /, *, by: str, at: datetime, reason: str = "") -> None:
    """Write a step down with its audit line and event; the words stay out of the audit trail."""
    ArticleStep.objects.create(article=article, number=number, verb=verb, by=by, at=at, reason=reason)
    CHANGES.changed()
    event = ArticleMoved(article_id=article.id, number=number, verb=verb, by=by, at=at)
    transaction.on_commit(partial(article_moved.send_robust, sender=ArticleMoved, event=event))
    record(by=by, action=f"{KIND}.{verb}", object_type=KIND, object_id=article.id, detail={"version": number}, at=at)
