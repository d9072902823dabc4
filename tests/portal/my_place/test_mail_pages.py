"""The pages of mail: an address with its link, a way for each kind, one click that ends mails."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people.mails.conftest import SITE, inbox, token_of
from tests.portal.my_place.conftest import post, sign_in
from tests.servers import Inbox
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.mails.operations import send_due
from zhanqiao.people.mails.queries import mail_place, ways_of
from zhanqiao.people.mails.rules import Kind, Way
from zhanqiao.people.notices.operations import tell

__all__ = ["inbox"]
ADDRESS = "li.wei@example.gov.cn"


def confirmed(visitor: Client, inbox: Inbox) -> str:
    post(visitor, "/my/mail/address/", address=ADDRESS)
    send_due(clock=now)
    return f"/my/mail/confirmation/{token_of(inbox)}/"


def test_an_address_is_given_and_confirmed_by_its_link(signed_in: Client, officer: str, inbox: Inbox) -> None:
    link = confirmed(signed_in, inbox)
    assert f"链接已发送到 {ADDRESS}" in signed_in.get("/my/mail/").text
    assert (signed_in.get(link).status_code, mail_place(account_id=officer).address) == (200, "")
    assert (post(signed_in, link).url, mail_place(account_id=officer).address) == ("/my/mail/", ADDRESS)
    again = post(signed_in, link)
    assert (again.status_code, "这个确认链接无效" in again.text) == (422, True)


def test_a_link_opened_without_a_login_leads_through_it(visitor: Client, signed_in: Client, inbox: Inbox) -> None:
    link = confirmed(signed_in, inbox)
    assert Client().get(link).url == f"/login/?next={link.replace(':', '%3A')}"


def test_the_english_page_asks_in_english(signed_in: Client, inbox: Inbox) -> None:
    text = signed_in.get("/en/my/mail/").text
    assert [words in text for words in ("A duty waits for you", "one digest a day, at 8:00")] == [True, True]


def test_ways_are_kept_as_chosen(signed_in: Client, officer: str, inbox: Inbox) -> None:
    ways = {kind.value: "digest" for kind in Kind} | {"clock": "site"}
    assert post(signed_in, "/my/mail/", **ways).url == "/my/mail/"
    assert ways_of(account_id=officer) == {Kind(kind): Way(way) for kind, way in ways.items()}
    assert post(signed_in, "/my/mail/", **{**ways, "clock": "by pigeon"}).status_code == 422


def test_what_is_no_address_is_told_on_the_page(signed_in: Client, inbox: Inbox) -> None:
    answer = post(signed_in, "/my/mail/address/", address="li.wei")
    assert (answer.status_code, "这不是邮件地址" in answer.text) == (422, True)


def test_the_page_says_where_no_mail_is_set_up(signed_in: Client, officer: str) -> None:
    text = signed_in.get("/my/mail/").text
    assert ("本平台没有设置邮件：消息只在网站上显示。" in text, "发送链接" in text) == (True, False)
    post(signed_in, "/my/mail/", **{kind.value: "digest" for kind in Kind})
    assert AuditLine.objects.filter(action="mail.choose").count() == 0


def test_an_address_is_forgotten(signed_in: Client, officer: str, inbox: Inbox) -> None:
    post(signed_in, confirmed(signed_in, inbox))
    post(signed_in, "/my/mail/address/removal/")
    assert (mail_place(account_id=officer).address, ADDRESS in signed_in.get("/my/mail/").text) == ("", False)


@pytest.mark.parametrize("body", ["List-Unsubscribe=One-Click", ""])
def test_one_click_ends_mails_without_a_login(signed_in: Client, officer: str, inbox: Inbox, body: str) -> None:
    post(signed_in, confirmed(signed_in, inbox))
    tell(account_ids=[officer], kind="clock", text=Text("等待", "Waits"), url="/workbench/", at=now())
    send_due(clock=now)
    link = str(inbox.mails[-1]["List-Unsubscribe"]).strip(" <>").removeprefix(SITE)
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(link)
    assert (page.status_code, "有事项等待您办理" in page.text, "李伟" in page.text) == (200, True, False)
    assert ways_of(account_id=officer)[Kind.CLOCK] is Way.AT_ONCE
    for _ in range(2):
        assert stranger.post(link, body, content_type="application/x-www-form-urlencoded").status_code == 200
    assert (ways_of(account_id=officer)[Kind.CLOCK], ways_of(account_id=officer)[Kind.LIGHT]) == (Way.SITE, Way.AT_ONCE)
    assert AuditLine.objects.filter(action="mail.unsubscribe", object_id=officer).count() == 1
    assert stranger.post("/mails/unsubscribe/adr_1.clock:forged/").status_code == 404


def test_another_account_cannot_confirm_my_link(signed_in: Client, officer: str, inbox: Inbox) -> None:
    link = confirmed(signed_in, inbox)
    create_account(username="zhao.min", display_name="赵敏", password="Red-Roofs-1891", by="system", at=now())
    other = Client(enforce_csrf_checks=True)
    sign_in(other, username="zhao.min")
    assert (post(other, link).status_code, mail_place(account_id=officer).address) == (422, "")
