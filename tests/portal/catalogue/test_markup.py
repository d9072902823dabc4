"""What search engines and programs find in the pages, read by a program that we did not write (extruct)."""

from __future__ import annotations

from typing import Any

import extruct
import pytest
import requests

from tests.live import LiveSite

pytestmark = [
    pytest.mark.xdist_group("live"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of extruct itself
]


def page(site: LiveSite, path: str) -> requests.Response:
    return requests.get(f"{site.url}{path}", timeout=30)


def things(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = extruct.extract(text, syntaxes=["json-ld"])["json-ld"]
    return found


def test_a_dataset_is_described_for_search_engines(live_site: LiveSite) -> None:
    (found,) = things(page(live_site, "/datasets/parks/").text)
    assert (found["@type"], found["name"]) == ("Dataset", "青岛公园景点")
    assert 50 <= len(found["description"]) <= 5000
    assert found["isAccessibleForFree"] is True
    assert {one["name"] for one in found["variableMeasured"]} == {
        "名称",
        "区市",
        "面积",
        "门票",
        "开放日期",
        "经度",
        "纬度",
    }
    assert found["spatialCoverage"]["geo"]["box"] == "35.9401 120.1703 36.1779 120.4892"
    csv = next(one for one in found["distribution"] if one["encodingFormat"] == "text/csv")
    assert requests.get(csv["contentUrl"], timeout=30).text.startswith("名称,区市")


def test_the_site_tells_how_it_is_searched(live_site: LiveSite) -> None:
    (found,) = things(page(live_site, "/").text)
    site, catalogue = found["@graph"]
    address = site["potentialAction"]["target"]["urlTemplate"].replace("{words}", "公园")
    assert "/datasets/parks/" in requests.get(address, timeout=30).text
    assert catalogue["@type"] == "DataCatalog"


def test_a_conditional_dataset_offers_no_file(live_site: LiveSite) -> None:
    answer = page(live_site, "/datasets/wells/")
    (found,) = things(answer.text)
    assert "distribution" not in found
    assert found["conditionsOfAccess"] == "签订利用协议后提供。"
    assert "/odata/v4/" not in answer.text


def test_every_form_for_machines_answers(live_site: LiveSite) -> None:
    answer = page(live_site, "/datasets/parks/")
    forms = [
        link["url"]
        for link in requests.utils.parse_header_links(answer.headers["Link"])
        if link["rel"] == "describedby"
    ]
    assert len(forms) == 6
    assert all(requests.get(one, timeout=30).status_code == 200 for one in forms)
    section = answer.text.partition('id="machines"')[2].partition("</section>")[0]
    addresses = [part.partition('"')[0] for part in section.split('href="')[1:]]
    assert len(addresses) == 10
    assert f"/ogc/collections/{live_site.table('parks')}" in addresses
    assert all(page(live_site, one).status_code == 200 for one in addresses)
    assert (
        "/ogc/"
        not in page(live_site, "/datasets/fleeting/").text.partition('id="machines"')[2].partition("</section>")[0]
    )


def test_text_of_an_entry_cannot_end_the_element(live_site: LiveSite) -> None:
    from zhanqiao.portal.catalogue.queries.markup import _written  # what every page is written by

    assert "</script" not in _written({"name": "</script><script>alert(1)</script>"})
    del live_site
