"""How a setting is declared: beside its type and default, what people call it and what they should know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any

from zhanqiao.kit.texts import Text

NOTHING = Text("", "")
TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people are told of a setting.

    ``choices`` are values with their words, where there are only some. ``more``: shown behind a fold, its default fits most.
    ``whom``: it says to whom secrets are sent, so a change of it asks for them again. ``long``: several lines.
    """

    label: Text
    hint: Text = NOTHING
    choices: Mapping[str, Text] | None = None
    more: bool = False
    whom: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A setting of a kind as forms show it. ``type`` is str, int or bool; ``default`` None: it must be given."""

    name: str
    type: type
    default: Any
    told: Told


def told(
    label: Text,
    /,
    *,
    default: Any = MISSING,
    hint: Text = NOTHING,
    choices: Mapping[str, Text] | None = None,
    more: bool = False,
    whom: bool = False,
    long: bool = False,
) -> Any:
    """Return a field of a dataclass of settings with its words. Without a default it must be given."""
    words = Told(label=label, hint=hint, choices=choices, more=more, whom=whom, long=long)
    return field(default=default, metadata={TOLD: words})
