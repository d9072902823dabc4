"""What JavaScript adds to the grid, in a real browser: no reload, the address follows, keys move, columns have a menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visitor import Visitor
from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("live")]


@pytest.fixture
def page(browser: Browser, live_site: LiveSite) -> Iterator[Page]:
    """The grid of the street trees, marked so that a reload would show."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    opened.goto(f"{live_site.url}/datasets/trees/data/")
    opened.wait_for_selector(".grid-menu")
    opened.evaluate("window.notReloaded = true")
    yield opened
    assert opened.evaluate("window.notReloaded") is True
    context.close()


def count(page: Page, text: str) -> None:
    expect(page.locator(".grid-count")).to_contain_text(text)


def question(page: Page) -> str:
    return unquote(page.url.partition("?")[2]).replace("+", " ")


def test_paging_sorting_and_going_back_change_the_address_without_a_reload(page: Page) -> None:
    page.locator(".pagination a", has_text="下一页").click()
    count(page, "第 51–100 行")
    assert question(page) == "page=2"
    page.locator("th[data-column=胸径] .grid-sort").click()
    expect(page.locator("th[data-column=胸径]")).to_have_attribute("aria-sort", "ascending")
    assert question(page) == "order_by=胸径"
    assert (
        page.locator("[data-follows-state]", has_text="API").get_attribute("href")
        == "/datasets/trees/api/?" + page.url.partition("?")[2]
    )
    page.go_back()
    count(page, "第 51–100 行")


def test_the_filter_form_and_its_chip_work_in_place(page: Page) -> None:
    page.locator("summary", has_text="添加筛选").click()
    page.select_option("#filter-column", "树种")
    page.select_option("#filter-op", "=")
    page.fill("#filter-value", "银杏")
    page.keyboard.press("Enter")
    count(page, "共 625 行")
    assert question(page) == "where=树种 = '银杏'"
    page.locator("a.chip", has_text="树种 等于 银杏").click()
    count(page, "共 2,500 行")


def test_the_menu_of_a_column_shows_its_values_and_filters_by_them(page: Page) -> None:
    page.locator("th[data-column=树种] .grid-menu").click()
    bars = page.locator(".column-panel .value-bars a")
    expect(bars).to_have_count(4)
    assert min(bars.all_inner_texts()).split() == ["樱花", "625"]
    Visitor(page=page, site="", downloads=Path()).looks()
    bars.filter(has_text="雪松").click()
    count(page, "共 625 行")
    assert question(page) == "where=树种 = '雪松'"


def test_a_column_of_numbers_shows_its_distribution_and_escape_closes_the_menu(page: Page) -> None:
    menu = page.locator("th[data-column=胸径] .grid-menu")
    menu.click()
    expect(page.locator(".column-panel .histogram rect")).not_to_have_count(0)
    assert page.locator(".column-panel input[name=value]").get_attribute("type") == "number"
    page.keyboard.press("Escape")
    expect(page.locator(".column-panel")).to_have_count(0)
    expect(menu).to_be_focused()


def test_keys_move_from_cell_to_cell_and_from_page_to_page(page: Page) -> None:
    active = page.locator("[data-active]")
    active.focus()
    for key in ("ArrowDown", "ArrowRight", "End"):
        page.keyboard.press(key)
    assert active.evaluate("cell => [cell.parentElement.rowIndex, cell.cellIndex]") == [2, 6]
    page.keyboard.press("Control+Home")
    expect(active).to_have_text("T00001")
    page.keyboard.press("PageDown")
    count(page, "第 51–100 行")
    expect(active).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("th[data-column=编号] .grid-sort")).to_be_focused()


def test_suggestions_can_be_chosen_with_the_keyboard(page: Page, live_site: LiveSite) -> None:
    page.keyboard.press("/")
    page.keyboard.type("行道")
    expect(page.locator("[role=option]").first).to_contain_text("行道树普查")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation(url=f"{live_site.url}/datasets/trees/"):
        page.keyboard.press("Enter")
    page.evaluate("window.notReloaded = true")


def test_a_chosen_theme_shows_at_once_and_stays(page: Page, live_site: LiveSite) -> None:
    page.locator("summary[aria-label=显示设置]").click()
    with page.expect_response(f"{live_site.url}/ui/preferences/"):
        page.locator("button", has_text="深色").locator("visible=true").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.evaluate("window.notReloaded = true")


def test_a_column_is_hidden_frozen_and_grouped_by_from_its_menu(page: Page) -> None:
    page.locator("th[data-column=树种] .grid-menu").click()
    page.locator(".column-panel [data-hide]").click()
    expect(page.locator("th[data-column=树种]")).to_have_count(0)
    assert "select=区市" in question(page)
    page.locator("th[data-column=区市] .grid-menu").click()
    page.locator(".column-panel [data-freeze]").click()
    expect(page.locator("tbody tr:first-child .frozen")).to_have_count(1)
    assert question(page).endswith("freeze=2")
    page.locator("th[data-column=区市] .grid-menu").click()
    group = page.locator(".column-panel [data-group]")
    assert unquote(group.get_attribute("href") or "") == "/datasets/trees/pivot/?down=区市"
    page.keyboard.press("Escape")


def test_a_row_is_read_with_the_keys(page: Page) -> None:
    page.locator("tbody tr:nth-child(3) td").first.click()
    page.keyboard.press("Enter")
    expect(page.locator("#row-number")).to_have_text("第 3 行，共 2,500 行")
    Visitor(page=page, site="", downloads=Path()).looks()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#row-number")).to_have_text("第 4 行，共 2,500 行")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#row-number")).to_have_text("第 3 行，共 2,500 行")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#row-number")).to_have_text("第 2 行，共 2,500 行")
    page.keyboard.press("Escape")
    count(page, "第 1–50 行")
