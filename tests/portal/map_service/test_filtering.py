"""The filter form of a layer: rows of conditions in the address, offered by the types of the columns, without JavaScript."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from tests.live import LiveSite
from tests.portal.map_service.test_pages import drawing
from zhanqiao.portal.map_service.rules.filtering import conditions_in, joined, with_condition, without_condition

pytestmark = pytest.mark.xdist_group("live")
AREA, NAME = "面积 >= 500", "contains(名称, '公园')"


def sent(site: LiveSite, where: str = "", **form: str) -> requests.Response:
    """Send the filter form of a layer that may have conditions already."""
    layer = urlencode({"table": site.table("parks")} | ({"where": where} if where else {}))
    address = "/map/?" + urlencode([("layer", layer), ("filter", "0"), *form.items()])
    return requests.get(site.url + address, timeout=60, allow_redirects=False)


def where_of(answer: requests.Response) -> str:
    (layer,) = [value for name, value in parse_qsl(urlsplit(answer.headers["Location"]).query) if name == "layer"]
    return dict(parse_qsl(layer))["where"]


@pytest.mark.parametrize("conditions", [(AREA,), (AREA, NAME), (AREA, NAME, "区市 IS NULL", "a = 'x) AND (y'")])
def test_conditions_are_joined_and_found_again(conditions: tuple[str, ...]) -> None:
    where = joined(conditions=conditions)
    assert conditions_in(where=where) in {conditions, (where,)}
    assert conditions_in(where=joined(conditions=(AREA, NAME))) == (AREA, NAME)


def test_a_condition_is_added_once_and_taken_away() -> None:
    both = with_condition(where=AREA, condition=NAME)
    assert both == f"({AREA}) AND ({NAME})"
    assert with_condition(where=both, condition=NAME) == both
    assert without_condition(where=both, condition=AREA) == NAME
    assert without_condition(where=NAME, condition=NAME) == ""
    assert conditions_in(where="") == ()
    assert conditions_in(where="(a = 1) OR (b = 2)") == ("(a = 1) OR (b = 2)",)


def test_a_sent_form_becomes_a_condition_of_the_address(live_site: LiveSite) -> None:
    answer = sent(live_site, column="面积", op=">=", value="500")
    assert (answer.status_code, where_of(answer)) == (302, AREA)
    more = sent(live_site, AREA, column="名称", op="contains", value="公园")
    assert where_of(more) == f"({AREA}) AND ({NAME})"
    page = requests.get(live_site.url + more.headers["Location"], timeout=60)
    (layer,) = drawing(page)["layers"]
    assert layer["question"]["where"] == where_of(more)
    assert ("面积 不小于 500" in page.text, "名称 包含 公园" in page.text) == (True, True)
    assert page.text.count('aria-label="去掉“') == 2


def test_what_makes_no_condition_says_why_and_keeps_what_was_sent(live_site: LiveSite) -> None:
    for form in ({"column": "面积", "op": ">=", "value": "许多"}, {"column": "没有", "op": "=", "value": "1"}):
        answer = sent(live_site, AREA, **form)
        assert answer.status_code == 400
        assert ('role="alert"' in answer.text, f'value="{form["value"]}"' in answer.text) == (True, True)
        assert drawing(answer)["layers"][0]["question"]["where"] == AREA


def test_the_form_offers_comparisons_by_type(live_site: LiveSite) -> None:
    page = sent(live_site, column="面积", op=">=", value="x").text
    offered: dict[str, Any] = dict(re.findall(r'<option value="([^"]+)" data-types="([^"]+)"', page))
    assert "text" in offered["contains"].split()
    assert "text" not in offered["&gt;="].split()
    assert re.search(r'<option value="面积" data-type="\w+" data-input="number"', page)
