"""Changes to news. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from zhanqiao.core_services.news.operations.asking import answer_question, ask_question, remove_question
from zhanqiao.core_services.news.operations.writing import (
    discard_draft,
    release_article,
    revise_article,
    withdraw_article,
    write_article,
)

__all__ = [
    "answer_question",
    "ask_question",
    "discard_draft",
    "release_article",
    "remove_question",
    "revise_article",
    "withdraw_article",
    "write_article",
]
