"""What reviews go by."""

from __future__ import annotations

from zhanqiao.core_services.reviews.rules.changes import (
    KINDS,
    STAGES,
    WORDS,
    ChangeKind,
    ChangeNotInReviewError,
    ChangeState,
    ChangeWaitsError,
    require_stage,
)
from zhanqiao.core_services.reviews.rules.permits import (
    WAYS,
    NoPermitError,
    PermitRefusedError,
    UpdatesNotPermittedError,
    UpdateWay,
    require_permit_words,
)
from zhanqiao.core_services.reviews.rules.stages import (
    ACTIONS,
    DUTIES,
    EmptyReasonError,
    OwnWorkError,
    Stage,
    require_other_person,
    require_review_words,
)

__all__ = [
    "ACTIONS",
    "DUTIES",
    "KINDS",
    "STAGES",
    "WAYS",
    "WORDS",
    "ChangeKind",
    "ChangeNotInReviewError",
    "ChangeState",
    "ChangeWaitsError",
    "EmptyReasonError",
    "NoPermitError",
    "OwnWorkError",
    "PermitRefusedError",
    "Stage",
    "UpdateWay",
    "UpdatesNotPermittedError",
    "require_other_person",
    "require_permit_words",
    "require_review_words",
    "require_stage",
]
