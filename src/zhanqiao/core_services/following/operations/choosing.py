"""What an account subscribes to, and how it wants to be told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.following.models import Follow, FollowPlace, Webhook
from zhanqiao.core_services.following.operations.looking import datasets_asked
from zhanqiao.core_services.following.rules import (
    LONGEST_KEY,
    LONGEST_WHERE,
    MOST_FOLLOWS,
    FollowRefusedError,
    Rhythm,
    Subject,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.access.rules import Action, decide
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import cards_by_id

TOO_MANY = Text(
    f"一个账号最多 {MOST_FOLLOWS} 个订阅，请先结束一些。",
    f"an account has at most {MOST_FOLLOWS} subscriptions; end some first.",
)
TOO_LONG = Text("检索条件或筛选条件过长。", "the search or the filter is too long.")
NO_TABLE = Text("请选择筛选条件针对的数据表。", "choose the table that the filter is for.")
NO_ROWS = Text("筛选条件只能用于您可以直接查看的数据。", "a filter needs rows that you may read without a data grant.")
NO_WEBHOOK = Text("没有这个 Webhook。", "there is no such webhook.")


def follow(*, account_id: str, dataset_id: str, at: datetime) -> bool:
    """Follow a dataset; its present releases count as known. Return False when that was so already. Raises FollowRefusedError."""
    with transaction.atomic():
        if Follow.objects.filter(account_id=account_id, dataset_id=dataset_id, ended_at__isnull=True).exists():
            return False
        _require_few(account_id)
        made = Follow.objects.create(account_id=account_id, dataset_id=dataset_id, began_at=at, looked_at=at)
        know(follow=made, tables=catalogue.tables_of(dataset_id=dataset_id), at=at)
        _record("dataset.follow", account_id, "dataset", dataset_id, at)
    return True


def unfollow(*, account_id: str, dataset_id: str, at: datetime) -> bool:
    """Follow a dataset no longer; return False when that was so already."""
    with transaction.atomic():
        open_ones = Follow.objects.filter(account_id=account_id, dataset_id=dataset_id, ended_at__isnull=True)
        ended = bool(open_ones.update(ended_at=at))
        if ended:
            _record("dataset.unfollow", account_id, "dataset", dataset_id, at)
    return ended


def follow_subject(*, account_id: str, subject: str, key: str, at: datetime) -> int:
    """Subscribe to a subject that is no dataset; return the subscription's id, also when it was there already.

    ``key``: the address of a search without the question mark, the key of a department, or what another module says. They tell once a day at first. Raises FollowRefusedError, NotFoundError (no such department).
    """
    if len(key) > LONGEST_KEY:
        raise FollowRefusedError(reason=TOO_LONG)
    with transaction.atomic():
        there = Follow.objects.filter(account_id=account_id, subject=subject, key=key, ended_at__isnull=True).first()
        if there:
            return there.pk
        _require_few(account_id)
        tables = _tables_of(subject, key, account_id)
        made = Follow.objects.create(
            account_id=account_id, subject=subject, key=key, rhythm=Rhythm.DAILY.value, began_at=at, looked_at=at
        )
        know(follow=made, tables=tables, at=at)
        _record("subscription.begin", account_id, "subscription", str(made.pk), at)
    return made.pk


def revise(
    *,
    follow_id: int,
    account_id: str,
    rhythm: Rhythm,
    by_mail: bool,
    webhook_id: str,
    filter_table: str = "",
    where: str = "",
    at: datetime,
) -> None:
    """Keep how a subscription tells. Raises NotFoundError, FollowRefusedError, QueryError (the filter, located)."""
    with transaction.atomic():
        row = _mine(follow_id, account_id)
        if webhook_id and not Webhook.objects.filter(pk=webhook_id, account_id=account_id, ended_at=None).exists():
            raise FollowRefusedError(reason=NO_WEBHOOK)
        where = where.strip()
        if where:
            _require_filter(row, filter_table, where)
        row.rhythm, row.by_mail, row.webhook_id = rhythm.value, by_mail, webhook_id or None
        row.filter_table, row.where = (filter_table, where) if where else ("", "")
        row.save()
        _record("subscription.revise", account_id, "subscription", str(row.pk), at)


def pause(*, follow_id: int, account_id: str, rest: bool, at: datetime) -> None:
    """Let a subscription rest, or go on; then it tells what has changed since. Raises NotFoundError."""
    with transaction.atomic():
        row = _mine(follow_id, account_id)
        row.paused_at = at if rest else None
        row.save(update_fields=["paused_at"])
        _record("subscription.pause" if rest else "subscription.resume", account_id, "subscription", str(row.pk), at)


def end(*, follow_id: int, account_id: str, at: datetime) -> None:
    """End a subscription. Raises NotFoundError."""
    with transaction.atomic():
        row = _mine(follow_id, account_id)
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _record("subscription.end", account_id, "subscription", str(row.pk), at)


def know(*, follow: Follow, tables: tuple[TableCard, ...] | list[TableCard], at: datetime) -> None:
    """Count the present releases of tables as known to a subscription; places that are there stay."""
    rows = [
        FollowPlace(follow=follow, table_id=one.id, release_id=one.release_id, number=one.release_number, told_at=at)
        for one in tables
    ]
    FollowPlace.objects.bulk_create(rows, ignore_conflicts=True)


def _mine(follow_id: int, account_id: str) -> Follow:
    found = Follow.objects.select_for_update().filter(pk=follow_id, account_id=account_id, ended_at__isnull=True)
    row = found.first()
    if row is None:
        raise NotFoundError(what=str(follow_id))
    return row


def _require_few(account_id: str) -> None:
    if Follow.objects.filter(account_id=account_id, ended_at__isnull=True).count() >= MOST_FOLLOWS:
        raise FollowRefusedError(reason=TOO_MANY)


def _require_filter(row: Follow, table_id: str, where: str) -> None:
    if len(where) > LONGEST_WHERE:
        raise FollowRefusedError(reason=TOO_LONG)
    table = next((one for one in catalogue.tables_of(dataset_id=row.dataset_id or "") if one.id == table_id), None)
    if table is None:
        raise FollowRefusedError(reason=NO_TABLE)
    try:
        dataset = catalogue.dataset_card(id=row.dataset_id, card=card_of(account_id=row.account_id))
    except ZhanqiaoError:
        raise FollowRefusedError(reason=NO_ROWS) from None
    if not decide(card=card_of(account_id=row.account_id), action=Action.see_rows, resource=dataset.resource).is_free:
        raise FollowRefusedError(reason=NO_ROWS)
    storage.parsed(card=table, params={"where": where})


def _tables_of(subject: str, key: str, account_id: str) -> list[TableCard]:
    """Return the tables whose present releases a new subscription knows."""
    if subject == Subject.DEPARTMENT:
        return _tables_of_department(key, account_id)
    card = card_of(account_id=account_id)
    found = () if subject == Subject.SEARCH else datasets_asked(subject=subject, key=key, card=card)
    return [table for one in found for table in one.tables]


def _tables_of_department(key: str, account_id: str) -> list[TableCard]:
    department = next((one for one in cards_by_id().values() if one.key == key), None)
    if department is None:
        raise NotFoundError(what=key)
    found, _ = catalogue.listed(
        card=card_of(account_id=account_id), department_id=department.id, state="published", limit=10_000
    )
    return [table for one in found for table in one.tables]


def _record(action: str, account_id: str, kind: str, what: str, at: datetime) -> None:
    record(by=account_id, action=action, object_type=kind, object_id=what, detail={}, at=at)
