"""Questions of the public for an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhanqiao.core_services.news.models import InterviewQuestion
from zhanqiao.core_services.news.rules import QUESTION_STATES, QuestionState
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question without who asked."""

    id: str
    state: QuestionState
    text: str
    at: datetime
    answer: str
    reason: str
    decided_at: datetime | None
    text_en: str = ""
    answer_en: str = ""

    @property
    def asked(self) -> Text:
        """Return the question, in English as the office put it."""
        return Text(self.text, self.text_en or self.text)

    @property
    def answered(self) -> Text:
        """Return the answer in both languages."""
        return Text(self.answer, self.answer_en or self.answer)

    @property
    def state_text(self) -> Text:
        """Return what became of it, in words."""
        return QUESTION_STATES[self.state]


def answered_questions(*, article_id: str) -> tuple[QuestionCard, ...]:
    """Return the questions that were answered in public, the oldest first."""
    return _cards(InterviewQuestion.objects.filter(article_id=article_id, state=QuestionState.ANSWERED.value))


def my_questions(*, article_id: str, account_id: str) -> tuple[QuestionCard, ...]:
    """Return the questions of an account that are not public."""
    mine = InterviewQuestion.objects.filter(article_id=article_id, account_id=account_id)
    return _cards(mine.exclude(state=QuestionState.ANSWERED.value))


def questions_for(*, article_id: str) -> tuple[QuestionCard, ...]:
    """Return all questions, for the office: those that wait first."""
    cards = _cards(InterviewQuestion.objects.filter(article_id=article_id))
    return tuple(sorted(cards, key=lambda one: one.state is not QuestionState.WAITING))


def article_of_question(*, question_id: str) -> str:
    """Return the id of the interview a question is for. Raises NotFoundError."""
    found = InterviewQuestion.objects.filter(pk=question_id).values_list("article_id", flat=True).first()
    if found is None:
        raise NotFoundError(what=question_id)
    return found


def _cards(rows: QuerySet[InterviewQuestion]) -> tuple[QuestionCard, ...]:
    return tuple(
        QuestionCard(
            row.id,
            QuestionState(row.state),
            row.text,
            row.at,
            row.answer,
            row.reason,
            row.decided_at,
            row.text_en,
            row.answer_en,
        )
        for row in rows
    )
