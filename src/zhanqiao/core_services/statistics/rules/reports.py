"""The decision report: key figures, what calls for a decision, and the sheets behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.statistics.rules.sheets import Sheet
from zhanqiao.kit.texts import Text

MOST_ROWS = 30  # of a sheet in the PDF; the workbook has them all


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed to those who decide. ``figures`` are pairs of a name and a value."""

    title: Text
    site: Text
    at: datetime
    figures: Sequence[tuple[Text, str]]
    findings: Sequence[Text]
    sheets: Sequence[Sheet]


TITLE = Text("公共数据开放决策参考报告", "Open public data: a report for decisions")
FIGURES = Text("主要指标", "Key figures")
FINDINGS = Text("需要决策的事项", "What calls for a decision")
NOTHING = Text("没有需要决策的事项。", "Nothing calls for a decision.")
CUT = Text(
    "只列出前 {shown} 行，共 {total} 行；全部见 Excel 报告。",
    "The first {shown} of {total} rows; the workbook has all.",
)
LATE = Text(
    "{name}有 {count} 个数据集超过承诺的更新周期。", "{count} datasets of {name} are past their promised update."
)
OVERDUE = Text("{name}有 {count} 项办理已超期。", "{count} duties of {name} are overdue.")
MISSED = Text(
    "公众检索“{words}”没有结果（{count} 位访问者）。", "{count} visitors searched '{words}' and found nothing."
)
BEHIND = Text("开放计划“{title}”已过计划月份（{name}）。", "'{title}' in the plan of {name} is past its month.")
GAP = Text("自评差 {points:g} 分：{name}——{gap}。", "{points:g} points missing: {name}: {gap}.")
