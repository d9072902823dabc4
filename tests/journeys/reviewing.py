"""What reviewers do in the journeys."""

from __future__ import annotations

from tests.journeys.visitor import Visitor


def approves(visitor: Visitor, who: str, *, title: str) -> None:
    """Sign in as somebody for whom a submission waits, read what would change, and approve it."""
    visitor.page.context.clear_cookies()
    visitor.signs_in(who)
    visitor.opens("/workbench/")
    visitor.follows(title)
    visitor.page.locator("button[value=approve]").click()
    visitor.page.get_by_text("审核决定已保存").wait_for(timeout=30_000)
    visitor.looks()
