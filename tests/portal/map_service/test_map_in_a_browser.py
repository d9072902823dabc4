"""The map in a real browser: drawn, asked with mouse and keyboard, measured, restyled, shared by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visitor import Visitor
from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("live")]
PATIENCE = 60_000  # milliseconds: the first tile of a table waits for its map copy
AT_PARK = "16/36.0638/120.3441"  # 中山公园 in the middle


def opened(browser: Browser, site: LiveSite, path: str, *, width: int = 1440, scheme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", color_scheme=scheme)  # type: ignore[arg-type]  # - one of its two words
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(site.url + path)
    drawn(page)
    return page


def drawn(page: Page) -> None:
    page.wait_for_selector("zq-map[data-drawn]", timeout=PATIENCE)


def address(site: LiveSite, view: str = AT_PARK, **style: str) -> str:
    return "/map/?" + urlencode({"layer": urlencode({"table": site.table("parks")} | style), "view": view})


@pytest.fixture
def park(browser: Browser, live_site: LiveSite) -> Iterator[Page]:
    """A map with one park in its middle, marked so that a reload would show."""
    page = opened(browser, live_site, address(live_site))
    page.evaluate("window.notReloaded = true")
    yield page
    assert page.evaluate("window.notReloaded") is True
    page.context.close()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_click_on_a_point_tells_its_row_and_its_coordinates(park: Page) -> None:
    park.mouse.click(*middle(park))
    found = park.locator(".map-found")
    expect(found).to_contain_text("中山公园")
    expect(found).to_contain_text("7500")
    found.locator("summary").click()
    expect(found).to_contain_text("GCJ-02")
    assert found.locator("a").get_attribute("href") == f"/datasets/parks/data/?table={table_of(park)}"


def test_the_keyboard_asks_in_the_middle_and_closes_again(park: Page) -> None:
    park.locator(".map-canvas canvas").focus()
    park.keyboard.press("Enter")
    expect(park.locator(".map-found")).to_contain_text("中山公园")
    park.locator(".map-found [data-tool=close]").press("Enter")
    expect(park.locator(".map-found")).to_be_hidden()


def test_a_path_is_measured_on_the_sphere(park: Page) -> None:
    park.locator("[data-tool=measure]").click()
    park.keyboard.press("Enter")
    x, y = middle(park)
    park.mouse.click(x + 300, y)
    # 300 px at zoom 16; a pixel is 40,030,229 m (around the mean sphere) × cos 36.0638° ÷ 512 ÷ 2^16
    expect(park.locator(".map-measured output")).to_contain_text("距离 289.3 m")
    park.mouse.click(x, y + 200)  # 27,900 m², give or take the pixel that a click is rounded to
    expect(park.locator(".map-measured output")).to_contain_text(re.compile(r"面积 2[78],\d{3} m²"))
    park.locator("[data-tool=undo]").click()
    expect(park.locator(".map-measured output")).not_to_contain_text("面积")


def test_another_style_shows_without_a_reload_and_stands_in_the_address(park: Page) -> None:
    park.locator(".map-style summary").click()
    park.locator(".map-form [name=as]").select_option("categories")
    expect(park.locator(".map-legend li")).to_have_count(4)
    drawn(park)
    given = parse_qs(urlsplit(park.url).query)
    assert parse_qs(given["layer"][0])["as"] == ["categories"]
    assert given["view"] == [AT_PARK] or given["view"][0].startswith("16.00/36.063")
    park.go_back()
    expect(park.locator(".map-legend li")).to_have_count(1)


def test_the_rows_in_view_are_a_table(park: Page) -> None:
    park.locator(".map-rows summary").click()
    expect(park.locator(".map-rows tbody tr")).to_have_count(1)
    expect(park.locator(".map-rows tbody")).to_contain_text("中山公园")


def test_days_move_along_the_slider(browser: Browser, live_site: LiveSite) -> None:
    page = opened(browser, live_site, address(live_site, view="9/36.08/120.3", time="开放日期"))
    slider = page.locator(".map-time input")
    expect(page.locator(".map-time output")).to_have_text("全部时间")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-time output")).to_have_text("1901")
    page.wait_for_function("new URLSearchParams(location.search).get('at') === '1901'")
    page.wait_for_function(
        "document.querySelector('zq-map').map.querySourceFeatures('layer-0', {sourceLayer: 'data'}).length === 1"
    )
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing(browser: Browser, live_site: LiveSite, width: int, scheme: str) -> None:
    page = opened(browser, live_site, address(live_site, **{"as": "classes", "by": "面积"}), width=width, scheme=scheme)
    page.locator(".map-style summary").click()
    Visitor(page=page, site="", downloads=Path()).looks()
    page.goto(f"{live_site.url}/datasets/parks/map/")
    drawn(page)
    Visitor(page=page, site="", downloads=Path()).looks()
    page.context.close()


def table_of(page: Page) -> str:
    return parse_qs(parse_qs(urlsplit(page.url).query)["layer"][0])["table"][0]
