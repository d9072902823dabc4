"""One address, several methods: reading and each way of writing are views of their own."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.portal.open_service.endpoints.edges import View


def by_method(*, read: View | None, write: dict[str, View]) -> View:
    """Return the view of an address: ``write`` by method, ``read`` for every other, which knows what is allowed.

    Each view holds to its own access. An address that is only written to answers other methods by its first writing.
    """
    other = read or next(iter(write.values()))
    if not write:
        return other

    @wraps(other)
    def chosen(request: HttpRequest, **places: str) -> HttpResponseBase:
        return write.get(request.method or "", other)(request, **places)

    return chosen
