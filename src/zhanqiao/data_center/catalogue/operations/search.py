"""Keeping the search index in step with the catalogue: an outbox, drained by one writer.

A change of the catalogue writes a ``SearchChange`` in its own transaction; the draining process
commits the new documents to the index and then deletes the rows. Killed in between it does the same
again: indexing a dataset twice is indexing it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.catalogue.engine import folder
from zhanqiao.data_center.catalogue.engine.folder import IndexUnusableError, WriterBusyError
from zhanqiao.data_center.catalogue.models import Dataset, DatasetTable, SearchChange
from zhanqiao.data_center.catalogue.queries import search_index
from zhanqiao.data_center.catalogue.queries.search_documents import documents
from zhanqiao.data_center.storage import operations as storage

AT_ONCE = 20  # datasets; the metadata database's write lock is held while they are indexed (some 0.1 s)
LOCK_SECONDS = 30.0


def note_change(*, dataset_id: str, at: datetime) -> None:
    """Note that a dataset's search document is out of date; call it in the transaction that changes the dataset."""
    SearchChange.objects.create(dataset_id=dataset_id, at=at)


def note_changes_of_department(*, department_id: str, at: datetime) -> None:
    """Note that all datasets of a department carry outdated words."""
    _note(Dataset.objects.filter(department_id=department_id).values_list("id", flat=True), at=at)


def note_changes_of_table(*, table_id: str, at: datetime) -> None:
    """Note that the dataset a table is in carries outdated words of its columns."""
    _note(DatasetTable.objects.filter(table_id=table_id).values_list("dataset_id", flat=True), at=at)


def drain_search_changes(*, at: datetime) -> int:
    """Bring the index up to date and return how many datasets were written to it.

    One process does so at a time; another that calls this meanwhile returns 0 at once. An index that is
    missing, outdated or damaged is rebuilt first. Cheap when there is nothing to do: one query.
    """
    try:
        with folder.writing(search_index.root()):
            _ensure_usable()
            return sum(iter(lambda: _drained(at), 0))
    except WriterBusyError:
        return 0


def rebuild_index(*, at: datetime) -> int:
    """Build the whole index aside, swap it in, and return how many datasets it holds.

    Searches go on meanwhile on the old one. Raises WriterBusyError when another process has been writing
    for half a minute.
    """
    with folder.writing(search_index.root(), seconds=LOCK_SECONDS):
        count = search_index.build(reason="asked for")
        sum(iter(lambda: _drained(at), 0))
    with transaction.atomic():
        storage.visible_change()
    return count


def _note(dataset_ids: Iterable[str], *, at: datetime) -> None:
    SearchChange.objects.bulk_create(SearchChange(dataset_id=one, at=at) for one in dataset_ids)


def _ensure_usable() -> None:
    """Rebuild when the pointer or the files cannot be used; opening is checked again by every update."""
    try:
        folder.pointer(search_index.root())
    except IndexUnusableError as error:
        search_index.build(reason=str(error.facts["reason"]))


def _drained(at: datetime) -> int:
    """Index the oldest changes in the outbox and delete them; return how many datasets that were."""
    del at  # the rows carry their own time
    changes = list(SearchChange.objects.order_by("id")[:AT_ONCE])
    if not changes:
        return 0
    with transaction.atomic():
        storage.visible_change()  # also: from here on this thread reads past its memory, which may be older
        _index(sorted({change.dataset_id for change in changes}))
        SearchChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len({change.dataset_id for change in changes})


def _index(ids: list[str]) -> None:
    found = documents(ids=ids)
    gone = set(ids) - {document.id for document in found}
    try:
        folder.update(search_index.root(), documents=found, gone=gone)
    except IndexUnusableError as error:
        search_index.build(reason=str(error.facts["reason"]))
