"""What every route declares about itself: the action it stands for, or why it is open to everybody.

``people.access`` checks the actions; pages of the kit itself are public. A test walks all routes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class RouteAccess:
    """The declaration a view carries as its attribute ``access``."""

    action: str | None = None
    public_reason: str = ""


def public(*, reason: str) -> Callable[[View], View]:
    """Declare a route open to everybody, and why."""

    def declare(view: View) -> View:
        view.access = RouteAccess(public_reason=reason)  # type: ignore[attr-defined]  # - functions take attributes; the route test reads it
        return view

    return declare
