"""What was told, and the rows behind it as far as they are open to the reader now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.following.models import News
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Change, Difference, TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide

SHOWN = 50


@dataclass(frozen=True, slots=True)
class NewsCard:
    """What was told. ``counts`` as ``News.counts``."""

    id: str
    follow_id: int
    kind: str
    dataset_id: str
    table_id: str
    old_release: str
    new_release: str
    counts: Mapping[str, Any]
    text: Text
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """A page of changed rows between two releases; ``total`` counts all of them."""

    dataset: DatasetCard
    old: TableCard
    new: TableCard
    found: Difference
    rows: tuple[Change, ...]
    total: int


def news_cards(*, account_id: str, limit: int = SHOWN) -> tuple[NewsCard, ...]:
    """Return what an account was told last."""
    return tuple(card_of_news(one) for one in News.objects.filter(account_id=account_id)[:limit])


def news_card(*, news_id: str, account_id: str) -> NewsCard:
    """Return what an account was told. Raises NotFoundError for what another was."""
    found = News.objects.filter(pk=news_id, account_id=account_id).first()
    if found is None:
        raise NotFoundError(what=news_id)
    return card_of_news(found)


def card_of_news(row: News, /) -> NewsCard:
    """Return a row as its card."""
    return NewsCard(
        id=row.id,
        follow_id=row.follow_id,
        kind=row.kind,
        dataset_id=row.dataset_id or "",
        table_id=row.table_id,
        old_release=row.old_release,
        new_release=row.new_release,
        counts=row.counts,
        text=Text(row.text_zh, row.text_en),
        url=row.url,
        at=row.at,
    )


def changed_rows(*, news: NewsCard, card: AccessCard, limit: int, offset: int = 0) -> ChangedRows | ZhanqiaoError:
    """Return the rows behind news, or the error that says why there are none.

    Rows are shown where they are open to ``card`` now, and where no data grant is needed, whose every reading is counted.
    """
    try:
        dataset = catalogue.dataset_card(id=news.dataset_id, card=card)
        if not decide(card=card, action=Action.see_rows, resource=dataset.resource).is_free:
            return NotFoundError(what=news.table_id)
        old = catalogue.readable_table(table_id=news.table_id, card=card, as_of=news.old_release)
        new = catalogue.readable_table(table_id=news.table_id, card=card, as_of=news.new_release)
        found = compared(old=old, new=new, where=str(news.counts.get("where", "")))
        rows = storage.changes(difference=found, old=old, new=new, kind=None, limit=limit, offset=offset)
    except ZhanqiaoError as error:
        return error
    return ChangedRows(dataset, old, new, found, tuple(rows), found.counts.total)


def compared(*, old: TableCard, new: TableCard, where: str) -> Difference:
    """Return how two releases differ, under a filter where there is one. Raises QueryError, QueryTimeoutError."""
    found = storage.difference(old=old, new=new, key=())
    return storage.narrowed(difference=found, old=old, new=new, where=where) if where else found
