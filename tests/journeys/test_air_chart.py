"""Show 1: a citizen without a login finds out how many air-quality hours were bad in each year, and passes the chart on.

Every press of the mouse is counted; choosing in a list counts twice, as it is opened and then chosen from.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import air
from tests.journeys.visitor import Visitor
from tests.live import CHECKOUT, LiveSite, environment

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
MOST_CLICKS, MOST_SECONDS = 10, 60
STATION, MEASURE = "东四", "AQI"
EXPECTED = air.bad_by_year(STATION)
SENTENCE = "各年的行数（按时间），其中站点 等于 东四、AQI 大于 150；2014 至 2017"


@pytest.fixture(scope="module")
def measured_city(city: LiveSite) -> LiveSite:
    """The city with the air quality of three stations."""
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.air"], cwd=CHECKOUT, env=environment(home=city.home), check=True
    )
    return city


@dataclass
class Citizen:
    """Somebody whose clicks are counted; axe looks at every page, outside of the time that is taken."""

    visitor: Visitor
    clicks: int = 0
    looking: float = 0.0
    started: float = field(default_factory=time.monotonic)

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started - self.looking

    def looks(self) -> None:
        since = time.monotonic()
        self.visitor.looks()
        self.looking += time.monotonic() - since

    def clicks_on(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def chooses(self, place: Locator, *, label: str) -> None:
        self.clicks += 2
        place.select_option(label=label)


def numbers(page: Page) -> dict[str, str]:
    """Return the numbers of the chart's table by their label."""
    page.wait_for_selector(".chart-table tbody tr", state="attached")
    cells = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    return dict(page.locator(".chart-table tbody tr").evaluate_all(cells))


def points(page: Page) -> dict[str, float]:
    """Return the numbers that are drawn."""
    spec = json.loads(page.locator("#chart-spec").text_content() or "{}")
    return {one["x"]: one["y"] for one in spec["data"]["values"]}


def drawn_bars(page: Page) -> list[str]:
    """Return what the drawing itself says of its bars: the labels that screen readers of SVG hear."""
    page.wait_for_selector(".chart-drawing[data-drawn] svg")
    return page.locator(".chart-drawing .mark-text text").all_text_contents()


def reads_the_chart(page: Page) -> dict[str, str]:
    """Return sentence and numbers, once table, specification and drawing say the same."""
    page.wait_for_selector(".chart-drawing[data-drawn]")
    told = numbers(page)
    assert {label: float(number.replace(",", "")) for label, number in told.items()} == points(page)
    assert drawn_bars(page)[-len(told) :] == list(told.values())
    return told | {"sentence": page.locator("#chart-sentence").inner_text()}


def finds_the_station(citizen: Citizen) -> None:
    page = citizen.page
    citizen.visitor.opens("/")
    citizen.started, citizen.looking = time.monotonic(), 0.0
    citizen.clicks_on(page.locator("main input[name=q]").first)
    page.keyboard.type(STATION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets/?*")
    citizen.looks()
    citizen.clicks_on(page.locator("a", has_text=f"在全部数据表的单元格中查找“{STATION}”"))
    page.wait_for_url("**/datasets/values/*")
    citizen.looks()
    citizen.clicks_on(page.locator("li.hit", has_text=air.TITLE).locator(".facts a", has_text="站点"))
    page.wait_for_selector(f"th[data-column={MEASURE}] .grid-menu")
    citizen.looks()


def counts_bad_hours(citizen: Citizen) -> None:
    page = citizen.page
    citizen.clicks_on(page.locator(f"th[data-column={MEASURE}] .grid-menu"))
    citizen.chooses(page.locator(".column-panel select[name=op]"), label="大于")
    citizen.clicks_on(page.locator(".column-panel input[name=value]"))
    page.keyboard.type(str(air.BAD))
    page.keyboard.press("Enter")
    expect(page.locator(".conditions a.chip, .chips a.chip")).to_have_count(2)
    citizen.clicks_on(page.locator("nav.tabs a", has_text="图表"))
    page.wait_for_selector(".chart-drawing[data-drawn]")
    citizen.looks()
    citizen.clicks_on(page.locator(".chart-suggestions a", has_text="各年的行数"))
    expect(page.locator("#chart-sentence")).to_have_text(SENTENCE)


def test_a_citizen_counts_bad_hours_and_passes_the_chart_on(
    visitor: Visitor, measured_city: LiveSite, browser: Browser
) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    citizen = Citizen(visitor)
    finds_the_station(citizen)
    counts_bad_hours(citizen)
    seen = reads_the_chart(visitor.page)
    citizen.looks()
    citizen.clicks_on(visitor.page.locator("[data-copy=address]"))
    link = visitor.page.evaluate("navigator.clipboard.readText()")
    seconds = citizen.seconds
    assert seen == {year: str(count) for year, count in EXPECTED.items()} | {"sentence": SENTENCE}
    assert link == visitor.page.url
    assert citizen.clicks == MOST_CLICKS
    assert seconds < MOST_SECONDS
    elsewhere = browser.new_context(locale="zh-CN")
    other = elsewhere.new_page()
    other.goto(link)
    assert reads_the_chart(other) == seen
    elsewhere.close()


def test_the_link_shows_the_same_numbers_without_javascript(measured_city: LiveSite, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    where = f"where=站点+=+'{STATION}'&where=AQI+%3E+150"
    page.goto(f"{measured_city.url}/datasets/{air.SLUG}/chart/?{where}&kind=bar&x=时间&unit=year&y=count")
    assert page.locator("#chart-sentence").inner_text() == SENTENCE
    assert numbers(page) == {year: str(count) for year, count in EXPECTED.items()}
    assert page.locator("[data-save]").first.is_visible() is False
    context.close()
