"""What mails announce: that one is being written, so that whoever knows more of what it tells may add lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

item_written = (
    Signal()
)  # event=ItemWritten; a receiver returns lines of plain text for below the sentence, and attachments


@dataclass(frozen=True, slots=True)
class ItemWritten:
    """A sentence of a mail is being written, a moment before it is sent; ``url`` is the page of this site it is about."""

    account_id: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, made a moment before it is sent."""

    name: str
    content: bytes
    media_type: str
