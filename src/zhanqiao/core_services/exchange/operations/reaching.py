"""Reaching out: every connection to another machine goes to an address that was looked at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhanqiao.core_services.exchange.queries.links import allowed_inside
from zhanqiao.kit.environment import value

if TYPE_CHECKING:  # else every page would load urllib3
    from zhanqiao.core_services.exchange.engine.fetching import Fetched, Limits


def read_document(*, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
    """Return a document, trying again where that may help. Raises FetchError, AddressRefusedError."""
    from zhanqiao.core_services.exchange.engine import fetching  # late: urllib3, which no page need wait for

    return fetching.fetch(url=url, limits=limits_of_fetching(), headers=headers)


def address_of(*, host: str, port: int) -> str:
    """Return the IP address to connect to for a host that was looked at. Raises AddressRefusedError."""
    from zhanqiao.core_services.exchange.engine import guard  # late, with the reader beside it

    named = f"[{host}]" if ":" in host else host
    return guard.target(url=f"http://{named}:{port}/", allowed=allowed_inside()).ip


def limits_of_fetching() -> Limits:
    """Return the limits of one document, as the settings say."""
    from zhanqiao.core_services.exchange.engine import fetching  # late, as above

    return fetching.Limits(
        size=value("HARVEST_BYTES"), seconds=float(value("HARVEST_SECONDS")), allowed=allowed_inside()
    )
