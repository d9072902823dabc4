"""Sending the mails whose time has come; only the job process calls it.

Every mail is sent **at most once** by itself. It is claimed in a transaction of its own before the server hears of it,
and marked after. A mail that the server certainly did not take (no connection, a refusing reply) is tried again after a
pause; one whose end is not known, because this process was killed or the line broke in between, is never sent again
by itself: a second digest is worse than none, for what it tells stands on the site as well. Operators see it as lost
and may send it again. Its Message-ID stays the same, so that a mailbox can tell the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record
from zhanqiao.people.mails.models import Mail, MailAddress
from zhanqiao.people.mails.operations.writing import written
from zhanqiao.people.mails.queries import LOST, is_mail_possible
from zhanqiao.people.mails.rules import INTERRUPTED, KEPT_DAYS, PERMANENT, Outcome, next_try

BATCH = 50
CLOSING = 421  # the server ends the line
log = structlog.get_logger(__name__)


class _BrokenLineError(Exception):
    """The line to the server is of no more use; what was not begun waits for the next round."""


def send_due(*, clock: Callable[[], datetime]) -> int:
    """Send the mails whose time has come, a batch at most; return how many the server took."""
    _give_up_interrupted(clock())
    due = list(Mail.objects.filter(next_at__lte=clock()).order_by("next_at", "id")[:BATCH])
    if not due or not is_mail_possible():
        return 0
    line, sent = get_connection(), 0
    try:
        line.open()
    except (SMTPException, OSError) as error:
        for mail in due:
            if _claim(mail, clock()):
                _put_off(mail, _reason(error), clock())
        return 0
    try:
        for mail in due:
            sent += _claim(mail, clock()) and _sent(mail, line, clock)
    except _BrokenLineError:  # what was on it is noted with its mail; the rest waits for the next round
        log.info("line to the mail server broke", sent=sent, waiting=len(due) - sent)
    finally:
        _close(line)
    return sent


def send_again(*, mail_id: str, by: str, at: datetime) -> None:
    """Send a lost mail once more, by the wish of an operator. Raises NotFoundError for another one."""
    with transaction.atomic():
        lost = Mail.objects.filter(pk=mail_id, outcome__in=LOST)
        if not lost.update(next_at=at, tries=0, claimed_at=None, ended_at=None, outcome=""):
            raise NotFoundError(what=mail_id)
        record(by=by, action="mail.send-again", object_type="mail", object_id=mail_id, detail={}, at=at)


def forget_mails(*, at: datetime) -> int:
    """Remove mails older than a month, sent or not, and addresses that ended a day ago; return how many mails went."""
    gone = Mail.objects.filter(made_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[1].get("people.Mail", 0)
    Mail.objects.filter(address__ended_at__lt=at - timedelta(days=1)).update(address=None)
    MailAddress.objects.filter(ended_at__lt=at - timedelta(days=1)).delete()
    return gone


def _claim(mail: Mail, at: datetime) -> bool:
    """Take a mail for this process; False when another one was quicker."""
    waiting = Mail.objects.filter(pk=mail.pk, next_at=mail.next_at, claimed_at__isnull=True)
    return bool(waiting.update(claimed_at=at, next_at=None, tries=F("tries") + 1))


def _sent(mail: Mail, line: BaseEmailBackend, clock: Callable[[], datetime]) -> bool:
    """Send a claimed mail and note how it ended; whatever fails in one mail holds up no other."""
    try:
        message = written(mail=mail)
        if message is None:
            _end(mail, Outcome.UNNEEDED, "", clock())
            return False
    except Exception as error:  # our own fault, before the server heard of it
        log.exception("mail not written", mail=mail.id)
        _put_off(mail, _reason(error), clock())
        return False
    return _handed_over(mail, message, line, clock)


def _handed_over(
    mail: Mail, message: EmailMultiAlternatives, line: BaseEmailBackend, clock: Callable[[], datetime]
) -> bool:
    try:
        line.send_messages([message])
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        code = _code(error)
        if code >= PERMANENT:
            _lose(mail, Outcome.REFUSED, f"SMTP {code}", clock())
        else:
            _put_off(mail, f"SMTP {code}", clock())
        if code == CLOSING:
            raise _BrokenLineError from None
        return False
    except Exception as error:  # the line broke: it may have been taken
        _lose(mail, Outcome.UNKNOWN, _reason(error), clock())
        raise _BrokenLineError from error
    _end(mail, Outcome.SENT, "", clock())
    return True


def _code(error: SMTPRecipientsRefused | SMTPResponseException) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=PERMANENT)
    return int(error.smtp_code)


def _put_off(mail: Mail, reason: str, at: datetime) -> None:
    then = next_try(tries=mail.tries + 1, at=at)
    if then is None:
        _lose(mail, Outcome.REFUSED, reason, at)
        return
    Mail.objects.filter(pk=mail.pk).update(next_at=then, claimed_at=None, reason=reason)
    log.warning("mail not taken; trying again", mail=mail.id, reason=reason)


def _give_up_interrupted(at: datetime) -> None:
    for mail in Mail.objects.filter(claimed_at__lt=at - INTERRUPTED, ended_at__isnull=True):
        _lose(mail, Outcome.UNKNOWN, "interrupted", at)


def _lose(mail: Mail, outcome: Outcome, reason: str, at: datetime) -> None:
    _end(mail, outcome, reason, at)
    log.error("mail lost", mail=mail.id, outcome=outcome.value, reason=reason)


def _end(mail: Mail, outcome: Outcome, reason: str, at: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(ended_at=at, outcome=outcome.value, reason=reason)


def _reason(error: BaseException) -> str:
    return type(error).__name__


def _close(line: BaseEmailBackend) -> None:
    try:
        line.close()
    except (SMTPServerDisconnected, OSError):
        log.info("line to the mail server was gone already")
