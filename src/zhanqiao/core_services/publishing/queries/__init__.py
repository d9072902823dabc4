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
from zhanqiao.core_services.publishing.queries.uploads import UploadCard, upload_card

__all__ = [
    "StepCard",
    "SubmissionCard",
    "UploadCard",
    "department_submissions",
    "kept_file",
    "my_submissions",
    "progress_of",
    "proposed_entry",
    "proposed_tables",
    "submission_card",
    "table_preview",
    "table_report",
    "upload_card",
]
