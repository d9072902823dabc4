"""What readers make of another portal's bytes: records and located faults."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zhanqiao.kit.texts import Text

FOUND_CHARACTERS = 200
IDENTIFIER_CHARACTERS = 500  # what a unique index holds on every database, in any script
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
OUTCOMES = (
    Text("该条未收录。", "The record was left out."),
    Text("该条已收录，此项略去。", "The record was taken without it."),
)
DOCUMENT_OUTCOMES = (
    Text("该文档没有收录任何条目。", "Nothing was taken from the document."),
    Text("文档其余部分已收录。", "The rest of the document was taken."),
)
Words = tuple[tuple[str, str], ...]
"""Texts by language: pairs of a two-letter language ("" when not stated) and a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A distribution of a record: where its data can be had at the source."""

    url: str
    title: str = ""
    format: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask, as far as it is an office: natural persons are dropped before anything is kept."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry of another catalogue, in its own words. ``identifier`` is what the source calls it."""

    identifier: str
    titles: Words
    descriptions: Words = ()
    keywords: tuple[str, ...] = ()
    page: str = ""
    publisher: str = ""
    licence: str = ""
    rights: str = ""
    access: str = ""
    cycle: str = ""
    themes: tuple[str, ...] = ()
    issued: date | None = None
    modified: str = ""
    spatial: str = ""
    temporal_from: date | None = None
    temporal_to: date | None = None
    language: str = ""
    contact: Contact = Contact()
    links: tuple[Link, ...] = ()

    @property
    def digest(self) -> str:
        """Return what changes exactly when the record does: SHA-256 of its canonical JSON."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and where: document, number of the record (from 1), its name, the field.

    ``refused`` says whether the record was left out for it; otherwise only the field was.
    """

    field: str
    expected: Text
    found: str = ""
    document: str = ""
    number: int | None = None
    subject: str = ""
    refused: bool = True

    @property
    def text(self) -> Text:
        """Return the fault as a sentence in both languages."""
        left, taken = OUTCOMES if self.number or self.subject else DOCUMENT_OUTCOMES
        outcome = left if self.refused else taken
        return Text(
            zh=f"{self._place('第 {} 条', '，')}字段“{self.field}”：应为{self.expected.zh}，实际是“{self.found or '空'}”。{outcome.zh}",
            en=f"{self._place('record {}', ', ')}field '{self.field}': expected {self.expected.en}, "
            f"found '{self.found or 'nothing'}'. {outcome.en}",
        )

    def _place(self, words: str, comma: str) -> str:
        parts = (self.document, words.format(self.number) if self.number else "", self.subject)
        return "".join(part + comma for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document gave. ``following`` is the address of the next page, ``listed`` those of further documents.

    ``broken``: the document could not be read to its end, so what is missing from it is not known to be gone.
    ``refused`` are the identifiers of records that were left out but could be told apart.
    """

    records: tuple[Record, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: tuple[str, ...] = ()
    following: str = ""
    listed: tuple[str, ...] = ()
    broken: bool = False


def shown(value: Any, /) -> str:
    """Return a found value short enough for a report."""
    text = " ".join(UNWRITABLE.sub(" ", str(value)).split())
    return text if len(text) <= FOUND_CHARACTERS else text[: FOUND_CHARACTERS - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
