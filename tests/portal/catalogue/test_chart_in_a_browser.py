"""What JavaScript adds to the chart, in a real browser: drawn without evaluation, changed in place, saved as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("live")]
POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
PNG = b"\x89PNG\r\n"


def strictly(route: Route) -> None:
    """Answer a page as the site does, under a policy that lets nothing be evaluated."""
    answer = route.fetch()
    route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": POLICY})


@pytest.fixture
def page(browser: Browser, live_site: LiveSite) -> Iterator[Page]:
    """The chart of the street trees by kind, marked so that a reload would show."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda problem: problems.append(str(problem)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    opened.route(re.compile(r"/chart/"), strictly)
    opened.goto(f"{live_site.url}/datasets/trees/chart/?kind=bar&x=树种")
    opened.wait_for_selector(".chart-drawing[data-drawn] svg")
    opened.evaluate("window.notReloaded = true")
    yield opened
    assert opened.evaluate("window.notReloaded") is True
    assert problems == []
    context.close()


def test_a_choice_in_the_builder_draws_at_once_and_has_its_address(page: Page) -> None:
    page.select_option("#chart-x", "区市")
    expect(page.locator("#chart-sentence")).to_have_text("各区市的行数")
    page.select_option("#chart-y", "avg")
    expect(page.locator(".notice")).to_contain_text("请选择统计哪一列")
    page.select_option("#chart-of", "胸径")
    expect(page.locator("#chart-sentence")).to_have_text("各区市的胸径的平均值")
    assert unquote_plus(page.url.partition("?")[2]) == "kind=bar&x=区市&y=avg&of=胸径&top=20"
    page.go_back()
    expect(page.locator(".notice")).to_contain_text("请选择统计哪一列")
    page.go_back()
    expect(page.locator("#chart-sentence")).to_have_text("各区市的行数")


def test_flows_are_made_in_the_builder_and_drawn(page: Page) -> None:
    page.select_option("#chart-kind", "sankey")
    expect(page.locator(".notice")).to_contain_text("请在“流向”中再选一列")
    page.select_option("#chart-colour", "区市")
    expect(page.locator("#chart-sentence")).to_have_text("从树种到区市的行数")
    bands = page.locator(".chart-drawing[data-drawn] .mark-area")
    expect(bands).to_have_count(20)
    page.locator(".chart-drawing .mark-area path").first.hover()
    expect(page.locator(".chart-tip")).to_contain_text("125")
    page.select_option("#chart-then", "胸径")
    expect(page.locator(".chart-note").first).to_contain_text("其余 49 个合在一起")
    expect(page.locator("#chart-sentence")).to_have_text("从树种到区市到胸径的行数")


@pytest.mark.parametrize(("kind", "begins"), [("png", PNG), ("svg", b"<svg")])
def test_a_picture_is_saved_with_its_sentence_and_source(page: Page, tmp_path: Path, kind: str, begins: bytes) -> None:
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").click()
    waiting.value.save_as(tmp_path / "picture")
    content = (tmp_path / "picture").read_bytes()
    assert waiting.value.suggested_filename == f"各树种的行数.{kind}"
    assert content.startswith(begins)
    if kind == "svg":
        assert "来源：青岛市园林和林业局，行道树普查，第 2 版" in content.decode()


def test_the_table_is_folded_beside_a_drawing_and_opens(page: Page) -> None:
    table = page.locator(".chart-table table")
    expect(table).to_be_hidden()
    page.locator(".chart-table summary").click()
    expect(table).to_be_visible()
    assert page.locator(".chart-table tbody tr").count() == 4
