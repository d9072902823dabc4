"""Decisions of publishing: steps, gate, matching of tables, progress. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.publishing.rules.gate import KINDS, GateFinding, PersonalDataError, gate_findings
from zhanqiao.core_services.publishing.rules.masked_rows import (
    MaskedKeyError,
    MaskedTableError,
    require_rows_maskable,
)
from zhanqiao.core_services.publishing.rules.masking import (
    GRAINS,
    METHODS,
    MaskingInvalidError,
    MaskingRule,
    TableMasking,
    masked_columns,
    proposed_rule,
    require_valid_masking,
)
from zhanqiao.core_services.publishing.rules.matching import Shape, continued
from zhanqiao.core_services.publishing.rules.progress import ProgressCard, progress_card
from zhanqiao.core_services.publishing.rules.reviewing import (
    REVIEW_DUTIES,
    REWORK,
    PastReleaseError,
    Place,
    require_release_time,
    stage_of,
)
from zhanqiao.core_services.publishing.rules.settling import (
    CONCLUSIONS,
    AssessmentMissingError,
    MaskingInsufficientError,
    NothingToExemptError,
    OwnExemptionError,
    ReasonMissingError,
    TooFewAlikeError,
    holds,
    kept_until,
    open_findings,
    require_reason,
    require_settled,
)
from zhanqiao.core_services.publishing.rules.states import (
    ENDED,
    REVIEWED,
    RUNNING,
    WORDS,
    SubmissionStep,
    SubmissionStepError,
    require_step,
)
from zhanqiao.core_services.publishing.rules.words import TableWords, suggested_slug
from zhanqiao.core_services.reviews.rules import (
    DUTIES,
    EmptyReasonError,
    OwnWorkError,
    Stage,
    require_other_person,
    require_review_words,
)

__all__ = [
    "CONCLUSIONS",
    "DUTIES",
    "ENDED",
    "GRAINS",
    "KINDS",
    "METHODS",
    "REVIEWED",
    "REVIEW_DUTIES",
    "REWORK",
    "RUNNING",
    "WORDS",
    "AssessmentMissingError",
    "EmptyReasonError",
    "GateFinding",
    "MaskedKeyError",
    "MaskedTableError",
    "MaskingInsufficientError",
    "MaskingInvalidError",
    "MaskingRule",
    "NothingToExemptError",
    "OwnExemptionError",
    "OwnWorkError",
    "PastReleaseError",
    "PersonalDataError",
    "Place",
    "ProgressCard",
    "ReasonMissingError",
    "Shape",
    "Stage",
    "SubmissionStep",
    "SubmissionStepError",
    "TableMasking",
    "TableWords",
    "TooFewAlikeError",
    "continued",
    "gate_findings",
    "holds",
    "kept_until",
    "masked_columns",
    "open_findings",
    "progress_card",
    "proposed_rule",
    "require_other_person",
    "require_reason",
    "require_release_time",
    "require_review_words",
    "require_rows_maskable",
    "require_settled",
    "require_step",
    "require_valid_masking",
    "stage_of",
    "suggested_slug",
]
