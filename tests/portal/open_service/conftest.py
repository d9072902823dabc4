"""A running site and a short way to ask it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.exchanging import pushing

__all__ = ["pushing"]
Get = Callable[..., requests.Response]


@pytest.fixture(scope="session")
def get(live_site: LiveSite) -> Get:
    """Ask the running site for an address below /api/v1; {parks} and {trees} stand for table ids."""
    places = {name: ids["table"] for name, ids in live_site.seeded.items() if "table" in ids}

    def ask(
        path: str, *, method: str = "GET", headers: dict[str, str] | None = None, **params: Any
    ) -> requests.Response:
        address = f"{live_site.url}/api/v1{path.format(**places)}"
        given = {"Accept-Encoding": "identity", **(headers or {})}
        return requests.request(method, address, params=params, headers=given, timeout=60, allow_redirects=False)

    return ask
