"""The main journey: an officer hands in a GBK file; a citizen finds it, filters it, downloads it, calls it."""

from __future__ import annotations

import csv
import io
import json
import time
import urllib.request
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.reviewing import approves
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PATIENCE = 30  # seconds
DISTRICTS = ("市南区", "市北区", "崂山区")
HEADER = "车场编号,所在区,泊位数,收费标准,启用日期"
ROWS = [
    f"{number:06d},{DISTRICTS[number % 3]},{20 + number},{number % 10}.5,2024年{1 + number % 12}月{1 + number % 28}日"
    for number in range(1, 241)
]


@pytest.fixture
def gbk_file(tmp_path: Path) -> Path:
    path = tmp_path / "停车场泊位.csv"
    path.write_bytes(("\n".join([HEADER, *ROWS]) + "\n").encode("gbk"))
    return path


def test_an_officer_publishes_a_gbk_file_and_a_citizen_uses_it(visitor: Visitor, gbk_file: Path) -> None:
    width = visitor.page.viewport_size["width"]
    slug = f"parking-{width}"
    _officer_publishes(visitor, gbk_file, slug=slug, title=f"停车场泊位{width}")
    visitor.page.context.clear_cookies()
    _citizen_finds(visitor, word="收费标准", slug=slug)
    _citizen_filters_and_downloads(visitor, slug=slug)


def _officer_publishes(visitor: Visitor, path: Path, *, slug: str, title: str) -> None:
    visitor.signs_in("officer")
    visitor.opens("/workbench/")
    visitor.opens("/workbench/upload/")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.page.locator("#upload-form button").click()
    visitor.page.get_by_text("下一步：数据字典").wait_for(timeout=60_000)
    visitor.looks()
    assert visitor.page.get_by_text("gb", exact=False).count() > 0
    visitor.follows("下一步：数据字典")
    visitor.follows("下一步：目录信息")
    visitor.page.fill("input[name=slug]", slug)
    visitor.page.fill("input[name=title_zh]", title)
    visitor.follows("下一步：预览")
    visitor.follows("提交审核")
    here = visitor.page.url
    approves(visitor, "reviewer", title=title)
    approves(visitor, "authority", title=title)
    visitor.page.goto(here)
    visitor.page.get_by_text("打开数据集").wait_for(timeout=60_000)
    visitor.looks()
    visitor.follows("打开数据集")


def _citizen_finds(visitor: Visitor, *, word: str, slug: str) -> None:
    visitor.opens("/")
    field = visitor.page.locator("main input[name=q]").first
    field.fill(word)
    field.press("Enter")
    visitor.page.wait_for_load_state()
    found = visitor.page.locator(f"a[href*='/datasets/{slug}/']").first
    for _ in range(PATIENCE):  # the index follows within a second or two; this page was made before
        if found.is_visible():
            break
        time.sleep(1)
        visitor.page.reload()
    found.wait_for(timeout=1_000)
    visitor.looks()
    visitor.page.locator(f"a[href*='/datasets/{slug}/']").first.click()
    visitor.page.wait_for_load_state()
    visitor.looks()


def _citizen_filters_and_downloads(visitor: Visitor, *, slug: str) -> None:
    visitor.opens(f"/datasets/{slug}/data/?where=" + urllib.request.quote("所在区 = '市南区' and 泊位数 > 200"))
    expected = _expected()
    api = visitor.page.locator("a[href*='/export.csv']").first.get_attribute("href") or ""
    downloaded = visitor.downloads_from("CSV")
    workbook = visitor.downloads_from("Excel")
    assert [row[0] for row in _csv(downloaded.read_bytes())[1:]] == expected
    assert [row[0] for row in CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()[1:]] == expected
    answer = _rows(visitor.site + api.replace("export.csv", "rows"))
    assert [_first(row) for row in answer["data"]] == expected
    for tab in ("api", "releases", "downloads"):
        visitor.opens(f"/datasets/{slug}/{tab}/")


def _expected() -> list[str]:
    cells = (row.split(",") for row in ROWS)
    return [row[0] for row in cells if row[1] == "市南区" and int(row[2]) > 200]


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _rows(url: str) -> dict[str, list[object]]:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/json"})) as answer:
        found: dict[str, list[object]] = json.load(answer)
        return found


def _first(row: object) -> object:
    return next(iter(row.values())) if isinstance(row, dict) else row[0]
