"""What may be said and shown. No Django, no clock."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST, LONGEST_ANSWER, LONGEST_REASON = 1_000, 2_000, 300
REMARKS_A_DAY = 10
SAME_DAYS = 7
REPORTS_TO_HOLD = 3
LEAST_RATINGS = 5
STARS = range(1, 6)


class Subject(StrEnum):
    """What a rating is of."""

    DATA = "data"
    CUSTODIAN = "custodian"
    APP = "app"


class RemarkKind(StrEnum):
    """What somebody wants with a remark."""

    QUESTION = "question"
    COMMENT = "comment"
    SUGGESTION = "suggestion"
    APPEAL = "appeal"


class RemarkState(StrEnum):
    """Where a remark stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    REMOVED = "removed"


KINDS: dict[RemarkKind, Text] = {
    RemarkKind.QUESTION: Text("提问", "question"),
    RemarkKind.COMMENT: Text("评论", "comment"),
    RemarkKind.SUGGESTION: Text("意见建议", "suggestion"),
    RemarkKind.APPEAL: Text("权益申诉", "appeal"),
}
STATES: dict[RemarkState, Text] = {
    RemarkState.WAITING: Text("待审核", "waits to be shown"),
    RemarkState.SHOWN: Text("已公开", "shown"),
    RemarkState.REMOVED: Text("已移除", "removed"),
}
OF_DATASETS = (Subject.DATA, Subject.CUSTODIAN)
ON_DATASETS = (RemarkKind.QUESTION, RemarkKind.COMMENT)
TO_AUTHORITY = (RemarkKind.SUGGESTION, RemarkKind.APPEAL)
_S = RemarkState
STEPS = frozenset({(_S.WAITING, _S.SHOWN), (_S.SHOWN, _S.WAITING), (_S.WAITING, _S.REMOVED), (_S.SHOWN, _S.REMOVED)})


class RemarkStepError(ZhanqiaoError):
    """A remark cannot be treated so where it stands; nothing was changed."""

    status = 409
    code = "remark-step-impossible"
    sentence = Text(
        zh="这条留言现在是“{now_zh}”，不能这样处理，什么都没有改变。请刷新页面。",
        en="This remark is '{now_en}' now and cannot be treated so; nothing was changed. Reload the page.",
    )


class WordsNeededError(ZhanqiaoError):
    """Words are missing or too long; nothing was kept."""

    status = 422
    code = "remark-words"
    sentence = Text(
        zh="请填写内容，最多{longest}个字。没有保存。",
        en="Write something, at most {longest} characters. Nothing was kept.",
    )


class StarsError(ZhanqiaoError):
    """A rating has one to five stars; nothing was kept."""

    status = 422
    code = "rating-stars"
    sentence = Text(zh="请选择1至5分。没有保存。", en="Choose one to five. Nothing was kept.")


class TooManyRemarksError(ZhanqiaoError):
    """The account wrote its share of the day; nothing was kept."""

    status = 429
    code = "remarks-too-many"
    sentence = Text(
        zh="24小时内最多{most}条留言，这一条没有保存。请明天再写。",
        en="At most {most} remarks in 24 hours; this one was not kept. Try again tomorrow.",
    )


class SaidBeforeError(ZhanqiaoError):
    """The same words stand there already; nothing was kept."""

    status = 409
    code = "remark-said-before"
    sentence = Text(
        zh="同样的内容近{days}天内已有人提交，没有重复保存。",
        en="The same words were sent within the last {days} days; they were not kept twice.",
    )


def words(*, text: str, longest: int) -> str:
    """Return the text without outer spaces. Raises WordsNeededError."""
    said = text.strip()
    if not said or len(said) > longest:
        raise WordsNeededError(longest=longest)
    return said


def likeness(*, text: str) -> str:
    """Return what two texts have in common that differ in spaces, signs, width and case alone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or plain.strip()


def require_stars(*, stars: int) -> None:
    """Raise StarsError for anything but 1 to 5."""
    if stars not in STARS:
        raise StarsError


def require_step(*, now: RemarkState, then: RemarkState) -> None:
    """Raise RemarkStepError unless a remark may go from one state to another."""
    if (now, then) not in STEPS:
        raise RemarkStepError(now_zh=STATES[now].zh, now_en=STATES[now].en)
