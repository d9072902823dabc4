"""Trees and wells, a dashboard over them, and cards of those who look at it."""

from __future__ import annotations

import pytest
from tests.core_services.data_requests.conftest import AT, People, people
from tests.seeding import published

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.rules import Filter, Spec, Tile, Visibility
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS, card_of
from zhanqiao.people.access.rules import AccessCard

__all__ = ["ANONYMOUS", "AT", "People", "card", "people"]
TREES = "编号,区市,树种,胸径\nT1,市南区,银杏,30\nT2,市南区,雪松,20\nT3,崂山区,银杏,10\n"
MORE = "编号,区市,树种,胸径\nT4,市南区,银杏,40\n"
WELLS = "井号,深度\nJ001,35.5\nJ002,40\n"


def card(account_id: str) -> AccessCard:
    """Return the access card of an account."""
    return card_of(account_id=account_id)


@pytest.fixture
def trees(people: People) -> dict[str, str]:
    return published(name="trees", title="行道树普查", content=TREES)


@pytest.fixture
def wells(people: People) -> dict[str, str]:
    return published(
        name="wells", title="地下水监测井", content=WELLS, open_type="conditional", open_condition="签订协议。"
    )


def spec_over(table: str, *, wells: str = "") -> Spec:
    """Return a dashboard with a tile of every kind and a filter by district."""
    tiles = [
        Tile("t1", "number", Text("", ""), 1, table, said={"measure": "sum", "of": "胸径", "compare": True}),
        Tile("t2", "chart", Text("", ""), 2, table, said={"chart": {"kind": "bar", "x": "树种", "y": "count"}}),
        Tile("t3", "table", Text("名录", "List"), 4, table, said={"rows": 2, "columns": ["编号", "树种"]}),
        Tile("t4", "text", Text("", ""), 4, said={"text": {"zh": "# 说明\n[官网](https://a.example)", "en": "About"}}),
    ]
    if wells:
        tiles.append(Tile("t5", "number", Text("井数", "Wells"), 1, wells, said={"measure": "count"}))
    by_district = Filter("district", Text("区市", "District"), {table: "区市"})
    return Spec(Text("行道树", "Street trees"), filters=(by_district,), tiles=tuple(tiles))


@pytest.fixture
def slug(trees: dict[str, str], people: People) -> str:
    """A dashboard of a citizen that is shown by link."""
    spec = spec_over(trees["table"])
    return dashboards.make(spec=spec, visibility=Visibility.LINK, by=people.citizen, at=AT)
