"""Starting, stopping, extending and ending clocks. Each tells whoever now holds a duty."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.deadlines.models import Clock, ClockExtension, ClockStop
from zhanqiao.core_services.deadlines.queries.calendars import terms
from zhanqiao.core_services.deadlines.rules import DUTIES, duty_of
from zhanqiao.kit.deadlines import Term
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.queries import holders
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

LENGTH = 300
NO_EXTENSION = Text("0个工作日", "no working day")
WAITS = Text("{duty}：“{title}”等待您办理", "{duty}: '{title}' waits for you")


class ClockNotRunningError(ZhanqiaoError):
    """No clock of this duty runs for the thing (or none stands, where it should go on); nothing was changed."""

    status = 409
    code = "clock-not-running"
    sentence = Text(
        zh="“{duty_zh}”的期限现在不在可以这样处理的状态，什么都没有改变。请刷新页面查看。",
        en="The clock of '{duty_en}' is not in a state that allows this; nothing was changed. Reload the page.",
    )


class ExtensionTooLongError(ZhanqiaoError):
    """The rule does not allow so long an extension; nothing was changed."""

    status = 422
    code = "extension-too-long"
    sentence = Text(
        zh="“{duty_zh}”最多可延长{longest_zh}，没有延长。",
        en="'{duty_en}' can be extended by {longest_en} at most; it was not extended.",
    )


def start_clock(
    *,
    duty: str,
    object_type: str,
    object_id: str,
    title: Text,
    url: str,
    role: Role | None = None,
    department_id: str | None = None,
    account_id: str | None = None,
    received_at: datetime,
    by: str,
    term: Term | None = None,
) -> str:
    """Start the clock of a duty and tell whoever holds it; return the clock's id.

    ``term`` counts instead of the duty's own where people were given a date. Held by ``role`` (of ``department_id`` where the role is for one) or by one account. Call it inside the operation that
    moves the thing. Raises UnknownDutyError.
    """
    term = term or duty_of(code=duty, terms=terms()).term
    clock = Clock.objects.create(
        duty=duty,
        amount=term.amount,
        unit=term.unit.value,
        object_type=object_type,
        object_id=object_id,
        title_zh=title.zh[:LENGTH],
        title_en=title.en[:LENGTH],
        url=url,
        role=role.value if role else "",
        department_id=department_id,
        account_id=account_id,
        received_at=received_at,
        started_by=by,
    )
    tell_holders(clock=clock, text=WAITS, at=received_at)
    return clock.id


def hand_clock(
    *, duty: str, object_type: str, object_id: str, role: Role, department_id: str, url: str, by: str, at: datetime
) -> None:
    """Give a running clock to another role, with the page where it acts: the date it is due stays. Tells the new holders.

    Raises ClockNotRunningError.
    """
    clock = _running(duty, object_type, object_id)
    clock.role, clock.department_id, clock.url = role.value, department_id, url
    clock.save(update_fields=["role", "department", "url"])
    tell_holders(clock=clock, text=WAITS, at=at)
    detail = {"duty": duty, "role": role.value, "department": department_id}
    record(by=by, action="clock.hand", object_type=object_type, object_id=object_id, detail=detail, at=at)


def pause_clock(*, duty: str, object_type: str, object_id: str, reason: str, by: str, at: datetime) -> None:
    """Stop counting from the day after ``at``. Raises ClockNotRunningError when none runs or it stands already."""
    clock = _running(duty, object_type, object_id)
    if clock.stops.filter(resumed_at__isnull=True).exists():
        raise _not_running(duty)
    ClockStop.objects.create(clock=clock, stopped_at=at, stopped_by=by, reason=reason[:LENGTH])


def resume_clock(*, duty: str, object_type: str, object_id: str, by: str, at: datetime) -> None:
    """Go on counting from the day after ``at``. Raises ClockNotRunningError when it does not stand."""
    clock = _running(duty, object_type, object_id)
    moved = clock.stops.filter(resumed_at__isnull=True).update(resumed_at=at, resumed_by=by)
    if not moved:
        raise _not_running(duty)
    tell_holders(clock=clock, text=WAITS, at=at)


def extend_clock(
    *,
    duty: str,
    object_type: str,
    object_id: str,
    term: Term,
    approver: str,
    reason: str,
    by: str,
    at: datetime,
) -> None:
    """Give a duty more time by the decision of a named approver: an operation of its own, audited.

    Raises ClockNotRunningError; ExtensionTooLongError where the rule allows less in all or none.
    """
    with transaction.atomic():
        clock = _running(duty, object_type, object_id)
        _require_allowed(clock, term)
        ClockExtension.objects.create(
            clock=clock,
            amount=term.amount,
            unit=term.unit.value,
            approved_by=by,
            approver=approver,
            reason=reason[:LENGTH],
            at=at,
        )
        detail = {"duty": duty, "term": term.written, "approver": approver}
        record(by=by, action="clock.extend", object_type=object_type, object_id=object_id, detail=detail, at=at)


def end_clock(*, duty: str, object_type: str, object_id: str, outcome: str, by: str, at: datetime) -> None:
    """End the clock of a duty with what came of it; nothing happens where none runs."""
    for clock in Clock.objects.filter(duty=duty, object_type=object_type, object_id=object_id, ended_at__isnull=True):
        clock.stops.filter(resumed_at__isnull=True).update(resumed_at=at, resumed_by=by)
        clock.ended_at, clock.ended_by, clock.outcome = at, by, outcome
        clock.save(update_fields=["ended_at", "ended_by", "outcome"])


def tell_holders(*, clock: Clock, text: Text, kind: str = "clock", at: datetime) -> int:
    """Tell whoever holds the duty; ``text`` has the places duty and title. Return how many were told."""
    name = DUTIES[clock.duty].name
    said = Text(text.zh.format(duty=name.zh, title=clock.title_zh), text.en.format(duty=name.en, title=clock.title_en))
    who = [clock.account_id] if clock.account_id else holders(role=Role(clock.role), department_id=clock.department_id)
    return tell(account_ids=who, kind=kind, text=said, url=clock.url, at=at)


def _running(duty: str, object_type: str, object_id: str) -> Clock:
    found = Clock.objects.select_for_update().filter(
        duty=duty, object_type=object_type, object_id=object_id, ended_at__isnull=True
    )
    clock = found.first()
    if clock is None:
        raise _not_running(duty)
    return clock


def _not_running(duty: str) -> ClockNotRunningError:
    name = duty_of(code=duty, terms={}).name
    return ClockNotRunningError(duty_zh=name.zh, duty_en=name.en)


def _require_allowed(clock: Clock, term: Term) -> None:
    duty = DUTIES[clock.duty]
    if not duty.statutory:
        return
    longest = duty.longest_extension
    given = sum(one.amount for one in clock.extensions.all())
    if longest is None or term.unit is not longest.unit or given + term.amount > longest.amount:
        words = longest.text if longest else NO_EXTENSION
        raise ExtensionTooLongError(
            duty_zh=duty.name.zh, duty_en=duty.name.en, longest_zh=words.zh, longest_en=words.en
        )
