"""The tables of this pillar, gathered for Django from its modules."""

from __future__ import annotations

from zhanqiao.core_services.exchange.models import (
    HarvestedRecord,
    HarvestError,
    HarvestRun,
    HarvestRunState,
    HarvestSource,
)
from zhanqiao.core_services.publishing.models import JobProgress, Submission, SubmissionState, Upload

__all__ = [
    "HarvestError",
    "HarvestRun",
    "HarvestRunState",
    "HarvestSource",
    "HarvestedRecord",
    "JobProgress",
    "Submission",
    "SubmissionState",
    "Upload",
]
