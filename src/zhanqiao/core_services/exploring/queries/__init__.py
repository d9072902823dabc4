"""Questions about views of a table: its charts with their numbers, what it answers by itself."""

from __future__ import annotations

from zhanqiao.core_services.exploring.queries.charts import (
    NO_CHART,
    Chart,
    ChartMisfitError,
    Drawing,
    chart_of,
    drawing,
    measure_title,
    specification,
)
from zhanqiao.core_services.exploring.queries.pivot_files import pivot_csv, pivot_xlsx
from zhanqiao.core_services.exploring.queries.pivots import Pivot, pivot_of
from zhanqiao.core_services.exploring.queries.questions import Answered, questions_of
from zhanqiao.core_services.exploring.queries.saved import SavedCard, saved_views

__all__ = [
    "NO_CHART",
    "Answered",
    "Chart",
    "ChartMisfitError",
    "Drawing",
    "Pivot",
    "SavedCard",
    "chart_of",
    "drawing",
    "measure_title",
    "pivot_csv",
    "pivot_of",
    "pivot_xlsx",
    "questions_of",
    "saved_views",
    "specification",
]
