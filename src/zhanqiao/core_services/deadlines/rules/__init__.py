"""Duties with their statutory terms. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.deadlines.rules.duties import DUTIES, Duty, UnknownDutyError, duty_of, terms_of_settings

__all__ = ["DUTIES", "Duty", "UnknownDutyError", "duty_of", "terms_of_settings"]
