"""Where in the data a value stands: found by sketches, counted in the rows, only where the rows may be read."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")


def asked(site: LiveSite, value: str) -> Any:
    answer = requests.get(f"{site.url}/api/v1/values", params={"value": value}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def columns(found: Any) -> dict[str, dict[str, int]]:
    return {one["title"]["zh"]: {each["column"]: each["rows"] for each in one["columns"]} for one in found["data"]}


def test_a_name_is_found_in_every_table_that_has_it(live_site: LiveSite) -> None:
    found = asked(live_site, " 市南区 ")
    assert found["looked_at"] == found["of"] > 1
    assert columns(found)["青岛公园景点"] == {"区市": 2}
    assert columns(found)["行道树普查"]["区市"] == 500


def test_numbers_and_dates_are_found_as_they_are_written(live_site: LiveSite) -> None:
    assert columns(asked(live_site, "1901-05-01"))["青岛公园景点"] == {"开放日期": 1}
    assert asked(live_site, "no such value anywhere")["data"] == []


def test_what_may_not_be_read_is_not_looked_into(live_site: LiveSite) -> None:
    assert "地下水监测井" not in columns(asked(live_site, "J001"))
    assert "地下水监测井" not in requests.get(f"{live_site.url}/datasets/values/?q=J001", timeout=60).text


def test_the_page_leads_to_the_rows(live_site: LiveSite) -> None:
    text = requests.get(f"{live_site.url}/datasets/values/?q=市南区", timeout=60).text
    address = next(part.partition('"')[0] for part in text.split('href="')[1:] if "/datasets/parks/data/?" in part)
    rows = requests.get(live_site.url + address.replace("&amp;", "&"), timeout=60).text
    assert "中山公园" in rows
    assert "世博园" not in rows.partition("<table")[2]
    assert "Find a value" in requests.get(f"{live_site.url}/en/datasets/values/", timeout=60).text
