"""Holding to the decisions, giving and ending data grants, counting their uses."""

from __future__ import annotations

from zhanqiao.people.access.operations.grants import (
    GrantStepError,
    give_data_grant,
    move_data_grant,
    renew_grant_key,
)
from zhanqiao.people.access.operations.holding import ForbiddenError, LoginRequiredError, access, public, require
from zhanqiao.people.access.operations.uses import QuotaUsedError, Use, begin_counting, latest_use

__all__ = [
    "ForbiddenError",
    "GrantStepError",
    "LoginRequiredError",
    "QuotaUsedError",
    "Use",
    "access",
    "begin_counting",
    "give_data_grant",
    "latest_use",
    "move_data_grant",
    "public",
    "renew_grant_key",
    "require",
]
