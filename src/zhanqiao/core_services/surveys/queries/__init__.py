"""Questions about surveys; pages get frozen dataclasses."""

from __future__ import annotations

from zhanqiao.core_services.surveys.queries.sheets import crosstab, free_words, result_tables, wishes_of
from zhanqiao.core_services.surveys.queries.surveys import (
    SurveyCard,
    full_cells,
    has_answered,
    public_addresses,
    public_survey,
    public_surveys,
    survey_card,
    survey_steps,
    surveys_for,
)

__all__ = [
    "SurveyCard",
    "crosstab",
    "free_words",
    "full_cells",
    "has_answered",
    "public_addresses",
    "public_survey",
    "public_surveys",
    "result_tables",
    "survey_card",
    "survey_steps",
    "surveys_for",
    "wishes_of",
]
