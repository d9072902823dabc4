"""Sending documents to programs that asked for them."""

from __future__ import annotations

from collections.abc import Mapping

from zhanqiao.core_services.exchange.queries.links import LinkAnswer
from zhanqiao.kit.environment import value

SECONDS = 15.0


def post_document(*, url: str, body: bytes, headers: Mapping[str, str]) -> LinkAnswer:
    """Send a document once, to a public address or one that WEBHOOK_ALLOW names; takes 15 s at most."""
    # Late: urllib3 takes a moment, which no page need wait for.
    from zhanqiao.core_services.exchange.engine.fetching import Limits
    from zhanqiao.core_services.exchange.engine.posting import post

    limits = Limits(size=0, seconds=SECONDS, allowed=allowed_receivers())
    answer = post(url=url, body=body, headers=headers, limits=limits)
    return LinkAnswer(answer.status, answer.is_well, answer.reason)


def refusal_of(*, url: str) -> str:
    """Return the code of the reason why nothing is sent to an address, or an empty text. Looks its host up."""
    # Late: as above.
    from zhanqiao.core_services.exchange.engine import guard
    from zhanqiao.core_services.exchange.engine.fetching import wire_form

    try:
        guard.target(url=wire_form(url), allowed=allowed_receivers())
    except guard.AddressRefusedError as error:
        return error.code
    return ""


def allowed_receivers() -> tuple[str, ...]:
    """Return the internal hosts that webhooks may be sent to, as the operator named them, in lower case."""
    return tuple(one.strip().lower() for one in str(value("WEBHOOK_ALLOW")).split(",") if one.strip())
