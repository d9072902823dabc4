"""A running site, read as a visitor without JavaScript does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.live import LiveSite
from tests.portal.catalogue.reading import Page, page_of

Read = Callable[..., Page]


@pytest.fixture(scope="session")
def read(live_site: LiveSite) -> Read:
    """Fetch a page of the running site, following redirects as a browser does."""

    def fetch(path: str, **params: str | list[str]) -> Page:
        return page_of(requests.get(live_site.url + path, params=params, timeout=60))

    return fetch
