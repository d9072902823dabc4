"""Signed messages to other programs as Standard Webhooks 1.0 wants them (https://www.standardwebhooks.com). Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

# Pauses between the tries of a message, as Standard Webhooks recommends; then it is given up.
PAUSES = tuple(timedelta(seconds=each) for each in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400))
SECRET_PREFIX = "whsec_"  # noqa: S105 - how Standard Webhooks marks secrets, not one


def next_try(*, tries: int, at: datetime) -> datetime | None:
    """Return when a message that failed ``tries`` times is tried again; None: it is given up."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def written_secret(key: bytes, /) -> str:
    """Return a key as receivers take it: ``whsec_`` and base64."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def headers(*, secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message; without a secret it is not signed."""
    told = {"Content-Type": "application/json", "webhook-id": message_id, "webhook-timestamp": str(timestamp)}
    if secret:
        told["webhook-signature"] = signature(secret=secret, message_id=message_id, timestamp=timestamp, body=body)
    return told


def signature(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the ``webhook-signature``: v1, HMAC-SHA256 over id, time and body, in base64."""
    text = secret.removeprefix(SECRET_PREFIX)
    key = base64.b64decode(text) if secret.startswith(SECRET_PREFIX) else text.encode()
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
