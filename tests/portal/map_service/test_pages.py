"""The pages of maps as they come from the server: layers, legends, who sees what. They read well without JavaScript."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")


def page(site: LiveSite, path: str) -> requests.Response:
    return requests.get(site.url + path, timeout=60)


def address(site: LiveSite, name: str, **style: str) -> str:
    return "/map/?" + urlencode({"layer": urlencode({"table": site.table(name)} | style)})


def drawing(answer: requests.Response) -> dict[str, Any]:
    found = re.search(r'<script id="map-drawing" type="application/json">(.*?)</script>', answer.text, re.DOTALL)
    assert found
    drawn: dict[str, Any] = json.loads(found.group(1))
    return drawn


def legend(answer: requests.Response) -> list[str]:
    return re.findall(r'<span class="map-swatch map-(?:token|share)-[\w-]+"></span>([^<]+)</li>', answer.text)


def test_every_open_table_with_a_place_is_a_layer_to_add(live_site: LiveSite) -> None:
    answer = page(live_site, "/map/")
    assert answer.status_code == 200
    assert "青岛公园景点" in answer.text
    assert "行道树普查" in answer.text
    assert "地下水监测井" not in answer.text
    assert drawing(answer)["layers"] == []


def test_no_other_page_loads_the_map_library(live_site: LiveSite) -> None:
    for path in ("/", "/datasets/", "/datasets/parks/", "/datasets/parks/data/"):
        assert "maplibre" not in page(live_site, path).text, path


def test_categories_have_the_most_frequent_values_as_legend(live_site: LiveSite) -> None:
    answer = page(live_site, address(live_site, "parks", **{"as": "categories", "by": "区市"}))
    assert sorted(legend(answer)) == sorted(["市南区", "崂山区", "李沧区", "黄岛区"])
    (layer,) = drawing(answer)["layers"]
    assert layer["paint"]["column"] == "区市"
    assert layer["question"]["select"] == "区市"
    assert layer["question"]["clusters"] == "never"


def test_classes_say_their_bounds(live_site: LiveSite) -> None:
    answer = page(
        live_site, address(live_site, "parks", **{"as": "classes", "by": "面积", "classes": "4", "cut": "equal"})
    )
    (layer,) = drawing(answer)["layers"]
    width = (7500 - 140.5) / 4
    assert layer["paint"]["breaks"] == pytest.approx([140.5 + width * each for each in (1, 2, 3)])
    assert len(legend(answer)) == 4


def test_a_form_leads_to_the_address_of_what_it_asks(live_site: LiveSite) -> None:
    given = address(live_site, "parks") + "&edit=0&as=classes&by=%E9%9D%A2%E7%A7%AF&opacity=60"
    answer = requests.get(live_site.url + given, timeout=60, allow_redirects=False)
    assert answer.status_code == 302
    inner = urlencode({"table": live_site.table("parks"), "as": "classes", "by": "面积", "opacity": "60"})
    assert answer.headers["Location"] == "/map/?" + urlencode({"layer": inner})


def test_the_map_of_a_dataset_shows_its_table_and_stands_among_its_tabs(live_site: LiveSite) -> None:
    answer = page(live_site, "/datasets/parks/map/")
    (layer,) = drawing(answer)["layers"]
    assert (layer["table"], layer["kind"], layer["style"]) == (live_site.table("parks"), "points", "single")
    assert '<a href="/datasets/parks/map/" aria-current="page">地图</a>' in answer.text
    assert "/datasets/fleeting/map/" not in page(live_site, "/datasets/fleeting/").text
    assert "没有可以画在地图上的内容" in page(live_site, "/datasets/fleeting/map/").text


def test_rows_that_are_not_open_are_not_drawn_and_their_names_not_told(live_site: LiveSite) -> None:
    assert "签订利用协议后提供" in page(live_site, "/datasets/wells/map/").text
    answer = page(live_site, address(live_site, "wells"))
    assert answer.status_code == 200
    assert drawing(answer)["layers"] == []
    assert "地下水监测井" not in answer.text
    assert page(live_site, "/datasets/draft/map/").status_code == 404


def test_a_condition_that_cannot_be_read_is_a_problem_of_its_layer(live_site: LiveSite) -> None:
    answer = page(live_site, address(live_site, "parks", where="没有这列 > 3"))
    assert answer.status_code == 200
    assert "这个图层无法绘制" in answer.text
    assert drawing(answer)["layers"] == []


def test_the_approval_number_or_its_absence_stands_under_the_map(live_site: LiveSite) -> None:
    assert "未设置审图号，仅供演示。" in page(live_site, "/map/").text
    assert "No map approval number is set" in page(live_site, "/en/map/").text
