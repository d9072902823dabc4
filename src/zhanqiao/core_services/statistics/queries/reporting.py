"""The decision report: gathered from the same sheets that everybody reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from zhanqiao.core_services.statistics.queries.assessment import assessment
from zhanqiao.core_services.statistics.queries.city import city
from zhanqiao.core_services.statistics.queries.planning import plan_lines
from zhanqiao.core_services.statistics.queries.sheets import SHEETS, sheet
from zhanqiao.core_services.statistics.rules import Shape, Sheet, columns
from zhanqiao.core_services.statistics.rules.planning import PlanState
from zhanqiao.core_services.statistics.rules.reports import BEHIND, GAP, LATE, MISSED, OVERDUE, TITLE, Report
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text

MOST_OF_A_KIND = 5


def report(*, at: datetime) -> Report:
    """Return the report of a moment."""
    sheets = {key: sheet(key=key, at=at) for key in SHEETS}
    site = Text(str(value("SITE_NAME_ZH")), str(value("SITE_NAME_EN")))
    return Report(
        title=TITLE,
        site=site,
        at=at,
        figures=tuple(_figures(sheets, at)),
        findings=tuple(_findings(sheets, at)),
        sheets=(*sheets.values(), assessment_sheet(at=at)),
    )


def report_figures(*, at: datetime) -> tuple[tuple[Text, str], ...]:
    """Return the key figures: names and values."""
    return tuple(_figures({key: sheet(key=key, at=at) for key in SHEETS}, at))


def report_pdf(*, at: datetime, language: str) -> bytes:
    """Return the report as PDF."""
    # Late: only this report sets type.
    from zhanqiao.core_services.statistics.engine.paper import as_pdf

    return as_pdf(report(at=at), language=language)


def report_workbook(*, at: datetime, language: str) -> bytes:
    """Return the report as XLSX."""
    # Late: as above.
    from zhanqiao.core_services.statistics.engine.workbook import as_workbook

    return as_workbook(report(at=at), language=language)


def assessment_sheet(*, at: datetime) -> Sheet:
    """Return the self-assessment as a sheet."""
    found = assessment(at=at)
    rows = tuple(
        {
            "name": line.indicator.name, "part": part.part.name, "points": line.points, "weight": line.indicator.weight,
            "found": line.evidence.found if line.evidence else Text("无证据，不计分", "no evidence, nothing claimed"),
            "url": " ".join(proof.path for proof in line.evidence.proofs) if line.evidence else "",
        }
        for part in found.parts
        for line in part.lines
    )  # fmt: skip
    note = Text(
        f"依据：{found.yardstick.source.zh}（{found.yardstick.version}）",
        f"After: {found.yardstick.source.en} ({found.yardstick.version})",
    )
    shaped = columns(("name", "指标", "Indicator", Shape.WORDS), ("part", "部分", "Part", Shape.WORDS), ("points", "得分", "Points", Shape.NUMBER), ("weight", "满分", "Of", Shape.NUMBER), ("found", "证据", "Evidence", Shape.WORDS), ("url", "网址", "Address", Shape.WORDS))  # fmt: skip
    return Sheet("self-assessment", Text("开放数林自评", "Self-assessment"), note, shaped, rows, "points")


def _figures(sheets: dict[str, Sheet], at: datetime) -> Iterator[tuple[Text, str]]:
    here = city(at=at)
    yield Text("已发布数据集", "Published datasets"), f"{len(here.datasets):,}"
    yield Text("可直接获取的数据集", "Open datasets with rows"), f"{len(here.open):,}"
    yield Text("开放数据行数", "Rows of open data"), f"{sum(one.rows for one in here.open):,}"
    yield (
        Text("已开放数据的部门", "Departments that opened data"),
        f"{len(here.by_department)} / {len(here.departments)}",
    )
    promised, late = _sum(sheets["punctuality"], "promised"), _sum(sheets["punctuality"], "late")
    yield Text("按承诺更新", "Updated as promised"), f"{promised - late:,} / {promised:,}"
    yield Text("近一年答复", "Answers within a year"), f"{_sum(sheets['answers'], 'answered'):,}"
    yield Text("近一年使用", "Uses within a year"), f"{_sum(sheets['use'], 'all'):,}"
    yield Text("自评得分（满分 100）", "Points of the self-assessment, of 100"), f"{assessment(at=at).points:g}"


def _findings(sheets: dict[str, Sheet], at: datetime) -> Iterator[Text]:
    late = [row for row in sheets["punctuality"].rows if row["late"]]
    for row in late[:MOST_OF_A_KIND]:
        yield _named(LATE, row["department"], count=row["late"])
    overdue = sorted((row for row in sheets["answers"].rows if row["overdue"]), key=lambda row: -row["overdue"])
    for row in overdue[:MOST_OF_A_KIND]:
        yield _named(OVERDUE, row["office"], count=row["overdue"])
    for line in [one for one in plan_lines(at=at) if one.state is PlanState.LATE][:MOST_OF_A_KIND]:
        yield _named(BEHIND, line.department, title=line.title)
    missed = sorted((row for row in sheets["searches"].rows if row["fruitless"]), key=lambda row: -row["fruitless"])
    for row in missed[:MOST_OF_A_KIND]:
        yield MISSED.filled(words=row["words"], count=row["fruitless"])
    for gap in assessment(at=at).gaps[:MOST_OF_A_KIND]:
        points = round(gap.indicator.weight - gap.points, 1)
        zh = GAP.zh.format(points=points, name=gap.indicator.name.zh, gap=gap.indicator.gap.zh)
        yield Text(zh, GAP.en.format(points=points, name=gap.indicator.name.en, gap=gap.indicator.gap.en))


def _named(sentence: Text, name: Text, **values: Any) -> Text:
    return Text(sentence.zh.format(name=name.zh, **values), sentence.en.format(name=name.en, **values))


def _sum(found: Sheet, name: str) -> int:
    return sum(int(row[name]) for row in found.rows)
