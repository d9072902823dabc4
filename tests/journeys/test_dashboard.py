"""A citizen draws stations by line, puts the chart on a dashboard with a filter and frames it in a page of another site, which shows the next release."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page

from tests.journeys.visitor import Visitor
from tests.live import CHECKOUT, LiveSite, environment

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
CHART = "/datasets/{slug}/chart/?kind=bar&x=线路&y=count"
PAGE = '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>街道办网站</title></head><body><h1>我们的地铁</h1>{code}</body></html>'
PICTURES = os.environ.get("JOURNEY_PICTURES")  # a folder: the pages of the journey are photographed into it
BARS = "() => [...document.querySelectorAll('.tile-of-chart .grid tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def another_site(folder: Path) -> Iterator[str]:
    """Serve a folder of plain pages from an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def publish(city: LiveSite, slug: str, *more: str) -> None:
    command = [sys.executable, "-m", "tests.journeys.metro", slug, *more]
    subprocess.run(command, cwd=CHECKOUT, env=environment(home=city.home), check=True)


def pictured(visitor: Visitor, name: str) -> None:
    visitor.looks()
    if PICTURES:
        width = visitor.page.viewport_size["width"]  # type: ignore[index]  # - a visitor has a width
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def framed(page: Page) -> Frame:
    """Return the frame once its chart is drawn."""
    frame = page.frame_locator("zq-dashboard iframe")
    frame.locator(".chart-drawing[data-drawn] svg").wait_for()
    return next(one for one in page.frames if "/embed/" in one.url)


def test_a_chart_goes_on_a_dashboard_into_another_site_and_shows_the_next_release(
    visitor: Visitor, city: LiveSite, tmp_path: Path
) -> None:
    page, slug = visitor.page, f"metro-{visitor.page.viewport_size['width']}"  # type: ignore[index]  # - a visitor has a width
    publish(city, slug)
    visitor.signs_in("citizen")
    visitor.opens(CHART.format(slug=slug))
    visitor.follows("放到看板")
    pictured(visitor, "place")
    page.fill("input[name=new_title]", "地铁站点一览")
    visitor.follows("放上去")
    filters = page.locator("#filters")
    filters.locator("select[name=column]").select_option("区市")
    filters.locator("button", has_text="添加筛选").click()
    page.wait_for_load_state()
    pictured(visitor, "edit")
    page.locator("#showing button", has_text="有链接者可见").click()
    page.wait_for_load_state()
    visitor.follows("读者看到的样子")
    page.locator(".tile .chart-drawing[data-drawn] svg").wait_for()
    pictured(visitor, "board")
    assert page.evaluate(BARS) == [["1号线", "4"], ["2号线", "4"], ["3号线", "4"]]
    page.locator("form[data-follows] select").select_option("市北区")
    page.wait_for_url(re.compile(r"\?f1="))
    page.locator(".tile .chart-drawing[data-drawn] svg").wait_for()
    assert page.evaluate(BARS) == [["1号线", "2"], ["2号线", "2"], ["3号线", "2"]]
    page.locator(".board-embedding summary").click()
    code = page.locator(".board-embedding code").inner_text()
    (tmp_path / "index.html").write_text(PAGE.format(code=code), encoding="utf-8")
    with another_site(tmp_path) as other:
        page.goto(other)
        assert framed(page).evaluate(BARS) == [["1号线", "2"], ["2号线", "2"], ["3号线", "2"]]
        publish(city, slug, "more")
        page.reload()
        frame = framed(page)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"other-{slug}.png", full_page=True)
        assert frame.evaluate(BARS) == [["1号线", "2"], ["2号线", "2"], ["3号线", "2"], ["4号线", "1"]]
        assert page.locator("zq-dashboard iframe").bounding_box()["height"] > 400  # type: ignore[index]  # - it is there
        page.goto(frame.url)
        pictured(visitor, "frame")


def test_every_page_of_dashboards_is_accessible_in_both_themes(visitor: Visitor, city: LiveSite) -> None:
    page = visitor.page
    visitor.signs_in("citizen")
    visitor.opens("/dashboards/new/")
    page.fill("input[name=title_zh]", "故事")
    page.select_option("select[name=layout]", "story")
    visitor.follows("制作")
    slug = page.url.split("/")[-3]
    page.locator(".board-panel", has_text="添加文字").locator("summary").click()
    page.fill("#text_zh", "## 我们的树\n\n一张表：\n\n|树|数|\n|-|-|\n|银杏|3|\n\n[官网](https://a.example)")
    page.locator(".board-panel", has_text="添加文字").locator("button").click()
    page.wait_for_load_state()
    visitor.opens("/dashboards/place/?dataset=trees&where=树种 = '银杏'")
    page.select_option("select[name=where_to]", slug)
    page.select_option("select[name=kind]", "table")
    visitor.follows("放上去")
    page.locator("#showing button", has_text="提交公开审核").click()
    page.wait_for_load_state()
    for path in ("mine/", "", f"{slug}/edit/", f"{slug}/versions/?version=2", f"{slug}/"):
        visitor.opens(f"/dashboards/{path}")
    visitor.opens("/districts/370202/")
    page.emulate_media(color_scheme="dark")
    visitor.opens(f"/en/dashboards/{slug}/")
    pictured(visitor, "story")
    page.context.clear_cookies()
    visitor.signs_in("authority")
    visitor.opens("/workbench/dashboards/")
    visitor.follows("故事")
    pictured(visitor, "review")
    page.locator("button[value=approve]").click()
    page.wait_for_load_state()
    visitor.opens(f"/embed/dashboards/{slug}/")
