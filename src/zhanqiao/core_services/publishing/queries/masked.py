"""A table of a submission as its rules would release it: what reviewers look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.queries.declared import places_of
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.queries.settled import maskings_of
from zhanqiao.core_services.publishing.rules import TableMasking
from zhanqiao.data_center.storage.operations import ColumnMask, converted_report, masked_report
from zhanqiao.data_center.storage.queries import TableReport
from zhanqiao.data_center.storage.rules import DeclaredPlaces


def as_released(*, submission_id: str, report: TableReport) -> TableReport:
    """Return the report of the table with its places in WGS 84 and its masks applied; its own where there is nothing to do.

    Made once for the same rules and kept beside the file, seconds for a million rows. The gate looks again at publication.
    """
    submission = Submission.objects.get(pk=submission_id)
    masking = maskings_of(submission).get(report.name) or TableMasking()
    declared = places_of(submission, table=report.name)
    if not masking and not declared:
        return report
    folder = understood(submission_id=submission_id)
    kept = folder / f"{report.file}.masked.json"
    rules = {**masking.as_dict(), "places": [one.as_dict() for one in declared]}
    if kept.is_file():
        known = orjson.loads(kept.read_bytes())
        if known["rules"] == rules:
            return TableReport.from_dict(known["report"])
    released = _applied(folder, report, declared, masking)
    kept.write_bytes(orjson.dumps({"rules": rules, "report": released.as_dict()}))
    return released


def _applied(
    folder: Path, report: TableReport, declared: Sequence[DeclaredPlaces], masking: TableMasking
) -> TableReport:
    if declared:
        report, _ = converted_report(folder=folder, report=report, declared=declared)
    if not masking:
        return report
    masks = [ColumnMask.from_dict(rule.as_dict()) for rule in masking.rules]
    masked, _ = masked_report(folder=folder, report=report, masks=masks, smallest=masking.smallest)
    return masked
