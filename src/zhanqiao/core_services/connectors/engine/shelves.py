"""A shelf: what a folder, a bucket or a file server is to us. It lists its files and gives one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file as its shelf lists it. ``stamp`` changes when the file does; ``age`` is in seconds, None when not known."""

    name: str
    size: int
    stamp: str
    order: float
    age: float | None = None


class Shelf(ABC):
    """An open shelf; a context manager. Reading raises SourceDownError, FileTooLargeError."""

    pattern: str = "*"
    quiet: int = 0

    @abstractmethod
    def listed(self) -> Sequence[Shelved]:
        """Return every file."""

    @abstractmethod
    def content(self, file: Shelved, /, *, most: int) -> bytes:
        """Return a file's bytes, at most ``most``."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Connect."""

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """Let go."""

    def ready(self) -> list[Shelved]:
        """Return the files that are wanted and no longer written to, oldest first."""
        found = [
            one
            for one in self.listed()
            if fnmatchcase(one.name, self.pattern) and (one.age is None or one.age >= self.quiet)
        ]
        return sorted(found, key=lambda one: (one.order, one.name))
