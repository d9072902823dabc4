"""Geocoding over HTTP: by published tables, which the answers name; batches with a limit that says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.portal.places import publish_places
from zhanqiao.portal.open_service.rules.geocoding import MOST_TEXTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(tmp_path: Path) -> dict[str, str]:
    """The ids of the published tables."""
    return publish_places(tmp_path)


def get(client: Client, address: str, **given: Any) -> tuple[int, Any]:
    answer = client.get(f"/api/v1/{address}", given)
    return answer.status_code, answer.json()


def test_an_address_is_led_to_its_township_and_the_table_is_named(published: dict[str, str], client: Client) -> None:
    status, told = get(client, "geocode", q="青岛市崂山区沙子口街道海滨路1号")
    (match,) = told["data"]["matches"]
    assert (status, told["data"]["status"], match["division"]["code"]) == (200, "found", "370212002")
    assert (match["district"]["name"]["en"], match["confidence"], match["reason"]) == ("Laoshan District", 1.0, "full")
    assert told["townships"]["id"] == published["towns"]
    both = get(client, "geocode", q="姜山镇")[1]["data"]
    assert (both["status"], [one["district"]["code"] for one in both["matches"]]) == ("ambiguous", ["370283", "370285"])


def test_a_batch_is_answered_in_order_and_its_limit_says_so(published: dict[str, str], client: Client) -> None:
    def post(body: Any) -> tuple[int, Any]:
        answer = client.post("/api/v1/geocode/batch", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    status, told = post({"texts": ["市南", "x", "市南", "济南市"]})
    assert (status, [one["status"] for one in told["data"]]) == (200, ["found", "unknown", "found", "elsewhere"])
    for body in ({"texts": []}, {"texts": ["x"] * (MOST_TEXTS + 1)}, {"texts": [1]}, {"text": ["x"]}, {"texts": "x"}):
        status, told = post(body)
        assert (status, told["code"], str(MOST_TEXTS) in json.dumps(told)) == (400, "geocode-texts", True)
    assert published["schools"] != published["towns"]


def test_a_place_is_led_to_its_district_in_any_system(published: dict[str, str], client: Client) -> None:
    status, told = get(client, "geocode/reverse", lon="120.35", lat="36.05")
    assert (status, [one["division"]["code"] for one in told["data"]["districts"]]) == (200, ["370202"])
    assert told["data"]["outlines"]["id"] == published["outlines"]
    shifted = get(client, "geocode/reverse", lon="120.4030", lat="36.05", crs="gcj02")[1]["data"]
    assert [one["division"]["code"] for one in shifted["districts"]] == ["370202"]
    assert shifted["lon"] == pytest.approx(120.3979, abs=0.001)
    border = get(client, "geocode/reverse", lon="120.4", lat="36.05")[1]["data"]["districts"]
    assert sorted(one["division"]["code"] for one in border) == ["370202", "370212"]
    (old,) = get(client, "geocode/reverse", lon="120.55", lat="36.05")[1]["data"]["districts"]
    assert (old["division"]["name"]["zh"], old["outline"]) == ("即墨区", {"code": "370282", "name": "即墨市"})
    assert get(client, "geocode/reverse", lon="0", lat="0")[1]["data"]["districts"] == []


@pytest.mark.parametrize("given", [{"lon": "x", "lat": "36"}, {"lon": "nan", "lat": "36"}, {"lon": "120", "lat": "91"}])
def test_what_is_no_place_is_refused_in_both_languages(client: Client, given: dict[str, str]) -> None:
    status, told = get(client, "geocode/reverse", **given)
    assert (status, told["code"]) == (400, "geocode-place")


def test_without_published_tables_districts_are_known_and_nothing_is_made_up(client: Client) -> None:
    told = get(client, "geocode", q="崂山区沙子口街道")[1]
    assert (told["data"]["matches"][0]["division"]["code"], told["townships"]) == ("370212", None)
    place = get(client, "geocode/reverse", lon="120.35", lat="36.05")[1]["data"]
    assert (place["districts"], place["outlines"]) == ([], None)
