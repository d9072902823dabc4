"""Stations joined with districts: a citizen previews and takes it along, brings a file; an officer keeps it, people review it."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.journeys.communities import NAMED, STATIONS
from tests.journeys.keeping import PATIENCE, hit, keeps_the_join
from tests.journeys.reviewing import approves
from tests.journeys.visitor import Visitor
from tests.live import CHECKOUT, LiveSite, environment

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
LINES = "线路,运营单位\n1号线,运营一中心\n2号线,运营二中心\n"


@pytest.fixture(scope="module")
def metro(city: LiveSite) -> None:
    """Stations and communities, published."""
    command = [sys.executable, "-m", "tests.journeys.communities"]
    subprocess.run(command, cwd=CHECKOUT, env=environment(home=city.home), check=True)


@pytest.mark.usefixtures("metro")
def test_a_citizen_joins_stations_with_districts_and_a_file(visitor: Visitor, tmp_path: Path) -> None:
    address = _citizen_previews(visitor)
    _takes_it_along(visitor)
    _brings_a_file(visitor, tmp_path)
    visitor.page.context.clear_cookies()
    visitor.opens(address)  # the address is the join, whoever opens it
    assert visitor.page.get_by_text("只在左表").count() == 1


@pytest.mark.usefixtures("metro")
def test_an_officer_keeps_the_join_and_it_is_published_after_review(visitor: Visitor) -> None:
    width = visitor.page.viewport_size["width"]
    slug, title = f"stations-by-district-{width}", f"车站所在区市{width}"
    submission = keeps_the_join(visitor, of="metro", to="青岛市社区名录", slug=slug, title=title)
    assert requests.get(f"{visitor.site}/datasets/{slug}/", timeout=30).status_code == 404
    approves(visitor, "reviewer", title=title)
    approves(visitor, "authority", title=title)
    _is_public(visitor, submission, slug=slug)


def _citizen_previews(visitor: Visitor) -> str:
    """Come from the dataset to the preview in three clicks; return its address."""
    visitor.opens("/datasets/metro/")
    visitor.follows("相关")
    visitor.follows("与其他表拼接")
    hit(visitor, named="青岛市社区名录").locator("a", has_text="预览拼接").click()
    visitor.page.wait_for_load_state()
    visitor.looks()
    shown = visitor.page.locator("main").inner_text()
    assert f"左表匹配 80%：{len(STATIONS)} 行中的 {NAMED} 行" in shown
    assert "同一键值在右表中最多出现 2 次" in shown
    assert shown.index("只在左表") < shown.index("青岛北站") < shown.index("只在右表") < shown.index("云霄路")
    return visitor.page.url.removeprefix(visitor.site)


def _takes_it_along(visitor: Visitor) -> None:
    path = visitor.downloads_from("CSV")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["车站编号", "站名", "线路", "区划代码", "村居名称", "区县"]
    assert len(rows) == 1 + len(STATIONS) + 1  # one community's name stands in two districts
    assert [row[5] for row in rows if row[1] == "五四广场"] == [""]


def _brings_a_file(visitor: Visitor, folder: Path) -> None:
    path = folder / "我的线路.csv"
    path.write_text(LINES, encoding="utf-8")
    visitor.opens("/datasets/metro/joins/")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.page.locator("button", has_text="在我的会话中拼接").click()
    visitor.page.get_by_text("只保存在您的会话中").wait_for(timeout=60_000)
    visitor.looks()
    visitor.page.select_option("select[name=a]", "线路")
    visitor.page.select_option("select[name=b]", "线路")
    visitor.follows("预览拼接")
    assert "运营一中心" in visitor.page.locator("main").inner_text()
    visitor.page.locator("button", has_text="立即删除我的文件").click()
    visitor.page.wait_for_load_state()


def _is_public(visitor: Visitor, submission: str, *, slug: str) -> None:
    until = time.monotonic() + PATIENCE
    while requests.get(f"{visitor.site}/datasets/{slug}/", timeout=30).status_code == 404:
        assert time.monotonic() < until, f"{submission} was not published"
        time.sleep(1)
    visitor.page.context.clear_cookies()
    visitor.opens(f"/datasets/{slug}/")
    section = visitor.page.locator("section:has(#made-from)")
    while not section.count():  # what it was made from is written down after the release
        assert time.monotonic() < until, "it is not said what it was made from"
        time.sleep(1)
        visitor.page.reload()
    made_from = section.inner_text()
    assert ("青岛地铁车站 版本 1" in made_from, "青岛市社区名录 版本 1" in made_from) == (True, True)
    visitor.opens("/en" + f"/datasets/{slug}/")
