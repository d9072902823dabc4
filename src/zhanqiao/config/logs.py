"""Structured logs on standard error; no secrets, no personal data."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def configure(options: dict[str, Any]) -> None:
    """Send Django's and our own log lines through one renderer (called by Django's set-up)."""
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options.get("level", "INFO"))
    for noisy in ("pyiceberg", "django.request", "django.server"):
        logging.getLogger(noisy).setLevel("ERROR")
