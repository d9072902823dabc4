"""Declared systems of coordinates, applied on the way into a release, and what is kept of them with the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhanqiao.core_services.publishing.models import ConvertedTable, Submission
from zhanqiao.core_services.publishing.queries.declared import places_of, places_of_table
from zhanqiao.core_services.publishing.queries.places import understood
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import MaskedRows, PreparedRelease, TableReport
from zhanqiao.data_center.storage.queries import table_card
from zhanqiao.data_center.storage.rules import Converted, DeclaredPlaces, Operation
from zhanqiao.people.audit.operations import record


def converted_for_release(submission: Submission, report: TableReport, /) -> tuple[TableReport, tuple[Converted, ...]]:
    """Return the report of the table with its places in WGS 84, and what was done; as it came where nothing is declared.

    Raises ConversionFailedError; then nothing is released.
    """
    declared = places_of(submission, table=report.name)
    if not declared:
        return report, ()
    return storage.converted_report(folder=understood(submission_id=submission.id), report=report, declared=declared)


def keep_places(
    submission: Submission, prepared: Sequence[PreparedRelease], names: Sequence[str], /, *, by: str, at: datetime
) -> None:
    """Keep with each published table how its places come, for its next files and rows; inside the caller's transaction."""
    for one, name in zip(prepared, names, strict=True):
        declared = places_of(submission, table=name)
        if not declared:
            ConvertedTable.objects.filter(pk=one.table_id).delete()
            continue
        kept = {"places": [place.as_dict() for place in declared], "submission": submission, "by": by, "at": at}
        ConvertedTable.objects.update_or_create(table_id=one.table_id, defaults=kept)
        detail = {"table": one.table_id, "release": one.release_id, "coordinates": list(one.manifest.coordinates)}
        record(by=by, action="release.convert", object_type="release", object_id=one.release_id, detail=detail, at=at)


def rows_in_wgs84(
    *, table_id: str, operation: Operation, rows: Sequence[Any], masked: MaskedRows | None
) -> tuple[Sequence[Any], MaskedRows | None]:
    """Return the rows of a program with their places as the table keeps them; rows that were masked before, too.

    Raises HalfPlaceError; no value is in its text.
    """
    declared = places_of_table(table_id=table_id)
    if not declared or operation is Operation.DELETE:
        return rows, masked
    if masked is None:
        return storage.converted_sent(rows=rows, declared=declared), None
    staying = _staying(table_id, declared)
    return rows, MaskedRows(storage.converted_sent(rows=masked.rows, declared=staying), masked.done)


def _staying(table_id: str, declared: Sequence[DeclaredPlaces]) -> list[DeclaredPlaces]:
    """Return the declarations whose columns no mask has left out."""
    known = {field.name for field in table_card(table_id=table_id).fields}
    return [one for one in declared if known.issuperset(one.columns)]
