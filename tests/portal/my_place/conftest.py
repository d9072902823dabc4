"""An officer of a small city, and a browser to act for her."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people.conftest import PASSWORD, City, city, officer

__all__ = ["PASSWORD", "City", "city", "officer"]


@pytest.fixture
def visitor() -> Client:
    """A browser that must send the token of a form, as real ones must."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def signed_in(visitor: Client, officer: str) -> Client:
    assert sign_in(visitor).status_code == 302
    return visitor


def post(visitor: Client, address: str, /, **fields: str) -> object:
    """Send a form with its token, as the page holds it."""
    visitor.get("/login/")
    if "csrftoken" not in visitor.cookies:
        visitor.get("/my/")
    fields["csrfmiddlewaretoken"] = visitor.cookies["csrftoken"].value
    return visitor.post(address, fields)


def sign_in(visitor: Client, username: str = "li.wei", password: str = PASSWORD, **fields: str) -> object:
    return post(visitor, "/login/", username=username, password=password, **fields)
