"""Gives every page the card of whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhanqiao.people.access.queries import card_of_request


def card(request: HttpRequest) -> dict[str, Any]:
    """Return ``card``, made when a template first asks for it."""
    return {"card": SimpleLazyObject(lambda: card_of_request(request))}
