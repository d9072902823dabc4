"""What people do with discrepancies: give them to their source, answer, confirm, close. Each is required of the card here.

The source's clock (政务数据共享条例 art 26: ten working days) runs from the day it was given the work to its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.analysis.events import DiscrepancyMoved, discrepancy_moved
from zhanqiao.core_services.analysis.models import Discrepancy, DiscrepancyStep
from zhanqiao.core_services.analysis.operations.running import DUTY, OBJECT
from zhanqiao.core_services.analysis.queries import resource_of
from zhanqiao.core_services.analysis.rules import (
    Authority,
    DiscrepancyState,
    Outcome,
    require_move,
    require_with_source,
    source_side,
)
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record

MOST = 100
LENGTH = 120
S = DiscrepancyState
ANSWERS = {S.CORRECTED: Outcome.CORRECTED, S.REJECTED: Outcome.NO_ERROR}


class NoReasonError(ZhanqiaoError):
    """An answer or a closing came without a reason; nothing was changed."""

    status = 422
    code = "calibration-reason"
    sentence = Text(zh="请写明理由，什么都没有改变。", en="Give a reason; nothing was changed.")


class TooManyAtOnceError(ZhanqiaoError):
    """More discrepancies than can be given at once; nothing was changed."""

    status = 422
    code = "too-many-at-once"
    sentence = Text(
        zh="一次最多派发 {most} 条，收到 {found} 条，什么都没有改变。请分批派发。",
        en="At most {most} are given at once, {found} came; nothing was changed. Give them in parts.",
    )


def assign(*, ids: Sequence[str], card: AccessCard, at: datetime) -> int:
    """Give discrepancies to their source; each starts a clock. Return how many.

    For the department that compares, and the authority. Raises NotFoundError, ForbiddenError, DiscrepancyStateError,
    TooManyAtOnceError.
    """
    if len(ids) > MOST:
        raise TooManyAtOnceError(most=MOST, found=len(ids))
    with transaction.atomic():
        for one in [_locked(each) for each in dict.fromkeys(ids)]:
            _require(card, Action.confirm_calibration, one)
            _move(one, S.ASSIGNED, Outcome.NONE, by=card.actor, at=at)
            deadlines.start_clock(
                duty=DUTY,
                object_type=OBJECT,
                object_id=one.id,
                title=_title(one),
                url=_url(one),
                role=Role.officer,
                department_id=one.source_id,
                received_at=at,
                by=card.actor,
            )
    return len(ids)


def answer(
    *,
    id: str,  # noqa: A002 - as everywhere
    state: DiscrepancyState,
    reason: str,
    release_id: str = "",
    card: AccessCard,
    at: datetime,
) -> None:
    """Answer for the source: corrected (by a release, where one is named) or not an error, with the reason.

    Raises NoReasonError, NotFoundError (also a release that is none of its table), ForbiddenError, DiscrepancyStateError.
    """
    said = _reason(reason)
    with transaction.atomic():
        one = _locked(id)
        _require(card, Action.calibrate, one)
        _require_release(one, release_id)
        one.release_id = release_id
        _move(one, state, ANSWERS[state], by=card.actor, at=at, reason=said)
        _end(one, state.value, by=card.actor, at=at)


def confirm(*, id: str, card: AccessCard, at: datetime, reason: str = "") -> None:  # noqa: A002 - as everywhere
    """Accept the source's answer, for the department that compares. Raises as ``answer`` does."""
    with transaction.atomic():
        one = _locked(id)
        _require(card, Action.confirm_calibration, one)
        _move(one, S.CONFIRMED, Outcome(one.outcome), by=card.actor, at=at, reason=reason.strip())


def close(*, id: str, reason: str, card: AccessCard, at: datetime) -> None:  # noqa: A002 - as everywhere
    """Close a discrepancy for the department that compares; one that nobody answered closes as not an error.

    Raises as ``answer`` does.
    """
    said = _reason(reason)
    with transaction.atomic():
        one = _locked(id)
        _require(card, Action.confirm_calibration, one)
        _end(one, S.CLOSED.value, by=card.actor, at=at)
        _move(one, S.CLOSED, Outcome(one.outcome) or Outcome.NO_ERROR, by=card.actor, at=at, reason=said)


def require_answering(*, id: str, card: AccessCard) -> None:  # noqa: A002 - as everywhere
    """Return for whoever answers for the source, while it is there. Raises NotFoundError, ForbiddenError, DiscrepancyStateError."""
    with transaction.atomic():
        one = _locked(id)
        _require(card, Action.calibrate, one)
        require_with_source(state=S(one.state))


def await_confirmation(*, id: str, url: str, by: str, at: datetime) -> None:  # noqa: A002 - as everywhere
    """Note that the source accepted it: its clock goes on with the reviewer, who confirms the correction at ``url``.

    The right was required by ``require_answering``. Raises NotFoundError, DiscrepancyStateError (it is not with its source).
    """
    with transaction.atomic():
        one = _locked(id)
        require_with_source(state=S(one.state))
        _hand(one, Role.reviewer, url, by=by, at=at)


def await_answer(*, id: str, by: str, at: datetime) -> None:  # noqa: A002 - as everywhere
    """Give it back to the officer of its source, whose clock goes on; nothing happens to what is not with its source.

    Raises NotFoundError. The right was required where the correction was sent back.
    """
    with transaction.atomic():
        one = _locked(id)
        if one.state == S.ASSIGNED.value:
            _hand(one, Role.officer, _url(one), by=by, at=at)


def mark_corrected(*, id: str, release_id: str, reason: str, by: str, at: datetime) -> None:  # noqa: A002 - as everywhere
    """Note that a release corrected a discrepancy: a correction of its cell was accepted, confirmed and published.

    Raises NoReasonError, NotFoundError, DiscrepancyStateError. The right was required where the correction was accepted.
    """
    said = _reason(reason)
    with transaction.atomic():
        one = _locked(id)
        one.release_id = release_id
        _move(one, S.CORRECTED, Outcome.CORRECTED, by=by, at=at, reason=said)
        _end(one, S.CORRECTED.value, by=by, at=at)


def _locked(id: str) -> Discrepancy:  # noqa: A002 - as everywhere
    found = Discrepancy.objects.select_for_update().filter(pk=id).first()
    if found is None:
        raise NotFoundError(what=id)
    return found


def _require(card: AccessCard, action: Action, one: Discrepancy) -> None:
    """Require the action of the department that it is for; nobody else learns that the discrepancy exists."""
    require(card=card, action=Action.compare, resource=resource_of(comparison=one.comparison))
    owner = one.source_id if action is Action.calibrate else one.comparison.department_id
    require(card=card, action=action, resource=Resource(kind=OBJECT, id=one.id, department_id=owner))


def _require_release(one: Discrepancy, release_id: str) -> None:
    """Require that the release named is one of the source's table."""
    comparison = one.comparison
    side = source_side(authority=Authority(comparison.authority))
    table_id = comparison.right_id if side == "right" else comparison.left_id
    if release_id:
        storage.release_card(table_id=table_id, release_id=release_id)


def _move(one: Discrepancy, to: DiscrepancyState, outcome: Outcome, *, by: str, at: datetime, reason: str = "") -> None:
    require_move(state=S(one.state), to=to)
    before = one.state
    one.state, one.outcome, one.moved_at = to.value, outcome.value, at
    one.save(update_fields=["state", "outcome", "moved_at", "release_id"])
    DiscrepancyStep.objects.create(discrepancy=one, state=to.value, by=by, at=at, reason=reason)
    detail = {"from": before, "to": to.value, "release": one.release_id}
    record(by=by, action=f"discrepancy.{to.value}", object_type=OBJECT, object_id=one.id, detail=detail, at=at)
    event = DiscrepancyMoved(discrepancy_id=one.id, state=to.value, by=by, at=at)
    transaction.on_commit(partial(discrepancy_moved.send_robust, sender=DiscrepancyMoved, event=event))


def _end(one: Discrepancy, outcome: str, *, by: str, at: datetime) -> None:
    deadlines.end_clock(duty=DUTY, object_type=OBJECT, object_id=one.id, outcome=outcome, by=by, at=at)


def _hand(one: Discrepancy, role: Role, url: str, *, by: str, at: datetime) -> None:
    deadlines.hand_clock(
        duty=DUTY,
        object_type=OBJECT,
        object_id=one.id,
        role=role,
        department_id=one.source_id,
        url=url,
        by=by,
        at=at,
    )


def _url(one: Discrepancy) -> str:
    return f"/workbench/comparisons/{one.comparison.key}/discrepancies/{one.id}/"


def _reason(reason: str) -> str:
    if not reason.strip():
        raise NoReasonError
    return reason.strip()


def _title(one: Discrepancy) -> Text:
    name = " ".join(filter(None, one.name)) or one.id
    cell = f"{name[:LENGTH]} {one.left_column}".strip()
    comparison = one.comparison
    return Text(f"{comparison.name_zh}：{cell}", f"{comparison.name_en or comparison.name_zh}: {cell}")
