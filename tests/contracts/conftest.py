"""Clients we did not write, against a running site."""

from __future__ import annotations

from tests.live import live_site

__all__ = ["live_site"]
