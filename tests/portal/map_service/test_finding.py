"""A place that is looked for on the map: led there by published outlines, told why, never guessed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.portal.places import publish_places
from zhanqiao.portal.map_service.rules import view_of

pytestmark = pytest.mark.django_db(transaction=True)


def asked(client: Client, place: str) -> tuple[str, dict[str, Any]]:
    """Return what the page says of a place, and what its map draws."""
    page = client.get("/map/", {"place": place}).content.decode()
    found = re.search(r'<script id="map-drawing" type="application/json">(.*?)</script>', page, re.DOTALL)
    told = re.search(r'<div class="map-finding-told".*?</div>', page, re.DOTALL)
    assert found
    return told.group(0) if told else "", json.loads(found.group(1))


def test_a_district_is_looked_at_and_its_outline_can_be_drawn(tmp_path: Path, client: Client) -> None:
    tables = publish_places(tmp_path)
    told, drawing = asked(client, "崂山区沙子口街道")
    assert drawing["view"] == view_of(box=(120.4, 36.0, 120.5, 36.1))
    assert ("崂山区沙子口街道" in told, "名称完整一致" in told, "镇街没有公布边界" in told) == (True, True, True)
    link = re.search(r'href="(\?layer=[^"]+)">画出边界', told)
    assert link
    drawn = client.get("/map/" + link.group(1).replace("&amp;", "&")).content.decode()
    assert f'"table": "{tables["outlines"]}"' in drawn
    assert "这个图层无法绘制" not in drawn


def test_what_may_mean_several_is_listed_and_the_map_stays(tmp_path: Path, client: Client) -> None:
    publish_places(tmp_path)
    told, drawing = asked(client, "姜山镇")
    assert (drawing["view"], told.count("<li>"), "没有公布边界" in told) == ("", 2, True)
    assert "有 2 处同名，无法确定" in told
    assert "无法识别" in asked(client, "海滨路1号")[0]
    assert asked(client, " ") == ("", asked(client, "")[1])


def test_a_view_holds_its_box() -> None:
    zoom, latitude, longitude = map(float, view_of(box=(120.0, 36.0, 120.5, 36.2)).split("/"))
    assert (latitude, longitude) == (36.1, 120.25)
    assert 360 / 2**zoom / 512 * 300 >= 0.5
    assert float(view_of(box=(120, 36, 120, 36)).split("/")[0]) < 18
