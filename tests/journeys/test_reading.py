"""Reading without an account: without JavaScript, by keyboard alone, and light."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
DATASET_PAGE_BYTES = 400_000
PARTS = ("responseBodySize", "responseHeadersSize")


def test_reading_searching_and_downloading_need_no_javascript(browser: Browser, city: LiveSite) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{city.url}/")
    page.locator("main input[name=q]").first.fill("行道树")
    page.locator("main input[name=q]").first.press("Enter")
    page.locator("a[href*='/datasets/trees/']").first.click()
    page.goto(f"{city.url}/datasets/trees/data/")
    assert page.locator("table.grid tbody tr").count() == 50
    with page.expect_download() as waiting:
        page.locator("a[href*='/export.csv']").first.click()
    assert waiting.value.path().read_bytes().count(b"\n") == 2501
    context.close()


def test_a_dataset_is_found_filtered_and_downloaded_by_keyboard_alone(browser: Browser, city: LiveSite) -> None:
    context = browser.new_context(accept_downloads=True, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{city.url}/")
    page.keyboard.press("Tab")
    assert _focused(page) == "跳到正文"
    page.keyboard.press("/")
    page.keyboard.type("行道树")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets/?q=*")
    _tab_to(page, "a[href*='/datasets/trees/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets/trees/")
    _tab_to(page, "a[href$='/datasets/trees/data/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets/trees/data/")
    _tab_to(page, "a[href*='order_by=']")
    page.keyboard.press("Enter")
    page.wait_for_url("**order_by=*")
    with page.expect_download() as waiting:
        _tab_to(page, "a[href*='/export.csv']")
        page.keyboard.press("Enter")
    assert waiting.value.path().read_bytes().count(b"\n") == 2501
    context.close()


def test_a_dataset_page_is_light_before_charts_and_maps_are_opened(browser: Browser, city: LiveSite) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda done: sizes.append(sum(done.sizes()[one] for one in PARTS)))
    page.goto(f"{city.url}/datasets/trees/", wait_until="networkidle")
    assert len(sizes) > 5  # the page, its styles and scripts
    assert sum(sizes) < DATASET_PAGE_BYTES
    context.close()


def _focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.textContent.trim()"))


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is focused matches and can be seen; whoever cannot get there in 150 steps is lost."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            seen = page.evaluate(
                "() => [getComputedStyle(document.activeElement).outlineStyle, document.activeElement.getClientRects().length]"
            )
            assert seen[0] != "none"
            assert seen[1] > 0
            return
    pytest.fail(f"no way by keyboard to {selector} on {page.url}")
