"""Sending a message about an alert: mail text, and webhooks as Standard Webhooks 1.0 wants them."""

from __future__ import annotations

from zhanqiao.kit.webhooks import headers

SECONDS = 10.0
ACCEPTED = range(200, 300)


class NotTakenError(Exception):
    """The other side did not take a message; its text says why in a few words without addresses or secrets."""


def push(*, url: str, secret: str, message_id: str, timestamp: int, body: bytes) -> None:
    """Send a signed message. Raises NotTakenError."""
    # Late: web processes tell of alerts, but only the worker sends them.
    import urllib3
    from urllib3.exceptions import HTTPError

    told = headers(secret=secret, message_id=message_id, timestamp=timestamp, body=body)
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    try:
        with urllib3.PoolManager(timeout=timeout) as pool:
            answer = pool.request("POST", url, body=body, headers=told, redirect=False, retries=False)
    except (HTTPError, OSError, ValueError) as error:
        raise NotTakenError(type(error).__name__) from None
    if answer.status not in ACCEPTED:
        raise NotTakenError(f"HTTP {answer.status}")
