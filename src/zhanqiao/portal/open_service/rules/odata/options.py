"""The query options of an address, read and checked, without knowing the table."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhanqiao.portal.open_service.rules.odata.errors import ODataNotOfferedError, wrong

OFFERED = ("$filter", "$select", "$orderby", "$top", "$skip", "$count", "$search", "$apply", "$format", "$skiptoken")
ELSEWHERE = frozenset({"$expand", "$compute", "$levels", "$deltatoken", "$index", "$id", "$schemaversion"})
PAGE_ROWS, MOST_ROWS = 2_000, 10_000
MOST = 10**15
WORD = re.compile(r'\s*(?:"([^"]*)"|([^\s"()]+))')
SIZE = re.compile(r"(?:^|[,;\s])(?:odata\.)?maxpagesize\s*=\s*\"?(\d+)", re.IGNORECASE)
TOKEN = re.compile(r"(\d*)\.(\d+)\.([\w-]+)\Z")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after a cursor, with so many rows still wanted (None: all), in pages of a size."""

    cursor: str
    left: int | None
    size: int

    def token(self) -> str:
        """Return the text that ``$skiptoken`` hands back."""
        return f"{'' if self.left is None else self.left}.{self.size}.{self.cursor}"


@dataclass(frozen=True, slots=True)
class Options:
    """What an address asks. Texts are as given; ``select`` empty means everything."""

    filter: str = ""
    select: tuple[str, ...] = ()
    orderby: str = ""
    top: int | None = None
    skip: int = 0
    count: bool = False
    words: tuple[str, ...] = ()
    apply: str = ""
    position: Position | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)


def options_of(*, given: Mapping[str, Sequence[str]], offered: Sequence[str] = OFFERED) -> Options:
    """Return the options of an address.

    Raises ODataNotOfferedError (501) for options of OData that are not offered, ODataOptionError for what is no option,
    stands twice or has a wrong value.
    """
    for name, texts in given.items():
        _check_name(name, offered)
        if len(texts) > 1:
            raise wrong(name, "出现了两次。", "stands twice.")
    one = {name: texts[0] for name, texts in given.items()}
    return Options(
        filter=one.get("$filter", "").strip(),
        select=_selected(one.get("$select", "")),
        orderby=one.get("$orderby", "").strip(),
        top=_whole("$top", one.get("$top")),
        skip=_whole("$skip", one.get("$skip")) or 0,
        count=_flag("$count", one.get("$count")),
        words=_words(one.get("$search", "")),
        apply=one.get("$apply", "").strip(),
        position=_position(one.get("$skiptoken")),
        aliases={name: text for name, text in one.items() if name.startswith("@")},
    )


def page_size(*, prefer: str) -> tuple[int, bool]:
    """Return how many rows a page holds by a ``Prefer`` header, and whether the wish was honoured as it stands."""
    found = SIZE.search(prefer)
    wanted = int(found[1]) if found else 0
    if not wanted:
        return PAGE_ROWS, False
    return min(wanted, MOST_ROWS), wanted <= MOST_ROWS


def _check_name(name: str, offered: Sequence[str]) -> None:
    if name in offered or name.startswith("@"):
        return
    known = ", ".join(offered)
    if name in ELSEWHERE or name in OFFERED:
        raise ODataNotOfferedError(what=name, known=known)
    near = difflib.get_close_matches(name if name.startswith("$") else f"${name}", offered, n=1)
    hint = near[0] if near else known
    raise wrong(name[:80], f"没有这个选项；可用：{hint}。", f"there is no such option; use {hint}.")


def _selected(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    return () if "*" in names else names


def _whole(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < len(str(MOST))):
        raise wrong(name, f"“{text}”不是非负整数。", f"'{text}' is not a whole number from 0 up.")
    return int(digits)


def _flag(name: str, text: str | None) -> bool:
    if text is None or text.strip().lower() == "false":
        return False
    if text.strip().lower() != "true":
        raise wrong(name, f"“{text}”应为 true 或 false。", f"'{text}' is neither true nor false.")
    return True


def _words(text: str) -> tuple[str, ...]:
    words, place = [], 0
    while text[place:].strip():
        found = WORD.match(text, place)
        phrase = (found[1] if found[1] is not None else found[2]) if found else ""
        if not phrase or " " in phrase or (found and found[2] in {"OR", "NOT"}):
            raise ODataNotOfferedError(
                what=f"$search={text[place:].strip()[:40]}", known='words, "words" and AND between them'
            )
        place = found.end() if found else len(text)
        if not (found and found[2] == "AND"):
            words.append(phrase)
    return tuple(words)


def _position(text: str | None) -> Position | None:
    if text is None:
        return None
    found = TOKEN.match(text)
    if not found or len(found[1]) > len(str(MOST)) or not 0 < int(found[2][:9]) <= MOST_ROWS:
        raise wrong("$skiptoken", "不是有效的翻页标记；请原样使用 nextLink。", "not a token; use nextLink as it is.")
    return Position(cursor=found[3], left=int(found[1]) if found[1] else None, size=int(found[2]))
