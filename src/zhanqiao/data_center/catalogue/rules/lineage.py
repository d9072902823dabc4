"""How open a dataset may be that was made from others. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhanqiao.data_center.catalogue.rules import codes
from zhanqiao.data_center.catalogue.rules.states import State
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

OPENNESS = ("unconditional", "conditional", "closed")  # the most open first


@dataclass(frozen=True, slots=True)
class SourceOpenness:
    """A source as far as its openness goes. One that is not served counts as not open."""

    title: str
    state: str
    open_type: str

    @property
    def counted(self) -> str:
        """Return how open what is made from it may be at most."""
        return self.open_type if self.state == State.PUBLISHED.value else OPENNESS[-1]


class MoreOpenError(ZhanqiaoError):
    """A dataset would be more open than one of its sources; nothing was changed."""

    status = 422
    code = "more-open-than-sources"
    sentence = Text(
        zh="它由“{source}”加工而成，而后者现在是“{state_zh}”，开放程度不得高于来源（就高从严）。什么都没有改变。",
        en="It was made from '{source}', which now is '{state_en}', and may be no more open than its sources. Nothing was changed.",
    )


def strictest(*, sources: Iterable[SourceOpenness]) -> str:
    """Return the open type of what is made from these sources: that of the least open.

    GB/T 43697-2024 grades derived data by the highest level of what they were made from (就高从严); how open data are follows
    their grading, so a derived dataset inherits the stricter open type.
    """
    return max((one.counted for one in sources), key=OPENNESS.index, default=OPENNESS[0])


def require_no_more_open(*, open_type: str, sources: Iterable[SourceOpenness]) -> None:
    """Raise MoreOpenError, which names the first source that is less open than ``open_type``."""
    for one in sources:
        if OPENNESS.index(open_type) < OPENNESS.index(one.counted):
            listed = codes.OPEN_TYPES[one.open_type] if one.state == State.PUBLISHED.value else codes.STATES[one.state]
            raise MoreOpenError(source=one.title, state_zh=listed.text.zh, state_en=listed.text.en)
