"""Whether an address outside still answers."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text

PROBE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What an address answered: HTTP status (0: nothing), whether that is well, why not."""

    status: int
    is_well: bool
    reason: Text


def link_answer(*, url: str) -> LinkAnswer:
    """Ask an address by HEAD, within the same guard as harvesting; takes 20 s at most."""
    # Late: urllib3 takes a moment, which no page need wait for.
    from zhanqiao.core_services.exchange.engine.fetching import Limits
    from zhanqiao.core_services.exchange.engine.probing import probe

    found = probe(url=url, limits=Limits(size=0, seconds=PROBE_SECONDS, allowed=allowed_inside()))
    return LinkAnswer(found.status, found.is_well, found.reason)


def outside_document(*, url: str, size: int, seconds: float) -> tuple[str, bytes]:
    """Return a small document that a page waits for, asked once, with the address that it came from at last.

    Raises FetchError, AddressRefusedError.
    """
    from zhanqiao.core_services.exchange.engine import fetching  # late, as above

    found = fetching.fetch(
        url=url, limits=fetching.Limits(size=size, seconds=seconds, allowed=allowed_inside()), tries=1
    )
    return found.url, found.content


def allowed_inside() -> tuple[str, ...]:
    """Return the hosts of the city's own network that may be reached, as the operator named them, in lower case."""
    return tuple(one.strip().lower() for one in str(value("HARVEST_ALLOW")).split(",") if one.strip())
