"""What was understood, arranged as the page reads it: per table, per column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.data_center.storage.queries import Field, LogicalType, TableReport
from zhanqiao.kit.texts import Text

TYPES = {
    LogicalType.TEXT: Text("文本", "text"),
    LogicalType.INTEGER: Text("整数", "integer"),
    LogicalType.DECIMAL: Text("小数", "decimal"),
    LogicalType.NUMBER: Text("数值", "number"),
    LogicalType.BOOLEAN: Text("是/否", "yes or no"),
    LogicalType.DATE: Text("日期", "date"),
    LogicalType.TIME: Text("时间", "time"),
    LogicalType.TIMESTAMP: Text("日期时间", "date and time"),
    LogicalType.GEOMETRY: Text("空间要素", "geometry"),
    LogicalType.JSON: Text("JSON", "JSON"),
}
SIGNS = {
    ",": Text("逗号", "comma"),
    "\t": Text("制表符", "tab"),
    ";": Text("分号", "semicolon"),
    " ": Text("空格", "space"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One problem cell; ``number`` counts data rows from 1, as people do."""

    number: int
    original: str


@dataclass(frozen=True, slots=True)
class Problems:
    """The problem cells of a column."""

    count: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One column: its type, why, and what did not fit."""

    field: Field
    type: Text
    findings: tuple[Text, ...]
    problems: Problems | None


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """One table of the report. ``kept`` are (kind, label) of files kept beside it."""

    number: int
    name: str
    rows: int
    columns: int
    encoding: str | None
    delimiter: Text | None
    sheet: str | None
    header_row: int | None
    refused_rows: int
    lines: tuple[Line, ...]
    general: tuple[Text, ...]
    kept: tuple[tuple[str, str], ...]


def report_tables(*, submission: SubmissionCard) -> tuple[TableOnPage, ...]:
    """Return the tables of a submission's report; empty while it is not understood."""
    reports = submission.report.tables if submission.report else ()
    return tuple(_table(number, report) for number, report in enumerate(reports))


def _table(number: int, report: TableReport) -> TableOnPage:
    named = {field.name for field in report.fields}
    delimiter = (report.dialect or {}).get("delimiter")
    return TableOnPage(
        number=number,
        name=report.name,
        rows=report.rows,
        columns=len(report.fields),
        encoding=report.encoding,
        delimiter=SIGNS.get(delimiter, Text(delimiter, delimiter)) if delimiter else None,
        sheet=report.sheet,
        header_row=report.header_row,
        refused_rows=report.refused_rows,
        lines=tuple(_lines(report)),
        general=tuple(finding.text for finding in report.findings if finding.column not in named),
        kept=tuple(_kept(report)),
    )


def _lines(report: TableReport) -> Iterator[Line]:
    for field in report.fields:
        findings = tuple(finding.text for finding in report.findings if finding.column == field.name)
        yield Line(field, TYPES[field.type], findings, _problems(report, field.name))


def _problems(report: TableReport, column: str) -> Problems | None:
    cells = report.problem_cells.get(column)
    if cells is None:
        return None
    return Problems(cells.count, tuple(Sample(sample.row + 1, sample.original) for sample in cells.samples))


def _kept(report: TableReport) -> Iterator[tuple[str, str]]:
    if report.problems_file:
        yield "problems", _("problem cells")
    if report.originals_file:
        yield "originals", _("written forms")
    if report.refused_file:
        yield "refused", _("refused rows")
