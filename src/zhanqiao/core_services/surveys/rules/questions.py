"""What a question is: its kind, its options, when it is asked. No Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zhanqiao.kit.texts import Text


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    LONG_TEXT = "long_text"
    PLACE = "place"


KINDS: dict[Kind, Text] = {
    Kind.SINGLE: Text("单选", "one of several"),
    Kind.MULTIPLE: Text("多选", "several of several"),
    Kind.RANKING: Text("排序", "put in order"),
    Kind.SCALE: Text("量表", "scale"),
    Kind.MATRIX: Text("矩阵", "grid"),
    Kind.NUMBER: Text("数字", "number"),
    Kind.DATE: Text("日期", "date"),
    Kind.TEXT: Text("简短文字", "short text"),
    Kind.LONG_TEXT: Text("长文字", "long text"),
    Kind.PLACE: Text("所在区市", "district"),
}
CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX})
WORDED = frozenset({Kind.TEXT, Kind.LONG_TEXT})
GROUPING = frozenset({Kind.SINGLE, Kind.SCALE, Kind.PLACE})


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, or one line of a grid.

    ``takes_text``: whoever chooses it may say more ('other'). ``request``: the request for data that choosing it speaks for.
    """

    key: str
    text: Text
    takes_text: bool = False
    request: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only of those who chose one of these options of an earlier question."""

    question: str
    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``rows`` are the lines of a grid; ``lowest`` and ``highest`` bound a scale or a number."""

    key: str
    kind: Kind
    title: Text
    hint: Text = field(default_factory=lambda: Text("", ""))
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    low_text: Text = field(default_factory=lambda: Text("", ""))
    high_text: Text = field(default_factory=lambda: Text("", ""))
    show_if: Condition | None = None

    @property
    def steps(self) -> range:
        """Return the steps of a scale."""
        return range(int(self.lowest or 0), int(self.highest or 0) + 1)

    @property
    def option_keys(self) -> frozenset[str]:
        """Return the keys that may be chosen."""
        return frozenset(option.key for option in self.options)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``most`` answers that chose all of these options: a cell of (question, option) pairs."""

    cell: tuple[tuple[str, str], ...]
    most: int


@dataclass(frozen=True, slots=True)
class Definition:
    """What a survey asks."""

    title: Text
    introduction: Text
    questions: tuple[Question, ...]
    quotas: tuple[Quota, ...] = ()

    def question(self, key: str, /) -> Question | None:
        """Return the question with this key."""
        return next((one for one in self.questions if one.key == key), None)
