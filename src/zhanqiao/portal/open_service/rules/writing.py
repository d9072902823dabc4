"""Every address of API v1 that changes something, declared once; only programs with an access key may use them."""

from __future__ import annotations

from zhanqiao.portal.open_service.rules.exchange import EXCHANGE_WRITINGS
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS
from zhanqiao.portal.open_service.rules.writing_files import FILE_WRITINGS
from zhanqiao.portal.open_service.rules.writing_kinds import WRITING, Writing
from zhanqiao.portal.open_service.rules.writing_rows import ROW_WRITINGS

__all__ = ["WRITING", "WRITINGS", "WRITING_BY_NAME", "Writing", "methods_of"]

READING = ("GET", "HEAD")
OPTIONS = "OPTIONS"
WRITINGS = (*ROW_WRITINGS, *FILE_WRITINGS, *EXCHANGE_WRITINGS)
WRITING_BY_NAME = {writing.name: writing for writing in WRITINGS}


def methods_of(*, path: str) -> tuple[str, ...]:
    """Return the methods an address has, OPTIONS last."""
    here = [endpoint for endpoint in ENDPOINTS if endpoint.path == path]
    reads = any(endpoint.body is None for endpoint in here)
    posted = any(endpoint.posted or endpoint.body for endpoint in here)
    writes = [writing.method for writing in WRITINGS if writing.path == path]
    asked = [*(READING if reads or "GET" in writes else ()), *(("POST",) if posted else ()), *writes, OPTIONS]
    return tuple(dict.fromkeys(asked))
