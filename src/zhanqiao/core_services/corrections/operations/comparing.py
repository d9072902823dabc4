"""Corrections and discrepancies of the same cell: one opens the other, one settles the other, a run finds what belongs together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.analysis import operations as analysis
from zhanqiao.core_services.analysis import queries as comparing
from zhanqiao.core_services.analysis.rules import UNSETTLED, DiscrepancyState
from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.operations.cells import Wrong
from zhanqiao.core_services.corrections.operations.steps import OBJECT, locked, move, note, page_of, tie
from zhanqiao.core_services.corrections.rules import (
    IN_HAND,
    OPEN,
    CorrectionState,
    NoCellError,
    Origin,
    UnderWayError,
    require_words,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.ids import new_id
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

SETTLED = "单元格的更正 {id} 已发布 / the correction {id} of the cell was published"
MOOT = "差异已另行办结 / the discrepancy was settled otherwise"


def accept_discrepancy(*, discrepancy_id: str, written: str, reason: str, card: AccessCard, at: datetime) -> str:
    """Accept for the source that its cell is wrong, with what should stand there; return the correction's id.

    It waits for another reviewer under the clock of the discrepancy, which goes on. Raises NoCellError, UnderWayError,
    EmptyWordsError, SameValueError, PersonalTextError, RowGoneError, RowsRefusedError, NotFoundError, ForbiddenError,
    DiscrepancyStateError; then nothing is kept.
    """
    analysis.require_answering(id=discrepancy_id, card=card)
    cell = comparing.source_cell(id=discrepancy_id)
    if cell is None:
        raise NoCellError
    wrong = _wrong(cell, written=written, reason=require_words(text=reason))
    old = wrong.checked(at=at)
    related = comparing.discrepancies_of_cell(table_id=wrong.table.id, column=wrong.column, identity=wrong.identity)
    made = wrong.correction(
        old=old,
        id=new_id(prefix="cor"),
        dataset_id=wrong.table.dataset_id,
        department_id=cell.department_id,
        account_id=card.actor,
        at=at,
        origin=Origin.COMPARISON.value,
        state=CorrectionState.ACCEPTED.value,
    )
    with transaction.atomic():
        _await_confirmation(made, frozenset({discrepancy_id, *related}), at=at)
        _require_none_in_hand(discrepancy_id, cell.department_id)
        note(made, to=CorrectionState.ACCEPTED, by=card.actor, at=at, words="")
        tie(made, discrepancies={discrepancy_id, *related})
    return made.id


def settle(found: Correction, *, by: str, at: datetime) -> None:
    """Mark the discrepancies of a correction that is being published as corrected, inside its transaction."""
    states = comparing.states_of(ids=_related(found))
    reason = SETTLED.format(id=found.id)
    for one in sorted(each for each, state in states.items() if state in UNSETTLED):
        analysis.mark_corrected(id=one, release_id=found.release_made, reason=reason, by=by, at=at)


def give_back(found: Correction, *, by: str, at: datetime) -> None:
    """Give the discrepancies of a correction that was not confirmed back to their officer, whose clock goes on."""
    for one in sorted(_related(found)):
        analysis.await_answer(id=one, by=by, at=at)


def relate(*, comparison_key: str, by: str, at: datetime) -> int:
    """Find which open corrections of the public are about cells in which a run found a discrepancy; return how many."""
    tables = comparing.tables_of(key=comparison_key)
    open_ones = Correction.objects.filter(
        table_id__in=tables, state__in=[one.value for one in OPEN], origin=Origin.CITIZEN.value
    )
    return sum(_related_anew(one, by=by, at=at) for one in open_ones)


def withdraw_moot(*, at: datetime) -> int:
    """Take back what comparisons opened and was settled otherwise: closed, answered, or gone in a run. Return how many."""
    waiting = Correction.objects.filter(origin=Origin.COMPARISON.value, state=CorrectionState.ACCEPTED.value)
    moot = [one.id for one in waiting.prefetch_related("discrepancies") if not _is_with_source(one)]
    for one in moot:
        with transaction.atomic():
            move(locked(correction_id=one), to=CorrectionState.RETRACTED, by=SYSTEM, at=at, words=MOOT)
    return len(moot)


def _await_confirmation(made: Correction, ids: frozenset[str], *, at: datetime) -> None:
    states = comparing.states_of(ids=ids)
    for one in sorted(each for each, state in states.items() if state is DiscrepancyState.ASSIGNED):
        analysis.await_confirmation(id=one, url=page_of(correction_id=made.id), by=made.account_id, at=at)


def _wrong(cell: comparing.SourceCell, *, written: str, reason: str) -> Wrong:
    compared = storage.card_as_of(table_id=cell.table_id, as_of_text=cell.release_id)
    identity = storage.identity_of(card=compared, row=storage.row_at(card=compared, place=cell.row))
    return Wrong(storage.table_card(table_id=cell.table_id), identity, cell.column, written, reason)


def _require_none_in_hand(discrepancy_id: str, department_id: str) -> None:
    states = [one.value for one in IN_HAND]
    found = Correction.objects.filter(
        discrepancies__id=discrepancy_id, department_id=department_id, state__in=states
    ).first()
    if found is not None:
        raise UnderWayError(correction=found.id)


def _related(found: Correction) -> frozenset[str]:
    return frozenset(found.discrepancies.values_list("id", flat=True))


def _related_anew(one: Correction, *, by: str, at: datetime) -> bool:
    found = comparing.discrepancies_of_cell(table_id=one.table_id, column=one.column, identity=one.identity)
    new = sorted(set(found) - _related(one))
    if new:
        with transaction.atomic():
            tie(one, discrepancies=new)
            detail = {"discrepancies": new}
            record(by=by, action="correction.relate", object_type=OBJECT, object_id=one.id, detail=detail, at=at)
    return bool(new)


def _is_with_source(one: Correction) -> bool:
    return any(each.state == DiscrepancyState.ASSIGNED.value for each in one.discrepancies.all())
