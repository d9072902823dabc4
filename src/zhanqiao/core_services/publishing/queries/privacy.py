"""Personal data in a submission as its page shows it: cells, rules tried out, risk, exemptions, assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from zhanqiao.core_services.publishing.models import ImpactAssessment, PersonalExemption, Submission
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.queries.settled import (
    assessment_holds,
    assessment_of,
    exempted,
    maskings_of,
)
from zhanqiao.core_services.publishing.queries.submissions import SubmissionCard, table_report
from zhanqiao.core_services.publishing.rules import CONCLUSIONS, KINDS, GateFinding, TableMasking
from zhanqiao.data_center.storage.queries import (
    ColumnMask,
    Field,
    PersonalCell,
    PersonalKind,
    Risk,
    TableReport,
    masked_preview,
    personal_cells,
    reidentification_risk,
    risk_columns,
)
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.queries import account_card


@dataclass(frozen=True, slots=True)
class ExemptionCard:
    """One exemption: what, why, by whom; ``revoked_at`` where it was taken back."""

    id: int
    table: str
    column: str
    kind: str
    reason: str
    by: str
    by_name: str
    at: datetime
    revoked_at: datetime | None

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class AssessmentCard:
    """One assessment of the impact on personal information."""

    purpose: str
    effect: str
    measures: str
    conclusion: str
    assessor: str
    assessed_on: date
    keep_until: date
    by: str
    at: datetime

    @property
    def conclusion_text(self) -> Text:
        """Return the conclusion in words."""
        return CONCLUSIONS[self.conclusion]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyCard:
    """What stands of personal data in a submission. ``assessed``: an assessment allows it to be opened."""

    maskings: dict[str, TableMasking]
    exempted: frozenset[tuple[str, str, str]]
    exemptions: tuple[ExemptionCard, ...]
    assessment: AssessmentCard | None
    assessed: bool

    def answer(self, *, finding: GateFinding) -> str:
        """Return how a finding is answered: masked, exempted, open, or noted where it does not block."""
        masking = self.maskings.get(finding.table)
        if masking and masking.covers(column=finding.column):
            return "masked"
        if (finding.table, finding.column, finding.kind) in self.exempted:
            return "exempted"
        return "open" if finding.blocks else "noted"


def privacy_card(*, submission_id: str) -> PrivacyCard:
    """Return what stands of personal data in a submission that the caller may see."""
    found = Submission.objects.get(pk=submission_id)
    assessment = assessment_of(found)
    return PrivacyCard(
        maskings=maskings_of(found),
        exempted=exempted(found),
        exemptions=tuple(_exemption(one) for one in found.exemptions.order_by("id")),
        assessment=_assessment(assessment) if assessment else None,
        assessed=assessment_holds(found),
    )


def cells_of(*, submission: SubmissionCard, finding: GateFinding, on: date, limit: int = 10) -> list[PersonalCell]:
    """Return the first cells of a finding, each value's middle hidden; none where the file is gone or it is of no column."""
    report = _lying(submission, finding.table)
    if report is None or all(field.name != finding.column for field in report.fields):
        return []
    folder = understood(submission_id=submission.id)
    kind = PersonalKind(finding.kind)
    return personal_cells(folder=folder, report=report, column=finding.column, kind=kind, on=on, limit=limit)


def risk_of_table(
    *, submission: SubmissionCard, table: str, masking: TableMasking, columns: Sequence[str] = ()
) -> Risk | None:
    """Return the risk of being found again by ``columns``, or by those suggested, as the rules leave it; None where none are.

    Raises NotFoundError for a column that the table has not.
    """
    report = _lying(submission, table)
    if report is None:
        return None
    folder = understood(submission_id=submission.id)
    chosen = tuple(columns) or risk_columns(folder=folder, report=report)
    if not chosen:
        return None
    return reidentification_risk(folder=folder, report=report, columns=chosen, masks=_masks(masking))


def masked_rows(
    *, submission: SubmissionCard, table: str, masking: TableMasking
) -> tuple[tuple[Field, ...], list[tuple[str | None, ...]]]:
    """Return the columns and the first rows of a table as the rules would leave them; nothing where the file is gone."""
    report = _lying(submission, table)
    if report is None or not masking.rules:
        return (), []
    folder = understood(submission_id=submission.id)
    return masked_preview(folder=folder, report=report, masks=_masks(masking))


def _masks(masking: TableMasking) -> list[ColumnMask]:
    return [ColumnMask.from_dict(rule.as_dict()) for rule in masking.rules]


def _lying(submission: SubmissionCard, table: str) -> TableReport | None:
    report = table_report(submission=submission, table=table)
    return report if (understood(submission_id=submission.id) / report.file).is_file() else None


def _exemption(row: PersonalExemption) -> ExemptionCard:
    account = account_card(account_id=row.by)
    name = account.display_name if account else row.by
    return ExemptionCard(row.pk, row.table, row.column, row.kind, row.reason, row.by, name, row.at, row.revoked_at)


def _assessment(row: ImpactAssessment) -> AssessmentCard:
    return AssessmentCard(
        row.purpose,
        row.effect,
        row.measures,
        row.conclusion,
        row.assessor,
        row.assessed_on,
        row.keep_until,
        row.by,
        row.at,
    )


def assessments_kept() -> tuple[int, datetime | None]:
    """Return how many impact assessments are kept, and since when (个人信息保护法 art 56: three years)."""
    found = ImpactAssessment.objects.order_by().aggregate(kept=Count("pk"), oldest=Min("at"))
    return found["kept"], found["oldest"]
