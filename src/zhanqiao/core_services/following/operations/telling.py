"""Looking for news of subscriptions and telling each once.

Where a subscription stands is a row for each table (``FollowPlace``). News, notice, mail, the message to a program and the
step of the place are one transaction, and the place moves only from where it was read: who is killed leaves all or nothing,
and who looks a second time, or beside another, finds the place moved.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from zhanqiao.core_services.following.models import Follow, FollowPlace, News, WebhookMessage
from zhanqiao.core_services.following.operations.choosing import know
from zhanqiao.core_services.following.operations.looking import (
    datasets_of,
    new_datasets,
    releases_to_tell,
    worth_looking,
)
from zhanqiao.core_services.following.queries import followers
from zhanqiao.core_services.following.queries.news import compared
from zhanqiao.core_services.following.rules import (
    DATASET_TOLD,
    TABLE_TOLD,
    Kind,
    Rhythm,
    Subject,
    is_due,
    rows_text,
)
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.people.notices.operations import tell
from zhanqiao.people.notices.queries import without_unread

NOTICE = "followed_dataset"
LONGEST = 400
log = structlog.get_logger(__name__)


def tell_changes(*, at: datetime) -> int:
    """Look for news of every subscription that is due and tell them; return how many were told. The job process calls it."""
    told = 0
    rows = Follow.objects.filter(ended_at__isnull=True, paused_at__isnull=True, account__closed_at__isnull=True)
    for follow in worth_looking(follows=list(rows.order_by("id"))):
        if not is_due(rhythm=Rhythm(follow.rhythm), since=follow.looked_at or follow.began_at, at=at):
            continue
        try:
            told += _look(follow, at)
        except Exception:  # one subscription's failure holds up no other; it is tried again in the next round
            log.exception("subscription not told; trying again", subscription=follow.pk)
    return told


def tell_subject(*, subject: str, key: str, occurrence: str, text: Text, url: str, at: datetime) -> int:
    """Tell those who subscribed to another module's subject; once for an ``occurrence``. Return how many were told."""
    rows = Follow.objects.filter(
        subject=subject, key=key, ended_at__isnull=True, paused_at__isnull=True, account__closed_at__isnull=True
    )
    return sum(_keep(one, News(kind=Kind.OTHER.value, occurrence=occurrence, url=url), text, at) for one in rows)


def tell_gone(*, dataset_id: str, text: Text, url: str, at: datetime) -> int:
    """Tell the followers of a dataset that it left the public, once until they have read it; return how many."""
    told = without_unread(account_ids=followers(dataset_id=dataset_id), kind=NOTICE, url=url)
    return tell(account_ids=told, kind=NOTICE, text=text, url=url, at=at)


def _look(follow: Follow, at: datetime) -> int:
    card = card_of(account_id=follow.account_id)
    told = 0
    if follow.subject != Subject.DATASET:
        told += sum(_tell_dataset(follow, one, at) for one in new_datasets(follow=follow, card=card))
    places = {one.table_id: one for one in FollowPlace.objects.filter(follow=follow)}
    for dataset in datasets_of(follow=follow, card=card):
        for table in dataset.tables:
            told += _look_at_table(follow, dataset, table, places.get(table.id), card, at)
    if follow.looked_at is None or follow.rhythm != Rhythm.AT_ONCE:
        Follow.objects.filter(pk=follow.pk).update(looked_at=at)
    return told


def _look_at_table(
    follow: Follow, dataset: DatasetCard, table: TableCard, place: FollowPlace | None, card: AccessCard, at: datetime
) -> int:
    if place is None:
        # Made before places were kept, or a table that came onto a dashboard: what is there counts as known.
        if follow.looked_at is None or follow.subject == Subject.DASHBOARD:
            know(follow=follow, tables=[table], at=at)
            return 0
        return _tell_table(follow, dataset, table, at)
    told = 0
    for release in releases_to_tell(rhythm=Rhythm(follow.rhythm), place=place, table=table, at=at):
        told += _tell_release(follow, dataset, place, release, card, at)
    return told


def _tell_dataset(follow: Follow, dataset: DatasetCard, at: datetime) -> int:
    text = DATASET_TOLD.filled(title_zh=dataset.title.zh, title_en=dataset.title.en)
    news = News(kind=Kind.DATASET.value, occurrence=f"dataset:{dataset.id}", dataset_id=dataset.id)
    with transaction.atomic():
        if follow.subject == Subject.DEPARTMENT:
            know(follow=follow, tables=dataset.tables, at=at)
        return _keep(follow, news, text, at)


def _tell_table(follow: Follow, dataset: DatasetCard, table: TableCard, at: datetime) -> int:
    text = TABLE_TOLD.filled(
        title_zh=dataset.title.zh,
        title_en=dataset.title.en,
        table_zh=table.title.zh,
        table_en=table.title.en,
        rows=f"{table.rows:,}",
    )
    news = News(
        kind=Kind.TABLE.value, occurrence=f"table:{table.id}", dataset_id=dataset.id, table_id=table.id,
        new_release=table.release_id,
    )  # fmt: skip
    with transaction.atomic():
        know(follow=follow, tables=[table], at=at)
        return _keep(follow, news, text, at)


def _tell_release(
    follow: Follow, dataset: DatasetCard, place: FollowPlace, release: ReleaseCard, card: AccessCard, at: datetime
) -> int:
    counts = _counts(follow, dataset, place, release, card)
    news = News(
        kind=Kind.ROWS.value,
        occurrence=f"release:{release.id}",
        dataset_id=dataset.id,
        table_id=place.table_id,
        old_release=place.release_id,
        new_release=release.id,
        number=release.number,
        counts=counts or {},
    )
    before = place.number
    with transaction.atomic():
        here = FollowPlace.objects.filter(pk=place.pk, number=before)
        told_at = place.told_at if counts is None else at
        if not here.update(release_id=release.id, number=release.number, told_at=told_at):
            return 0  # another process was quicker
        place.release_id, place.number, place.told_at = release.id, release.number, told_at
        if counts is None:
            return 0
        return _keep(follow, news, rows_text(counts=counts, title=dataset.title, number=release.number), at)


def _counts(
    follow: Follow, dataset: DatasetCard, place: FollowPlace, release: ReleaseCard, card: AccessCard
) -> dict[str, Any] | None:
    """Return what changed, {} where that cannot be told, None where nothing did."""
    is_open = decide(card=card, action=Action.see_rows, resource=dataset.resource).is_free
    where = follow.where if is_open and follow.filter_table == place.table_id else ""
    if is_open and follow.where and not where:
        return None  # the filter is for another table of the dataset
    try:
        old = storage.card_as_of(table_id=place.table_id, as_of_text=place.release_id)
        new = storage.card_as_of(table_id=place.table_id, as_of_text=release.id)
        found = compared(old=old, new=new, where=where)
    except ZhanqiaoError as error:  # a release that is no longer kept, a filter that fits no more, a table too large
        log.info("release told without rows", release=release.id, code=error.code)
        return {}
    if not found.counts.total and (where or found.columns.same):
        return None
    if not is_open:
        return {}
    counts: dict[str, Any] = {name: found.counts.of(name) for name in ("added", "removed", "changed")}
    return counts | ({"where": where} if where else {})


def _keep(follow: Follow, news: News, text: Text, at: datetime) -> int:
    """Keep news, with a notice, a mail and a message to a program; return 0 where the occurrence was told before."""
    news.follow, news.account_id, news.at = follow, follow.account_id, at
    news.text_zh, news.text_en = text.zh[:LONGEST], text.en[:LONGEST]
    with suppress(IntegrityError), transaction.atomic():
        news.save(force_insert=True)
        url = news.url or f"/my/subscriptions/news/{news.id}/"
        tell(account_ids=[follow.account_id], kind=NOTICE, text=text, url=url, at=at, by_mail=follow.by_mail)
        if follow.webhook_id:
            WebhookMessage.objects.create(webhook_id=follow.webhook_id, news=news, at=at, next_at=at)
        return 1
    return 0
