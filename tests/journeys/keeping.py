"""What an officer does to keep a join as a derived table."""

from __future__ import annotations

import time

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

PATIENCE = 120  # seconds


def hit(visitor: Visitor, *, named: str) -> Locator:
    """Return the table of this name among those that fit: the city may hold several by the journeys that went before."""
    name = visitor.page.get_by_role("link", name=named, exact=True)
    return visitor.page.locator(".joining-hits li", has_text="个相同的地名").filter(has=name)


def keeps_the_join(visitor: Visitor, *, of: str, to: str, slug: str, title: str) -> str:
    """Keep a previewed join, look through what was filled in, submit it to review; return the submission's address."""
    visitor.signs_in("officer")
    visitor.opens(f"/datasets/{of}/joins/")
    hit(visitor, named=to).locator("a", has_text="预览拼接").click()
    visitor.page.wait_for_load_state()
    visitor.follows("保存为派生表")
    visitor.page.fill("input[name=title_zh]", title)
    visitor.page.fill("input[name=slug]", slug)
    visitor.page.locator("main button", has_text="保存拼接").click()
    visitor.page.wait_for_load_state()
    link = visitor.page.locator("td a[href*='/submissions/']", has_text="已解析")
    until = time.monotonic() + PATIENCE
    while not link.count():
        assert time.monotonic() < until, "the first run did not end"
        time.sleep(1)
        visitor.page.reload()
    visitor.looks()
    link.first.click()
    visitor.page.wait_for_load_state()
    here = visitor.page.url
    visitor.page.goto(f"{here}entry/")
    visitor.looks()
    assert visitor.page.input_value("input[name=title_zh]") == title
    visitor.page.goto(f"{here}preview/")
    visitor.looks()
    visitor.follows("提交审核")
    return here
