"""The guide's examples and limits, and what the page of SQL offers. Pure."""

from __future__ import annotations

from zhanqiao.portal.developer_center.rules.guide import INTERFACES, LIMITS, examples
from zhanqiao.portal.developer_center.rules.sql import FILES, LONGEST_ADDRESS, SqlAsked, asked_in

__all__ = ["FILES", "INTERFACES", "LIMITS", "LONGEST_ADDRESS", "SqlAsked", "asked_in", "examples"]
