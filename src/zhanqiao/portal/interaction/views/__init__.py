"""Pages of interaction. Each view parses, makes one call, renders."""

from __future__ import annotations

from zhanqiao.portal.interaction.views.applications import (
    agreement,
    application,
    apply,
    key,
    mine,
    proof,
    report,
    supplement,
    withdrawal,
)
from zhanqiao.portal.interaction.views.consultations import (
    consultation,
    consultation_file,
    consultation_list,
    opinion,
)
from zhanqiao.portal.interaction.views.conversation import rating, remark, remark_report, suggest, suggestions, talk
from zhanqiao.portal.interaction.views.openings import answering, ask, follow, opening, openings, results, vote
from zhanqiao.portal.interaction.views.surveys import (
    home,
    survey,
    survey_definition,
    survey_list,
    survey_results,
    survey_schema,
)

__all__ = [
    "agreement",
    "answering",
    "application",
    "apply",
    "ask",
    "consultation",
    "consultation_file",
    "consultation_list",
    "follow",
    "home",
    "key",
    "mine",
    "opening",
    "openings",
    "opinion",
    "proof",
    "rating",
    "remark",
    "remark_report",
    "report",
    "results",
    "suggest",
    "suggestions",
    "supplement",
    "survey",
    "survey_definition",
    "survey_list",
    "survey_results",
    "survey_schema",
    "talk",
    "vote",
    "withdrawal",
]
