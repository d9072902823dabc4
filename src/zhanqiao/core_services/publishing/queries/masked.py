"""A table of a submission as its rules would release it: what reviewers look at."""

from __future__ import annotations

import orjson

from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.core_services.publishing.queries.settled import maskings_of
from zhanqiao.data_center.storage.operations import ColumnMask, masked_report
from zhanqiao.data_center.storage.queries import TableReport


def as_released(*, submission_id: str, report: TableReport) -> TableReport:
    """Return the report of the table with its masks applied; its own where there are none.

    Made once for the same rules and kept beside the file, seconds for a million rows. The gate looks again at publication.
    """
    masking = maskings_of(Submission.objects.get(pk=submission_id)).get(report.name)
    if masking is None:
        return report
    folder = understood(submission_id=submission_id)
    kept, rules = folder / f"{report.file}.masked.json", masking.as_dict()
    if kept.is_file():
        known = orjson.loads(kept.read_bytes())
        if known["rules"] == rules:
            return TableReport.from_dict(known["report"])
    masks = [ColumnMask.from_dict(rule.as_dict()) for rule in masking.rules]
    masked, _ = masked_report(folder=folder, report=report, masks=masks, smallest=masking.smallest)
    kept.write_bytes(orjson.dumps({"rules": rules, "report": masked.as_dict()}))
    return masked
