"""A client of OData that we did not write (odatapy) reads our tables by the types that our metadata declare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import requests
from odatapy.client import EdmEnabledODataClient, ODataClientError
from odatapy.client.filters import Field, and_
from odatapy.client.responses import ClientResponse

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")


class OverRequests:
    """The client's way to the network: it brings none that is installed here."""

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> ClientResponse:
        answer = requests.request(method, url, headers=headers, data=body, timeout=30)
        return ClientResponse(answer.status_code, dict(answer.headers), answer.content)


@pytest.fixture
def client(live_site: LiveSite) -> EdmEnabledODataClient:
    return EdmEnabledODataClient(f"{live_site.url}/odata/v4", OverRequests())


def values(entity: Any) -> dict[str, Any]:
    return {each.name: each.value for each in entity.properties}


def test_the_service_lists_open_tables_only(client: EdmEnabledODataClient, live_site: LiveSite) -> None:
    sets = client.get_service_document().entity_sets
    assert live_site.table("parks") in sets
    assert live_site.table("wells") not in sets


def test_filters_are_answered_with_typed_values(client: EdmEnabledODataClient, live_site: LiveSite) -> None:
    asked = client.entity_set_uri(live_site.table("parks")).filter(
        and_(Field("面积").gt(1000), Field("名称").startswith("石"))
    )
    found = client.get_entity_set(asked.select("名称", "面积", "开放日期").top(10)).entities
    assert [values(each) for each in found] == [
        {"名称": "石老人观光园", "面积": Decimal("2000.0"), "开放日期": date(1998, 5, 1)}
    ]


def test_an_entity_is_read_by_its_key_and_counted(client: EdmEnabledODataClient, live_site: LiveSite) -> None:
    table = live_site.table("parks")
    assert values(client.get_entity(client.entity_uri(table, 2)))["名称"] == "八大关"
    assert client.get_count(client.entity_set_uri(table)) == 5


def test_every_row_is_paged_through(client: EdmEnabledODataClient, live_site: LiveSite) -> None:
    trees = list(client.iter_entities(client.entity_set_uri(live_site.table("trees"))))
    assert [values(each)["RowNumber"] for each in trees] == [*range(1, 2501)]


def test_errors_are_understood(client: EdmEnabledODataClient, live_site: LiveSite) -> None:
    with pytest.raises(ODataClientError, match="区县"):
        client.get_entity_set(client.entity_set_uri(live_site.table("parks")).filter("区县 eq 1"))
    with pytest.raises(ODataClientError) as closed:
        client.get_entity_set(client.entity_set_uri(live_site.table("wells")))
    assert closed.value.status_code == 403
