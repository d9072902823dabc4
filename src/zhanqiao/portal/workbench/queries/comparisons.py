"""What the pages of comparison and calibration show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhanqiao.core_services.analysis import queries as comparing
from zhanqiao.core_services.analysis.queries import ComparisonCard, DiscrepancyCard
from zhanqiao.core_services.analysis.rules import KINDS, SCHEDULE_TEXTS, STATES, DiscrepancyState
from zhanqiao.core_services.corrections import queries as corrections
from zhanqiao.core_services.corrections.queries import CorrectionCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.accounts.queries import account_card
from zhanqiao.portal.workbench.queries.corrections import clocks_of_correction
from zhanqiao.portal.workbench.queries.reviews import clocks_of

SIZE = 50
PAGE_DIGITS = 6
RUNS = 20
S = DiscrepancyState
BADGES = {S.OPEN: "warn", S.ASSIGNED: "sea", S.CORRECTED: "good", S.REJECTED: "sea", S.CONFIRMED: "good", S.CLOSED: ""}
RUN_BADGES = {"running": "sea", "finished": "good", "failed": "roof"}


def comparison_page(*, comparison: ComparisonCard, card: AccessCard, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return a comparison with its newest run, its runs, and a page of discrepancies as chosen (state, kind, column)."""
    wanted = {name: chosen.get(name, "") for name in ("state", "kind", "column")}
    said = chosen.get("page", "")
    number = int(said) if said.isdecimal() and len(said) <= PAGE_DIGITS else 1
    counted = comparing.discrepancies(comparison=comparison, **wanted, limit=0, offset=0)
    shown = pages(total=counted.total, size=SIZE, number=number)
    found = comparing.discrepancies(comparison=comparison, **wanted, limit=SIZE, offset=(shown.number - 1) * SIZE)
    owner = Resource(kind="comparison", id=comparison.key, department_id=comparison.department.id)
    return {
        "comparison": comparison,
        "tables": _tables(comparison),
        "runs": [
            {"card": one, "badge": RUN_BADGES[one.state]}
            for one in comparing.run_cards(comparison=comparison, limit=RUNS)
        ],
        "rows": [{"card": one, "badge": BADGES[one.state]} for one in found.rows],
        "total": found.total,
        "pages": shown,
        "chosen": wanted,
        "states": [(one.value, STATES[one], count) for one, count in found.states],
        "kinds": [(one.value, KINDS[one], count) for one, count in found.kinds],
        "columns": found.columns,
        "may_assign": decide(card=card, action=Action.confirm_calibration, resource=owner).allowed,
        "may_define": decide(card=card, action=Action.confirm_calibration, resource=owner).allowed,
        "schedule": SCHEDULE_TEXTS[comparison.schedule.value],
        "asked": "asked" in chosen,
        "section": "workbench",
    }


def discrepancy_page(*, key: str, id: str, card: AccessCard, at: datetime) -> dict[str, Any]:  # noqa: A002 - as everywhere
    """Return a discrepancy with its clock, its history and what may be done. Raises NotFoundError."""
    found = comparing.discrepancy_card(id=id, card=card)
    if found.comparison_key != key:
        raise NotFoundError(what=id)
    comparison = comparing.comparison_card(key=key, card=card)
    known = corrections.corrections_of_discrepancies(ids=(id,))
    in_hand = next((one for one in known if one.is_in_hand and one.department.id == found.source.id), None)
    cell = comparing.source_cell(id=id)
    return {
        "comparison": comparison,
        "tables": _tables(comparison),
        "one": found,
        "badge": BADGES[found.state],
        "rows": _rows(found),
        "may": _may(comparison, found, card, has_cell=cell is not None, is_in_hand=in_hand is not None),
        "cell": cell,
        "corrections": [(one, _may_see(one, card)) for one in known],
        "clocks": clocks_of_correction(correction=in_hand, at=at)
        if in_hand
        else clocks_of(object_type="discrepancy", object_id=id, at=at),
        "history": [(step, _name(step.by)) for step in found.history],
        "section": "workbench",
    }


def _may(
    comparison: ComparisonCard, found: DiscrepancyCard, card: AccessCard, *, has_cell: bool, is_in_hand: bool
) -> frozenset[str]:
    """Return what may be done: while a correction of the cell is in hand it is that which is answered."""
    may = comparing.may(comparison=comparison, discrepancy=found, card=card)
    if is_in_hand or "answer" not in may:
        return may - {"answer"}
    return may | {"accept"} if has_cell else may


def _may_see(one: CorrectionCard, card: AccessCard) -> bool:
    return decide(card=card, action=Action.see_corrections, resource=one.resource).allowed


def _tables(comparison: ComparisonCard) -> tuple[Text, Text]:
    cards = storage.table_cards(table_ids=(comparison.left, comparison.right))
    return tuple(cards[one].title if one in cards else Text(one, one) for one in (comparison.left, comparison.right))  # type: ignore[return-value] # - of two


def _rows(found: DiscrepancyCard) -> tuple[str, str]:
    places = (found.left_row, found.right_row)
    return tuple(_("row %(row)s") % {"row": place + 1} if place is not None else "–" for place in places)  # type: ignore[return-value] # - of two


def _name(account_id: str) -> str:
    account = account_card(account_id=account_id)
    return account.display_name if account else account_id
