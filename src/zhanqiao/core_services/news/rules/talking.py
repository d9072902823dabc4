"""Interviews: guests, numbered questions and answers, and until when the public asks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

QUESTION = re.compile(r"(?:问|Q)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
ANSWER = re.compile(r"(?:答|A)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
COMMA = re.compile(r"[,，]")


class QuestionState(StrEnum):
    """What became of a question of the public."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REMOVED = "removed"


QUESTION_STATES: dict[QuestionState, Text] = {
    QuestionState.WAITING: Text("待答复", "waits for an answer"),
    QuestionState.ANSWERED: Text("已答复并公开", "answered in public"),
    QuestionState.REMOVED: Text("未采用", "not taken up"),
}


class QuestionsClosedError(ZhanqiaoError):
    """Questions are taken before an interview, and not afterwards; nothing was kept."""

    status = 409
    code = "interview-questions-closed"
    sentence = Text(
        zh="提问只在访谈开始前受理，这条提问没有保存。访谈实录公布后可在互动交流中继续留言。",
        en="Questions are taken until the interview begins; yours was not kept. You may write to the authority instead.",
    )


@dataclass(frozen=True, slots=True)
class Guest:
    """Who answers in an interview, with name and office."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; its number is its place. English may be missing; then the Chinese stands in."""

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""

    @property
    def asked(self) -> Text:
        """Return the question in both languages."""
        return Text(self.question, self.question_en or self.question)

    @property
    def answered(self) -> Text:
        """Return the answer in both languages."""
        return Text(self.answer, self.answer_en or self.answer)


def require_asking(*, held_at: datetime | None, is_public: bool, at: datetime) -> None:
    """Raise QuestionsClosedError unless an interview was announced and has not begun."""
    if not is_public or held_at is None or at >= held_at:
        raise QuestionsClosedError


def guests_in(*, text: str) -> tuple[Guest, ...] | None:
    """Return the guests of a text, one a line as ``name, office``; None where a line is not so."""
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    pairs = [[part.strip() for part in COMMA.split(one, maxsplit=1)] for one in lines]
    if any(len(pair) != len(("name", "office")) or not all(pair) for pair in pairs):
        return None
    return tuple(Guest(name, office) for name, office in pairs)


def turns_in(*, text: str, may_be_empty: bool = False) -> tuple[Turn, ...] | None:
    """Return questions and answers in turn, each begun by ``问：`` or ``答：`` (``Q:``, ``A:``); None where the order is broken.

    ``may_be_empty``: a question or an answer may be left out behind its mark, as in a translation.
    """
    spoken: list[tuple[bool, str]] = []
    for line in (one.rstrip() for one in text.splitlines()):
        asked, answered = QUESTION.match(line.lstrip()), ANSWER.match(line.lstrip())
        found = asked or answered
        if found:
            spoken.append((asked is not None, found[1]))
        elif spoken:
            spoken[-1] = (spoken[-1][0], f"{spoken[-1][1]}\n{line}")
        elif line.strip():
            return None
    asks, answers = spoken[::2], spoken[1::2]
    if len(asks) != len(answers) or not all(is_question for is_question, _ in asks):
        return None
    if any(is_question for is_question, _ in answers):
        return None
    if not may_be_empty and not all(words.strip() for _, words in spoken):
        return None
    return tuple(Turn(ask.strip(), answer.strip()) for (_, ask), (_, answer) in zip(asks, answers, strict=True))


def translated(turns: Iterable[Turn], english: Iterable[Turn], /) -> tuple[Turn, ...]:
    """Return the turns with the English of those at the same places, none where there is no English at all."""
    said = tuple(turns)
    others = tuple(english) or (Turn("", ""),) * len(said)
    pairs = zip(said, others, strict=True)
    return tuple(replace(one, question_en=other.question, answer_en=other.answer) for one, other in pairs)


def typed_guests(guests: Iterable[Guest], /) -> str:
    """Return guests as they are typed."""
    return "\n".join(f"{one.name}，{one.office}" for one in guests)


def typed_turns(turns: Iterable[Turn], /) -> str:
    """Return questions and answers as they are typed."""
    return "\n\n".join(f"问：{one.question}\n答：{one.answer}" for one in turns)


def typed_english(turns: Iterable[Turn], /) -> str:
    """Return the English of questions and answers as it is typed, nothing where there is none."""
    said = tuple(turns)
    if not any(one.question_en or one.answer_en for one in said):
        return ""
    return "\n\n".join(f"Q: {one.question_en}\nA: {one.answer_en}" for one in said)
