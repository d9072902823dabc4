"""What a setting is."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.texts import Text

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: name without prefix, default (its type is the setting's type), meaning."""

    name: str
    default: str | int | bool
    meaning: Text
