"""Questions about the platform's health: checks, jobs, counters, components, alerts, links, retention."""

from __future__ import annotations

from zhanqiao.core_services.monitoring.engine.counters import Counted
from zhanqiao.core_services.monitoring.queries.alerts import (
    AlertCard,
    IncidentCard,
    LinkCard,
    MessageCard,
    NoteCard,
    NotedCard,
    alert_cards,
    incident_card,
    incident_cards,
    link_cards,
    link_counts,
    message_cards,
    noted_queries,
    open_alerts,
)
from zhanqiao.core_services.monitoring.queries.checks import checks, free_percent, silence
from zhanqiao.core_services.monitoring.queries.components import ComponentCard, Day, components
from zhanqiao.core_services.monitoring.queries.exposition import exposition, request_counts
from zhanqiao.core_services.monitoring.queries.jobs import JobCard, failed_since, job_cards, jobs_by_state
from zhanqiao.core_services.monitoring.queries.links import broken_links
from zhanqiao.core_services.monitoring.queries.retention import Retention, log_files, retention

__all__ = [
    "AlertCard",
    "ComponentCard",
    "Counted",
    "Day",
    "IncidentCard",
    "JobCard",
    "LinkCard",
    "MessageCard",
    "NoteCard",
    "NotedCard",
    "Retention",
    "alert_cards",
    "broken_links",
    "checks",
    "components",
    "exposition",
    "failed_since",
    "free_percent",
    "incident_card",
    "incident_cards",
    "job_cards",
    "jobs_by_state",
    "link_cards",
    "link_counts",
    "log_files",
    "message_cards",
    "noted_queries",
    "open_alerts",
    "request_counts",
    "retention",
    "silence",
]
