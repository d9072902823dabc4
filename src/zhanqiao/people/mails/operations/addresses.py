"""Addresses: asked for, confirmed by a link that was sent there, removed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.queries import account_card
from zhanqiao.people.audit.operations import record
from zhanqiao.people.mails.models import Mail, MailAddress
from zhanqiao.people.mails.operations.leaving import drop_all
from zhanqiao.people.mails.operations.links import confirmed
from zhanqiao.people.mails.queries import is_mail_possible
from zhanqiao.people.mails.rules import ASKS_A_DAY, LINK_HOURS, Purpose, is_address


class AddressRefusedError(ZhanqiaoError):
    """An address cannot be asked for; nothing was changed."""

    status = 422
    code = "mail-address-refused"
    sentence = Text(zh="邮件地址没有更改：{reason}", en="The mail address was not changed: {reason}")

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(reason=reason.en)
        self.text = Text(zh=self.sentence.zh.format(reason=reason.zh), en=self.sentence.en.format(reason=reason.en))


class MailLinkError(ZhanqiaoError):
    """A link that confirms an address is wrong, used, too old, or of another account; nothing was changed."""

    status = 422
    code = "mail-link-invalid"
    sentence = Text(
        zh=f"这个确认链接无效：可能已经用过、超过 {LINK_HOURS} 小时，或属于其他账号。地址没有更改，请在“邮件”页面重新发送。",
        en=f"This link confirms nothing: it was used, is older than {LINK_HOURS} hours, or belongs to another account. "
        "The address was not changed; ask for a new link on the page Mail.",
    )


NOT_POSSIBLE = Text("本平台没有设置邮件。", "This platform is not set up for mail.")
NO_ADDRESS = Text("这不是邮件地址。", "This is no mail address.")
TOO_OFTEN = Text(
    f"一天之内最多发送 {ASKS_A_DAY} 封确认邮件，请明天再试。",
    f"At most {ASKS_A_DAY} confirmations a day are sent; try again tomorrow.",
)


def ask_address(*, account_id: str, address: str, by: str, at: datetime) -> str:
    """Leave a mail with a link to a new address and return the address's id; the earlier one holds until it is confirmed.

    Raises AddressRefusedError, NotFoundError.
    """
    address = address.strip()
    card = account_card(account_id=account_id)
    if card is None or not card.is_active:
        raise NotFoundError(what=account_id)
    with transaction.atomic():
        if problem := _problem(account_id, address, at):
            raise AddressRefusedError(reason=problem)
        MailAddress.objects.filter(account_id=account_id, verified_at=None, ended_at=None).update(ended_at=at)
        asked = MailAddress.objects.create(account_id=account_id, address=address, asked_at=at)
        Mail.objects.create(
            account_id=account_id, purpose=Purpose.CONFIRMATION.value, address=asked, made_at=at, next_at=at
        )
        _record("mail.ask", account_id, asked.id, by, at)
    return asked.id


def confirm_address(*, account_id: str, token: str, by: str, at: datetime) -> None:
    """Put the address of a link in force, once; the one before ends. Raises MailLinkError."""
    with transaction.atomic():
        found = MailAddress.objects.select_for_update().filter(
            pk=confirmed(token=token),
            account_id=account_id,
            verified_at__isnull=True,
            ended_at__isnull=True,
            asked_at__gt=at - timedelta(hours=LINK_HOURS),
        )
        asked = found.first()
        if asked is None:
            raise MailLinkError
        MailAddress.objects.filter(account_id=account_id, verified_at__isnull=False, ended_at=None).update(ended_at=at)
        MailAddress.objects.filter(pk=asked.pk).update(verified_at=at)
        _record("mail.confirm", account_id, asked.id, by, at)


def remove_address(*, account_id: str, by: str, at: datetime) -> None:
    """End every address of an account and drop the mails that wait for it; nothing happens where there is none."""
    with transaction.atomic():
        held = MailAddress.objects.select_for_update().filter(account_id=account_id, ended_at__isnull=True)
        ids = sorted(held.values_list("id", flat=True))
        if not ids:
            return
        MailAddress.objects.filter(pk__in=ids).update(ended_at=at)
        drop_all(account_id=account_id, at=at)
        for one in ids:
            _record("mail.remove", account_id, one, by, at)


def _problem(account_id: str, address: str, at: datetime) -> Text | None:
    if not is_mail_possible():
        return NOT_POSSIBLE
    if not is_address(address):
        return NO_ADDRESS
    today = MailAddress.objects.filter(asked_at__gt=at - timedelta(days=1))
    asked = (today.filter(account_id=account_id), today.filter(address__iexact=address))
    return TOO_OFTEN if any(each.count() >= ASKS_A_DAY for each in asked) else None


def _record(action: str, account_id: str, address_id: str, by: str, at: datetime) -> None:
    record(by=by, action=action, object_type="account", object_id=account_id, detail={"address": address_id}, at=at)
