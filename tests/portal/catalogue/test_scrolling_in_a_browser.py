"""Scrolling through all rows, in a real browser: right rows everywhere, few in the page, the place in the address, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visitor import Visitor
from tests.live import LiveSite, serving
from tests.seeding import FEWER, LONG, MANY

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("long")]
STEP = 7919
AT_ROW = "tr[aria-rowindex='{0}'] > :nth-child({1})"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with tables that are long enough."""
    with serving(home=tmp_path_factory.mktemp("home"), also=(LONG,)) as made:
        yield made


@pytest.fixture
def data(site: LiveSite) -> str:
    """The address of the rows of a table of 100,000 rows."""
    return f"{site.url}/datasets/many/data/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser at a desk."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def cell(page: Page, row: int, column: int = 1) -> str:
    """Return the text of a cell, as soon as it is there; ``row`` counts from 1."""
    found = page.locator(".grid-window tr:not(.waiting)" + AT_ROW.format(row + 1, column).removeprefix("tr"))
    expect(found).to_have_count(1)
    return found.inner_text()


def moved(page: Page, share: float) -> None:
    """Draw the bar to a share of its way."""
    page.locator(".grid-frame").evaluate(
        "(frame, share) => { frame.scrollTop = share * (frame.scrollHeight - frame.clientHeight) }", share
    )


def place(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("at", [""])[0]


def test_first_middle_and_last_row_stand_where_they_belong_and_few_rows_are_in_the_page(page: Page, data: str) -> None:
    page.goto(data)
    page.locator("a", has_text="滚动浏览全部行").click()
    assert cell(page, 1) == "1"
    for share, row in ((0.5, MANY // 2), (1.0, MANY), (0.0, 1)):
        moved(page, share)
        assert cell(page, row) == str(row)
        assert page.locator(".grid-window tbody tr").count() < 60
    assert page.locator("table.grid").get_attribute("aria-rowcount") == str(MANY + 1)
    moved(page, 1)
    page.wait_for_url(lambda url: "at=99" in url)
    expect(page.locator(".grid-count span").first).to_contain_text("–100,000 行，共 100,000 行")


def test_a_sorted_and_filtered_table_is_scrolled_through_in_its_order(page: Page, data: str) -> None:
    page.goto(f"{data}?order_by=换序+desc&at=1")
    assert cell(page, 1, 2) == str(MANY - 1)
    moved(page, 1)
    assert cell(page, MANY, 2) == "0"
    moved(page, 0.5)
    assert cell(page, MANY // 2, 2) == str(MANY // 2)
    assert int(cell(page, MANY // 2)) * STEP % MANY == MANY // 2
    page.goto(f"{data}?where=区市+%3D+'市南区'&at=1")
    moved(page, 1)
    assert cell(page, MANY // 5) == str(MANY)


def test_a_link_opens_at_its_row_and_the_two_ways_lead_to_each_other(page: Page, data: str) -> None:
    page.goto(f"{data}?at=54321")
    frame = page.locator(".grid-frame")
    expect(page.locator(".grid-window")).to_have_count(1)
    assert cell(page, 54321) == "54321"
    first = page.locator(".grid-window tbody tr").first.get_attribute("aria-rowindex")
    assert first == "54322"
    frame.hover()
    page.mouse.wheel(0, 330)
    page.wait_for_url(lambda url: "at=5433" in url)
    page.locator("a", has_text="逐页浏览").click()
    expect(page.locator(".grid-count")).to_contain_text("第 54,301–54,350 行")
    page.locator("a", has_text="滚动浏览全部行").click()
    page.wait_for_url(lambda url: "at=54301" in url)
    page.fill("#row-at", "777")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "at=777" in url)
    assert cell(page, 777) == "777"
    Visitor(page=page, site="", downloads=Path()).looks()


def test_the_keys_move_through_all_rows_and_open_one(page: Page, data: str) -> None:
    page.goto(f"{data}?at=1")
    expect(page.locator(".grid-window")).to_have_count(1)  # the script is there and hears the keys
    active = page.locator("[data-active]")
    active.focus()
    page.keyboard.press("Control+End")
    assert cell(page, MANY, 4) == "市南区"
    expect(active).to_have_text("市南区")
    expect(active).to_be_focused()
    page.keyboard.press("Home")
    expect(active).to_have_text(str(MANY))
    page.keyboard.press("PageUp")
    expect(active).not_to_have_text("…")
    above = int(active.inner_text())
    assert 0 < MANY - above < 40
    page.keyboard.press("ArrowUp")
    expect(active).to_have_text(str(above - 1))
    page.keyboard.press("Enter")
    expect(page.locator("#row-number")).to_contain_text(f"第 {above - 1:,} 行")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: f"at={above - 1}" in url or "at=99" in url)
    assert cell(page, above - 1) == str(above - 1)
    page.locator("[data-active]").focus()
    page.keyboard.press("Control+Home")
    expect(active).to_have_text("1")
    expect(active).to_be_focused()


def test_blocks_that_rush_past_are_not_fetched(page: Page, data: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/data/rows/" in request.url else None)
    page.goto(f"{data}?at=1")
    expect(page.locator(".grid-window")).to_have_count(1)
    page.locator(".grid-frame").evaluate(
        """async (frame) => {
            const way = frame.scrollHeight - frame.clientHeight;
            for (let step = 1; step <= 200; step += 1) {
              frame.scrollTop = way * step / 200;
              frame.dispatchEvent(new Event("scroll"));
            }
        }"""
    )
    assert cell(page, MANY) == str(MANY)
    assert len(asked) < 20


def test_columns_stay_hidden_and_frozen_and_the_menu_of_a_column_keeps_the_way(page: Page, data: str) -> None:
    page.goto(f"{data}?select=序号&select=名称&at=70000")
    assert cell(page, 70000, 2) == "第70000行"
    expect(page.locator(".grid-window thead th")).to_have_count(2)
    page.goto(f"{data}?freeze=2&at=70000")
    moved(page, 0.2)
    assert cell(page, 20000, 3) == "第20000行"
    expect(page.locator(".grid-window tbody tr").nth(3).locator(".frozen")).to_have_count(1)
    page.locator("th[data-column=序号] .grid-menu").click()
    page.locator(".column-panel a[data-order=desc]").click()
    assert cell(page, 1) == str(MANY)
    assert place(page) == "1"


def test_rows_that_cannot_be_fetched_are_told_and_tried_again(page: Page, data: str) -> None:
    page.goto(f"{data}?at=1")
    page.route("**/data/rows/**", lambda route: route.abort())
    moved(page, 0.3)
    expect(page.locator("[data-fault]")).to_be_visible()
    page.unroute("**/data/rows/**")
    page.locator("[data-retry]").click()
    assert cell(page, 3 * MANY // 10) == str(3 * MANY // 10)
    expect(page.locator("[data-fault]")).to_be_hidden()


def test_without_javascript_the_link_opens_the_page_of_the_row(browser: Browser, data: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{data}?at=54321")
    expect(page.locator(".grid-count")).to_contain_text("第 54,301–54,350 行")
    page.locator(".pagination a[rel~=next]").click()
    expect(page.locator(".grid-count")).to_contain_text("第 54,351–54,400 行")
    expect(page.locator("a", has_text="滚动浏览全部行")).to_be_hidden()
    context.close()


def test_a_new_release_is_told_and_does_not_mix_with_the_one_that_is_read(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.url}/datasets/growing/data/?at=1")
    expect(page.locator("table.grid")).to_have_attribute("aria-rowcount", str(FEWER + 1))
    site.seed("append", "growing")
    moved(page, 1)
    assert cell(page, FEWER) == str(FEWER)
    expect(page.locator("[data-newer]")).to_be_visible()
    page.locator("[data-again]").click()
    expect(page.locator("table.grid")).to_have_attribute("aria-rowcount", str(FEWER + 6))
    moved(page, 1)
    assert cell(page, FEWER + 5) == str(FEWER + 5)
