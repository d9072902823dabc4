"""A live city with the demo accounts, and a real browser that lets axe look at every page it opens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.visitor import Visitor
from tests.live import CHECKOUT, LiveSite, environment, serving


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A served site with departments, datasets and the demo accounts."""
    with serving(home=tmp_path_factory.mktemp("city")) as site:
        subprocess.run(
            [sys.executable, "-m", "tests.journeys.accounts"], cwd=CHECKOUT, env=environment(home=site.home), check=True
        )
        yield site


@pytest.fixture(params=[1440, 360], ids=["wide", "phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, city: LiveSite, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody with a browser of this width; every page they were on is checked when they leave."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, accept_downloads=True, locale="zh-CN"
    )
    yield Visitor(page=context.new_page(), site=city.url, downloads=tmp_path)
    context.close()
