"""What is done for monitoring, each in a thread of its own: by the job process, and for it by the parent of all processes."""

from __future__ import annotations

from zhanqiao.config.rounds import repeat
from zhanqiao.kit.clock import now

BEAT_INTERVAL = 15.0
MINUTE = 60.0
DELIVERY_INTERVAL = 5.0
LINKS_INTERVAL = 60.0
DAY = 86_400.0
SILENCE_INTERVAL = 20.0  # seconds between two looks at the job process from outside


def start(*, site: str) -> None:
    """Start the threads. ``site`` is our own address for visits, such as ``http://127.0.0.1:8000``; empty: none is made."""
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.monitoring import operations

    share = operations.ErrorShare()

    def minute() -> None:
        operations.COUNTERS.settle()
        if site:
            operations.keep_samples(found=operations.look_at_components(site=site, at=now()), at=now())
        operations.judge(readings=operations.readings(share=share, at=now()), at=now())

    def daily() -> None:
        operations.list_links(at=now())
        operations.purge(at=now())

    repeat(name="signs of life", seconds=BEAT_INTERVAL, work=lambda: operations.beat(at=now()))
    repeat(name="samples and alerts", seconds=MINUTE, work=minute, first=BEAT_INTERVAL)
    repeat(name="messages", seconds=DELIVERY_INTERVAL, work=lambda: operations.deliver_due(at=now()))
    repeat(name="links", seconds=LINKS_INTERVAL, work=lambda: operations.check_links(clock=now), first=MINUTE)
    repeat(name="daily", seconds=DAY, work=daily, first=MINUTE / 2)


def start_outside() -> None:
    """Watch the job process from outside: when it is dead or stands still, its alert is raised and sent all the same."""
    # Late: needs Django to be set up first.
    from zhanqiao.core_services.monitoring.operations import watch_worker

    since = now()
    repeat(
        name="silence of the job process",
        seconds=SILENCE_INTERVAL,
        work=lambda: watch_worker(since=since, at=now()),
        first=SILENCE_INTERVAL,
    )
