"""Single values as other portals write them: texts, days, addresses, languages."""

from __future__ import annotations

import calendar
import html
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

TEXT_CHARACTERS = 20_000
ADDRESS_CHARACTERS = 500
SCHEMES = frozenset({"http", "https", "ftp"})
DAY = re.compile(r"^\s*(\d{4})(?:[-/.年](\d{1,2}))?(?:[-/.月](\d{1,2}))?(?=$|[日月年T\s+Z-])")
COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})\s*$")
LANGUAGES = {"chi": "zh", "zho": "zh", "cmn": "zh", "eng": "en", "中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # no database takes them all
BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"})
SILENT = frozenset({"script", "style"})


class _Plain(HTMLParser):
    """Collects the text of HTML, with a line break for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line for a block; keep scripts quiet."""
        del attrs
        self._silent += tag in SILENT
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was quiet."""
        self._silent = max(self._silent - (tag in SILENT), 0)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._silent:
            self.parts.append(data)


def plain(value: Any, /) -> str:
    """Return a text without markup and needless spaces; empty for what is no text or number."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = CONTROL.sub(" ", str(value)[: 10 * TEXT_CHARACTERS])
    if "<" in text and ">" in text:
        reader = _Plain()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    kept = "\n".join(line for line in lines if line)
    kept = CONTROL.sub(" ", kept)  # again: references may name them
    return kept if len(kept) <= TEXT_CHARACTERS else kept[: TEXT_CHARACTERS - 1] + "…"


def line(value: Any, /) -> str:
    """Return a text on one line."""
    return " ".join(plain(value).split())


def day(value: Any, /, *, end: bool = False) -> date | None:
    """Return the day a text names; a month or year gives its first day, its last with ``end``. None when it names none."""
    text = str(value) if isinstance(value, str | int | date) else ""
    found = COMPACT.match(text) or DAY.match(text)
    if found is None:
        return None
    year, month, number = (int(part) if part else None for part in found.groups())
    assert year is not None  # the pattern asks for it
    month = month or (12 if end else 1)
    try:
        return date(year, month, number or (calendar.monthrange(year, month)[1] if end else 1))
    except ValueError:
        return None


def address(value: Any, /) -> str:
    """Return a web address that can be linked to; empty when the value is none."""
    if not isinstance(value, str):
        return ""
    text = value.strip().replace(" ", "%20")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    sound = (
        parts.scheme.lower() in SCHEMES
        and host
        and "@" not in parts.netloc
        and not re.search(r"[\x00-\x20\x7f\ud800-\udfff<>\"]", text)
    )
    return text if sound and len(text) <= ADDRESS_CHARACTERS else ""


def language(value: Any, /) -> str:
    """Return the two letters of a language tag, code or address; empty when it is none."""
    text = re.split(r"[/#]", str(value or "").strip().rstrip("/"))[-1].strip()
    short = LANGUAGES.get(text.lower()) or re.split(r"[-_]", text.lower())[0]
    short = LANGUAGES.get(short, short)
    return short if re.fullmatch(r"[a-z]{2,3}", short) else ""


def file_format(value: Any, /) -> str:
    """Return a short word for a format, a media type or an address that names one, such as ``CSV``."""
    text = line(value).rstrip("/")
    short = re.split(r"[/#]", text)[-1].split(";")[0].strip()
    known = {
        "vnd.ms-excel": "XLS",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
        "vnd.geo+json": "GEOJSON",
        "geo+json": "GEOJSON",
        "x-zip-compressed": "ZIP",
        "html": "HTML",
        "plain": "TXT",
        "octet-stream": "",
    }
    return known.get(short.lower(), short.upper())[:20]
