"""Asking for a correction, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.analysis.queries import discrepancies_of_cell
from zhanqiao.core_services.corrections.operations.cells import Wrong
from zhanqiao.core_services.corrections.operations.steps import (
    end_clocks,
    locked,
    move,
    note,
    start_answering,
    start_forwarding,
    tie,
)
from zhanqiao.core_services.corrections.rules import (
    DETOURS,
    CorrectionState,
    Detour,
    Origin,
    detour,
    require_words,
)
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage.queries import is_key, table_card
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.departments.queries import cards_by_id


def ask(
    *,
    dataset: DatasetCard,
    table_id: str,
    identity: Mapping[str, Any],
    column: str,
    written: str,
    reason: str,
    account_id: str,
    at: datetime,
    is_unsure: bool = False,
) -> str:
    """Keep that a cell should hold something else, start the clock of who gets it first, return the correction's id.

    That is the dataset's department, or the authority (``rules.detour``; ``is_unsure``: the sender does not know who
    answers). Whoever calls has made sure that the account may read the rows. ``identity`` are values (as in JSON) of the row.
    Raises EmptyWordsError, SameValueError, PersonalTextError, NotFoundError (column), RowGoneError, RowsRefusedError; then
    nothing is kept.
    """
    table = table_card(table_id=table_id)
    wrong = Wrong(table, identity, column, written, require_words(text=reason))
    old = wrong.checked(at=at)
    found = discrepancies_of_cell(table_id=table.id, column=column, identity=identity)
    why = detour(
        unsure=is_unsure,
        harvested=dataset.origin is not None,
        ended=not cards_by_id()[dataset.department.id].exists_on(at.astimezone(CITY_TIME).date()),
        keyed=is_key(card=table, identity=identity),
    )
    first = CorrectionState.FORWARDING if why else CorrectionState.RECEIVED
    made = wrong.correction(
        old=old,
        dataset_id=dataset.id,
        department_id=dataset.department.id,
        account_id=account_id,
        at=at,
        state=first.value,
    )
    with transaction.atomic():
        note(made, to=first, by=account_id, at=at, words=_said(why))
        tie(made, discrepancies=found)
        start = start_forwarding if why else start_answering
        start(made, by=account_id, at=at)
    return made.id


def retract(*, correction_id: str, account_id: str, at: datetime) -> None:
    """Take back what one asked for, while nobody has answered. Raises NotFoundError, CorrectionStepError."""
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        if found.account_id != account_id or found.origin != Origin.CITIZEN.value:
            raise NotFoundError(what=correction_id)
        move(found, to=CorrectionState.RETRACTED, by=account_id, at=at, words="")
        end_clocks(found, outcome="retracted", by=account_id, at=at)


def _said(why: Detour | None) -> str:
    return f"{DETOURS[why].zh} / {DETOURS[why].en}" if why else ""
