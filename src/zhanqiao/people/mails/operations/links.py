"""Addresses of this site as mails carry them: absolute, in the reader's language, signed where they act."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.core import signing

from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.mails.rules import Kind

CONFIRM, UNSUBSCRIBE = "people.mails.confirm", "people.mails.unsubscribe"
PLACE = "/my/mail/"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a link to unsubscribe ends: mails of one kind to one address, or (no kind) its digests."""

    address_id: str
    kind: Kind | None


def absolute(*, path: str, language: str) -> str:
    """Return a page of this site with the configured public address; an English reader gets the English page."""
    in_english = language == "en" and not path.startswith("/en/")
    return f"{str(value('SITE_URL')).rstrip('/')}{'/en' if in_english else ''}{path}"


def confirming(*, address_id: str, language: str) -> str:
    """Return the link that confirms an address."""
    token = signing.Signer(salt=CONFIRM).sign(address_id)
    return absolute(path=f"{PLACE}confirmation/{quote(token, safe=':')}/", language=language)


def confirmed(*, token: str) -> str:
    """Return the id of the address a link confirms; empty when it is not ours."""
    try:
        return signing.Signer(salt=CONFIRM).unsign(token)
    except signing.BadSignature:
        return ""


def ending(*, address_id: str, kind: Kind | None, language: str) -> str:
    """Return the link that unsubscribes; it holds for as long as the address is in force."""
    token = signing.Signer(salt=UNSUBSCRIBE).sign(f"{address_id}.{kind.value if kind else ''}")
    return absolute(path=f"/mails/unsubscribe/{quote(token, safe=':')}/", language=language)


def ended(*, token: str) -> Ending:
    """Return what a link to unsubscribe ends. Raises NotFoundError when it is not ours."""
    try:
        address_id, _, kind = signing.Signer(salt=UNSUBSCRIBE).unsign(token).partition(".")
    except signing.BadSignature:
        raise NotFoundError(what=token[:12]) from None
    return Ending(address_id, Kind(kind) if kind else None)
