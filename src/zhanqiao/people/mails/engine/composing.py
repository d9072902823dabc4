"""A mail as text/plain and as simple HTML, from the same words; nothing in it was not escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the absolute address it is about; an empty one has no link. ``more`` are plain lines below it."""

    text: str
    link: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, in one language (a tag of HTML). ``foot`` are small lines below."""

    language: str
    subject: str
    heading: str
    lines: Sequence[Line]
    foot: Sequence[Line]


def as_text(letter: Letter, /) -> str:
    """Return the letter as text/plain."""
    told = "\n\n".join(_told(line) for line in letter.lines)
    foot = "\n".join(f"{line.text} {line.link}".rstrip() for line in letter.foot)
    return f"{letter.heading}\n\n{told}\n\n-- \n{foot}\n"


def as_html(letter: Letter, /) -> str:
    """Return the letter as HTML without styles, images or scripts."""
    told = "".join(f"<li>{_linked(line)}</li>" for line in letter.lines)
    foot = "<br>".join(_linked(line) for line in letter.foot)
    return (
        f'<!doctype html><html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head><body><h1>{escape(letter.heading)}</h1>"
        f"<ul>{told}</ul><hr><p><small>{foot}</small></p></body></html>"
    )


def _told(line: Line) -> str:
    return "\n".join(filter(None, (line.text, *line.more, line.link)))


def _linked(line: Line) -> str:
    more = "".join(f"<br>{escape(each)}" for each in line.more)
    if not line.link:
        return escape(line.text) + more
    return f'<a href="{escape(line.link)}">{escape(line.text)}</a>{more}'
