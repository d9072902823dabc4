"""Raising and resolving alerts, and bringing their messages to people and programs.

The job process does both. The parent of the web processes does the same for one rule, ``worker``: a process that is dead
or stands still cannot tell of itself. What both may do at once is held by constraints and claims in the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from zhanqiao.core_services.monitoring.engine.messages import NotTakenError, push
from zhanqiao.core_services.monitoring.models import Alert, AlertDelivery
from zhanqiao.core_services.monitoring.queries.checks import silence
from zhanqiao.core_services.monitoring.rules.alerts import Reading, rules_with, told
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.webhooks import next_try
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

RAISED, RESOLVED, TEST = "raised", "resolved", "test"
MAIL, WEBHOOK = "mail", "webhook"
AT_ONCE = 20
CLAIMED = timedelta(minutes=2)  # longer than one try of a message takes
log = structlog.get_logger(__name__)


def judge(*, readings: Iterable[Reading], at: datetime) -> tuple[str, ...]:
    """Hold readings against the rules: raise what is met and not open, resolve what is open and no longer met.

    Returns the ids of the alerts that changed. An open alert whose rule got no reading of its subject is resolved too,
    when that rule was read at all.
    """
    rules = rules_with(limits=str(value("ALERT_LIMITS")))
    read = list(readings)
    met = {(each.rule, each.subject): each for each in read if rules[each.rule].is_met(each.value)}
    seen = {each.rule for each in read}
    changed = []
    for alert in Alert.objects.filter(resolved_at__isnull=True, rule__in=seen):
        if (alert.rule, alert.subject) not in met:
            changed.append(_resolve(alert, at))
        else:
            del met[alert.rule, alert.subject]
    changed += [_raise(each, at) for each in met.values()]
    return tuple(filter(None, changed))


def watch_worker(*, since: datetime, at: datetime) -> float:
    """Judge the silence of the job process for it, and deliver messages while it cannot; return the silence in seconds.

    ``since``: when the watching began, from which silence counts at the earliest.
    """
    heard = silence(at=at)
    watched = (at - since).total_seconds()
    seconds = watched if heard is None else min(heard, watched)
    judge(readings=[Reading("worker", seconds)], at=at)
    if rules_with(limits=str(value("ALERT_LIMITS")))["worker"].is_met(seconds):
        deliver_due(at=at)
    return seconds


def send_test(*, by: str, at: datetime) -> tuple[AlertDelivery, ...]:
    """Send a test by every channel that is set, at once; return how each ended."""
    reading = Reading("test", 1.0)
    words = told(rule=rules_with(limits="")["test"], reading=reading)
    with transaction.atomic():
        alert = Alert.objects.create(
            rule="test", text_zh=words.zh, text_en=words.en, value=1.0, raised_at=at, resolved_at=at
        )
        _announce(alert, TEST, at)
        record(by=by, action="alert.test", object_type="alert", object_id=alert.id, detail={}, at=at)
    for delivery in alert.deliveries.all():
        _try(delivery, at)
    return tuple(alert.deliveries.all())


def deliver_due(*, at: datetime) -> int:
    """Try the messages whose time has come; return how many were taken. Each is tried by one caller at a time."""
    due = AlertDelivery.objects.filter(next_at__lte=at).select_related("alert").order_by("next_at", "id")
    return sum(_claim(delivery, at) and _try(delivery, at) for delivery in due[:AT_ONCE])


def send_again(*, delivery_id: str, by: str, at: datetime) -> None:
    """Give a message that was given up another round of tries. Raises NotFoundError for another one."""
    with transaction.atomic():
        dead = AlertDelivery.objects.filter(pk=delivery_id, delivered_at__isnull=True, next_at__isnull=True)
        if not dead.update(next_at=at, tries=0):
            raise NotFoundError(what=delivery_id)
        record(by=by, action="alert.send-again", object_type="alert-message", object_id=delivery_id, detail={}, at=at)


def _claim(delivery: AlertDelivery, at: datetime) -> bool:
    """Keep others from a message for a while; who is killed meanwhile leaves it to the next."""
    due = AlertDelivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    return bool(due.update(next_at=at + CLAIMED))


def _raise(reading: Reading, at: datetime) -> str | None:
    """Raise an alert; None when another process was quicker."""
    try:
        return _raised(reading, at)
    except IntegrityError:
        return None


def _raised(reading: Reading, at: datetime) -> str:
    rule = rules_with(limits=str(value("ALERT_LIMITS")))[reading.rule]
    words = told(rule=rule, reading=reading)
    with transaction.atomic():
        alert = Alert.objects.create(
            rule=rule.name,
            subject=reading.subject,
            text_zh=words.zh,
            text_en=words.en,
            value=reading.value,
            raised_at=at,
        )
        _announce(alert, RAISED, at)
        detail = {"rule": rule.name, "subject": reading.subject, "value": round(reading.value, 3)}
        record(by=SYSTEM, action="alert.raise", object_type="alert", object_id=alert.id, detail=detail, at=at)
    return alert.id


def _resolve(alert: Alert, at: datetime) -> str | None:
    """Resolve an alert; None when another process was quicker."""
    with transaction.atomic():
        if not Alert.objects.filter(pk=alert.pk, resolved_at__isnull=True).update(resolved_at=at):
            return None
        _announce(alert, RESOLVED, at)
        detail = {"rule": alert.rule, "subject": alert.subject}
        record(by=SYSTEM, action="alert.resolve", object_type="alert", object_id=alert.id, detail=detail, at=at)
    return alert.id


def _announce(alert: Alert, event: str, at: datetime) -> None:
    for channel in _channels():
        AlertDelivery.objects.create(alert=alert, event=event, channel=channel, at=at, next_at=at)


def _channels() -> list[str]:
    mail = [MAIL] if value("ALERT_MAIL") and value("SMTP_HOST") else []
    return [*mail, *([WEBHOOK] if value("ALERT_WEBHOOK") else [])]


def _try(delivery: AlertDelivery, at: datetime) -> bool:
    """Try one message; note how it went. What fails never ends the round."""
    try:
        (_mail if delivery.channel == MAIL else _push)(delivery, at)
    except NotTakenError as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001 - a mail server fails in a hundred ways; the kind is kept, the message tried again
        reason = type(error).__name__
    else:
        AlertDelivery.objects.filter(pk=delivery.pk).update(delivered_at=at, next_at=None, tries=delivery.tries + 1)
        return True
    tries = delivery.tries + 1
    then = next_try(tries=tries, at=at)
    AlertDelivery.objects.filter(pk=delivery.pk).update(tries=tries, next_at=then, reason=reason[:200])
    log.warning(
        "alert not delivered", message=delivery.id, channel=delivery.channel, reason=reason, given_up=then is None
    )
    return False


def _mail(delivery: AlertDelivery, at: datetime) -> None:
    del at
    alert = delivery.alert
    mark = {RAISED: "告警 · Alert", RESOLVED: "已恢复 · Resolved", TEST: "演练 · Test"}[delivery.event]
    name = f"{value('SITE_NAME_ZH')} · {value('SITE_NAME_EN')}"
    body = f"{alert.text_zh}\n{alert.text_en}\n\n{alert.raised_at.astimezone(UTC).isoformat()}\n{alert.id}\n{name}\n"
    to = [each.strip() for each in str(value("ALERT_MAIL")).split(",") if each.strip()]
    EmailMessage(f"[{mark}] {alert.text_zh[:60]}", body, to=to).send()


def _push(delivery: AlertDelivery, at: datetime) -> None:
    alert = delivery.alert
    document = {
        "type": f"alert.{delivery.event}",
        "timestamp": delivery.at.astimezone(UTC).isoformat(),
        "data": {
            "id": alert.id,
            "rule": alert.rule,
            "subject": alert.subject,
            "value": alert.value,
            "text": {"zh": alert.text_zh, "en": alert.text_en},
            "raised_at": alert.raised_at.astimezone(UTC).isoformat(),
        },
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    url, secret = str(value("ALERT_WEBHOOK")), str(value("ALERT_WEBHOOK_SECRET"))
    push(url=url, secret=secret, message_id=delivery.id, timestamp=int(at.timestamp()), body=body)
