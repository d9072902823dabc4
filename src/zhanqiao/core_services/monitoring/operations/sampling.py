"""The worker's signs of life, and a minute's sample of each component."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanqiao.core_services.monitoring.engine.visiting import answers
from zhanqiao.core_services.monitoring.models import DayUptime, Heartbeat
from zhanqiao.core_services.monitoring.queries.checks import LATE_JOB_SECONDS, WORKER
from zhanqiao.core_services.monitoring.queries.components import public_download
from zhanqiao.core_services.monitoring.queries.jobs import oldest_job_seconds
from zhanqiao.core_services.monitoring.rules.incidents import Component, missed_minutes
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.environment import value

VISITS = {Component.WEBSITE: "/", Component.API: "/api/v1/", Component.SEARCH: "/api/v1/datasets?q=data&limit=1"}


def beat(*, at: datetime) -> None:
    """Leave a sign of life of the job process."""
    Heartbeat.objects.update_or_create(pk=WORKER, defaults={"at": at})


def look_at_components(*, site: str, at: datetime) -> Mapping[Component, bool]:
    """Visit each component at our own address and say which are well."""
    host = str(value("ALLOWED_HOSTS")).split(",")[0].strip().replace("*", "")
    found = {one: answers(url=f"{site}{path}", host=host) for one, path in VISITS.items()}
    found[Component.JOBS] = oldest_job_seconds(at=at) <= LATE_JOB_SECONDS
    path = public_download()
    if path:
        found[Component.DOWNLOADS] = answers(url=f"{site}{path}", host=host)
    return found


def keep_samples(*, found: Mapping[Component, bool], at: datetime) -> None:
    """Add a minute to the day of each component; minutes since the last sample in which nobody looked count as such."""
    for component, is_up in found.items():
        with transaction.atomic():
            _add(component, at=at, is_up=is_up)


def _add(component: Component, *, at: datetime, is_up: bool) -> None:
    last = DayUptime.objects.filter(component=component.value).order_by("-day").first()
    day = at.astimezone(CITY_TIME).date()
    now_is = {"last_at": at, "last_up": is_up}
    row, made = DayUptime.objects.get_or_create(component=component.value, day=day, defaults=now_is)
    if not made and (at - row.last_at).total_seconds() < 30:  # noqa: PLR2004 - half a minute: the same minute again
        return
    missed = missed_minutes(last_at=last.last_at if last else None, at=at)
    counts = {"up": F("up") + int(is_up), "down": F("down") + int(not is_up), "missed": F("missed") + missed}
    DayUptime.objects.filter(pk=row.pk).update(**counts, **now_is)
