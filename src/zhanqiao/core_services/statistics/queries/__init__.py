"""Questions about figures, the self-assessment and the opening plan."""

from __future__ import annotations

from zhanqiao.core_services.statistics.queries.assessment import (
    GATHERERS,
    Assessment,
    JudgedPart,
    assessment,
    assessment_document,
)
from zhanqiao.core_services.statistics.queries.planning import PlanLine, plan_lines
from zhanqiao.core_services.statistics.queries.reporting import (
    assessment_sheet,
    report,
    report_figures,
    report_pdf,
    report_workbook,
)
from zhanqiao.core_services.statistics.queries.sheets import SHEETS, sheet, title_of

__all__ = [
    "GATHERERS",
    "SHEETS",
    "Assessment",
    "JudgedPart",
    "PlanLine",
    "assessment",
    "assessment_document",
    "assessment_sheet",
    "plan_lines",
    "report",
    "report_figures",
    "report_pdf",
    "report_workbook",
    "sheet",
    "title_of",
]
