"""The pages of subscriptions: what is listed, chosen, told, and that nobody sees another's."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.core_services.following.conftest import FIRST, PASSWORD, SECOND, Parks, citizen, parks, soon, web
from tests.portal.my_place.conftest import post, sign_in
from tests.seeding import DEPARTMENT, register_department
from zhanqiao.core_services.following import operations, queries
from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.operations import create_account

__all__ = ["citizen", "parks", "soon", "web"]
pytestmark = pytest.mark.django_db
HOME = "/my/subscriptions/"


@pytest.fixture
def department(db: None) -> str:
    register_department()
    return DEPARTMENT


@pytest.fixture
def me(citizen: str) -> Client:
    visitor = Client(enforce_csrf_checks=True)
    assert sign_in(visitor, username="zhao.min", password=PASSWORD).status_code == 302
    return visitor


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_whoever_has_none_is_told_how_to_subscribe(me: Client) -> None:
    answer = me.get(HOME)
    assert (answer.status_code, "还没有订阅" in text(answer)) == (200, True)


def test_a_followed_dataset_is_listed_filtered_paused_and_ended(me: Client, citizen: str, parks: Parks) -> None:
    assert post(me, "/datasets/parks/following/", follow="yes").status_code == 302
    one = queries.follow_cards(account_id=citizen)[0]
    refused = post(me, f"{HOME}{one.id}/", rhythm="daily", where="层数 > 3")
    assert (refused.status_code, "层数" in text(refused)) == (422, True)
    assert post(me, f"{HOME}{one.id}/", rhythm="weekly", where="面积 > 200").status_code == 302
    listed = text(me.get(HOME))
    assert [word in listed for word in ("公园", "每周一 8:00 汇总", "面积 &gt; 200")] == [True] * 3
    assert post(me, f"{HOME}{one.id}/pause/", rest="yes").status_code == 302
    assert "已暂停" in text(me.get(HOME))
    assert post(me, f"{HOME}{one.id}/end/").status_code == 302
    assert queries.follow_cards(account_id=citizen) == ()


def test_a_search_and_a_department_are_subscribed_after_a_question(me: Client, citizen: str, parks: Parks) -> None:
    assert "subject=search&amp;key=q%3D%25E5%2585%25AC%25E5%259B%25AD" in me.get("/datasets/?q=公园").content.decode()
    for subject, key in (("search", "q=公园"), ("department", DEPARTMENT)):
        asked = me.get(f"{HOME}new/", {"subject": subject, "key": key})
        assert (asked.status_code, len(queries.follow_cards(account_id=citizen))) == (200, int(subject != "search"))
        assert post(me, f"{HOME}new/", subject=subject, key=key).status_code == 302
    assert [(one.subject, one.key) for one in queries.follow_cards(account_id=citizen)] == [
        ("department", DEPARTMENT),
        ("search", "q=%E5%85%AC%E5%9B%AD"),
    ]
    for subject, key in (("search", ""), ("department", "none"), ("dashboard", "x")):
        assert me.get(f"{HOME}new/", {"subject": subject, "key": key}).status_code == 404


def test_news_show_the_rows_to_their_account_alone(me: Client, citizen: str, parks: Parks) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    parks.publish(SECOND)
    operations.tell_changes(at=now())
    (news,) = queries.news_cards(account_id=citizen)
    shown = me.get(f"{HOME}news/{news.id}/")
    body = shown.content.decode()
    assert [body.count(f'<tr class="row-{kind}"') for kind in ("added", "removed", "changed")] == [1, 1, 1]
    assert [word in text(shown) for word in ("石老人", "八大关", "751")] == [True] * 3
    create_account(username="sun.yu", display_name="孙雨", password=PASSWORD, by="system", at=now())
    other = Client(enforce_csrf_checks=True)
    sign_in(other, username="sun.yu", password=PASSWORD)
    assert other.get(f"{HOME}news/{news.id}/").status_code == 404
    assert other.get(f"{HOME}{news.follow_id}/").status_code == 404


def test_the_secret_of_a_webhook_is_shown_once(me: Client, citizen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = post(me, f"{HOME}webhooks/", url="http://127.0.0.1:9/")
    assert (refused.status_code, "内部地址" in text(refused)) == (422, True)
    monkeypatch.setenv("ZHANQIAO_WEBHOOK_ALLOW", "127.0.0.1")
    made = post(me, f"{HOME}webhooks/", url="http://127.0.0.1:9/")
    assert (made.status_code, made.content.decode().count("whsec_")) == (200, 1)
    again = me.get(f"{HOME}webhooks/").content.decode()
    assert ("whsec_" in again, "http://127.0.0.1:9/" in again) == (False, True)
    (webhook,) = queries.webhook_cards(account_id=citizen)
    assert post(me, f"{HOME}webhooks/{webhook.id}/end/").status_code == 302
    assert queries.webhook_cards(account_id=citizen) == ()


def test_the_feed_tells_the_rows_of_releases_that_changed(parks: Parks) -> None:
    for content in (SECOND, SECOND, FIRST):
        parks.publish(content)
    body = Client().get("/datasets/parks/changes.atom").content.decode()
    assert re.findall(r"<entry><title>([^<]+)", body) == [
        "“公园”第 4 版：新增 1 行，删除 1 行，更改 1 行",
        "“公园”第 2 版：新增 1 行，删除 1 行，更改 1 行",
    ]
    assert "+ 编号: P4 · 名称: 石老人 · 区市: 崂山区 · 面积: 200" in body
