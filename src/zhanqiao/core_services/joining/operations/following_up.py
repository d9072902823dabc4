"""What becomes of derived tables when something else happens: sources get releases, submissions move on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from zhanqiao.core_services.joining.models import DerivedRun, DerivedTable
from zhanqiao.core_services.joining.operations.deriving import locked, want_run
from zhanqiao.core_services.joining.operations.running import lock_of
from zhanqiao.core_services.joining.queries.derived import column_words
from zhanqiao.core_services.joining.rules import RunState, next_run
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import TableWords
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit import alone as locks
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.audit.rules import SYSTEM

LOST = timedelta(minutes=10)  # since a run was called for: its job would have begun


def refresh_of(*, table_ids: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Call for runs of the derived tables that are made of these tables; return their ids."""
    sources = list(table_ids)
    made = Q(left_table_id__in=sources) | Q(right_table_id__in=sources)
    going = DerivedTable.objects.filter(made, ended_at__isnull=True).exclude(table_id="")
    called = tuple(going.values_list("id", flat=True))
    for derived_id in called:
        with transaction.atomic():
            derived = locked(derived_id=derived_id)
            if derived.wanted_at is None:
                last = DerivedRun.objects.filter(derived=derived).order_by("-number").first()
                soon = next_run(at=at, last_began=last.started_at if last else None)
                want_run(derived, not_before=soon, by=SYSTEM, at=at)
    return called


def resume_runs(*, at: datetime) -> tuple[str, ...]:
    """Call again for the runs that were killed, or whose job was lost; return the ids of the derived tables. One query."""
    lost = Q(wanted_at__lt=at - LOST) | Q(runs__state=RunState.RUNNING.value)
    resumed = []
    for derived_id in DerivedTable.objects.filter(lost, ended_at__isnull=True).distinct().values_list("id", flat=True):
        if locks.is_free(lock=lock_of(derived_id)):
            with transaction.atomic():
                derived = locked(derived_id=derived_id)
                want_run(derived, not_before=at, by=derived.wanted_by or SYSTEM, at=at)
            resumed.append(derived_id)
    return tuple(resumed)


def describe_first(*, submission_id: str, at: datetime) -> bool:
    """Fill in the entry and the dictionary of a derived table's first submission; say whether it was one.

    The entry is the one the officer gave when the join was kept; the words of columns are those of the sources.
    """
    run = _first_run(submission_id)
    if run is None:
        return False
    card = AccessCard(account_id=None, roles=frozenset({(Role.officer, run.derived.department_id)}))
    found = submissions.submission_card(submission_id=submission_id, card=card)
    if found.entry is not None or found.report is None or not found.report.tables:
        return False
    entry = catalogue.entry(dataset_id=run.derived.dataset_id)
    understood = found.report.tables[0]
    words = column_words(derived_id=run.derived_id, names=[field.name for field in understood.fields])
    table = TableWords(name=understood.name, title_zh=entry.title_zh, title_en=entry.title_en, columns=words)
    publishing.describe(
        submission_id=submission_id, entry=entry, tables=[table], dataset_id=run.derived.dataset_id, by=run.by, at=at
    )
    return True


def settle_first(*, submission_id: str, at: datetime) -> bool:
    """Note the table that a derived table's first submission made, once it is published; say whether it was one.

    Sources that got releases meanwhile are caught up with.
    """
    run = _first_run(submission_id)
    if run is None:
        return False
    tables = catalogue.tables_of(dataset_id=run.derived.dataset_id)
    if not tables:
        return False
    with transaction.atomic():
        derived = locked(derived_id=run.derived_id)
        derived.table_id = tables[0].id
        derived.save(update_fields=["table_id"])
        if any(storage.table_card(table_id=one["table"]).release_id != one["release"] for one in run.sources):
            want_run(derived, not_before=at, by=SYSTEM, at=at)
    return True


def _first_run(submission_id: str) -> DerivedRun | None:
    found = DerivedRun.objects.filter(submission_id=submission_id, derived__table_id="").select_related("derived")
    return found.first()
