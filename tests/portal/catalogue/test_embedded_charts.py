"""Charts in pages of others: a frame that may stand anywhere, and a web component that fits its height."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.journeys.visitor import Visitor
from tests.live import LiveSite
from tests.portal.catalogue.conftest import Read
from zhanqiao.portal.catalogue.rules import embed_codes

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("live")]
QUERY = f"?kind=bar&x={quote('树种')}"
CHART = f"/embed/charts/trees/{QUERY}"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of plain HTML, served from another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_only_the_embedded_chart_may_be_framed(live_site: LiveSite) -> None:
    framed = requests.get(live_site.url + CHART, timeout=60)
    page = requests.get(f"{live_site.url}/datasets/trees/chart/{QUERY}", timeout=60)
    assert framed.headers["Content-Security-Policy"] == "frame-ancestors *"
    assert "X-Frame-Options" not in framed.headers
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_an_embedded_chart_holds_the_numbers_and_leads_to_its_page(read: Read) -> None:
    page = read(CHART)
    assert page.rows == read(f"/datasets/trees/chart/{QUERY}").rows
    assert page.link("行道树普查") == f"/datasets/trees/chart/{QUERY}&y=count"
    assert page.root.all("header") == []


def test_a_closed_dataset_is_not_embedded_and_says_why(read: Read) -> None:
    page = read("/embed/charts/wells/", kind="bar", x="井号")
    assert page.root.all("zq-chart") == []
    assert "不对所有人开放" in page.main.text


def test_the_codes_are_html_that_nobody_breaks_out_of() -> None:
    codes = embed_codes(slug="air", query='?x="><script>', site="https://data.example", language="en")
    address = "https://data.example/en/embed/charts/air/?x=&quot;&gt;&lt;script&gt;"
    assert codes["frame"].startswith(f'<iframe src="{address}" ')
    assert codes["element"].endswith(f'<zq-embed src="{address}"></zq-embed>')


def test_both_codes_of_the_chart_page_show_it_in_a_plain_html_page(
    browser: Browser, live_site: LiveSite, elsewhere: tuple[Path, str], tmp_path: Path
) -> None:
    folder, address = elsewhere
    context = browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto(f"{live_site.url}/datasets/trees/chart/{QUERY}")
    page.locator("summary", has_text="嵌入").click()
    frame_code, element_code = page.locator(".embed-codes code").all_text_contents()
    body = f"<!doctype html><title>Elsewhere</title>{frame_code}{element_code}"
    (folder / "index.html").write_text(body, encoding="utf-8")
    page.goto(address)
    for place in ("body > iframe", "zq-embed > iframe"):
        inside = page.frame_locator(place)
        expect(inside.locator(".chart-drawing svg")).to_be_visible()
        expect(inside.locator("#chart-sentence")).to_have_text("各树种的行数")
    inside = page.locator("zq-embed > iframe").element_handle().content_frame()
    assert inside is not None
    page.wait_for_function(
        "([high]) => Math.abs(document.querySelector('zq-embed iframe').clientHeight - high) <= 1",
        arg=[inside.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")],
    )
    (folder / "index.html").write_text(
        body.replace('<zq-embed src="' + live_site.url, '<zq-embed src="https://evil.example'), encoding="utf-8"
    )
    page.goto(f"{address}?again")  # the same address in the same second would be read from the cache
    expect(page.locator("zq-embed")).to_contain_text("zq-embed: https://evil.example")
    page.goto(live_site.url + CHART)
    page.wait_for_selector(".chart-drawing[data-drawn]")
    Visitor(page=page, site=live_site.url, downloads=tmp_path).looks()
    context.close()
