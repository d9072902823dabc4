"""Questions that the public hands in before an interview: answered in public, or removed with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zhanqiao.core_services.conversation.rules import (
    LONGEST,
    LONGEST_ANSWER,
    LONGEST_REASON,
    REMARKS_A_DAY,
    SAME_DAYS,
    SaidBeforeError,
    TooManyRemarksError,
    likeness,
    words,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.core_services.news.models import ArticleVersion, InterviewQuestion
from zhanqiao.core_services.news.operations.steps import KIND, locked, note
from zhanqiao.core_services.news.rules import Kind, QuestionState, State, require_asking, require_step
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.notices.operations import tell

ANSWERED = Text("您为访谈“{title}”提出的问题已答复", "Your question for the interview '{title}' was answered")
REMOVED = Text(
    "您为访谈“{title}”提出的问题未采用，理由：{reason}", "Your question for '{title}' was not taken up: {reason}"
)


@transaction.atomic
def ask_question(*, article_id: str, text: str, by: str, at: datetime) -> str:
    """Keep a question for an interview that was announced and has not begun; return its id.

    Raises WordsNeededError, PersonalTextError, TooManyRemarksError, SaidBeforeError, QuestionsClosedError, NotFoundError.
    """
    said = words(text=text, longest=LONGEST)
    require_nothing_personal(texts={"text": said}, at=at)
    article = locked(article_id=article_id)
    public = article.versions.filter(state=State.RELEASED.value).first()
    is_public = public is not None and article.kind == Kind.INTERVIEW.value
    require_asking(held_at=public.held_at if public else None, is_public=is_public, at=at)
    assert public is not None
    like = likeness(text=said)[:LONGEST]
    today = InterviewQuestion.objects.filter(account_id=by, at__gt=at - timedelta(days=1)).count()
    if today >= REMARKS_A_DAY:
        raise TooManyRemarksError(most=REMARKS_A_DAY)
    if article.questions.filter(likeness=like).exists():
        raise SaidBeforeError(days=SAME_DAYS)
    made = InterviewQuestion.objects.create(
        article=article, account_id=by, state=QuestionState.WAITING.value, text=said, likeness=like, at=at
    )
    note(article, public.number, "ask", by=by, at=at)
    return made.id


@transaction.atomic
def answer_question(
    *, question_id: str, answer: str, answer_en: str = "", text_en: str = "", by: str, at: datetime
) -> None:
    """Answer a question in public; may be said again. English of answer and question (``text_en``) may be given as well.

    Raises WordsNeededError, PersonalTextError, ArticleStepError, NotFoundError.
    """
    said = words(text=answer, longest=LONGEST_ANSWER)
    english = {
        name: words(text=text, longest=longest)
        for name, text, longest in (("answer_en", answer_en, LONGEST_ANSWER), ("text_en", text_en, LONGEST))
        if text.strip()
    }
    require_nothing_personal(texts={"answer": said} | english, at=at)
    question = _locked(question_id)
    is_again = question.state == QuestionState.ANSWERED.value
    require_step(possible=question.state != QuestionState.REMOVED.value)
    question.state, question.answer, question.decided_at = QuestionState.ANSWERED.value, said, at
    question.answer_en, question.text_en = english.get("answer_en", ""), english.get("text_en", "")
    question.save()
    if not is_again:
        _tell(question, ANSWERED, at=at)
    note(question.article, _number(question), "answer", by=by, at=at)


@transaction.atomic
def remove_question(*, question_id: str, reason: str, by: str, at: datetime) -> None:
    """Do not take a question up, or take it down, with a reason that is told. Raises WordsNeededError, ArticleStepError, NotFoundError."""
    said = words(text=reason, longest=LONGEST_REASON)
    question = _locked(question_id)
    require_step(possible=question.state != QuestionState.REMOVED.value)
    question.state, question.reason, question.decided_at = QuestionState.REMOVED.value, said, at
    question.save()
    _tell(question, REMOVED, at=at)
    note(question.article, _number(question), "remove", by=by, at=at, reason=said)


def _locked(question_id: str) -> InterviewQuestion:
    found = InterviewQuestion.objects.select_for_update().select_related("article").filter(pk=question_id).first()
    if found is None:
        raise NotFoundError(what=question_id)
    return found


def _newest(question: InterviewQuestion) -> ArticleVersion:
    found = question.article.versions.filter(released_at__isnull=False).first()
    assert found is not None  # a question is asked of what was released
    return found


def _number(question: InterviewQuestion) -> int:
    return _newest(question).number


def _tell(question: InterviewQuestion, text: Text, /, *, at: datetime) -> None:
    told = text.filled(title=_newest(question).title_zh, reason=question.reason)
    tell(account_ids=[question.account_id], kind=KIND, text=told, url=f"/news/{question.article_id}/", at=at)
