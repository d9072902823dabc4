"""Comparisons that were made once: two releases never change, so neither does how they differ.

A comparison lies in the folder of the newer of its releases and goes when that goes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import orjson

from zhanqiao.data_center.storage.engine.beside import write_beside
from zhanqiao.data_center.storage.engine.diffs.comparing import Compared, Side, compared
from zhanqiao.data_center.storage.engine.diffs.model import Columns, Counts, Places, columns_of
from zhanqiao.data_center.storage.engine.fields import Field

FOLDER = "diffs"
VERSION = 1
_lock = threading.Lock()  # one comparison at a time in a process: each may take DIFF_MEMORY_BYTES


@dataclass(frozen=True, slots=True)
class Difference:
    """How two releases differ: columns, counts, and where the rows of each kind stand (see :class:`Compared`).

    ``key`` is empty when whole rows were compared; a changed row then counts as one removed and one added.
    """

    columns: Columns
    key: tuple[str, ...]
    counts: Counts
    old: Places
    new: Places

    def places(self, kind: str | None) -> Places:
        """Return which entries are of a kind: added, removed, changed; all for None."""
        there = {"added": self.old < 0, "removed": self.new < 0, "changed": (self.old >= 0) & (self.new >= 0)}
        return np.arange(len(self.old)) if kind is None else np.flatnonzero(there[kind])


def kept(
    *, old: Path, new: Path, old_fields: Sequence[Field], new_fields: Sequence[Field], key: Sequence[str]
) -> Difference:
    """Return how two releases differ, from an earlier comparison or a new one.

    ``old`` and ``new`` are serving copies. Raises what :func:`compared` raises.
    """
    columns = columns_of(old=old_fields, new=new_fields)
    path = _path(old, new, key)
    found = _read(path)
    if found is None:
        with _lock:
            found = _read(path) or _made(
                path, old=Side(old, tuple(old_fields)), new=Side(new, tuple(new_fields)), key=key
            )
    return Difference(columns, tuple(key), found.counts, found.old, found.new)


def _path(old: Path, new: Path, key: Sequence[str]) -> Path:
    text = orjson.dumps([VERSION, old.parent.name, *key])
    return new.parent / FOLDER / f"{hashlib.blake2b(text, digest_size=12).hexdigest()}.npz"


def _made(path: Path, *, old: Side, new: Side, key: Sequence[str]) -> Compared:
    found = compared(old=old, new=new, columns=columns_of(old=old.fields, new=new.fields), key=key)
    counts = np.frombuffer(orjson.dumps(asdict(found.counts)), dtype=np.uint8)
    write_beside(path=path, write=lambda file: np.savez(file, counts=counts, old=found.old, new=found.new))
    return found


def _read(path: Path) -> Compared | None:
    try:
        with np.load(path) as stored:
            counts = Counts(**orjson.loads(stored["counts"].tobytes()))
            return Compared(counts, stored["old"], stored["new"])
    except FileNotFoundError:
        return None
