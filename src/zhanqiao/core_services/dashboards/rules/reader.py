"""Takes values out of a JSON document by their kind, and notes what is wrong at which place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_TITLE = 120
TABLE = re.compile(r"tbl_[0-9a-z]{12}")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a document, such as ``tiles[2].width``."""

    place: str
    text: Text


class SpecRefusedError(ZhanqiaoError):
    """A document is no dashboard; nothing was saved. ``faults`` name each place."""

    status = 422
    code = "dashboard-refused"
    sentence = Text(
        zh="看板没有保存，请改正后再试：{told_zh}",
        en="The dashboard was not saved. Correct it and try again: {told_en}",
    )

    def __init__(self, *, faults: Sequence[Fault]) -> None:
        """Keep the faults, and name the first of them in the sentence."""
        self.faults = tuple(faults)
        named = self.faults[:MOST_NAMED]
        super().__init__(
            told_zh="；".join(f"{one.place}：{one.text.zh}" for one in named),
            told_en="; ".join(f"{one.place}: {one.text.en}" for one in named),
        )


@dataclass(slots=True)
class Reader:
    """Takes values out of a document by their kind, and notes what is wrong and where."""

    faults: list[Fault] = field(default_factory=list)

    def wrong(self, place: str, text: Text) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, text))

    def mapping(self, value: Any, place: str, known: Sequence[str] | None = None) -> Mapping[str, Any]:
        """Take an object; names that are not known are faults, as they would be lost."""
        if not isinstance(value, dict):
            self.wrong(place, NO_OBJECT)
            return {}
        for name in value if known is not None else ():
            if name not in (known or ()):
                self.wrong(f"{place}.{name}".lstrip("."), UNKNOWN)
        return value

    def items(self, value: Any, place: str, most: int) -> list[Any]:
        """Take a list of at most so many."""
        if not isinstance(value, list):
            self.wrong(place, NO_LIST)
            return []
        if len(value) > most:
            self.wrong(place, TOO_MANY.filled(most=most))
        return value[:most]

    def string(self, value: Any, place: str, longest: int = LONGEST_TITLE) -> str:
        """Take a string of at most so many letters."""
        if not isinstance(value, str) or "\x00" in value:
            self.wrong(place, NO_STRING)
            return ""
        if len(value) > longest:
            self.wrong(place, TOO_LONG.filled(most=longest))
        return value.strip()

    def words(self, value: Any, place: str, longest: int = LONGEST_TITLE, *, needed: bool = False) -> Text:
        """Take words in both languages; one stands in for the other."""
        given = self.mapping({} if value is None else value, place, ("zh", "en"))
        zh, en = (self.string(given.get(name, ""), f"{place}.{name}", longest) for name in ("zh", "en"))
        if needed and not (zh or en):
            self.wrong(place, NO_WORDS)
        return Text(zh or en, en or zh)

    def choice(self, value: Any, place: str, known: Sequence[str]) -> str:
        """Take one of a few words."""
        if value not in known:
            self.wrong(place, NO_CHOICE.filled(known=", ".join(known)))
            return known[0]
        return str(value)

    def number(self, value: object, place: str, most: int) -> int:
        """Take a whole number from one to so many."""
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.wrong(place, NO_NUMBER.filled(most=most))
            return 1
        return value

    def table(self, value: Any, place: str) -> str:
        """Take the id of a table."""
        if not isinstance(value, str) or not TABLE.fullmatch(value):
            self.wrong(place, NO_TABLE)
            return ""
        return value


NO_OBJECT = Text("应为对象", "an object is needed")
NO_LIST = Text("应为列表", "a list is needed")
NO_STRING = Text("应为文字", "a string is needed")
NO_WORDS = Text("至少写一种语言", "words in one language are needed at least")
NO_CHOICE = Text("应为以下之一：{known}", "one of {known} is needed")
NO_NUMBER = Text("应为 1 到 {most} 的整数", "a whole number from 1 to {most} is needed")
NO_TABLE = Text("应为数据表标识，如 tbl_7k3f9x2m4q8d", "the id of a table is needed, such as tbl_7k3f9x2m4q8d")
TOO_MANY = Text("最多 {most} 项", "at most {most} are taken")
TOO_LONG = Text("最多 {most} 字", "at most {most} letters are taken")
UNKNOWN = Text("没有这个字段", "there is no such field")
