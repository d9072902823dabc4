"""Every address of API v1 that changes something, declared once; only programs with an access key may use them."""

from __future__ import annotations

from zhanqiao.portal.open_service.rules.registry import ENDPOINTS
from zhanqiao.portal.open_service.rules.writing_files import FILE_WRITINGS
from zhanqiao.portal.open_service.rules.writing_kinds import WRITING, Writing
from zhanqiao.portal.open_service.rules.writing_rows import ROW_WRITINGS

__all__ = ["WRITING", "WRITINGS", "WRITING_BY_NAME", "Writing", "methods_of"]

READING = ("GET", "HEAD")
OPTIONS = "OPTIONS"
WRITINGS = (*ROW_WRITINGS, *FILE_WRITINGS)
WRITING_BY_NAME = {writing.name: writing for writing in WRITINGS}


def methods_of(*, path: str) -> tuple[str, ...]:
    """Return the methods an address has, OPTIONS last."""
    reads = any(endpoint.path == path for endpoint in ENDPOINTS)
    posted = any(endpoint.path == path and endpoint.posted for endpoint in ENDPOINTS)
    writes = [writing.method for writing in WRITINGS if writing.path == path]
    asked = [*(READING if reads or "GET" in writes else ()), *(("POST",) if posted else ()), *writes, OPTIONS]
    return tuple(dict.fromkeys(asked))
