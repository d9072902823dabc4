"""Changes to surveys. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from zhanqiao.core_services.surveys.operations.answering import QuotaFullError, Sent, answer
from zhanqiao.core_services.surveys.operations.drawing_up import KeysFixedError, discard, draw_up, revise
from zhanqiao.core_services.surveys.operations.importing import Imported, import_answers
from zhanqiao.core_services.surveys.operations.moving import (
    NoQuestionsError,
    TooFewAnswersError,
    close_survey,
    open_survey,
    publish_results,
)
from zhanqiao.core_services.surveys.operations.opening_data import hand_over_answers, hand_over_results

__all__ = [
    "Imported",
    "KeysFixedError",
    "NoQuestionsError",
    "QuotaFullError",
    "Sent",
    "TooFewAnswersError",
    "answer",
    "close_survey",
    "discard",
    "draw_up",
    "hand_over_answers",
    "hand_over_results",
    "import_answers",
    "open_survey",
    "publish_results",
    "revise",
]
