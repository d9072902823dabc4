"""A record on its way: what is told of it is checked, and every fault keeps its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhanqiao.core_services.exchange.engine import values
from zhanqiao.core_services.exchange.rules import IDENTIFIER_CHARACTERS, Fault, Link, Reading, Record, Words, shown
from zhanqiao.core_services.exchange.rules.vocabularies import cycle_code
from zhanqiao.kit.texts import Text

TITLE_CHARACTERS = 300
MOST_LINKS = 500
MOST_KEYWORDS = 100
AN_ADDRESS = Text(
    "网址（http、https 或 ftp，不超过 500 个字符）", "a web address (http, https or ftp, at most 500 characters)"
)
A_DAY = Text("日期，如 2026-01-31", "a date such as 2026-01-31")
A_TITLE = Text("标题", "a title")
AN_IDENTIFIER = Text("来源自己的标识", "the source's own identifier")
A_CYCLE = Text("已知的更新周期", "a known update cycle")
SHORTER = Text(f"不超过 {TITLE_CHARACTERS} 个字符的标题", f"a title of at most {TITLE_CHARACTERS} characters")
IN_ORDER = Text("不早于开始的结束日期", "an end that is not before its start")


class Unreadable(Exception):  # noqa: N818 - it is caught where documents are read and becomes a fault
    """The document cannot be read (further); ``field`` and ``found`` locate it."""

    def __init__(self, *, field: str, found: str, expected: Text) -> None:
        """Keep where it broke."""
        super().__init__(found)
        self.field, self.found, self.expected = field, shown(found), expected


class Draft:
    """One record being read."""

    def __init__(self, *, document: str, number: int, identifier: str = "", subject: str = "") -> None:
        """Begin with where it stands."""
        self.document, self.number = document, number
        self.identifier = values.CONTROL.sub("", identifier).strip()
        self.subject = shown(self.identifier or subject)
        self.faults: list[Fault] = []

    def fault(self, *, field: str, found: Any, expected: Text, refused: bool = False) -> None:
        """Note a fault at its place."""
        self.faults.append(
            Fault(
                field=field, found=shown(found), expected=expected, refused=refused,
                document=self.document, number=self.number, subject=self.subject,
            )
        )  # fmt: skip

    def address(self, *, field: str, value: Any) -> str:
        """Return an address; what is given and is none becomes a fault."""
        found = values.address(value)
        if not found and value not in (None, "", [], {}):
            self.fault(field=field, found=value, expected=AN_ADDRESS)
        return found

    def day(self, *, field: str, value: Any, end: bool = False) -> date | None:
        """Return a day; what is given and is none becomes a fault."""
        found = values.day(value, end=end)
        if found is None and value not in (None, "", [], {}):
            self.fault(field=field, found=value, expected=A_DAY)
        return found

    def cycle(self, *, field: str, value: str) -> str:
        """Return the word for an update cycle; one we do not know becomes a fault."""
        if value and cycle_code(value) is None:
            self.fault(field=field, found=value, expected=A_CYCLE)
            return ""
        return value

    def period(self, *, field: str, start: Any, end: Any) -> tuple[date | None, date | None]:
        """Return the first and last day of a period; one that ends before it starts becomes a fault."""
        first, last = self.day(field=field, value=start), self.day(field=field, value=end, end=True)
        if first and last and last < first:
            self.fault(field=field, found=f"{first}/{last}", expected=IN_ORDER)
            return first, None
        return first, last

    def finish(
        self, *, titles: Words, links: Iterable[Link] = (), keywords: Iterable[str] = (), **rest: Any
    ) -> Record | None:
        """Return the record, or None where identifier or title is missing: that is a fault that refuses it."""
        titles = tuple((language, text) for language, text in titles if text)
        if not self.identifier or len(self.identifier) > IDENTIFIER_CHARACTERS:
            named = titles[0][1] if titles else ""
            self.subject = self.subject or shown(named)
            self.fault(field="identifier", found=self.identifier, expected=AN_IDENTIFIER, refused=True)
        if not titles:
            self.fault(field="title", found="", expected=A_TITLE, refused=True)
        if any(fault.refused for fault in self.faults):
            return None
        if any(len(text) > TITLE_CHARACTERS for _, text in titles):
            self.fault(field="title", found=f"{max(len(text) for _, text in titles)}", expected=SHORTER)
        return Record(
            identifier=self.identifier,
            titles=titles,
            links=tuple(dict.fromkeys(links))[:MOST_LINKS],
            keywords=tuple(dict.fromkeys(word for word in keywords if word))[:MOST_KEYWORDS],
            **rest,
        )


def gathered(drafts: Iterable[tuple[Draft, Record | None]], /, **rest: Any) -> Reading:
    """Return what the records of a document came to."""
    records, faults, refused = [], [], []
    for draft, record in drafts:
        faults.extend(draft.faults)
        if record is not None:
            records.append(record)
        elif draft.identifier:
            refused.append(draft.identifier)
    faults.extend(rest.pop("faults", ()))
    return Reading(records=tuple(records), faults=tuple(faults), refused=tuple(refused), **rest)
