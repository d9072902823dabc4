"""Structured logs on standard error and in the state folder; no secrets, no personal data."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from zhanqiao.kit.environment import home, value
from zhanqiao.kit.request_ids import current

QUIET = ("pyiceberg", "django.request", "django.server", "urllib3")


class Terminal(logging.Handler):
    """Writes lines to what standard error is at that moment: one that was replaced for a while is closed afterwards."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a terminal that is gone must not stop the work that is logged."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


class DayFile(logging.Handler):
    """Writes whole lines of JSON to ``logs/<day>.jsonl`` of the state folder.

    All processes append to the same file, each line by one write, which the system does not divide; a new day is a new
    file, so that nothing is renamed under anybody. Old files go by the purge of monitoring, never before LOG_DAYS.
    """

    def __init__(self, folder: Path) -> None:
        """Write below ``folder``; it is made at the first line."""
        super().__init__()
        self._folder, self._day, self._file = folder, "", -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a full disk must not stop the work that is logged."""
        try:
            os.write(self._opened(), self.format(record).encode() + b"\n")
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
        self._day, self._file = "", -1
        super().close()

    def _opened(self) -> int:
        day = datetime.now(tz=UTC).date().isoformat()
        if day != self._day:
            self._folder.mkdir(exist_ok=True, mode=0o750)
            path = self._folder / f"{day}.app.jsonl"
            opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
            if self._file >= 0:
                os.close(self._file)
            self._day, self._file = day, opened
        return self._file


def configure(options: dict[str, Any]) -> None:
    """Send Django's and our own log lines through one renderer (called by Django's set-up)."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for former in root.handlers:
        former.close()
    root.handlers = list(_handlers(shared, to_file=bool(options.get("to_file"))))
    root.setLevel(options.get("level", "INFO"))
    for noisy in QUIET:
        logging.getLogger(noisy).setLevel("ERROR")


def _handlers(shared: list[structlog.typing.Processor], *, to_file: bool) -> list[logging.Handler]:
    plain = structlog.processors.JSONRenderer(ensure_ascii=False)
    shown = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else plain
    terminal = Terminal()
    terminal.setFormatter(structlog.stdlib.ProcessorFormatter(processor=shown, foreign_pre_chain=shared))
    if not to_file or not value("LOG_FILES"):
        return [terminal]
    file = DayFile(home() / "logs")
    file.setFormatter(structlog.stdlib.ProcessorFormatter(processor=plain, foreign_pre_chain=shared))
    return [terminal, file]


def _add_request_id(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    del logger, method
    request_id = current()
    return {**event, "request_id": request_id} if request_id else event
