"""Notices reach a mailbox at once, once a day or never, as chosen; each once at most, whatever breaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.people.mails.conftest import AT, SITE, text_of
from tests.servers import Inbox
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.mails.models import Mail, MailItem
from zhanqiao.people.mails.operations import choose, forget_mails, send_again, send_due, unsubscribe, unsubscribing
from zhanqiao.people.mails.queries import lost_since, mail_cards, mail_counts, ways_of
from zhanqiao.people.mails.rules import INTERRUPTED, PAUSES, Kind, Way
from zhanqiao.people.notices.operations import mark_read, tell
from zhanqiao.people.notices.queries import unread

EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 of the city on the day after AT
WAITS = Text("“轨道站点”等待您审核 <重要>", "'Stations' waits for your review <now>")


def notice(*account_ids: str, kind: str = "clock", at: datetime = AT, text: Text = WAITS) -> None:
    tell(account_ids=account_ids, kind=kind, text=text, url="/workbench/", at=at)


def send(at: datetime = AT) -> int:
    return send_due(clock=lambda: at)


def test_a_duty_of_an_officer_is_mailed_at_once_in_chinese(inbox: Inbox, reached: str) -> None:
    notice(reached)
    assert (send(), send(), inbox.receivers) == (1, 0, [["li.wei@example.gov.cn"]])
    (mail,) = inbox.mails
    assert str(mail["Subject"]).strip() == "[青岛公共数据开放平台] 有事项等待您办理"
    assert mail.get_content_type() == "multipart/alternative"
    assert text_of(inbox).split("\n\n")[:2] == ["有事项等待您办理", f"“轨道站点”等待您审核 <重要>\n{SITE}/workbench/"]
    html = mail.get_body(("html",)).get_content()
    assert f'<li><a href="{SITE}/workbench/">“轨道站点”等待您审核 &lt;重要&gt;</a></li>' in html
    (row,) = Mail.objects.filter(purpose="notice")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (f"<{row.id}@data.example.gov.cn>", "auto-generated")


def test_a_citizen_gets_one_digest_a_day_at_eight_in_english(inbox: Inbox, citizen: str) -> None:
    notice(citizen, kind="followed_dataset")
    notice(citizen, kind="opening", at=AT + timedelta(hours=1), text=Text("第二条", "The second"))
    assert send(EIGHT - timedelta(seconds=1)) == 0
    assert (send(EIGHT), send(EIGHT)) == (1, 0)
    assert str(inbox.mails[0]["Subject"]).strip() == "[Qingdao Open Data] Today's digest: 2 notices"
    assert text_of(inbox).split("\n\n")[1:3] == [
        f"'Stations' waits for your review <now>\n{SITE}/en/workbench/",
        f"The second\n{SITE}/en/workbench/",
    ]
    notice(citizen, kind="followed_dataset", at=EIGHT)
    assert (send(EIGHT), send(EIGHT + timedelta(days=1))) == (0, 1)


def test_a_notice_told_at_eight_after_the_digest_went_is_in_the_next(inbox: Inbox, citizen: str) -> None:
    notice(citizen, kind="opening")
    send(EIGHT)
    notice(citizen, kind="opening", at=EIGHT - timedelta(seconds=1))  # its transaction was slower than the digest
    assert (send(EIGHT), send(EIGHT + timedelta(days=1))) == (0, 1)


def test_what_was_read_on_the_site_is_in_no_digest(inbox: Inbox, citizen: str) -> None:
    notice(citizen, kind="opening")
    mark_read(account_id=citizen, at=AT)
    notice(citizen, kind="opening", at=AT + timedelta(hours=1), text=Text("新", "New"))
    assert send(EIGHT) == 1
    assert text_of(inbox).split("\n\n")[1] == f"New\n{SITE}/en/workbench/"


def test_a_kind_wanted_on_the_site_only_is_not_mailed_and_still_a_notice(inbox: Inbox, reached: str) -> None:
    choose(account_id=reached, ways={Kind.CLOCK: Way.SITE}, by=reached, at=AT)
    notice(reached)
    assert (send(), Mail.objects.filter(purpose="notice").count(), unread(account_id=reached)) == (0, 0, 1)


def test_the_defaults_follow_the_roles(inbox: Inbox, reached: str, citizen: str) -> None:
    officers, citizens = ways_of(account_id=reached), ways_of(account_id=citizen)
    assert (officers[Kind.CLOCK], citizens[Kind.CLOCK]) == (Way.AT_ONCE, Way.DIGEST)
    assert {officers[Kind.LIGHT], citizens[Kind.LIGHT]} == {Way.AT_ONCE}
    assert {officers[Kind.FOLLOWED_DATASET], citizens[Kind.OTHER]} == {Way.DIGEST}


def test_without_a_mail_server_notices_are_on_the_site_only(officer: str) -> None:
    notice(officer)
    assert (Mail.objects.count(), set(ways_of(account_id=officer).values())) == (0, {Way.SITE})
    assert unread(account_id=officer) == 1


def test_a_kind_nobody_listed_counts_as_other(inbox: Inbox, reached: str) -> None:
    notice(reached, kind="something_new")
    assert MailItem.objects.get().kind == "other"


def test_a_link_unsubscribes_one_kind_and_says_so_in_its_headers(inbox: Inbox, reached: str) -> None:
    notice(reached)
    send()
    mail = inbox.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(mail["List-Unsubscribe"]).strip(" <>")
    assert (link.startswith(f"{SITE}/mails/unsubscribe/"), link in text_of(inbox)) == (True, True)
    token = link.split("/")[-2]
    assert unsubscribing(token=token).is_over is False
    notice(reached)  # on its way already
    assert (unsubscribe(token=token, at=AT).kind, unsubscribing(token=token).is_over) == (Kind.CLOCK, True)
    assert (send(), len(inbox.mails)) == (0, 1)
    assert sorted(card.state for card in mail_cards()[0] if card.purpose == "notice") == ["sent", "unneeded"]
    assert ways_of(account_id=reached)[Kind.LIGHT] is Way.AT_ONCE
    with pytest.raises(NotFoundError):
        unsubscribe(token=token[:-1], at=AT)


def test_the_link_of_a_digest_ends_digests_only(inbox: Inbox, citizen: str) -> None:
    notice(citizen, kind="opening")
    send(EIGHT)
    unsubscribe(token=str(inbox.mails[0]["List-Unsubscribe"]).strip(" <>").split("/")[-2], at=EIGHT)
    ways = ways_of(account_id=citizen)
    assert {kind for kind, way in ways.items() if way is Way.AT_ONCE} == {
        *(Kind.LIGHT, Kind.APPLICATION, Kind.SHARING, Kind.REPORT)
    }
    assert Way.DIGEST not in ways.values()


def test_mail_that_is_put_off_by_the_server_is_tried_again_then_given_up_and_sent_again(
    inbox: Inbox, reached: str
) -> None:
    inbox.answer = "451 later"
    notice(reached)
    at = AT
    for pause in PAUSES:
        assert (send(at), send(at + pause - timedelta(seconds=1))) == (0, 0)
        at += pause
    assert send(at) == 0
    (card, *_), _total = mail_cards(only_lost=True)
    assert (card.state, card.reason, card.tries) == ("refused", "SMTP 451", len(PAUSES) + 1)
    assert (mail_counts(), lost_since(at=at)) == ({"waiting": 0, "lost": 1}, 1)
    inbox.answer = "250 OK"
    assert send(at + timedelta(days=20)) == 0
    send_again(mail_id=card.id, by="acc_op", at=at)
    assert (send(at), mail_counts()["lost"], len(inbox.mails)) == (1, 0, 1)
    with pytest.raises(NotFoundError):
        send_again(mail_id=card.id, by="acc_op", at=at)


def test_mail_that_is_refused_for_good_is_not_tried_again(inbox: Inbox, reached: str) -> None:
    inbox.answer = "550 no such mailbox li.wei@example.gov.cn"
    notice(reached)
    assert (send(), send(AT + timedelta(days=1))) == (0, 0)
    (card,), total = mail_cards(only_lost=True)
    assert (total, card.state, card.reason, card.tries) == (1, "refused", "SMTP 550", 1)


def test_a_server_that_is_away_costs_a_try_and_loses_nothing(inbox: Inbox, reached: str, settings: object) -> None:
    notice(reached)
    notice(reached, kind="light")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send() == 0
    assert {(card.state, card.tries, card.reason) for card in mail_cards()[0] if card.purpose == "notice"} == {
        ("waiting", 1, "ConnectionRefusedError")
    }
    settings.EMAIL_PORT = port
    assert (send(AT + PAUSES[0]), len(inbox.mails)) == (2, 2)


def test_a_line_that_breaks_in_a_mail_leaves_it_unknown_and_the_rest_waiting(inbox: Inbox, reached: str) -> None:
    notice(reached)
    notice(reached, kind="light")
    inbox.answer = "BREAK"
    assert send() == 0
    states = sorted(card.state for card in mail_cards()[0] if card.purpose == "notice")
    assert (states, len(inbox.mails)) == (["unknown", "waiting"], 0)
    inbox.answer = "250 OK"
    assert (send(), send(AT + timedelta(days=1))) == (1, 0)


def test_a_mail_that_another_process_began_is_left_alone_and_known_as_lost_later(inbox: Inbox, citizen: str) -> None:
    notice(citizen, kind="opening")
    digest = Mail.objects.filter(purpose="digest")
    digest.update(claimed_at=EIGHT, next_at=None)  # as of a process that was killed then
    assert (send(EIGHT), send(EIGHT + INTERRUPTED)) == (0, 0)
    assert digest.get().outcome == ""
    assert (send(EIGHT + INTERRUPTED + timedelta(seconds=1)), len(inbox.mails)) == (0, 0)
    assert (digest.get().outcome, digest.get().reason) == ("unknown", "interrupted")


def test_mails_are_forgotten_after_a_month(inbox: Inbox, reached: str) -> None:
    notice(reached)
    send()
    assert (forget_mails(at=AT + timedelta(days=30)), Mail.objects.count()) == (0, 2)
    assert (forget_mails(at=AT + timedelta(days=31)), Mail.objects.count()) == (2, 0)
