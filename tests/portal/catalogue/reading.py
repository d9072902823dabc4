"""A page as a visitor reads it: its title, its headings, its links, its tables, its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass
class Element:
    """An element with its attributes and what it holds."""

    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as one line."""
        whole = "".join(part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join(whole.split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return every element below with this tag and these attributes, in the order of the page."""
        found: list[Element] = []
        for part in self.parts:
            if isinstance(part, Element):
                if part.tag == tag and part.has(attributes):
                    found.append(part)
                found += part.all(tag, **attributes)
        return found

    def has(self, attributes: dict[str, str]) -> bool:
        """Say whether the attributes are there; of ``class_`` one class is enough."""
        classes = self.attributes.get("class", "").split()
        return all(
            value in classes if name == "class_" else self.attributes.get(name) == value
            for name, value in attributes.items()
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


@dataclass
class Page:
    """An answer of the site, parsed."""

    status: int
    url: str
    headers: dict[str, str]
    source: str
    root: Element

    @property
    def main(self) -> Element:
        """The content between header and footer."""
        return self.root.all("main")[0]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the grid."""
        (table,) = self.root.all("table", class_="grid")
        return [
            [cell.text for cell in row.parts if isinstance(cell, Element)]
            for row in table.all("tbody")[0].all("tr")
        ]  # fmt: skip

    @property
    def robots(self) -> list[str]:
        """What crawlers are told."""
        return [one.attributes["content"] for one in self.root.all("meta", name="robots")]

    def link(self, text: str) -> str:
        """Return where the only link with this text leads."""
        (found,) = {one.attributes["href"] for one in self.root.all("a") if one.text == text}
        return found

    def text_of(self, tag: str, class_: str) -> str:
        """Return the text of the only element with this tag and class."""
        (found,) = self.root.all(tag, class_=class_)
        return found.text


def page_of(answer: requests.Response) -> Page:
    """Parse an answer."""
    builder = _Builder()
    builder.feed(answer.text)
    return Page(answer.status_code, answer.url, dict(answer.headers), answer.text, builder.root)
