"""What all three families of requests have in common: steps between states, reasons, refused forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

State = TypeVar("State", bound=StrEnum)
Problems = dict[str, Text]  # name of the field, what is wrong with it


class Family(StrEnum):
    """The three families of data requests."""

    APPLICATION = "application"
    OPENING = "opening"
    SHARING = "sharing"


class RequestStepError(ZhanqiaoError):
    """A request cannot go from its state to the one asked for; it stays as it was."""

    status = 409
    code = "request-step-impossible"
    sentence = Text(
        zh="这件申请现在是“{now_zh}”，不能变为“{then_zh}”，什么都没有改变。请刷新页面查看最新状态。",
        en="This request is now '{now_en}' and cannot become '{then_en}'; nothing was changed. Reload the page.",
    )


class ReasonNeededError(ZhanqiaoError):
    """A refusal, a suspension or a notice needs its reason; nothing was changed."""

    status = 422
    code = "request-reason-needed"
    sentence = Text(
        zh="请写明理由，理由会告知申请人；什么都没有改变。",
        en="Give the reason, the applicant is told it; nothing was changed.",
    )


class ToldTwiceError(ZhanqiaoError):
    """What is missing is told once (一次性告知); nothing was changed."""

    status = 409
    code = "request-told-twice"
    sentence = Text(
        zh="补正要求只能一次性告知，此前已告知过。请就现有材料进入下一步；什么都没有改变。",
        en="What is missing is told once, and it was told before. Go on with what there is; nothing was changed.",
    )


class SameHandsError(ZhanqiaoError):
    """Whoever asks does not also consent; nothing was changed."""

    status = 403
    code = "same-hands"
    sentence = Text(
        zh="申请由您提出或填写，应由另一位有权限的同事办理。什么都没有改变。",
        en="You made or drew up this request yourself; another person with the right to do so handles it. Nothing was changed.",
    )


class FormRefusedError(ZhanqiaoError):
    """A form has problems; nothing was saved. ``problems`` names them by field."""

    status = 422
    code = "request-form-refused"
    sentence = Text(zh="没有提交：{problems}", en="Nothing was sent: {problems}")

    def __init__(self, *, problems: Mapping[str, Text]) -> None:
        """Join the problems in both languages."""
        self.problems = dict(problems)
        super().__init__(problems={name: text.as_dict() for name, text in problems.items()})
        self.text = Text(
            zh=self.sentence.zh.format(problems="".join(text.zh for text in problems.values())),
            en=self.sentence.en.format(problems=" ".join(text.en for text in problems.values())),
        )


def require_other_hands(*, by: str, asked_by: str) -> None:
    """Raise SameHandsError when whoever asked would answer."""
    if by == asked_by:
        raise SameHandsError


def require_form(*, problems: Mapping[str, Text]) -> None:
    """Raise FormRefusedError when a form has problems."""
    if problems:
        raise FormRefusedError(problems=problems)


def require_step(
    *, now: State, then: State, steps: Collection[tuple[State, State]], words: Mapping[State, Text]
) -> None:
    """Raise RequestStepError unless a request may go from one state to another."""
    if (now, then) not in steps:
        raise RequestStepError(
            now_zh=words[now].zh, then_zh=words[then].zh, now_en=words[now].en, then_en=words[then].en
        )


def require_reason(*, reason: str) -> None:
    """Raise ReasonNeededError for an empty reason."""
    if not reason.strip():
        raise ReasonNeededError


def missing(*, values: Mapping[str, Any], names: Mapping[str, Text], longest: int) -> Problems:
    """Return which of the named texts are empty or longer than ``longest`` characters."""
    found: Problems = {}
    for field, name in names.items():
        text = str(values[field]).strip()
        if not text:
            found[field] = Text(zh=f"请填写{name.zh}。", en=f"Give the {name.en}.")
        elif len(text) > longest:
            found[field] = Text(
                zh=f"{name.zh}最多{longest}个字，现有{len(text)}个。",
                en=f"The {name.en} has {len(text)} characters; at most {longest} fit.",
            )
    return found
