"""Checking the addresses that catalogue entries and shown apps lead to, a few at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from zhanqiao.core_services.exchange.queries import link_answer
from zhanqiao.core_services.gallery.queries import public_addresses
from zhanqiao.core_services.monitoring.models import LinkCheck
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.environment import value

AT_ONCE = 20
NAMED = 500  # rows that one statement names: databases allow a limited number
SOONER = timedelta(days=1)  # a broken link is asked again


def list_links(*, at: datetime) -> int:
    """Bring the list of links up to date with the catalogue and the gallery of apps; return how many there are."""
    wanted = {(one.dataset_id, _digest(one.url)): one.url for one in catalogue.outward_links()}
    wanted |= {(app_id, _digest(url)): url for app_id, url in public_addresses()}
    known = set(LinkCheck.objects.values_list("dataset_id", "digest"))
    with transaction.atomic():
        rows = [
            LinkCheck(dataset_id=dataset_id, digest=digest, url=url, next_at=at)
            for (dataset_id, digest), url in wanted.items()
            if (dataset_id, digest) not in known
        ]
        LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)
        held = LinkCheck.objects.values_list("id", "dataset_id", "digest")
        gone = [number for number, *of in held if tuple(of) not in wanted]
        for first in range(0, len(gone), NAMED):
            LinkCheck.objects.filter(pk__in=gone[first : first + NAMED]).delete()
    return len(wanted)


def check_links(*, clock: Callable[[], datetime], limit: int = AT_ONCE) -> int:
    """Ask the links whose turn has come, the longest due first; return how many were asked. Takes 20 s a link at most."""
    days = int(value("LINK_DAYS"))
    if days <= 0:
        return 0
    due = list(LinkCheck.objects.filter(next_at__lte=clock()).order_by("next_at", "id")[:limit])
    for link in due:
        _check(link, days, clock)
    return len(due)


def _check(link: LinkCheck, days: int, clock: Callable[[], datetime]) -> None:
    answer, at = link_answer(url=link.url), clock()
    LinkCheck.objects.filter(pk=link.pk).update(
        checked_at=at,
        next_at=at + (timedelta(days=days) if answer.is_well else min(SOONER, timedelta(days=days))),
        is_well=answer.is_well,
        status=answer.status,
        reason_zh=answer.reason.zh[:300],
        reason_en=answer.reason.en[:300],
        failures=0 if answer.is_well else link.failures + 1,
        broken_since=None if answer.is_well else link.broken_since or at,
    )


def _digest(url: str) -> str:
    return sha256(url.encode()).hexdigest()
