"""A harvested entry on the pages and in the API: where it came from is said, what is not here is not offered."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.seeding import DEPARTMENT, register_department
from zhanqiao.core_services.publishing.operations import publish_file
from zhanqiao.data_center.catalogue.models import DatasetTable
from zhanqiao.data_center.catalogue.operations import drain_search_changes, register_dataset, take_in
from zhanqiao.data_center.catalogue.operations.datasets import publish_dataset
from zhanqiao.data_center.catalogue.operations.releases import HarvestedEntryError
from zhanqiao.data_center.catalogue.rules import DatasetEntry, Origin, OriginLink
from zhanqiao.data_center.storage.rules import Mode

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
LINK = OriginLink(url="https://jinan.example/f/1.csv", title="泉水水位", format="CSV", size=2048)


@pytest.fixture
def dataset() -> str:
    """The id of a harvested, published entry; its source's department has a telephone of its own office."""
    register_department()
    entry = DatasetEntry(
        slug="jinan-0123456789ab", title_zh="泉水水位监测", title_en="Water levels of springs", department=DEPARTMENT,
        licence="CC-BY-4.0", licence_url="https://creativecommons.org/licenses/by/4.0/",
        origin_name="济南市城乡水务局", origin_url="https://jinan.example/d/1", share_way="", format_category="",
    )  # fmt: skip
    origin = Origin(
        source="jinan",
        source_zh="济南公共数据开放网",
        source_en="Jinan Open Data",
        identifier="jn-1",
        page="https://jinan.example/d/1",
        links=(LINK,),
    )
    dataset_id = take_in(entry=entry, origin=origin, publish=True, dataset_id=None, by="tests", at=AT)
    drain_search_changes(at=AT)
    return dataset_id


def main_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_says_where_it_came_from_and_links_there(client: Client, dataset: str) -> None:
    page = main_of(client, "/datasets/jinan-0123456789ab/")
    assert "来自：济南公共数据开放网" in page
    assert 'href="https://jinan.example/d/1"' in page
    assert '<a href="https://jinan.example/f/1.csv" rel="noopener nofollow">泉水水位</a>' in page
    assert "知识共享 署名 4.0" in page
    assert "济南市城乡水务局" in page
    assert "jn-1" in page


def test_the_page_offers_nothing_that_is_not_there(client: Client, dataset: str) -> None:
    page = main_of(client, "/datasets/jinan-0123456789ab/")
    for absent in (
        "/datasets/jinan-0123456789ab/data/",
        "/datasets/jinan-0123456789ab/downloads/",
        "/datasets/jinan-0123456789ab/api/",
        "共享类型",
        "0 行",
    ):
        assert absent not in page
    for tab in ("data", "api", "releases", "downloads"):
        assert "数据在来源平台" in main_of(client, f"/datasets/jinan-0123456789ab/{tab}/")


def test_the_list_marks_it_and_finds_it_by_its_source(client: Client, dataset: str) -> None:
    for words in ("泉水", "济南公共数据开放网"):
        found = main_of(client, f"/datasets/?q={words}")
        assert "来自：济南公共数据开放网" in found
        assert "0 行" not in found


def test_a_dataset_of_our_own_is_not_marked(client: Client, dataset: str) -> None:
    own = register_dataset(
        entry=DatasetEntry(slug="own", title_zh="本市数据", department=DEPARTMENT), by="tests", at=AT
    )
    publish_dataset(dataset_id=own, by="tests", at=AT)
    page = main_of(client, "/datasets/own/")
    assert "来自：" not in page
    assert "/datasets/own/data/" in page
    assert "本市数据" in main_of(client, "/")
    assert "泉水水位监测" not in main_of(client, "/")


def test_the_api_and_ckan_tell_the_origin(client: Client, dataset: str) -> None:
    (found,) = client.get("/api/v1/datasets?q=泉水").json()["data"]
    assert found["origin"] == {
        "source": "jinan",
        "name": {"zh": "济南公共数据开放网", "en": "Jinan Open Data"},
        "identifier": "jn-1",
        "page": "https://jinan.example/d/1",
        "links": [{"url": LINK.url, "title": LINK.title, "format": "CSV", "size": 2048}],
    }
    assert (found["formats"], found["rows"]) == (["csv"], 0)
    assert [one["id"] for one in client.get("/api/v1/datasets?q=泉水&format=csv").json()["data"]] == [dataset]
    package = client.get(f"/api/3/action/package_show?id={dataset}").json()["result"]
    assert [(one["url"], one["datastore_active"]) for one in package["resources"]] == [(LINK.url, False)]
    assert {"key": "origin", "value": "Jinan Open Data"} in package["extras"]


def test_no_table_can_be_released_into_it(dataset: str, tmp_path: Path) -> None:
    file = tmp_path / "泉水.csv"
    file.write_text("站点,水位\n趵突泉,28.1\n", encoding="utf-8")
    with pytest.raises(HarvestedEntryError, match="another portal"):
        publish_file(
            path=file, slug="jinan-0123456789ab", title="", department=DEPARTMENT, mode=Mode.REPLACE, by="tests", at=AT, clock=lambda: AT
        )  # fmt: skip
    assert not DatasetTable.objects.filter(dataset_id=dataset).exists()
