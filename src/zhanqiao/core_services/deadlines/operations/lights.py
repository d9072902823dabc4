"""Telling when a light turns: once for each due date, yellow and red."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.deadlines import events
from zhanqiao.core_services.deadlines.models import Clock
from zhanqiao.core_services.deadlines.models import ClockCard as Row
from zhanqiao.core_services.deadlines.operations.clocks import tell_holders
from zhanqiao.core_services.deadlines.queries import ClockCard, open_clocks
from zhanqiao.kit.deadlines import Light
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

TURNED = {
    Light.YELLOW: Text("黄牌提醒：{duty}“{title}”即将到期", "Yellow card: {duty}, '{title}', is nearly due"),
    Light.RED: Text("红牌：{duty}“{title}”已超期", "Red card: {duty}, '{title}', is overdue"),
}


def tell_lights(*, at: datetime) -> int:
    """Leave a card for every light that has turned since the last call, and tell the holders; return how many."""
    return sum(_told(card, at=at) for card in open_clocks(at=at) if card.light in TURNED)


def _told(card: ClockCard, *, at: datetime) -> bool:
    with transaction.atomic():
        row, is_new = Row.objects.get_or_create(
            clock_id=card.id, light=card.light.value, due_on=card.due.on, defaults={"at": at}
        )
        if is_new:
            tell_holders(clock=Clock.objects.get(pk=row.clock_id), text=TURNED[card.light], kind="light", at=at)
            _announce(card, at=at)
    return is_new


def _announce(card: ClockCard, *, at: datetime) -> None:
    event = events.LightTurned(
        clock_id=card.id,
        duty=card.duty.code,
        object_type=card.object_type,
        object_id=card.object_id,
        light=card.light.value,
        due_on=card.due.on,
        at=at,
    )
    transaction.on_commit(partial(events.light_turned.send_robust, sender=events.LightTurned, event=event))
    detail = {"duty": card.duty.code, "light": card.light.value, "due_on": card.due.on.isoformat()}
    record(
        by=SYSTEM,
        action="clock.card",
        object_type=card.object_type,
        object_id=card.object_id,
        detail=detail,
        at=at,
    )
