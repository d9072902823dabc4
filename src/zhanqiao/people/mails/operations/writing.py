"""What each mail says, in the language of its account, and to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog
from django.core.mail import EmailMultiAlternatives

from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.queries import account_card
from zhanqiao.people.mails.engine.composing import Letter, Line, as_html, as_text
from zhanqiao.people.mails.events import Attachment, ItemWritten, item_written
from zhanqiao.people.mails.models import Mail, MailAddress, MailItem
from zhanqiao.people.mails.operations.links import PLACE, absolute, confirming, ending
from zhanqiao.people.mails.queries import ways_of
from zhanqiao.people.mails.rules import KIND_NAMES, LINK_HOURS, Kind, Purpose, Way

DIGEST = Text("今日汇总：{count} 条消息", "Today's digest: {count} notices")
CONFIRM_SUBJECT = Text("请确认您的邮件地址", "Please confirm your mail address")
CONFIRM = Text(
    f"有人在本平台把这个地址填为自己账号的邮件地址。如果是您，请在 {LINK_HOURS} 小时内登录并打开下面的链接；如果不是，请忽略这封邮件，此后不会再发。",
    f"Somebody gave this address for an account of this platform. If it was you, sign in and open the link below within {LINK_HOURS} hours; "
    "if not, ignore this mail: no other will follow.",
)
WHY = Text(
    "您在本平台登记了这个邮件地址。选择接收哪些消息：",
    "You gave this address to this platform. Choose what you are told:",
)
STOP = Text("不再接收这类邮件：", "No more mails of this kind:")
log = structlog.get_logger(__name__)
NO_ANSWER = Text("请不要回复此邮件。", "Please do not answer this mail.")


def written(*, mail: Mail) -> EmailMultiAlternatives | None:
    """Return a mail as it is sent, or None where it is no longer wanted: read, unsubscribed, address ended, account closed."""
    card = account_card(account_id=mail.account_id)
    address = _address(mail)
    if card is None or not card.is_active or address is None:
        return None
    if mail.purpose == Purpose.CONFIRMATION:
        return _message(mail, address, _confirmation(address, card.language), {})
    items = _wanted(mail)
    return _telling(mail, address, items, card.language) if items else None


def _address(mail: Mail) -> MailAddress | None:
    rows = MailAddress.objects.filter(account_id=mail.account_id, ended_at__isnull=True)
    if mail.purpose == Purpose.CONFIRMATION:
        return rows.filter(pk=mail.address_id, verified_at__isnull=True).first()
    return rows.filter(verified_at__isnull=False).first()


def _wanted(mail: Mail) -> list[MailItem]:
    ways = ways_of(account_id=mail.account_id)
    return [item for item in mail.items.all() if ways[Kind(item.kind)] is not Way.SITE]


def _confirmation(address: MailAddress, language: str) -> Letter:
    link = confirming(address_id=address.id, language=language)
    lines = [Line(CONFIRM.in_language(language)), Line(link, link)]
    return _letter(language, CONFIRM_SUBJECT, lines, [])


def _telling(mail: Mail, address: MailAddress, items: Sequence[MailItem], language: str) -> EmailMultiAlternatives:
    is_digest = mail.purpose == Purpose.DIGEST
    kind = None if is_digest else Kind(items[0].kind)
    subject = DIGEST.filled(count=len(items)) if kind is None else KIND_NAMES[kind]
    stop = ending(address_id=address.id, kind=kind, language=language)
    foot = [
        Line(WHY.in_language(language), absolute(path=PLACE, language=language)),
        Line(STOP.in_language(language), stop),
    ]
    added = [_added(ItemWritten(mail.account_id, item.url, language)) for item in items]
    lines = [_line(item, one, language) for item, one in zip(items, added, strict=True)]
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = _message(mail, address, _letter(language, subject, lines, foot), headers)
    for one in (each for found in added for each in found if isinstance(each, Attachment)):
        message.attach(one.name, one.content, one.media_type)
    return message


def _line(item: MailItem, added: Sequence[str | Attachment], language: str) -> Line:
    text = Text(item.text_zh, item.text_en).in_language(language)
    link = absolute(path=item.url, language=language) if item.url.startswith("/") else ""
    return Line(text, link, tuple(one for one in added if isinstance(one, str)))


def _added(event: ItemWritten) -> list[str | Attachment]:
    """Return the lines and files that others add; who fails adds none, and the sentence goes all the same."""
    lines: list[str | Attachment] = []
    for receiver, found in item_written.send_robust(sender=ItemWritten, event=event):
        if isinstance(found, Exception):
            log.error("lines of a mail are missing", receiver=str(receiver), error=type(found).__name__)
        else:
            lines += found
    return lines


def _letter(language: str, subject: Text, lines: Sequence[Line], foot: Sequence[Line]) -> Letter:
    site = Text(value("SITE_NAME_ZH"), value("SITE_NAME_EN")).in_language(language)
    said = subject.in_language(language)
    tag = "en" if language == "en" else "zh-Hans"
    return Letter(tag, f"[{site}] {said}", said, lines, [*foot, Line(NO_ANSWER.in_language(language)), Line(site)])


def _message(mail: Mail, address: MailAddress, letter: Letter, headers: dict[str, str]) -> EmailMultiAlternatives:
    host = urlsplit(str(value("SITE_URL"))).hostname or "localhost"
    headers = {**headers, "Message-ID": f"<{mail.id}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(letter.subject, as_text(letter), to=[address.address], headers=headers)
    message.attach_alternative(as_html(letter), "text/html")
    return message
