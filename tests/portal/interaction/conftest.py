"""The people and datasets of the data requests' own tests, and browsers that are logged in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.core_services.conftest import department
from tests.core_services.data_requests.conftest import PASSWORD, People, people, wells

__all__ = ["department", "people", "wells"]
Browser = Callable[[str], Client]


@pytest.fixture
def browser_of(people: People) -> Browser:
    """Return a browser in which a user name is logged in; an empty name is nobody."""

    def logged_in(username: str) -> Client:
        client = Client()
        if username:
            client.post("/login/", {"username": username, "password": PASSWORD})
        return client

    return logged_in


def text_of(content: bytes) -> str:
    """Return what a page says, without its tags."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
