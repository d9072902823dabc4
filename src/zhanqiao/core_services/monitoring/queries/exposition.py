"""All numbers in the text form of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from zhanqiao.core_services.monitoring.engine.counters import BOUNDS_MS, Counted, Counters
from zhanqiao.core_services.monitoring.models import Alert, AlertDelivery
from zhanqiao.core_services.monitoring.queries.checks import checks
from zhanqiao.core_services.monitoring.queries.jobs import jobs_by_state
from zhanqiao.core_services.monitoring.rules.checks import Health
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.environment import home
from zhanqiao.people.audit.queries import head
from zhanqiao.people.mails import queries as mails

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
READY = {Health.WELL: 1.0, Health.WARNING: 1.0, Health.FAILED: 0.0}


def request_counts() -> tuple[Counted, ...]:
    """Return what all processes counted, by group of addresses."""
    return Counters(home() / "metrics").totals()


def exposition(*, at: datetime) -> bytes:
    """Return all metrics, version 0.0.4 of the text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(at))
    return generate_latest(registry)


class _Numbers(Collector):
    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[Metric]:
        yield from _requests(request_counts())
        dropped = Counters(home() / "metrics").dropped()
        yield CounterMetricFamily("zhanqiao_notes_dropped", "Notes on slow and failed requests dropped", value=dropped)
        yield from _work()
        yield from _holdings(self._at)
        yield from _health(self._at)


def _requests(counted: tuple[Counted, ...]) -> Iterator[Metric]:
    requests = CounterMetricFamily("zhanqiao_requests", "Requests answered", labels=("group", "status"))
    kept = CounterMetricFamily("zhanqiao_kept_answers", "Requests answered from kept answers", labels=("group",))
    times = HistogramMetricFamily("zhanqiao_request_seconds", "Time until the answer begins", labels=("group",))
    for each in counted:
        for name, number in zip(CLASSES, each.statuses, strict=True):
            requests.add_metric((each.group, name), number)
        kept.add_metric((each.group,), each.kept)
        times.add_metric((each.group,), _summed(each), each.nanoseconds / 1e9)
    yield from (requests, kept, times)


def _summed(counted: Counted) -> list[tuple[str, float]]:
    total, found = 0, list[tuple[str, float]]()
    for bound, number in zip((*(f"{each / 1000:g}" for each in BOUNDS_MS), "+Inf"), counted.buckets, strict=True):
        total += number
        found.append((bound, total))
    return found


def _work() -> Iterator[Metric]:
    jobs = GaugeMetricFamily("zhanqiao_jobs", "Background jobs", labels=("state",))
    counts = jobs_by_state()
    for state, number in counts.items():
        jobs.add_metric((state.lower(),), number)
    yield jobs
    yield GaugeMetricFamily("zhanqiao_queue_depth", "Jobs that wait", value=counts["READY"])
    yield GaugeMetricFamily(
        "zhanqiao_batches_waiting", "Batches of rows that wait", value=storage.waiting_batches().batches
    )
    alerts = Alert.objects.filter(resolved_at__isnull=True).count()
    yield GaugeMetricFamily("zhanqiao_alerts_open", "Alerts that are open", value=alerts)
    dead = AlertDelivery.objects.filter(delivered_at__isnull=True, next_at__isnull=True).count()
    yield GaugeMetricFamily("zhanqiao_messages_dead", "Messages about alerts that were given up", value=dead)
    counts = mails.mail_counts()
    yield GaugeMetricFamily("zhanqiao_mails_waiting", "Mails to accounts that wait", value=counts["waiting"])
    yield GaugeMetricFamily(
        "zhanqiao_mails_lost", "Mails refused, or not known whether they went", value=counts["lost"]
    )


def _holdings(at: datetime) -> Iterator[Metric]:
    kept = storage.holdings()
    yield GaugeMetricFamily("zhanqiao_storage_bytes", "Bytes of all releases", value=sum(each.bytes for each in kept))
    yield GaugeMetricFamily("zhanqiao_releases", "Releases that are kept", value=sum(each.releases for each in kept))
    yield GaugeMetricFamily("zhanqiao_tables", "Tables", value=len(kept))
    lag = catalogue.index_lag()
    seconds = (at - lag.oldest).total_seconds() if lag.oldest else 0.0
    yield GaugeMetricFamily("zhanqiao_index_changes_waiting", "Changes the index has not taken up", value=lag.changes)
    yield GaugeMetricFamily("zhanqiao_index_lag_seconds", "Age of the oldest of them", value=max(0.0, seconds))
    yield CounterMetricFamily("zhanqiao_audit_lines", "Lines of the audit chain", value=head().seq)


def _health(at: datetime) -> Iterator[Metric]:
    health = GaugeMetricFamily("zhanqiao_check_ok", "1 unless the check failed", labels=("check",))
    numbers = GaugeMetricFamily("zhanqiao_check_value", "What the check measured", labels=("check",))
    for each in checks(at=at):
        health.add_metric((each.name,), READY[each.health])
        numbers.add_metric((each.name,), each.value)
    yield from (health, numbers)
