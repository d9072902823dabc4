"""The endpoints of API v1: each parses, makes one call, renders."""

from __future__ import annotations
