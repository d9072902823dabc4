"""Answering corrections: an officer accepts or rejects, a reviewer confirms, and the cell is published.

One clock runs from the receipt (or the forwarding) to the publication or the rejection; it passes from the officer to the
reviewer and back, and does not begin anew.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.corrections.models import Correction, CorrectionStep
from zhanqiao.core_services.corrections.operations.cells import require_unmasked
from zhanqiao.core_services.corrections.operations.comparing import give_back, settle
from zhanqiao.core_services.corrections.operations.steps import DUTY, OBJECT, end_clocks, hand, locked, move
from zhanqiao.core_services.corrections.rules import CorrectionState, Origin, require_other, require_step, require_words
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.kit.deadlines import Term
from zhanqiao.people.accounts.rules import Role

NOTE = "更正 {column} · corrected {column} ({id})"


def accept(*, correction_id: str, words: str, by: str, at: datetime) -> None:
    """Accept a correction; the department's reviewer has to confirm it. Raises CorrectionStepError, OwnDecisionError."""
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        require_other(by=by, involved=frozenset({found.account_id}))
        move(found, to=CorrectionState.ACCEPTED, by=by, at=at, words=words.strip())
        hand(found, to=Role.reviewer, by=by, at=at)


def reject(*, correction_id: str, words: str, by: str, at: datetime) -> None:
    """Answer that the data are right as they are, with the public reason.

    Raises EmptyWordsError, CorrectionStepError, OwnDecisionError.
    """
    words = require_words(text=words)
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        require_other(by=by, involved=frozenset({found.account_id}))
        move(found, to=CorrectionState.REJECTED, by=by, at=at, words=words)
        end_clocks(found, outcome="rejected", by=by, at=at)


def return_to_officer(*, correction_id: str, words: str, by: str, at: datetime) -> None:
    """Refuse to confirm: the officer answers anew; what came from a comparison ends, and its discrepancy is answered anew.

    Raises EmptyWordsError, CorrectionStepError, OwnDecisionError.
    """
    words = require_words(text=words)
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        require_other(by=by, involved=_involved(found))
        if found.origin == Origin.COMPARISON.value:
            move(found, to=CorrectionState.REJECTED, by=by, at=at, words=words)
            give_back(found, by=by, at=at)
        else:
            move(found, to=CorrectionState.RECEIVED, by=by, at=at, words=words)
            hand(found, to=Role.officer, by=by, at=at)


def confirm(*, correction_id: str, by: str, at: datetime) -> str:
    """Confirm an accepted correction and publish it: a release that differs in that one cell. Return the release's id.

    Discrepancies of the cell are settled with it.
    Raises CorrectionStepError, OwnDecisionError, MaskedColumnError, RowGoneError, ReleaseOvertakenError; then nothing is
    published.
    """
    found = Correction.objects.get(pk=correction_id)
    require_step(origin=Origin(found.origin), now=CorrectionState(found.state), then=CorrectionState.PUBLISHED)
    require_other(by=by, involved=_involved(found))
    require_unmasked(table_id=found.table_id, column=found.column)
    with storage.writing():
        prepared = storage.prepare_correction(
            table_id=found.table_id, identity=found.identity, column=found.column, written=found.written, by=by, at=at
        )
        try:
            with transaction.atomic():
                _publish(locked(correction_id=correction_id), prepared, by=by, at=at)
        except BaseException:
            storage.abandon_release(table_id=prepared.table_id, release_id=prepared.release_id)
            raise
    return prepared.release_id


def extend(*, correction_id: str, term: Term, approver: str, reason: str, by: str, at: datetime) -> None:
    """Take more time to answer, by the consent of the person in charge: up to 5 working days (art 17).

    Raises EmptyWordsError, ClockNotRunningError, ExtensionTooLongError.
    """
    deadlines.extend_clock(
        duty=DUTY,
        object_type=OBJECT,
        object_id=correction_id,
        term=term,
        approver=require_words(text=approver),
        reason=require_words(text=reason),
        by=by,
        at=at,
    )


def _publish(found: Correction, prepared: storage.PreparedRelease, *, by: str, at: datetime) -> None:
    found.release_made = prepared.release_id
    move(found, to=CorrectionState.PUBLISHED, by=by, at=at, words="")
    end_clocks(found, outcome="published", by=by, at=at)
    settle(found, by=by, at=at)
    note = NOTE.format(column=found.column, id=found.id)
    catalogue.publish_releases(dataset_id=found.dataset_id, prepared=[prepared], by=by, at=at, note=note)


def _involved(found: Correction) -> frozenset[str]:
    accepted = CorrectionStep.objects.filter(correction=found, state=CorrectionState.ACCEPTED.value).last()
    return frozenset({found.account_id, *([accepted.by] if accepted else [])})
