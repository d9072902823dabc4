"""Every address declares who may use it; an undeclared one is found and taught."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from zhanqiao.kit.routes import RouteAccess, public
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action

LESSON = (
    "declares no access. Put @access(Action.…) from people.access.operations on the view, "
    "or @public(reason=…) if everybody may call it. CONVENTIONS.md, rule 11."
)


def routes(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern):
            yield place, pattern.callback


def undeclared(patterns: list[Any]) -> list[str]:
    return [f"{place} {LESSON}" for place, view in routes(patterns) if not _is_declared(view)]


def _is_declared(view: Callable[..., Any]) -> bool:
    declared = getattr(view, "access", None)
    if not isinstance(declared, RouteAccess):
        return False
    if declared.action is None:
        return bool(declared.public_reason.strip())
    return declared.action in set(Action)


def test_every_route_declares_its_access() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_there_are_routes_to_walk() -> None:
    places = {place for place, _ in routes(get_resolver().url_patterns)}
    assert any(place.endswith("login/") for place in places)


def _view(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse()


@access(Action.upload)
def _guarded(request: HttpRequest) -> HttpResponse:
    return _view(request)


@public(reason="It says nothing")
def _open(request: HttpRequest) -> HttpResponse:
    return _view(request)


@public(reason=" ")
def _reasonless(request: HttpRequest) -> HttpResponse:
    return _view(request)


@pytest.mark.parametrize("view", [_view, _reasonless])
def test_a_planted_route_without_declaration_is_found_and_taught(view: Callable[..., Any]) -> None:
    assert undeclared([path("planted/", view)]) == [f"/planted/ {LESSON}"]


def test_declared_routes_are_accepted() -> None:
    assert undeclared([path("a/", _guarded), path("b/", _open)]) == []
