"""Questions about submissions."""

from __future__ import annotations

from zhanqiao.core_services.publishing.queries.proposals import proposed_entry, proposed_tables
from zhanqiao.core_services.publishing.queries.submissions import (
    StepCard,
    SubmissionCard,
    department_submissions,
    kept_file,
    my_submissions,
    progress_of,
    submission_card,
    table_preview,
    table_report,
)

__all__ = [
    "StepCard",
    "SubmissionCard",
    "department_submissions",
    "kept_file",
    "my_submissions",
    "progress_of",
    "proposed_entry",
    "proposed_tables",
    "submission_card",
    "table_preview",
    "table_report",
]
