"""Decisions of publishing: steps, gate, matching of tables, progress. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.publishing.rules.gate import (
    KINDS,
    GateFinding,
    PersonalDataError,
    gate_findings,
    require_no_personal_data,
)
from zhanqiao.core_services.publishing.rules.matching import Shape, continued
from zhanqiao.core_services.publishing.rules.progress import ProgressCard, progress_card
from zhanqiao.core_services.publishing.rules.states import (
    ENDED,
    RUNNING,
    WORDS,
    SubmissionStep,
    SubmissionStepError,
    require_step,
)
from zhanqiao.core_services.publishing.rules.words import TableWords, suggested_slug

__all__ = [
    "ENDED",
    "KINDS",
    "RUNNING",
    "WORDS",
    "GateFinding",
    "PersonalDataError",
    "ProgressCard",
    "Shape",
    "SubmissionStep",
    "SubmissionStepError",
    "TableWords",
    "continued",
    "gate_findings",
    "progress_card",
    "require_no_personal_data",
    "require_step",
    "suggested_slug",
]
