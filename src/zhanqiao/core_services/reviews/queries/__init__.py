"""Changes in review, and permits for updates."""

from __future__ import annotations

from zhanqiao.core_services.reviews.queries.changes import (
    ChangeCard,
    ChangeStepCard,
    change_card,
    changes_for,
    changes_of,
    may_decide,
)
from zhanqiao.core_services.reviews.queries.permits import (
    PermitCard,
    permit_of,
    permits_updates,
    require_updates_permitted,
)

__all__ = [
    "ChangeCard",
    "ChangeStepCard",
    "PermitCard",
    "change_card",
    "changes_for",
    "changes_of",
    "may_decide",
    "permit_of",
    "permits_updates",
    "require_updates_permitted",
]
