"""The states of a dataset and the steps between them."""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.data_center.catalogue.rules import codes
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class State(StrEnum):
    """Where a dataset stands. Only ``published`` is public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


STEPS = frozenset(
    {
        (State.DRAFT, State.PUBLISHED),
        (State.PUBLISHED, State.SUSPENDED),
        (State.PUBLISHED, State.WITHDRAWN),
        (State.SUSPENDED, State.PUBLISHED),
        (State.SUSPENDED, State.WITHDRAWN),
        (State.WITHDRAWN, State.PUBLISHED),
    }
)
REASONED = frozenset({State.SUSPENDED, State.WITHDRAWN})


class StateStepError(ZhanqiaoError):
    """The dataset cannot go from its state to the one asked for; it stays as it was."""

    status = 409
    code = "state-step-impossible"
    sentence = Text(
        zh="“{title}”现在是“{now_zh}”，不能变为“{then_zh}”，状态没有改变。",
        en="'{title}' is {now_en} and cannot become {then_en}; nothing was changed.",
    )


class ReasonMissingError(ZhanqiaoError):
    """Suspending or withdrawing needs a reason; nothing was changed."""

    status = 422
    code = "reason-missing"
    sentence = Text(
        zh="请写明理由，理由将向社会公开；状态没有改变。",
        en="Give the reason, it is shown to the public; nothing was changed.",
    )


def require_step(*, title: str, now: State, then: State, reason: str) -> None:
    """Raise StateStepError or ReasonMissingError when the step is not possible."""
    if (now, then) not in STEPS:
        before, after = codes.STATES[now].text, codes.STATES[then].text
        raise StateStepError(title=title, now_zh=before.zh, then_zh=after.zh, now_en=before.en, then_en=after.en)
    if then in REASONED and not reason.strip():
        raise ReasonMissingError
