"""What the rules of alerts are held against, read once a minute."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhanqiao.core_services.monitoring.models import LinkCheck
from zhanqiao.core_services.monitoring.queries import (
    checks,
    failed_since,
    free_percent,
    jobs_by_state,
    request_counts,
    silence,
)
from zhanqiao.core_services.monitoring.rules.alerts import Reading
from zhanqiao.core_services.monitoring.rules.checks import Health
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.audit.queries import last_at
from zhanqiao.people.mails.queries import lost_since

WINDOW = timedelta(minutes=5)
FEWEST = 20  # requests; of fewer a share says nothing
BROKEN = 3  # failures in a row


class ErrorShare:
    """The share of server errors of the last five minutes, from counters that only grow."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._seen: deque[tuple[datetime, int, int]] = deque()

    def percent(self, *, at: datetime) -> float:
        """Return the share in percent; 0 while there were fewer than 20 requests."""
        counted = request_counts()
        present = (at, sum(each.requests for each in counted), sum(each.errors for each in counted))
        self._seen.append(present)
        while len(self._seen) > 1 and self._seen[1][0] <= at - WINDOW:
            self._seen.popleft()
        requests, errors = present[1] - self._seen[0][1], present[2] - self._seen[0][2]
        return 100 * errors / requests if requests >= FEWEST else 0.0


def readings(*, share: ErrorShare, at: datetime) -> Iterator[Reading]:
    """Read everything that an alert may be raised for."""
    yield Reading("disk", free_percent())
    yield Reading("queue", jobs_by_state()["READY"])
    yield Reading("failed_jobs", failed_since(at=at))
    yield Reading("errors", share.percent(at=at))
    yield Reading("worker", silence(at=at) or 0.0)
    for check in checks(at=at):
        failed = float(check.health is Health.FAILED)
        yield Reading("checks", failed, check.name, check.label)
    for each in catalogue.punctuality(at=at):
        yield Reading("punctuality", float(len(each.overdue)), each.department.key, each.department.name)
    last = last_at(object_type="backup", action="backup.make")
    yield Reading("backup", (at - last).total_seconds() / 3_600 if last else 0.0)
    yield Reading("mails", lost_since(at=at))
    yield Reading("links", LinkCheck.objects.filter(failures__gte=BROKEN).count())
