"""What offices do with remarks: show, answer, remove."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.conversation.models import Remark
from zhanqiao.core_services.conversation.operations.steps import end_clock, locked, move, note, tell_author
from zhanqiao.core_services.conversation.rules import (
    LONGEST_ANSWER,
    LONGEST_REASON,
    STATES,
    RemarkKind,
    RemarkState,
    RemarkStepError,
    words,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.kit.texts import Text

IS_SHOWN = Text("您的留言已公开", "Your remark is shown")
IS_ANSWERED = Text("您的留言已得到答复", "Your remark was answered")
IS_REMOVED = Text("您的留言未公开或已移除，理由：{reason}", "Your remark was removed: {reason}")


@transaction.atomic
def show(*, remark_id: str, by: str, at: datetime) -> None:
    """Show a remark. The clock ends for a comment; what asks for an answer keeps it. Raises RemarkStepError, NotFoundError."""
    remark = locked(remark_id=remark_id)
    move(remark, RemarkState.SHOWN)
    remark.save()
    if remark.kind == RemarkKind.COMMENT.value or remark.answered_at:
        end_clock(remark, outcome="shown", by=by, at=at)
    tell_author(remark, IS_SHOWN, at=at)
    note(remark, "show", by=by, at=at)


@transaction.atomic
def answer(*, remark_id: str, text: str, by: str, at: datetime) -> None:
    """Answer a remark in the name of the office, which shows it; a later answer replaces the first.

    Raises WordsNeededError, PersonalTextError (not where it is private), RemarkStepError (removed), NotFoundError.
    """
    said = words(text=text, longest=LONGEST_ANSWER)
    remark = locked(remark_id=remark_id)
    if not remark.is_private:
        require_nothing_personal(texts={"text": said}, at=at)
    _require_standing(remark)
    remark.state, remark.answer, remark.answered_at = RemarkState.SHOWN.value, said, at
    remark.save()
    end_clock(remark, outcome="answered", by=by, at=at)
    tell_author(remark, IS_ANSWERED, at=at)
    note(remark, "answer", by=by, at=at, reason=said)


@transaction.atomic
def remove(*, remark_id: str, reason: str, by: str, at: datetime) -> None:
    """Remove a remark; its place, date and the reason stay to be read. Raises WordsNeededError, RemarkStepError, NotFoundError."""
    said = words(text=reason, longest=LONGEST_REASON)
    remark = locked(remark_id=remark_id)
    move(remark, RemarkState.REMOVED)
    remark.removal = said
    remark.save()
    end_clock(remark, outcome="removed", by=by, at=at)
    tell_author(remark, IS_REMOVED.filled(reason=said), at=at)
    note(remark, "remove", by=by, at=at, reason=said)


def _require_standing(remark: Remark) -> None:
    if remark.state == RemarkState.REMOVED.value:
        removed = STATES[RemarkState.REMOVED]
        raise RemarkStepError(now_zh=removed.zh, now_en=removed.en)
