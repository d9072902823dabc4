"""A department's system for tests: keys, a registered node, and signed calls."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import requests

from zhanqiao.core_services.exchange.engine.http_signatures import Message, digest_header, sign_call
from zhanqiao.core_services.exchange.engine.signing import key_id_of, provider_named
from zhanqiao.kit.clock import now

NDJSON = "application/x-ndjson"
TRANSFERS = "/api/v1/exchange/transfers"


@dataclass(frozen=True)
class Node:
    """A key pair, and how its holder signs."""

    private: bytes
    public: bytes
    key: str

    def signed(
        self,
        url: str,
        *,
        method: str = "POST",
        content: bytes | None = None,
        key: str = "k-1",
        media: str = NDJSON,
        nonce: str = "",
        at: datetime | None = None,
        **params: str,
    ) -> Message:
        """Return a signed call."""
        headers = (
            {}
            if content is None
            else {
                "Content-Type": media,
                "Content-Digest": digest_header(sha256=sha256(content).digest()),
                "Idempotency-Key": key,
            }
        )
        message = Message(method, f"{url}?{urlencode(params)}" if params else url, headers)
        nonce = nonce or secrets.token_urlsafe(18)
        sign_call(message=message, private=self.private, key_id=self.key, nonce=nonce, at=at or now())
        return message


def new_node(kind: str = "ed25519") -> Node:
    """Make a key pair."""
    provider = provider_named(name=kind)
    private = provider.generate()
    public = provider.public_of(private=private)
    return Node(private, public, key_id_of(public=public))


def send(message: Message, content: bytes | None = None) -> requests.Response:
    """Send a signed call word for word."""
    return requests.request(
        message.method, message.url, data=content, headers={**message.headers, "Accept-Language": "en"}, timeout=60
    )


def lines(*rows: dict[str, Any]) -> bytes:
    """Return rows as NDJSON."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
