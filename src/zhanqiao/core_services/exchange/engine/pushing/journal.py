"""What a node has sent and what was confirmed: one SQLite file, synced before anything is sent and after each receipt."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SCHEMA = """
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS part (
    number INTEGER PRIMARY KEY, run INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, rows INTEGER,
    sha256 TEXT NOT NULL, key TEXT NOT NULL, highest TEXT, transfer TEXT, receipt TEXT, proof INTEGER NOT NULL DEFAULT 0
);
"""


class JournalOfAnotherError(ZhanqiaoError):
    """The journal belongs to another push; nothing was sent."""

    status = 409
    code = "push-journal"
    sentence = Text(
        zh="日志 {path} 属于另一项推送（{name}：{there}）。没有发送任何内容，请换一个 --journal。",
        en="The journal {path} belongs to another push ({name}: {there}). Nothing was sent; name another --journal.",
    )


class SourceChangedError(ZhanqiaoError):
    """What was sent, or was about to be, no longer stands in the file; nothing more was sent."""

    status = 409
    code = "push-source-changed"
    sentence = Text(
        zh="文件中第 {start} 至 {stop} 字节与日志记录的内容不符，没有继续发送。请恢复原文件，或换一个 --journal。",
        en="Bytes {start} to {stop} of the file are not what the journal knows; nothing more was sent. Restore the file, or "
        "name another --journal.",
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """A part as the journal knows it; ``receipt`` is None until it was confirmed."""

    number: int
    start: int
    stop: int
    rows: int | None
    sha256: str
    key: str
    transfer: str | None
    receipt: dict[str, Any] | None


class Journal:
    """The journal of one push: a file, a table, an operation."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it."""
        self._path = path
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def belongs(self, **said: str) -> None:
        """Hold a push against the one that the journal was begun for. Raises JournalOfAnotherError."""
        for name, value in said.items():
            there = self.said(name)
            if there is None:
                self.say(name, value)
            elif there != value:
                raise JournalOfAnotherError(path=self._path.name, name=name, there=there)

    def said(self, name: str, /) -> str | None:
        """Return something noted under a name."""
        found = self._one("SELECT value FROM said WHERE name = ?", name)
        return str(found[0]) if found else None

    def say(self, name: str, value: str, /) -> None:
        """Note something under a name, durably."""
        self._database.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (name, value))

    def intend(
        self, *, run: int, start: int, stop: int, rows: int | None, sha256: str, key: str, highest: Any = None
    ) -> Noted:
        """Note what is about to be sent, durably, and return it."""
        values = (run, start, stop, rows, sha256, key, json.dumps(highest))
        self._database.execute(
            "INSERT INTO part (run, start, stop, rows, sha256, key, highest) VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )
        found = self.last(run=run)
        assert found is not None
        return found

    def confirm(self, *, number: int, transfer: str, receipt: dict[str, Any]) -> None:
        """Keep the receipt of a part, durably."""
        values = (transfer, json.dumps(receipt, ensure_ascii=False), number)
        self._database.execute("UPDATE part SET transfer = ?, receipt = ? WHERE number = ?", values)

    def last(self, *, run: int) -> Noted | None:
        """Return the last part of a run, confirmed or not."""
        found = self._one(f"{SELECT} WHERE run = ? ORDER BY number DESC LIMIT 1", run)
        return _noted(found) if found else None

    def highest(self, *, run: int) -> Any:
        """Return the highest watermark among the confirmed parts of a run, None without one."""
        with closing(
            self._database.execute("SELECT highest FROM part WHERE run = ? AND receipt IS NOT NULL", (run,))
        ) as rows:
            marks = [json.loads(text) for (text,) in rows if text]
        return max((mark for mark in marks if mark is not None), default=None)

    def confirmed(self) -> list[Noted]:
        """Return all confirmed parts, oldest first."""
        with closing(self._database.execute(f"{SELECT} WHERE receipt IS NOT NULL ORDER BY number")) as rows:
            return [_noted(row) for row in rows]

    def without_proof(self) -> list[Noted]:
        """Return the confirmed parts whose proof was not fetched yet."""
        with closing(
            self._database.execute(f"{SELECT} WHERE receipt IS NOT NULL AND proof = 0 ORDER BY number")
        ) as rows:
            return [_noted(row) for row in rows]

    def proven(self, *, number: int) -> None:
        """Note that the proof of a part was fetched."""
        self._database.execute("UPDATE part SET proof = 1 WHERE number = ?", (number,))

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._database.execute(sql, values).fetchone()
        return found


SELECT = "SELECT number, start, stop, rows, sha256, key, transfer, receipt FROM part"


def _noted(row: tuple[Any, ...]) -> Noted:
    number, start, stop, rows, digest, key, transfer, receipt = row
    return Noted(number, start, stop, rows, digest, key, transfer, json.loads(receipt) if receipt else None)
