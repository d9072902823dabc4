"""Decisions about corrections. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.corrections.rules.origins import ORIGINS, Origin
from zhanqiao.core_services.corrections.rules.routing import DETOURS, Detour, detour
from zhanqiao.core_services.corrections.rules.states import (
    IN_HAND,
    OPEN,
    RETRACTABLE,
    WORDS,
    CorrectionState,
    CorrectionStepError,
    EmptyWordsError,
    MaskedColumnError,
    NoCellError,
    OwnDecisionError,
    PersonalTextError,
    SameValueError,
    UnderWayError,
    require_other,
    require_step,
    require_words,
)

__all__ = [
    "DETOURS",
    "IN_HAND",
    "OPEN",
    "ORIGINS",
    "RETRACTABLE",
    "WORDS",
    "CorrectionState",
    "CorrectionStepError",
    "Detour",
    "EmptyWordsError",
    "MaskedColumnError",
    "NoCellError",
    "Origin",
    "OwnDecisionError",
    "PersonalTextError",
    "SameValueError",
    "UnderWayError",
    "detour",
    "require_other",
    "require_step",
    "require_words",
]
