"""What ``zhanqiao serve`` runs in each web process: the application, warmed in the background."""

from __future__ import annotations

import threading

import structlog

from zhanqiao.config.data_api_wsgi import application
from zhanqiao.data_center.catalogue.queries import warm

__all__ = ["application"]
log = structlog.get_logger(__name__)


def _warm() -> None:
    try:
        warm()
    except Exception:  # the first search then pays, and tells the visitor if it cannot
        log.exception("search not warmed")


threading.Thread(target=_warm, name="warm search", daemon=True).start()
