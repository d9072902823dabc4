"""Every page, in both languages and both themes: axe finds nothing, nothing scrolls sideways, no script complains."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.contracts.permissions.routes import CALLS
from tests.journeys.pages import PAGES, Shown
from tests.journeys.visitor import Visitor
from tests.live import LiveSite

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PLACES = {"dataset": "trees", "own": "trees", "department": "qingdao-parks"}
MISSING = 400
PHONE = {"width": 360, "height": 780}
ACCOUNTS = tuple(dict.fromkeys(one.account for one in PAGES))
OWN = {"<slug:slug>": PLACES["dataset"], "<str:key>": PLACES["department"]}
NO_PAGES = ("/api/", "/ogc/", "/odata/", "/iceberg/", "/suggest/", "/logout/")  # answers for programs
FOR_PROGRAMS = (*NO_PAGES, "/oai", "/static/", "/data.json", "/sitemap", "/metrics")
ELSEWHERE = (  # of something that these data do not hold, or a part of another page: other journeys go there
    *("/datasets/trees/application/", "/standards/elements/", "/standards/codes/", "/datasets/trees/questions/"),
    "/datasets/trees/data/rows/",
    *("/dashboards/trees/", "/dashboards/place/", "/workbench/dashboards/trees/", "/embed/", "/joins/"),
    *("/my/subscriptions/new/", "/workbench/derived/new/"),
)


@pytest.mark.parametrize("account", ACCOUNTS, ids=[one or "visitor" for one in ACCOUNTS])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_every_page_is_accessible_in_both_themes_and_fits_a_phone(
    browser: Browser, city: LiveSite, prefix: str, account: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
    visitor = Visitor(page=context.new_page(), site=city.url, downloads=city.home)
    if account:
        visitor.signs_in(account)
    complaints: list[str] = []
    visitor.page.on(
        "console", lambda said: complaints.append(f"{said.text} {said.location}") if said.type == "error" else None
    )
    visitor.page.on(
        "response", lambda one: complaints.append(f"{one.status} {one.url}") if one.status >= MISSING else None
    )
    visitor.page.on("pageerror", lambda error: complaints.append(str(error)))
    elsewhere: set[str] = set()
    for one in PAGES:
        if one.account == account:
            _looked_at(visitor, one, prefix)
            elsewhere |= {link for link in _links(visitor) if link.startswith("/en/") != bool(prefix)}
    context.close()
    assert complaints == []
    assert sorted(one for one in elsewhere if not one.startswith(FOR_PROGRAMS)) == []  # a reader keeps the language


def _links(visitor: Visitor) -> list[str]:
    """Return where the page's own content leads within the site."""
    return visitor.page.locator("main a[href^='/']").evaluate_all("links => links.map(one => one.getAttribute('href'))")


def _looked_at(visitor: Visitor, one: Shown, prefix: str) -> None:
    visitor.page.emulate_media(color_scheme="light")
    visitor.opens(prefix + one.path.format(**PLACES))
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.set_viewport_size(PHONE)
    visitor.looks()
    visitor.page.set_viewport_size({"width": 1440, "height": 900})


def test_every_route_of_a_page_is_looked_at() -> None:
    """Pages of one item (an application, a submission) are left to the journeys that make such an item."""
    looked_at = {one.path.format(**PLACES).partition("?")[0] for one in PAGES}
    routes = {_filled(call.route) for call in CALLS if call.method == "GET" and call.route.endswith("/")}
    assert (
        sorted(
            one
            for one in routes
            if "<" not in one and one not in looked_at and not one.startswith(NO_PAGES + ELSEWHERE)
        )
        == []
    )


def _filled(route: str) -> str:
    for name, place in OWN.items():
        route = route.replace(name, place)
    return route
