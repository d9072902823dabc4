"""Writing an article, releasing what somebody else wrote, correcting, withdrawing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.core_services.news.models import Article, ArticleDataset, ArticleStep, ArticleVersion
from zhanqiao.core_services.news.operations.steps import locked, note
from zhanqiao.core_services.news.rules import (
    LONGEST_NOTE,
    ArticleChangedError,
    ArticleRefusedError,
    ArticleWords,
    Kind,
    State,
    checked,
    require_other_person,
    require_step,
)
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import department_card

FIELDS = ("title_zh", "title_en", "summary_zh", "summary_en", "body_zh", "body_en", "held_at", "note")
WRITING = ("write", "revise")


@transaction.atomic
def write_article(*, kind: Kind, department: str, words: ArticleWords, by: str, at: datetime) -> str:
    """Keep the draft of an article; return its id. Raises ArticleRefusedError, PersonalTextError, NotFoundError."""
    said = _fit(words, kind, at, is_later=False)
    article = Article.objects.create(
        department_id=department_card(key_or_code=department).id, kind=kind.value, changed_at=at
    )
    _add(article, said, number=1)
    note(article, 1, "write", by=by, at=at)
    return article.id


@transaction.atomic
def revise_article(*, article_id: str, words: ArticleWords, by: str, at: datetime) -> int:
    """Change the draft, or begin the next version of what is public, with a note of what changes; return its number.

    Raises ArticleRefusedError, PersonalTextError, ArticleStepError, NotFoundError.
    """
    article = locked(article_id=article_id)
    require_step(possible=_lives(article))
    said = _fit(words, Kind(article.kind), at, is_later=article.released_at is not None)
    draft = article.versions.filter(state=State.DRAFT.value).first()
    number = int(article.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    if draft is None:
        _add(article, said, number=number)
    else:
        number = draft.number
        draft.uses.all().delete()
        ArticleVersion.objects.filter(pk=draft.pk).update(**_stored(said), revision=draft.revision + 1)
        _name_datasets(draft, said)
    _touch(article, at)
    note(article, number, "revise", by=by, at=at)
    return number


@transaction.atomic
def release_article(*, article_id: str, number: int, revision: int, by: str, at: datetime) -> None:
    """Make the draft public as it was looked at, in the place of the version before; never one's own.

    Raises OwnArticleError, ArticleChangedError, ArticleStepError, NotFoundError.
    """
    article = locked(article_id=article_id)
    draft = article.versions.filter(state=State.DRAFT.value, number=number).first()
    require_step(possible=draft is not None and _lives(article))
    assert draft is not None
    steps = ArticleStep.objects.filter(article=article, number=number, verb__in=WRITING)
    require_other_person(by=by, writers=steps.values_list("by", flat=True))
    if draft.revision != revision:
        raise ArticleChangedError
    article.versions.filter(state=State.RELEASED.value).update(state=State.REPLACED.value)
    draft.state, draft.released_at = State.RELEASED.value, at
    draft.save(update_fields=["state", "released_at"])
    article.released_at = article.released_at or at
    _touch(article, at)
    note(article, number, "release", by=by, at=at, reason=draft.note)


@transaction.atomic
def discard_draft(*, article_id: str, by: str, at: datetime) -> None:
    """Give up the draft; what is public stays. Raises ArticleStepError, NotFoundError."""
    article = locked(article_id=article_id)
    draft = article.versions.filter(state=State.DRAFT.value).first()
    require_step(possible=draft is not None)
    assert draft is not None
    draft.state = State.DISCARDED.value
    draft.save(update_fields=["state"])
    _touch(article, at)
    note(article, draft.number, "discard", by=by, at=at)


@transaction.atomic
def withdraw_article(*, article_id: str, reason: str, by: str, at: datetime) -> None:
    """Take what is public back with a reason that stands in its place. Raises ArticleRefusedError, ArticleStepError, NotFoundError."""
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_NOTE:
        problem = Text(f"请写明理由，最多{LONGEST_NOTE}个字。", f"Give the reason, at most {LONGEST_NOTE} characters.")
        raise ArticleRefusedError(problems={"reason": problem})
    article = locked(article_id=article_id)
    public = article.versions.filter(state=State.RELEASED.value).first()
    require_step(possible=public is not None)
    assert public is not None
    article.versions.filter(state=State.DRAFT.value).update(state=State.DISCARDED.value)
    public.state = State.WITHDRAWN.value
    public.save(update_fields=["state"])
    article.withdrawn_at, article.withdrawal = at, said
    article.save(update_fields=["withdrawn_at", "withdrawal"])
    _touch(article, at)
    note(article, public.number, "withdraw", by=by, at=at, reason=said)


def _fit(words: ArticleWords, kind: Kind, at: datetime, /, *, is_later: bool) -> ArticleWords:
    said = checked(words=words, kind=kind, is_later=is_later)
    texts = {name: getattr(said, name) for name in FIELDS if name != "held_at" and getattr(said, name)}
    for place, turn in enumerate(said.dialogue or ()):
        texts |= {f"{name} {place}": text for name, text in asdict(turn).items() if text}
    require_nothing_personal(texts=texts, at=at)
    return said


def _stored(words: ArticleWords, /) -> dict[str, Any]:
    talk = {
        "guests": [asdict(one) for one in words.guests or ()],
        "dialogue": [asdict(one) for one in words.dialogue or ()],
    }
    return {name: getattr(words, name) for name in FIELDS} | talk


def _add(article: Article, words: ArticleWords, /, *, number: int) -> None:
    version = ArticleVersion.objects.create(article=article, number=number, state=State.DRAFT.value, **_stored(words))
    _name_datasets(version, words)


def _name_datasets(version: ArticleVersion, words: ArticleWords, /) -> None:
    ArticleDataset.objects.bulk_create(ArticleDataset(version=version, dataset_id=one) for one in words.datasets)


def _lives(article: Article, /) -> bool:
    """Say whether an article may still change: not withdrawn, and not given up before it was public."""
    live = (State.DRAFT.value, State.RELEASED.value)
    return article.withdrawn_at is None and article.versions.filter(state__in=live).exists()


def _touch(article: Article, at: datetime, /) -> None:
    article.changed_at = at
    article.save(update_fields=["changed_at", "released_at"])
