"""How processes learn, without a query, that what they cached has changed: a small file's stat.

A change appends one byte to ``HOME/<name>.generation`` when its transaction commits, so the pair of
modification time and size never repeats. What was read under one stamp is good until the stamp moves.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TypeVar

from django.db import connection, transaction

from zhanqiao.kit.environment import home

Stamp = tuple[int, int]
Value = TypeVar("Value")
CHANGE_NUMBERS = count(1)
OLDEST_SECONDS = 60.0  # a change is seen at last after this, even if its process died before telling


class Generation:
    """A named counter of visible changes, shared by all processes of one state folder."""

    def __init__(self, *, name: str) -> None:
        """Name the generation; nothing is read yet."""
        self._file_name = f"{name}.generation"

    def stamp(self) -> Stamp:
        """Return what identifies the present generation; costs one ``stat``."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - asked several times a request: a text is three times quicker
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def changed(self) -> None:
        """Begin a new generation as soon as the open transaction commits, or at once without one."""
        transaction.on_commit(_Change(generation=self, number=next(CHANGE_NUMBERS)))

    def pending(self) -> int | None:
        """Return the number of the latest change that this thread's open transaction made, or None."""
        entries = (entry[1] for entry in reversed(connection.run_on_commit))
        return next((one.number for one in entries if isinstance(one, _Change) and one.generation is self), None)

    def advance(self) -> None:
        """Begin a new generation now."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(descriptor, b".")
        finally:
            os.close(descriptor)

    @cached_property
    def _path(self) -> str:
        return str(home() / self._file_name)


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """A change that waits for its transaction's commit. Its number is never used twice in a process."""

    generation: Generation
    number: int

    def __call__(self) -> None:
        self.generation.advance()


class Remembered:
    """Values of one generation, kept in this process."""

    def __init__(self, *, generation: Generation) -> None:
        """Tie the memory to a generation."""
        self._generation = generation
        self._shelf: tuple[Stamp | None, float, dict[Hashable, object]] = (None, 0.0, {})

    def get(self, key: Hashable, load: Callable[[], Value], /) -> Value:
        """Return the value of ``key``, loading it when this generation has not loaded it yet.

        A transaction that changed things sees them: until its end it remembers for itself.
        """
        values = self._values()
        if key not in values:
            values[key] = load()
        return values[key]  # type: ignore[return-value]  # - the key fixes the type, by its only caller

    def _values(self) -> dict[Hashable, object]:
        pending, moment = self._generation.pending(), time.monotonic()
        stamp = self._generation.stamp() if pending is None else (-1, pending)
        known, since, values = self._shelf
        if known != stamp or moment - since > OLDEST_SECONDS:
            values = {}
            self._shelf = (stamp, moment, values)
        return values
