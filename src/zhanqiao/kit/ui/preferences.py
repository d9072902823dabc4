"""How a visitor wants to see the pages: theme and 适老模式, kept in two cookies of their own browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THEME_COOKIE = "theme"
ELDER_COOKIE = "elder"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme`` is ``light``, ``dark`` or empty (the system decides); ``elder`` is large type, high contrast."""

    theme: str = ""
    elder: bool = False


def preferences_of(*, cookies: Mapping[str, str]) -> Preferences:
    """Read the cookies; values this version does not know count as unset."""
    theme = cookies.get(THEME_COOKIE, "")
    return Preferences(theme=theme if theme in THEMES else "", elder=cookies.get(ELDER_COOKIE) == "1")
