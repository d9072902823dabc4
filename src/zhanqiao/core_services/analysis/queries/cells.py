"""From a discrepancy to the cell of the source's table, and from a cell to the discrepancies about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.analysis.models import Comparison, Discrepancy
from zhanqiao.core_services.analysis.rules import (
    UNSETTLED,
    Authority,
    DifferenceKind,
    DiscrepancyState,
    proposal,
    source_side,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError

ROWS = (DifferenceKind.ONLY_IN_A.value, DifferenceKind.ONLY_IN_B.value)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """The cell to set right: whose it is, its row (from 0) in the release that was compared, what stood there, what is proposed."""

    department_id: str
    table_id: str
    release_id: str
    row: int
    column: str
    value: str | None
    proposed: str | None


def source_cell(*, id: str) -> SourceCell | None:  # noqa: A002 - as everywhere
    """Return the cell of the source's table that a discrepancy is about; None for a row without a partner.

    Says nothing about rights. Raises NotFoundError.
    """
    one = Discrepancy.objects.select_related("comparison", "last_run").filter(pk=id).first()
    if one is None:
        raise NotFoundError(what=id)
    authority = Authority(one.comparison.authority)
    side = source_side(authority=authority)
    row = one.left_row if side == "left" else one.right_row
    if one.kind in ROWS or row is None:
        return None
    return SourceCell(
        department_id=one.source_id,
        table_id=one.comparison.left_id if side == "left" else one.comparison.right_id,
        release_id=one.last_run.left_release if side == "left" else one.last_run.right_release,
        row=row,
        column=one.left_column if side == "left" else one.right_column,
        value=one.left_value if side == "left" else one.right_value,
        proposed=proposal(authority=authority, left=one.left_value, right=one.right_value, codes=_codes(one)),
    )


def discrepancies_of_cell(*, table_id: str, column: str, identity: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the discrepancies about a cell, in which its department is the source, that nobody settled.

    ``identity`` are values (as in JSON) of the row; it is looked up in the releases that were compared. No rights.
    """
    found: list[str] = []
    for side in ("left", "right"):
        here = Discrepancy.objects.filter(
            **{f"comparison__{side}_id": table_id, f"{side}_column": column},
            comparison__authority__in=[one.value for one in Authority if source_side(authority=one) == side],
            state__in=[state.value for state in UNSETTLED],
        ).exclude(kind__in=ROWS)
        release = f"last_run__{side}_release"
        for release_id in here.order_by().values_list(release, flat=True).distinct():
            place = _place(table_id, release_id, identity)
            if place is not None:
                found += here.filter(**{release: release_id, f"{side}_row": place}).values_list("id", flat=True)
    return tuple(found)


def states_of(*, ids: frozenset[str]) -> dict[str, DiscrepancyState]:
    """Return where discrepancies stand, by id; says nothing about rights. One query."""
    found = Discrepancy.objects.filter(pk__in=ids).values_list("id", "state")
    return {one: DiscrepancyState(state) for one, state in found}


def tables_of(*, key: str) -> tuple[str, ...]:
    """Return the ids of the two tables of a comparison; says nothing about rights. Empty where there is none."""
    return next(iter(Comparison.objects.filter(key=key).values_list("left_id", "right_id")), ())


def _place(table_id: str, release_id: str, identity: Mapping[str, Any]) -> int | None:
    """Return where the row stood in a release; None where it did not, or the release is kept no more."""
    try:
        card = storage.card_as_of(table_id=table_id, as_of_text=release_id)
        return storage.place_of(card=card, identity=identity)
    except ZhanqiaoError:
        return None


def _codes(one: Discrepancy) -> list[list[str]]:
    for rule in one.comparison.rules:
        if (rule["left"], rule["right"]) == (one.left_column, one.right_column):
            return list(rule["codes"]) if rule["how"] == "codes" else []
    return []
