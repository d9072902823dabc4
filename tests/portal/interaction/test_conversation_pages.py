"""Ratings, remarks and suggestions on the pages, each by whom it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.core_services.data_requests.conftest import People, dataset
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.conversation.models import CHANGES, Rating, Remark
from zhanqiao.kit.clock import now

pytestmark = pytest.mark.django_db
PLACE = "/datasets/parks/conversation/"


@pytest.fixture
def parks(people: People) -> str:
    CHANGES.advance()
    return dataset("parks", "公园")


def said(client: Client, page: str, path: str, **fields: str) -> int:
    begun = client.get(page).context["begun"]
    with time_machine.travel(now() + timedelta(seconds=10)):
        return client.post(path, {"begun": begun} | fields).status_code


def test_a_question_is_asked_answered_reported_and_removed(parks: str, browser_of: Browser) -> None:
    citizen, other, officer = browser_of("wang.fang"), browser_of("zhao.lei"), browser_of("parks.officer")
    question = {"kind": "question", "text": "坐标系是什么？"}
    assert said(citizen, PLACE, f"{PLACE}remarks/", **question) == 302
    assert said(citizen, PLACE, f"{PLACE}remarks/", **question) == 409
    assert said(citizen, PLACE, f"{PLACE}remarks/", kind="question", text="") == 422
    assert said(citizen, PLACE, f"{PLACE}remarks/", website="x", **question) == 422
    assert citizen.post(f"{PLACE}remarks/", question).status_code == 422
    made = Remark.objects.get().id
    assert "坐标系" not in text_of(other.get(PLACE).content)
    assert "待审核" in text_of(citizen.get(PLACE).content)
    assert "坐标系是什么" in text_of(officer.get("/workbench/").content)
    assert "坐标系是什么" in text_of(officer.get("/workbench/remarks/").content)
    assert officer.post(f"/workbench/remarks/{made}/answer/", {"words": ""}).status_code == 422
    assert officer.post(f"/workbench/remarks/{made}/answer/", {"words": "WGS84。"}).status_code == 302
    page = text_of(browser_of("").get(PLACE).content)
    assert ("WGS84。" in page, "青岛市园林和林业局" in page, "张敏" in page) == (True, True, False)
    assert other.post(f"/remarks/{made}/report/", {"reason": "不实"}).status_code == 302
    assert "您已举报" in text_of(other.get(PLACE).content)
    assert officer.post(f"/workbench/remarks/{made}/remove/", {"words": "内容不实"}).status_code == 302
    page = text_of(browser_of("").get(PLACE).content)
    assert ("内容不实" in page, "WGS84" in page) == (True, False)
    assert "移除" in text_of(officer.get(f"/workbench/remarks/{made}/").content)


def test_ratings_are_given_with_an_account_and_shown_on_the_dataset_from_five_on(
    parks: str, people: People, browser_of: Browser
) -> None:
    citizen = browser_of("wang.fang")
    assert citizen.post(f"{PLACE}rating/", {"subject": "data", "stars": "4", "reason": "好"}).status_code == 302
    assert citizen.post(f"{PLACE}rating/", {"subject": "data", "stars": "9"}).status_code == 422
    assert browser_of("").post(f"{PLACE}rating/", {"subject": "data", "stars": "4"}).status_code == 302
    assert Rating.objects.count() == 1
    assert "评分不足5人" in text_of(browser_of("").get(PLACE).content)
    for name in ("zhao.lei", "authority", "parks.reviewer", "transport.officer"):
        browser_of(name).post(f"{PLACE}rating/", {"subject": "data", "stars": "5"})
    CHANGES.advance()
    assert "4.8 （满分5分，5人评分）" in text_of(browser_of("").get(PLACE).content)
    assert "4.8分（满分5分，5人评分）" in text_of(browser_of("").get("/datasets/parks/").content)


def test_a_private_appeal_is_read_by_its_author_and_the_authority_alone(parks: str, browser_of: Browser) -> None:
    citizen = browser_of("wang.fang")
    appeal = {"kind": "appeal", "text": "数据涉及我的住址", "is_private": "on"}
    assert said(citizen, "/suggestions/new/", "/suggestions/new/", **appeal) == 302
    made = Remark.objects.get().id
    office = f"/workbench/remarks/{made}/"
    seen = {name: browser_of(name).get(office).status_code for name in ("authority", "parks.officer", "wang.fang", "")}
    assert seen == {"authority": 200, "parks.officer": 404, "wang.fang": 403, "": 302}
    assert browser_of("authority").post(f"{office}answer/", {"words": "已核实并脱敏。"}).status_code == 302
    lists = {
        name: "已核实" in text_of(browser_of(name).get("/suggestions/").content)
        for name in ("wang.fang", "zhao.lei", "")
    }
    assert lists == {"wang.fang": True, "zhao.lei": False, "": False}
    assert browser_of("").get("/suggestions/new/").status_code == 302
    assert browser_of("authority").post(f"{office}nonsense/").status_code == 404
    assert "意见建议" in text_of(browser_of("").get("/interaction/").content)
