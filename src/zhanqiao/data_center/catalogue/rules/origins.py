"""Entries that came from elsewhere: which source, under which identifier, and where its data can be had there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLink:
    """A file or service at the source. We hold no copy of it."""

    url: str
    title: str = ""
    format: str = ""
    size: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry came from. ``source`` is the source's key and ``identifier`` what the source calls the record."""

    source: str
    source_zh: str
    source_en: str
    identifier: str
    page: str
    links: tuple[OriginLink, ...] = ()

    @property
    def name(self) -> Text:
        """Return the source's name; Chinese where no English is given."""
        return Text(zh=self.source_zh, en=self.source_en or self.source_zh)

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats of the links in lower case, each once."""
        return tuple(sorted({link.format.lower() for link in self.links if link.format}))
