"""Changes of monitoring: backups, counters, samples, alerts, incidents, links, jobs that run again."""

from __future__ import annotations

from zhanqiao.core_services.monitoring.operations.alerting import (
    deliver_due,
    judge,
    send_again,
    send_test,
    watch_worker,
)
from zhanqiao.core_services.monitoring.operations.backup import BackupMade, make_backup
from zhanqiao.core_services.monitoring.operations.counting import (
    COUNTERS,
    SLOW_NANOSECONDS,
    Noted,
    count_request,
    forget_notes,
    keep_notes,
    note_request,
)
from zhanqiao.core_services.monitoring.operations.incidents import add_note, open_incident
from zhanqiao.core_services.monitoring.operations.jobs import retry_job
from zhanqiao.core_services.monitoring.operations.links import check_links, list_links
from zhanqiao.core_services.monitoring.operations.purging import purge
from zhanqiao.core_services.monitoring.operations.readings import ErrorShare, readings
from zhanqiao.core_services.monitoring.operations.restore import (
    VerifyReport,
    note_restored,
    restore_database,
    verify_lake,
    verify_restored,
)
from zhanqiao.core_services.monitoring.operations.sampling import beat, keep_samples, look_at_components

__all__ = [
    "COUNTERS",
    "SLOW_NANOSECONDS",
    "BackupMade",
    "ErrorShare",
    "Noted",
    "VerifyReport",
    "add_note",
    "beat",
    "check_links",
    "count_request",
    "deliver_due",
    "forget_notes",
    "judge",
    "keep_notes",
    "keep_samples",
    "list_links",
    "look_at_components",
    "make_backup",
    "note_request",
    "note_restored",
    "open_incident",
    "purge",
    "readings",
    "restore_database",
    "retry_job",
    "send_again",
    "send_test",
    "verify_lake",
    "verify_restored",
    "watch_worker",
]
