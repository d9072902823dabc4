"""The tables of this pillar, gathered for Django from its modules."""

from __future__ import annotations

from zhanqiao.core_services.publishing.models import JobProgress, Submission, SubmissionState, Upload

__all__ = ["JobProgress", "Submission", "SubmissionState", "Upload"]
