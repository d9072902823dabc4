"""Reading without an account and without JavaScript, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.visitor import Visitor
from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PAGES = (
    "/",
    "/datasets/",
    "/themes/",
    "/departments/",
    "/datasets/trees/",
    "/datasets/trees/data/",
    "/datasets/trees/downloads/",
    "/datasets/wells/",
    "/developers/",
    "/login/",
    "/ui/",
)


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_every_public_page_is_accessible(visitor: Visitor, prefix: str) -> None:
    for path in PAGES:
        visitor.opens(prefix + path)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_both_themes_are_accessible(visitor: Visitor, theme: str) -> None:
    visitor.page.emulate_media(color_scheme=theme)
    for path in ("/", "/datasets/", "/datasets/trees/data/", "/ui/"):
        visitor.opens(path)


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
