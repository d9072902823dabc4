"""Masks applied on the way into a release, and what is kept of them with the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from zhanqiao.core_services.publishing.models import MaskedTable, PersonalExemption, Submission
from zhanqiao.core_services.publishing.queries.declared import places_of
from zhanqiao.core_services.publishing.queries.places import source, understood
from zhanqiao.core_services.publishing.queries.settled import (
    exempted,
    maskings_of,
    searched_findings,
    source_is_public,
)
from zhanqiao.core_services.publishing.rules import MaskingInsufficientError, TableMasking, TooFewAlikeError
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import ColumnMask, IngestReport, PreparedRelease, Source, TableReport
from zhanqiao.data_center.storage.queries import SMALL
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.digests import Digests
from zhanqiao.people.audit.operations import record


def masked_for_release(
    submission: Submission, report: TableReport, /, *, at: datetime
) -> tuple[TableReport, Mapping[str, Any] | None]:
    """Return the report of the table as it may be released, and what its manifest says of masks (None: nothing masked).

    The masked table is searched again. Raises MaskingInsufficientError; then nothing is released.
    """
    if any(one.ground == "kept_out" and one.table == report.name for one in searched_findings(submission)):
        report = replace(report, refused_file=None)
    masking = maskings_of(submission).get(report.name)
    if masking is None:
        return report, None
    masks = [ColumnMask.from_dict(rule.as_dict()) for rule in masking.rules]
    folder = understood(submission_id=submission.id)
    masked, done = storage.masked_report(folder=folder, report=report, masks=masks, smallest=masking.smallest)
    _require_masked(submission, masked, at=at)
    return masked, done.as_dict() | ({"least": masking.least, "alike": list(masking.alike)} if masking.least else {})


def require_alike(*, masking: TableMasking, prepared: PreparedRelease) -> None:
    """Raise TooFewAlikeError unless the release has the k-anonymity that is asked for, over all of its rows."""
    if not masking.least:
        return
    risk = storage.risk_of_release(prepared=prepared, columns=masking.alike)
    if risk.rows and risk.k < masking.least:
        told = {"k": risk.k, "least": masking.least, "rows": risk.small_rows, "small": SMALL}
        raise TooFewAlikeError(columns="、".join(masking.alike), **told)


def masking_of(submission: Submission, /, *, table: str) -> TableMasking:
    """Return the rules of one table of a submission; empty where it has none."""
    return maskings_of(submission).get(table, TableMasking())


def source_of_release(submission: Submission, /) -> Source | None:
    """Return the file as handed in, to lie with its release; None where it holds what the release does not show.

    Whoever may download a release may download its source, so a source with more in it than the release is not kept there.
    """
    if not source_is_public(submission):
        return None
    digests = Digests(submission.sha256, submission.sm3, submission.size)
    return Source(source(submission_id=submission.id), submission.filename, digests)


def keep_masking(
    submission: Submission,
    prepared: Sequence[PreparedRelease],
    names: Sequence[str],
    /,
    *,
    by: str,
    at: datetime,
) -> None:
    """Keep with each published table the rules it is published under, and its exemptions; inside the caller's transaction."""
    maskings = maskings_of(submission)
    for one, name in zip(prepared, names, strict=True):
        PersonalExemption.objects.filter(submission=submission, table=name).update(table_id=one.table_id)
        if name not in maskings:
            MaskedTable.objects.filter(pk=one.table_id).delete()
            continue
        kept = {"masking": maskings[name].as_dict(), "fields": _fields(submission, name), "submission": submission}
        MaskedTable.objects.update_or_create(table_id=one.table_id, defaults={**kept, "by": by, "at": at})
        detail = {"table": one.table_id, "release": one.release_id, "masking": dict(one.manifest.masking or {})}
        record(by=by, action="release.mask", object_type="release", object_id=one.release_id, detail=detail, at=at)
    submission.assessments.filter(dataset_id="").update(dataset_id=submission.dataset_id_wanted)


def _fields(submission: Submission, name: str) -> list[dict[str, Any]]:
    """Return the columns of a table of the file before the masks, places as they are kept."""
    reports = IngestReport.from_dict(submission.report or {}).tables
    declared = places_of(submission, table=name)
    known = [field for report in reports if report.name == name for field in report.fields]
    return [field.as_dict() for field in storage.converted_fields(fields=known, declared=declared)]


def _require_masked(submission: Submission, report: TableReport, *, at: datetime) -> None:
    on, allowed = at.astimezone(CITY_TIME).date(), exempted(submission)
    found = storage.find_after_masking(folder=understood(submission_id=submission.id), report=report, on=on)
    still = {one.column for one in found if one.blocks and (report.name, one.column, one.kind.value) not in allowed}
    if still:
        raise MaskingInsufficientError(columns="、".join(sorted(still)))
