"""What comes of a dashboard to those who want it: PDF, reports, news, a feed; as browsers without JavaScript ask for it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.core_services.dashboards.conftest import People
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.dashboards.queries import papers


def test_a_dashboard_is_downloaded_as_pdf_by_those_who_see_it(slug: str, browser_of: Browser) -> None:
    answer = Client().get(f"/en/dashboards/{slug}/report.pdf?district=崂山区")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    browser_of("wang.fang").post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "private"})
    assert Client().get(f"/dashboards/{slug}/report.pdf").status_code == 404


def test_who_asks_for_paper_while_others_are_printed_is_told_to_come_again(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "PATIENCE", 1.0)
    with papers.AT_ONCE, papers.AT_ONCE:
        answer = Client().get(f"/en/dashboards/{slug}/report.pdf?district=崂山区")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "Try again in 1 s; the dashboard as a page is not affected." in answer.content.decode()
    assert Client().get(f"/en/dashboards/{slug}/report.pdf").status_code == 200


def test_a_report_is_chosen_listed_among_subscriptions_read_and_ended(
    slug: str, people: People, browser_of: Browser
) -> None:
    reader = browser_of("zhao.lei")
    assert "还没有已确认的邮件地址" in text_of(reader.get(f"/dashboards/{slug}/report/?district=市南区").content)
    reader.post(f"/dashboards/{slug}/report/?district=市南区", {"rhythm": "weekly"})
    mine = reader.get("/my/subscriptions/").content
    assert "每周一 8:00" in text_of(mine)
    found = re.search(r'href="(/dashboards/reports/[^"]+)"', mine.decode())
    assert found
    assert reader.get(found[1]).content[:5] == b"%PDF-"
    assert browser_of("wang.fang").get(found[1]).status_code == 404
    reader.post(found[1])
    assert "每周一 8:00" not in text_of(reader.get("/my/subscriptions/").content)


def test_a_dashboard_is_followed_listed_and_has_a_feed(slug: str, people: People, browser_of: Browser) -> None:
    reader, form = browser_of("zhao.lei"), {"subject": "dashboard", "key": slug}
    assert "行道树" in text_of(reader.get("/my/subscriptions/new/", form).content)
    reader.post("/my/subscriptions/new/", form)
    mine = text_of(reader.get("/my/subscriptions/").content)
    assert "看板 行道树" in mine
    assert reader.get("/my/subscriptions/new/", {"subject": "dashboard", "key": "nowhere111111"}).status_code == 404
    feed = Client().get(f"/dashboards/{slug}/feed.atom").content.decode()
    assert set(re.findall(r"<entry><title>([^<]+)", feed)) == {"第 1 稿", "行道树普查：第 1 版，3 行"}
    browser_of("wang.fang").post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "private"})
    assert Client().get(f"/dashboards/{slug}/feed.atom").status_code == 404
    assert "行道树" not in text_of(reader.get("/my/subscriptions/").content)
