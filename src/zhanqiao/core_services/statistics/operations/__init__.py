"""Counting uses and searches, writing the opening plan, and folding what was counted into rows."""

from __future__ import annotations

from zhanqiao.core_services.statistics.operations.counting import USES, count_use, note_search
from zhanqiao.core_services.statistics.operations.folding import fold_uses
from zhanqiao.core_services.statistics.operations.opening import publish_statistics
from zhanqiao.core_services.statistics.operations.planning import plan_opening, withdraw_planned

__all__ = ["USES", "count_use", "fold_uses", "note_search", "plan_opening", "publish_statistics", "withdraw_planned"]
