"""Words of a tile as HTML: CommonMark without HTML of its own and without pictures, so that nothing is fetched from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any

DEEPEST = 6
KINDS_OF_LINES = {"heading_open": "head", "list_item_open": "item"}


def as_html(*, text: str, top: int = 2) -> str:
    """Return words written in Markdown as safe HTML: HTML in them is shown as written, unsafe addresses are no links.

    Headings begin at the level ``top``, below that of the page or tile they stand on, and skip none.
    """
    reader = _reader()
    tokens = reader.parse(text)
    level = top - 1
    for token in tokens:
        if token.type == "heading_open":
            level = min(top + int(token.tag[1]) - 1, level + 1, DEEPEST)
        if token.type.startswith("heading"):
            token.tag = f"h{level}"
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("rel", "nofollow noopener ugc")
    found: str = reader.renderer.render(tokens, reader.options, {})
    return found


def as_lines(*, text: str) -> tuple[tuple[str, str], ...]:
    """Return words written in Markdown as plain lines: pairs of a kind (head, item, text) and the words; links say where they lead."""
    found, kind = [], "text"
    for token in _reader().parse(text):
        if token.type in KINDS_OF_LINES:
            kind = KINDS_OF_LINES[token.type]
        elif token.type in ("heading_close", "list_item_close"):
            kind = "text"
        elif token.type == "inline":
            found.append((kind, _plain(token)))
        elif token.type in ("fence", "code_block"):
            found.append(("text", token.content.strip()))
    return tuple(found)


def _plain(token: Any) -> str:
    parts, links = [], []
    for one in token.children or ():
        if one.type == "link_open":
            links.append(str(one.attrGet("href") or ""))
        elif one.type == "link_close":
            parts.append(f" ({links.pop()})")
        else:
            parts.append(" " if one.type in ("softbreak", "hardbreak") else one.content)
    return "".join(parts)


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # late: only a page with words needs it

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
