"""Another Zhanqiao, running beside the tests, is harvested through its CKAN interface."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import requests

from tests.live import LiveSite
from tests.seeding import DEPARTMENT, register_department
from zhanqiao.core_services.exchange import operations
from zhanqiao.core_services.exchange.rules import Kind, RunState
from zhanqiao.data_center.catalogue.models import Dataset

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("live")]


def test_a_peer_is_harvested_twice_and_there_once(live_site: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", urlsplit(live_site.url).netloc)
    register_department()
    operations.register_source(
        key="peer", name_zh="邻市", url=live_site.url, kind=Kind.CKAN, department=DEPARTMENT, publishes=True, by="tests", at=AT
    )  # fmt: skip

    first, second = (operations.harvest(key="peer", by="tests", at=AT, clock=lambda: AT) for _ in range(2))

    there = requests.get(f"{live_site.url}/api/3/action/package_search?rows=0", timeout=60).json()["result"]["count"]
    assert (first.state, first.added, first.faults) == (RunState.FINISHED, there, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, there)
    wells = Dataset.objects.select_related("origin").get(title_zh="地下水监测井")
    assert (wells.open_type, wells.origin.page) == ("conditional", f"{live_site.url}/datasets/wells/")
    assert [link["format"] for link in wells.origin.links] == ["CSV"]
    # The terms of another city are not ours: they are shown as it writes them.
    assert (wells.licence, wells.use_condition) == ("LicenseRef-Not-Stated", "公共数据无条件开放（可自由利用）")
