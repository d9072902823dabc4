"""The pages of news: written and released in the workbench, read, filtered, fed, asked before an interview."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.core_services.data_requests.conftest import People, dataset, people
from tests.portal.interaction.conftest import Browser, browser_of, department, text_of
from zhanqiao.core_services.news.models import CHANGES, Article, InterviewQuestion
from zhanqiao.kit.clock import CITY_TIME, now

__all__ = ["browser_of", "department", "people"]
pytestmark = pytest.mark.django_db
WORDS = {
    "department": "qingdao-parks",
    "title_zh": "公园数据上新",
    "title_en": "New data on parks",
    "summary_zh": "新增三项。",
    "body_zh": "## 新增\n\n- 公园 <script>alert(1)</script>",
}


@pytest.fixture(autouse=True)
def _fresh(people: People) -> None:
    CHANGES.advance()


def released(browser_of: Browser, kind: str = "news", **more: str) -> str:
    """Let the officer write and the reviewer release; return the article's id."""
    assert browser_of("parks.officer").post(f"/workbench/news/new/?kind={kind}", WORDS | more).status_code == 302
    made = Article.objects.latest("changed_at").id
    sent = browser_of("parks.reviewer").post(f"/workbench/news/{made}/release/", {"number": "1", "revision": "1"})
    assert sent.status_code == 302
    CHANGES.advance()
    return made


def test_it_is_written_released_and_read(browser_of: Browser) -> None:
    dataset("parks", "公园")
    officer, visitor = browser_of("parks.officer"), browser_of("")
    assert officer.post("/workbench/news/new/", WORDS | {"department": "qingdao-transport"}).status_code == 422
    assert officer.post("/workbench/news/new/", WORDS | {"datasets": "nowhere"}).status_code == 422
    assert officer.post("/workbench/news/new/", WORDS | {"datasets": "parks"}).status_code == 302
    made = Article.objects.get().id
    office, place = f"/workbench/news/{made}/", f"/news/{made}/"
    assert visitor.get(place).status_code == 404
    assert officer.post(f"{office}release/", {"number": "1", "revision": "1"}).status_code == 403
    assert "须由另一位有权限的人员发布" in text_of(officer.get(office).content)
    assert browser_of("parks.reviewer").post(f"{office}release/", {"number": "1", "revision": "x"}).status_code == 409
    assert browser_of("authority").post(f"{office}release/", {"number": "1", "revision": "1"}).status_code == 302
    CHANGES.advance()
    page = visitor.get(place).content.decode()
    assert ("<h2>新增</h2>" in page, "<script>alert" in page, 'href="/datasets/parks/"' in page) == (True, False, True)
    assert "青岛市园林和林业局" in text_of(page.encode())
    assert "张敏" not in text_of(page.encode())
    assert "New data on parks" in text_of(visitor.get(f"/en{place}").content)
    assert "公园数据上新" in text_of(visitor.get("/").content)
    assert f"<loc>http://testserver{place}</loc>" in visitor.get("/sitemap-1.xml").getvalue().decode()


def test_it_is_corrected_and_withdrawn_in_public(browser_of: Browser) -> None:
    made = released(browser_of)
    officer, visitor, office = browser_of("parks.officer"), browser_of(""), f"/workbench/news/{made}/"
    assert officer.post(f"{office}edit/", WORDS).status_code == 422
    assert officer.post(f"{office}edit/", WORDS | {"note": "数目有误", "title_zh": "公园数据更新"}).status_code == 302
    assert "数目有误" not in text_of(visitor.get(f"/news/{made}/").content)
    reviewer = browser_of("parks.reviewer")
    assert reviewer.post(f"{office}release/", {"number": "2", "revision": "1"}).status_code == 302
    said = text_of(visitor.get(f"/news/{made}/").content)
    assert ("数目有误" in said, "公园数据更新" in said) == (True, True)
    assert officer.post(f"{office}withdraw/", {"reason": ""}).status_code == 422
    assert officer.post(f"{office}withdraw/", {"reason": "内容失实"}).status_code == 302
    CHANGES.advance()
    said = text_of(visitor.get(f"/news/{made}/").content)
    assert ("内容失实" in said, "新增三项" in said) == (True, False)
    assert "公园数据更新" not in text_of(visitor.get("/news/").content)


def test_the_list_and_its_feed_are_filtered(browser_of: Browser) -> None:
    released(browser_of)
    visitor = browser_of("")
    found = {
        asked: ("公园数据上新" in visitor.get(f"/news/{asked}").content.decode())
        for asked in (
            "",
            "?kind=policy",
            "?department=qingdao-parks",
            "?kind=news",
            "feed.atom",
            "feed.atom?kind=policy",
        )
    }
    assert found == {
        "": True,
        "?kind=policy": False,
        "?department=qingdao-parks": True,
        "?kind=news": True,
        "feed.atom": True,
        "feed.atom?kind=policy": False,
    }
    assert visitor.get("/news/?department=qingdao-transport").status_code == 404
    feed = visitor.get("/news/feed.atom")
    assert visitor.get("/news/feed.atom", headers={"If-None-Match": feed["ETag"]}).status_code == 304


def test_another_office_does_not_hold_it(browser_of: Browser) -> None:
    made = released(browser_of)
    office = f"/workbench/news/{made}/"
    seen = {
        name: browser_of(name).get(office).status_code for name in ("authority", "transport.officer", "wang.fang", "")
    }
    assert seen == {"authority": 200, "transport.officer": 404, "wang.fang": 403, "": 302}
    assert browser_of("transport.officer").post(f"{office}withdraw/", {"reason": "x"}).status_code == 404
    assert browser_of("parks.officer").post(f"{office}nonsense/").status_code == 404


def asked(client: Client, place: str, text: str) -> int:
    begun = client.get(place).context["begun"]
    with time_machine.travel(now() + timedelta(seconds=9)):
        return client.post(f"{place}questions/", {"text": text, "begun": begun}).status_code


def test_the_public_asks_before_an_interview_and_reads_the_answer(browser_of: Browser) -> None:
    held = (now() + timedelta(days=3)).astimezone(CITY_TIME).strftime("%Y-%m-%dT%H:%M")
    talk = {"held_at": held, "guests": "陈明，处长", "dialogue": "问：多久更新？\n答：每季度。"}
    talk["dialogue_en"] = "Q: How often?\nA:"
    made = released(browser_of, "interview", **talk)
    place, citizen, visitor = f"/news/{made}/", browser_of("wang.fang"), browser_of("")
    said = text_of(visitor.get(place).content)
    assert [one in said for one in ("陈明", "多久更新？", "每季度。", "登录后提问")] == [True] * 4
    assert citizen.post(f"{place}questions/", {"text": "要钱吗？"}).status_code == 422
    assert asked(citizen, place, "要钱吗？") == 302
    assert "要钱吗？" in text_of(citizen.get(place).content)
    assert "要钱吗？" not in text_of(visitor.get(place).content)
    question = InterviewQuestion.objects.get().id
    officer, decide = browser_of("parks.officer"), f"/workbench/news/{made}/questions/{question}/"
    assert "要钱吗？" in text_of(officer.get(f"/workbench/news/{made}/").content)
    assert officer.post(decide, {"decision": "answer", "words": ""}).status_code == 422
    assert officer.post(decide, {"decision": "other", "words": "不要。"}).status_code == 404
    assert officer.post(decide, {"decision": "answer", "words": "不要钱。"}).status_code == 302
    said = text_of(visitor.get(place).content)
    assert ("要钱吗？" in said, "不要钱。" in said, "网民提问" in said) == (True, True, True)
    both = {"words": "不要钱。", "words_en": "It is free.", "text_en": "Does it cost?"}
    assert officer.post(decide, {"decision": "answer"} | both | {"words": ""}).status_code == 422
    assert officer.post(decide, {"decision": "answer"} | both).status_code == 302
    english = text_of(visitor.get(f"/en{place}").content)
    assert [one in english for one in ("Does it cost?", "It is free.", "How often?", "每季度。")] == [True] * 4
    assert ("It is free." in text_of(visitor.get(place).content)) is False
    with time_machine.travel(now() + timedelta(days=4)):
        assert "我要提问" not in text_of(visitor.get(place).content)


def test_a_list_costs_the_same_for_one_and_three(
    browser_of: Browser, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    visitor = browser_of("")
    released(browser_of)
    visitor.get("/news/")
    for _ in range(2):
        with django_assert_num_queries(2):  # type: ignore[operator]  # - pytest-django's fixture
            visitor.get("/news/")
        released(browser_of)
        released(browser_of)
        visitor.get("/news/")
