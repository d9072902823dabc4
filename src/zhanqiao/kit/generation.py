"""How processes learn, without a query, that what they cached has changed: a small file's stat.

A change appends one byte to ``HOME/<name>.generation`` when its transaction commits, so the pair of
modification time and size never repeats. What was read under one stamp is good until the stamp moves.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction

from zhanqiao.kit.environment import home

Stamp = tuple[int, int]
Value = TypeVar("Value")
OLDEST_SECONDS = 60.0  # a change is seen at last after this, even if its process died before telling


class Generation:
    """A named counter of visible changes, shared by all processes of one state folder."""

    def __init__(self, *, name: str) -> None:
        """Name the generation; nothing is read yet."""
        self._file_name = f"{name}.generation"

    def stamp(self) -> Stamp:
        """Return what identifies the present generation; costs one ``stat``."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def changed(self) -> None:
        """Begin a new generation as soon as the open transaction commits, or at once without one."""
        transaction.on_commit(self._advance)

    def is_changing(self) -> bool:
        """Say whether this thread's open transaction has changed things that others do not see yet."""
        return any(entry[1] == self._advance for entry in connection.run_on_commit)

    @cached_property
    def _path(self) -> Path:
        return home() / self._file_name

    def _advance(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(descriptor, b".")
        finally:
            os.close(descriptor)


class Remembered:
    """Values of one generation, kept in this process."""

    def __init__(self, *, generation: Generation) -> None:
        """Tie the memory to a generation."""
        self._generation = generation
        self._shelf: tuple[Stamp, float, dict[Hashable, object]] = ((-1, -1), 0.0, {})

    def get(self, key: Hashable, load: Callable[[], Value], /) -> Value:
        """Return the value of ``key``, loading it when this generation has not loaded it yet.

        Inside a transaction that changed things the memory is passed by: its view is nobody else's.
        """
        if self._generation.is_changing():
            return load()
        values = self._values()
        if key not in values:
            values[key] = load()
        return values[key]  # type: ignore[return-value]  # - the key fixes the type, by its only caller

    def _values(self) -> dict[Hashable, object]:
        stamp, moment = self._generation.stamp(), time.monotonic()
        known, since, values = self._shelf
        if known != stamp or moment - since > OLDEST_SECONDS:
            values = {}
            self._shelf = (stamp, moment, values)
        return values
