"""The page of personal data in a submission, table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.queries import PrivacyCard, SubmissionCard
from zhanqiao.core_services.publishing.rules import GateFinding, TableMasking
from zhanqiao.data_center.storage.queries import PersonalCell, Risk, TableReport
from zhanqiao.portal.workbench.forms.personal import MaskingForm

CELLS = 6


@dataclass(frozen=True, slots=True)
class FindingOnPage:
    """One finding with its first cells and how it is answered: open, masked, exempted, noted."""

    finding: GateFinding
    answer: str
    cells: tuple[PersonalCell, ...]

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """Return the rows, counted from 1 as people do, with their text."""
        return [(cell.row + 1, cell.shown) for cell in self.cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePrivacy:
    """One table: findings, its rules as a form, the first rows under them, the risk of being found again."""

    number: int
    name: str
    findings: tuple[FindingOnPage, ...]
    form: MaskingForm
    masked: bool
    preview_columns: tuple[str, ...]
    preview_rows: list[tuple[str | None, ...]]
    risk: Risk | None
    columns: tuple[str, ...]


def personal_page(
    *,
    submission: SubmissionCard,
    on: date,
    trying: tuple[int, MaskingForm] | None = None,
    risk_columns: Mapping[int, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Return what the page shows; ``trying`` is a table's number and a form that is tried out and not kept."""
    card = submissions.privacy_card(submission_id=submission.id)
    reports = submission.report.tables if submission.report else ()
    tables = [
        _table(submission, card, number, report, on=on, trying=trying, risk_columns=risk_columns or {})
        for number, report in enumerate(reports)
    ]
    return {"privacy": card, "tables": tables, "settled": not submission.is_blocked}


def masking_form(*, submission: SubmissionCard, number: int, data: Mapping[str, Any] | None) -> MaskingForm:
    """Return the form of one table's rules, bound to ``data``."""
    reports = submission.report.tables if submission.report else ()
    card = submissions.privacy_card(submission_id=submission.id)
    return _form(submission, card, reports[number], data)


def _table(
    submission: SubmissionCard,
    card: PrivacyCard,
    number: int,
    report: TableReport,
    *,
    on: date,
    trying: tuple[int, MaskingForm] | None,
    risk_columns: Mapping[int, Sequence[str]],
) -> TablePrivacy:
    tried = trying[1] if trying and trying[0] == number else None
    valid = tried is not None and tried.is_valid()
    masking = tried.masking() if tried is not None and valid else card.maskings.get(report.name, TableMasking())
    fields, rows = submissions.masked_rows(submission=submission, table=report.name, masking=masking)
    return TablePrivacy(
        number=number,
        name=report.name,
        findings=tuple(
            _finding(submission, card, one, on=on) for one in submission.personal if one.table == report.name
        ),
        form=tried or _form(submission, card, report, None),
        masked=report.name in card.maskings,
        preview_columns=tuple(field.name for field in fields),
        preview_rows=rows,
        risk=submissions.risk_of_table(
            submission=submission, table=report.name, masking=masking, columns=risk_columns.get(number, ())
        ),
        columns=tuple(field.name for field in report.fields),
    )


def _finding(submission: SubmissionCard, card: PrivacyCard, finding: GateFinding, *, on: date) -> FindingOnPage:
    cells = submissions.cells_of(submission=submission, finding=finding, on=on, limit=CELLS)
    return FindingOnPage(finding, card.answer(finding=finding), tuple(cells))


def _form(
    submission: SubmissionCard, card: PrivacyCard, report: TableReport, data: Mapping[str, Any] | None
) -> MaskingForm:
    found = [one for one in submission.personal if one.table == report.name]
    kinds = {one.column: one.kind for one in reversed(found) if one.blocks}
    return MaskingForm(
        data,
        columns=[field.name for field in report.fields],
        kinds=kinds,
        first=frozenset(one.column for one in found),
        masking=card.maskings.get(report.name, TableMasking()),
        propose=report.name not in card.maskings,
    )
