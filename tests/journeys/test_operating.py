"""An operator tells the public of a disturbance, and somebody without an account reads it; each page is looked at by axe."""

from __future__ import annotations

import pytest

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
PAGES = ("", "jobs/", "alerts/", "queries/", "storage/", "punctuality/", "links/", "retention/")


def test_an_incident_is_told_and_read(visitor: Visitor) -> None:
    visitor.signs_in("operator")
    for place in PAGES:
        visitor.opens(f"/workbench/operations/{place}")
    visitor.opens("/workbench/operations/incidents/")
    page = visitor.page
    for name, words in (
        ("title_zh", "接口缓慢"), ("title_en", "Slow API"), ("text_zh", "正在排查。"), ("text_en", "We are looking."),
    ):  # fmt: skip
        page.fill(f"[name={name}]", words)
    page.check("input[name=components][value=api]")
    page.locator("main button", has_text="发布").last.click()
    visitor.looks()
    page.context.clear_cookies()
    visitor.opens("/status/")
    assert page.locator("main").inner_text().count("接口缓慢") >= 1
    visitor.follows("接口缓慢")
    assert "正在排查。" in page.locator("main").inner_text()


def test_the_audit_administrator_proves_the_chain(visitor: Visitor) -> None:
    visitor.signs_in("audit_admin")
    visitor.follows("审计日志")
    visitor.follows("核验全链")
    assert "完整，未被改动" in visitor.page.locator("main").inner_text()
