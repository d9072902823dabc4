"""What stands of personal data in a submission: its findings, rules, exemptions and assessment."""

from __future__ import annotations

from zhanqiao.core_services.publishing.models import ImpactAssessment, MaskedTable, PersonalExemption, Submission
from zhanqiao.core_services.publishing.rules import (
    GateFinding,
    Shape,
    TableMasking,
    continued,
    gate_findings,
    holds,
    open_findings,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage.queries import Field, IngestReport, table_card
from zhanqiao.kit.clock import CITY_TIME


def searched_findings(submission: Submission, /) -> tuple[GateFinding, ...]:
    """Return what was found in all tables of the file, those that block first."""
    return gate_findings(stored=submission.personal)


def maskings_of(submission: Submission, /) -> dict[str, TableMasking]:
    """Return the rules of each table that has some."""
    found = {name: TableMasking.from_dict(one) for name, one in submission.masking.items()}
    return {name: masking for name, masking in found.items() if masking}


def exempted(submission: Submission, /) -> frozenset[tuple[str, str, str]]:
    """Return what may be opened as it is: (table, column, kind), by this submission or an earlier one of the table."""
    own = submission.exemptions.filter(revoked_at__isnull=True).values_list("table", "column", "kind")
    ids = continued_ids(submission)
    before = PersonalExemption.objects.filter(table_id__in=ids.values(), revoked_at__isnull=True)
    names = {table_id: name for name, table_id in ids.items()}
    earlier = {(names[one.table_id], one.column, one.kind) for one in before}
    return frozenset({*own, *earlier})


def exempted_of_table(*, table_id: str) -> frozenset[tuple[str, str]]:
    """Return the (column, kind) of a published table that may be opened as they are."""
    found = PersonalExemption.objects.filter(table_id=table_id, revoked_at__isnull=True)
    return frozenset(found.values_list("column", "kind"))


def masking_of_table(*, table_id: str) -> TableMasking:
    """Return the rules under which a table is published now; empty when it is not masked."""
    found = MaskedTable.objects.filter(pk=table_id).first()
    return TableMasking.from_dict(found.masking) if found else TableMasking()


def columns_sent(*, table_id: str) -> tuple[Field, ...]:
    """Return the columns in which rows of a table come: those before its masks; none where they were not noted."""
    found = MaskedTable.objects.filter(pk=table_id).first()
    if found and found.masking:
        return tuple(Field.from_dict(one) for one in found.fields)
    return table_card(table_id=table_id).fields


def maskings_before(submission: Submission, /) -> dict[str, TableMasking]:
    """Return, by the names of the file's tables, the rules under which the tables they continue are published now."""
    ids = continued_ids(submission)
    found = MaskedTable.objects.in_bulk(list(ids.values()))
    return {name: TableMasking.from_dict(found[key].masking) for name, key in ids.items() if key in found}


def assessment_of(submission: Submission, /) -> ImpactAssessment | None:
    """Return the last assessment of the submission, else the last of its dataset; None when there is none."""
    own = submission.assessments.order_by("-id").first()
    if own or not submission.dataset_id_wanted:
        return own
    return ImpactAssessment.objects.filter(dataset_id=submission.dataset_id_wanted).order_by("-id").first()


def assessment_holds(submission: Submission, /) -> bool:
    """Say whether an assessment allows the submission's personal data to be opened."""
    found = assessment_of(submission)
    on = submission.at.astimezone(CITY_TIME).date()
    return found is not None and holds(conclusion=found.conclusion, assessed_on=found.assessed_on, on=on)


def unsettled(submission: Submission, /) -> tuple[GateFinding, ...]:
    """Return the findings that block and that neither a rule nor an exemption answers; no query where none blocks."""
    left_out = {name for name, words in submission.tables.items() if not words["included"]}
    found = [one for one in searched_findings(submission) if one.table not in left_out]
    still = open_findings(findings=found, maskings=maskings_of(submission), exempted=frozenset())
    return open_findings(findings=still, maskings={}, exempted=exempted(submission)) if still else ()


def source_is_public(submission: Submission, /) -> bool:
    """Say whether the file as handed in may lie with its release: nothing in it is masked, blocked or kept out."""
    findings = searched_findings(submission)
    kept_out = any(one.ground == "kept_out" for one in findings)
    still = open_findings(findings=findings, maskings={}, exempted=exempted(submission))
    return not (maskings_of(submission) or kept_out or still)


def continued_ids(submission: Submission, /) -> dict[str, str]:
    """Return the ids of the tables that the file's tables continue, by name."""
    reports = IngestReport.from_dict(submission.report).tables if submission.report else ()
    if submission.table_id_wanted and len(reports) == 1:
        return {reports[0].name: submission.table_id_wanted}
    if not submission.dataset_id_wanted:
        return {}
    known = [
        Shape(table.id, table.name, tuple(field.name for field in table.fields))
        for table in catalogue.tables_of(dataset_id=submission.dataset_id_wanted)
    ]
    found = [Shape(None, report.name, tuple(field.name for field in report.fields)) for report in reports]
    pairs = zip(reports, continued(known=known, found=found), strict=True)
    return {report.name: table_id for report, table_id in pairs if table_id}
