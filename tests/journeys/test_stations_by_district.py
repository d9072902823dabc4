"""Stations joined with districts, drawn by line, on a dashboard with a filter, framed in a page of another site, which shows the next release."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser

from tests.journeys.keeping import PATIENCE, keeps_the_join
from tests.journeys.reviewing import approves
from tests.journeys.test_dashboard import BARS, PAGE, another_site, framed
from tests.journeys.visitor import Visitor
from tests.live import CHECKOUT, LiveSite, environment

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(900)]
SLUG, TITLE = "stations-with-districts", "带区市的地铁车站"
FIRST = [["1号线", "5"], ["2号线", "5"], ["3号线", "6"], ["4号线", "5"]]  # 20 stations, one of them in two districts
IN_LICANG = [["1号线", "1"], ["2号线", "1"], ["3号线", "1"], ["4号线", "1"]]


def test_stations_joined_with_districts_are_drawn_framed_and_renewed(
    browser: Browser, city: LiveSite, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    visitor = Visitor(page=context.new_page(), site=city.url, downloads=tmp_path)
    _seeded(city, "tests.journeys.communities", "zq-")
    keeps_the_join(visitor, of="zq-metro", to="青岛市社区名录zq-", slug=SLUG, title=TITLE)
    approves(visitor, "reviewer", title=TITLE)
    approves(visitor, "authority", title=TITLE)
    _until_release(city, 1)
    city.run("permit", SLUG, "--ways", "files", "--reason", "派生表随来源更新")
    with another_site(tmp_path) as other:
        (tmp_path / "index.html").write_text(PAGE.format(code=_framed_code(visitor)), encoding="utf-8")
        visitor.page.goto(other)
        assert framed(visitor.page).evaluate(BARS) == FIRST
        _seeded(city, "tests.journeys.communities", "zq-", "more")
        _until_release(city, 2)
        visitor.page.reload()
        assert framed(visitor.page).evaluate(BARS) == [*FIRST, ["9号线", "3"]]
    context.close()


def _framed_code(visitor: Visitor) -> str:
    """Draw by line, put it on a dashboard with a filter by district; return the code for other pages."""
    page = visitor.page
    page.context.clear_cookies()
    visitor.signs_in("citizen")
    visitor.opens(f"/datasets/{SLUG}/chart/?kind=bar&x=线路&y=count&order=x&where=区县 IS NOT NULL")
    visitor.follows("放到看板")
    page.fill("input[name=new_title]", "各线车站")
    visitor.follows("放上去")
    page.locator("#filters select[name=column]").select_option("区县")
    page.locator("#filters button", has_text="添加筛选").click()
    page.wait_for_load_state()
    page.locator("#showing button", has_text="有链接者可见").click()
    page.wait_for_load_state()
    visitor.follows("读者看到的样子")
    page.locator(".board-embedding summary").click()
    code = page.locator(".board-embedding code").inner_text()
    page.locator("form[data-follows] select").select_option("李沧区")
    page.wait_for_url(re.compile(r"\?f1="))
    page.locator(".tile .chart-drawing[data-drawn] svg").wait_for()
    assert page.evaluate(BARS) == IN_LICANG
    return code


def _seeded(city: LiveSite, module: str, *arguments: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=CHECKOUT, env=environment(home=city.home), check=True)


def _until_release(city: LiveSite, number: int) -> None:
    """Wait until the derived table has this release: it is made again once a minute at most."""
    until = time.monotonic() + 2 * PATIENCE
    while True:
        answer = requests.get(f"{city.url}/api/v1/datasets/{SLUG}/tables", timeout=30)
        if answer.ok and answer.json()["data"][0]["release"]["number"] >= number:
            return
        assert time.monotonic() < until, answer.text[:500]
        time.sleep(1)
