"""JSON of other places: only of hosts that were named, asked seldom, shown as a number or as lines, and never in the way of other tiles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.portals import Answer, Portal, portal

from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries import ShownTile
from zhanqiao.core_services.dashboards.rules import Spec, SpecRefusedError, Tile, spec_of
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS

PORTS = '{"data": {"items": [{"港口": "前湾", "箱": 12}, {"港口": "董家口", "箱": null}], "sum": 12.5, "a/b": "好"}}'


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """Another place that the operator named."""
    with portal() as served:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", served.place)
        monkeypatch.setenv("ZHANQIAO_DASHBOARD_HOSTS", served.place)
        served.put("/ports.json", PORTS)
        yield served


def shown(address: str, pointer: str = "", **said: object) -> ShownTile:
    own = {"address": address, "rows": 10} | ({"pointer": pointer} if pointer else {}) | said
    spec = Spec(Text("港口", "Ports"), tiles=(Tile("t1", "outside", Text("", ""), 2, said=own),))
    assert spec_of(document=spec.as_document()) == spec
    return queries.shown_tiles(spec=spec, values={}, card=ANONYMOUS, language="zh-hans")[0]


def test_lines_values_and_members_are_shown(site: Portal) -> None:
    lines = shown(f"{site.url}/ports.json", "/data/items").outside
    assert lines is not None
    assert (lines.heads, lines.lines, lines.total) == (("港口", "箱"), [["前湾", "12"], ["董家口", "–"]], 2)
    singles = [shown(f"{site.url}/ports.json", f"/data/{one}").outside for one in ("sum", "a~1b", "items/0/港口")]
    assert [one and one.single for one in singles] == ["12.5", "好", "前湾"]
    chosen = shown(f"{site.url}/ports.json", "/data/items", columns=["箱"], rows=1).outside
    assert chosen is not None
    assert (chosen.lines, chosen.total) == ([["12"]], 2)
    assert len(site.asked) == 1


def test_a_place_that_nobody_named_is_not_asked(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_DASHBOARD_HOSTS", "data.example")
    problem = shown(f"{site.url}/ports.json").problem
    assert problem is not None
    assert problem.zh.startswith(f"本站不读取 {site.place} 的数据")
    assert site.asked == []


def test_a_place_inside_is_not_asked_though_a_tile_may_name_it(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "")
    assert shown(f"{site.url}/ports.json").outside is None
    assert site.asked == []


@pytest.mark.parametrize("content", ["<html>", "[" * 100_000, ""])
def test_what_is_no_json_is_said_and_not_asked_again_at_once(site: Portal, content: str) -> None:
    site.put("/page", content)
    for _ in range(2):
        problem = shown(f"{site.url}/page").problem
        assert problem == Text(
            f"{site.place} 的答复读不懂：不是 JSON。", f"The answer of {site.place} cannot be read: it is no JSON."
        )
    assert len(site.asked) == 1


def test_a_place_that_sends_elsewhere_is_not_followed_into_another_host(site: Portal) -> None:
    with portal() as other:
        other.put("/x.json", '{"secret": 1}')
        site.answers["/away"] = Answer(status=302, headers={"Location": f"{other.url}/x.json"})
        assert shown(f"{site.url}/away").outside is None
        assert other.asked == []


def test_nothing_at_the_pointer_is_said(site: Portal) -> None:
    problem = shown(f"{site.url}/ports.json", "/data/lines").problem
    assert problem is not None
    assert problem.en == f"The answer of {site.place} cannot be read: there is no 'lines'."


@pytest.mark.parametrize(
    "address", ["ftp://a.example/x", "https://a@b.example/", "javascript:alert(1)", "https:///x", ""]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    said = {"address": address, "rows": 1}
    spec = Spec(Text("港口", "Ports"), tiles=(Tile("t1", "outside", Text("", ""), said=said),))
    with pytest.raises(SpecRefusedError, match="address"):
        spec_of(document=spec.as_document())
