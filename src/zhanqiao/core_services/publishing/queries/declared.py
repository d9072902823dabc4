"""In which systems of coordinates the places of tables come, as it was declared."""

from __future__ import annotations

from zhanqiao.core_services.publishing.models import ConvertedTable, Submission
from zhanqiao.core_services.publishing.queries.settled import continued_ids
from zhanqiao.core_services.publishing.rules import PlaceChoices, TableWords, place_choices
from zhanqiao.data_center.storage.queries import IngestReport
from zhanqiao.data_center.storage.rules import DeclaredPlaces


def places_of(submission: Submission, /, *, table: str) -> tuple[DeclaredPlaces, ...]:
    """Return what is declared of a table of a submission and has to be converted.

    Where nothing was said of the table yet, what is declared of the table it continues.
    """
    words = submission.tables.get(table)
    if words is None:
        return places_before(submission).get(table, ())
    return TableWords.from_dict(words).places


def places_of_table(*, table_id: str) -> tuple[DeclaredPlaces, ...]:
    """Return how the places of a published table come; empty: as they are kept, in WGS 84."""
    found = ConvertedTable.objects.filter(pk=table_id).first()
    return tuple(DeclaredPlaces.from_dict(one) for one in found.places) if found else ()


def places_before(submission: Submission, /) -> dict[str, tuple[DeclaredPlaces, ...]]:
    """Return, by the names of the file's tables, how the places of the tables they continue come."""
    ids = continued_ids(submission)
    found = ConvertedTable.objects.in_bulk(list(ids.values()))
    return {
        name: tuple(DeclaredPlaces.from_dict(one) for one in found[key].places)
        for name, key in ids.items()
        if key in found
    }


def choices_of(*, report: IngestReport | None) -> dict[str, PlaceChoices]:
    """Return, by table, which columns can be declared."""
    return {
        table.name: place_choices(columns=[(field.name, field.type.value, field.meaning) for field in table.fields])
        for table in (report.tables if report else ())
    }
