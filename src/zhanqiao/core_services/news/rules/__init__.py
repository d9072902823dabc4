"""What an article must say, and who may release it. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.news.rules.states import (
    STATES,
    ArticleChangedError,
    ArticleStepError,
    OwnArticleError,
    State,
    require_other_person,
    require_step,
)
from zhanqiao.core_services.news.rules.talking import (
    QUESTION_STATES,
    Guest,
    QuestionsClosedError,
    QuestionState,
    Turn,
    guests_in,
    require_asking,
    turns_in,
    typed_guests,
    typed_turns,
)
from zhanqiao.core_services.news.rules.writing import (
    DATASETS_AT_MOST,
    KINDS,
    LONGEST_BODY,
    LONGEST_NOTE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    ArticleRefusedError,
    ArticleWords,
    Kind,
    checked,
)

__all__ = [
    "DATASETS_AT_MOST",
    "KINDS",
    "LONGEST_BODY",
    "LONGEST_NOTE",
    "LONGEST_SUMMARY",
    "LONGEST_TITLE",
    "QUESTION_STATES",
    "STATES",
    "ArticleChangedError",
    "ArticleRefusedError",
    "ArticleStepError",
    "ArticleWords",
    "Guest",
    "Kind",
    "OwnArticleError",
    "QuestionState",
    "QuestionsClosedError",
    "State",
    "Turn",
    "checked",
    "guests_in",
    "require_asking",
    "require_other_person",
    "require_step",
    "turns_in",
    "typed_guests",
    "typed_turns",
]
