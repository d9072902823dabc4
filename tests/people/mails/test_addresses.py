"""An address counts once a link that was sent there was opened by its account: once, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.mails.conftest import AT, token_of, verify
from tests.servers import Inbox
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.accounts.operations import close_account
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.audit.queries import verify as verify_chain
from zhanqiao.people.mails.models import Mail, MailAddress
from zhanqiao.people.mails.operations import (
    AddressRefusedError,
    MailLinkError,
    ask_address,
    confirm_address,
    forget_mails,
    remove_address,
    send_due,
)
from zhanqiao.people.mails.queries import mail_place
from zhanqiao.people.mails.rules import ASKS_A_DAY


def ask(account_id: str, address: str = "li.wei@example.gov.cn", hours: float = 0) -> None:
    ask_address(account_id=account_id, address=address, by=account_id, at=AT + timedelta(hours=hours))


def confirm(account_id: str, token: str, hours: float = 0) -> None:
    confirm_address(account_id=account_id, token=token, by=account_id, at=AT + timedelta(hours=hours))


def test_an_address_is_asked_confirmed_and_audited(inbox: Inbox, officer: str) -> None:
    ask(officer)
    assert (mail_place(account_id=officer).address, send_due(clock=lambda: AT)) == ("", 1)
    confirm(officer, token_of(inbox), hours=23.9)
    place = mail_place(account_id=officer)
    assert (place.address, place.asked) == ("li.wei@example.gov.cn", "")
    lines = AuditLine.objects.filter(action__startswith="mail.").order_by("seq")
    assert list(lines.values_list("action", "object_id")) == [("mail.ask", officer), ("mail.confirm", officer)]
    assert ("li.wei@" in "".join(lines.values_list("detail", flat=True)), verify_chain().is_whole) == (False, True)


@pytest.mark.parametrize("fault", ["used", "late", "forged", "not mine"])
def test_a_link_that_does_not_hold_confirms_nothing(inbox: Inbox, officer: str, citizen: str, fault: str) -> None:
    ask(officer)
    send_due(clock=lambda: AT)
    token, who, hours = token_of(inbox), officer, 0.0
    if fault == "used":
        confirm(officer, token)
    token = token[:-2] + "xx" if fault == "forged" else token
    who = citizen if fault == "not mine" else who
    hours = 24.0 if fault == "late" else hours
    before = list(MailAddress.objects.order_by("id").values())
    with pytest.raises(MailLinkError):
        confirm(who, token, hours)
    assert list(MailAddress.objects.order_by("id").values()) == before


def test_the_earlier_address_holds_until_the_new_one_is_confirmed(inbox: Inbox, reached: str) -> None:
    ask(reached, "li@example.gov.cn")
    place = mail_place(account_id=reached)
    assert (place.address, place.asked) == ("li.wei@example.gov.cn", "li@example.gov.cn")
    send_due(clock=lambda: AT)
    assert inbox.receivers == [["li@example.gov.cn"]]
    confirm(reached, token_of(inbox))
    assert mail_place(account_id=reached).address == "li@example.gov.cn"
    assert (forget_mails(at=AT + timedelta(days=2)), MailAddress.objects.count()) == (0, 1)


def test_only_the_newest_of_two_links_holds(inbox: Inbox, officer: str) -> None:
    ask(officer, "first@example.gov.cn")
    send_due(clock=lambda: AT)
    old = token_of(inbox)
    ask(officer, "second@example.gov.cn")
    with pytest.raises(MailLinkError):
        confirm(officer, old)


@pytest.mark.parametrize(
    "address", ["li.wei", "a@b", "a b@example.cn", "a@example.cn\nBcc: x@example.cn", "a" * 250 + "@b.cn"]
)
def test_what_is_no_address_is_refused(inbox: Inbox, officer: str, address: str) -> None:
    with pytest.raises(AddressRefusedError, match="This is no mail address"):
        ask(officer, address)
    assert Mail.objects.count() == 0


def test_nobody_is_flooded_with_confirmations(inbox: Inbox, officer: str, citizen: str) -> None:
    for _ in range(ASKS_A_DAY):
        ask(officer)
    for account_id, address in ((officer, "other@example.gov.cn"), (citizen, "LI.WEI@example.gov.cn")):
        with pytest.raises(AddressRefusedError, match="At most 5 confirmations a day"):
            ask(account_id, address)
    ask(officer, hours=24.1)


def test_without_a_mail_server_no_address_is_taken(officer: str) -> None:
    with pytest.raises(ZhanqiaoError, match="not set up for mail"):
        ask(officer)


def test_a_removed_address_and_a_closed_account_get_no_mail(
    inbox: Inbox, reached: str, django_capture_on_commit_callbacks: object
) -> None:
    remove_address(account_id=reached, by=reached, at=AT)
    assert mail_place(account_id=reached).address == ""
    verify(inbox, reached, "li@example.gov.cn")
    with django_capture_on_commit_callbacks(execute=True):
        close_account(account_id=reached, by="acc_admin", at=AT)
    last = AuditLine.objects.order_by("-seq")[0]
    assert (last.action, MailAddress.objects.filter(ended_at__isnull=True).count()) == ("mail.remove", 0)
