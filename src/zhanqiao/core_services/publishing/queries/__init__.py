"""Questions about submissions."""

from __future__ import annotations

from zhanqiao.core_services.publishing.queries.declared import choices_of, places_of_table
from zhanqiao.core_services.publishing.queries.outcomes import outcome, published_slug
from zhanqiao.core_services.publishing.queries.privacy import (
    AssessmentCard,
    ExemptionCard,
    PrivacyCard,
    assessments_kept,
    cells_of,
    masked_rows,
    privacy_card,
    risk_of_table,
)
from zhanqiao.core_services.publishing.queries.proposals import proposed_entry, proposed_tables
from zhanqiao.core_services.publishing.queries.reviewing import (
    CommentCard,
    TableReview,
    comments_of,
    entry_changes,
    may_review,
    review_difference,
    review_rows,
    table_reviews,
)
from zhanqiao.core_services.publishing.queries.settled import columns_sent, exempted_of_table, masking_of_table
from zhanqiao.core_services.publishing.queries.submissions import (
    StepCard,
    SubmissionCard,
    department_submissions,
    kept_file,
    last_step,
    submission_card,
    table_preview,
    table_report,
)
from zhanqiao.core_services.publishing.queries.uploads import UploadCard, upload_card

__all__ = [
    "AssessmentCard",
    "CommentCard",
    "ExemptionCard",
    "PrivacyCard",
    "StepCard",
    "SubmissionCard",
    "TableReview",
    "UploadCard",
    "assessments_kept",
    "cells_of",
    "choices_of",
    "columns_sent",
    "comments_of",
    "department_submissions",
    "entry_changes",
    "exempted_of_table",
    "kept_file",
    "last_step",
    "masked_rows",
    "masking_of_table",
    "may_review",
    "outcome",
    "places_of_table",
    "privacy_card",
    "proposed_entry",
    "proposed_tables",
    "published_slug",
    "review_difference",
    "review_rows",
    "risk_of_table",
    "submission_card",
    "table_preview",
    "table_report",
    "table_reviews",
    "upload_card",
]
