"""The developer page of a running site."""

from __future__ import annotations

import re
from html import unescape

import pytest
import requests

from tests.live import LiveSite
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS
from zhanqiao.portal.open_service.rules.writing import WRITINGS

pytestmark = pytest.mark.xdist_group("live")
LINK = re.compile(r'href="(/api/v1[^"]*)"')


@pytest.fixture(scope="module", params=["/developers/", "/en/developers/"])
def page(request: pytest.FixtureRequest, live_site: LiveSite) -> str:
    answer = requests.get(live_site.url + request.param, timeout=60)
    assert answer.status_code == 200
    return answer.text


def test_every_example_on_the_page_runs(page: str, live_site: LiveSite) -> None:
    addresses = [unescape(found) for found in LINK.findall(page)]
    assert len(addresses) >= 10
    assert {
        address: requests.get(live_site.url + address, timeout=60).status_code for address in addresses
    } == dict.fromkeys(addresses, 200)


def test_every_compatible_interface_answers(page: str, live_site: LiveSite) -> None:
    section = page.partition('id="interfaces"')[2].partition("</section>")[0]
    addresses = [unescape(found) for found in re.findall(r'href="(/[^"]*)"', section)]
    assert "/ogc/" in addresses
    assert [requests.get(live_site.url + each, timeout=60).status_code for each in addresses] == [200] * len(addresses)


def test_every_endpoint_is_in_the_reference(page: str) -> None:
    shown = re.findall(r'id="operation-([\w-]+)"', page)
    reading = [endpoint.name for endpoint in sorted(ENDPOINTS, key=lambda one: _order(one.group))]
    assert sorted(shown) == sorted([*reading, *(writing.name for writing in WRITINGS)])
    assert [name for name in shown if name in reading] == reading


def test_problem_types_lead_to_their_place_on_the_page(page: str, live_site: LiveSite) -> None:
    for query in ("wher=x", "limit=many", "where=%3E"):
        answer = requests.get(f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/rows?{query}", timeout=60)
        anchor = answer.json()["type"].partition("#")[2]
        assert f'id="{anchor}"' in page


def _order(group: str) -> int:
    return ("service", "catalogue", "tables", "files", "standards", "exchange", "places", "requests").index(group)
