"""Map tiles: the chosen rows as a layer of the map service, under the reader's card, with the numbers as a table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.core_services.dashboards.conftest import ANONYMOUS, People
from tests.seeding import DEPARTMENT, published

from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries import ShownTile
from zhanqiao.core_services.dashboards.rules import Filter, Spec, Tile
from zhanqiao.core_services.publishing.operations import publish_file
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text

STOPS = "站名,区市,经度,纬度\n青岛站,市南区,120.31,36.06\n五四广场,市南区,120.38,36.06\n苗岭路,崂山区,120.46,36.10\n"
SCHOOLS = "学校,区划代码,学生数\n一中,370202,1000\n二中,370202,600\n三中,370212,800\n"


@pytest.fixture
def stops(people: People) -> dict[str, str]:
    return published(name="stops", title="地铁站点", content=STOPS)


def spec_of(table: str, *, column: str, **drawn: str) -> Spec:
    by = Filter("f", Text("筛选", "Filter"), {table: column})
    return Spec(
        Text("图", "Map"), filters=(by,), tiles=(Tile("t1", "map", Text("", ""), 4, table, said={"map": drawn}),)
    )


def published_limits(folder: Path) -> None:
    """Publish the outlines of two districts with their division codes."""
    squares = {"370202": ("市南区", 120.3), "370212": ("崂山区", 120.5)}
    features = [
        {"type": "Feature", "properties": {"区划代码": code, "名称": name}, "geometry": square(west)}
        for code, (name, west) in squares.items()
    ]
    path = folder / "limits.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    told = {"slug": "limits", "title": "区市边界", "department": DEPARTMENT, "by": "tests", "at": now()}
    publish_file(path=path, **told)


def square(west: float) -> dict[str, Any]:
    corners = [[west, 36.0], [west + 0.2, 36.0], [west + 0.2, 36.2], [west, 36.2], [west, 36.0]]
    return {"type": "Polygon", "coordinates": [corners]}


def tile_of(spec: Spec, **values: str) -> ShownTile:
    chosen = queries.values_in(spec=spec, given=values)
    (one,) = queries.shown_tiles(spec=spec, values=chosen, card=ANONYMOUS, language="zh-hans")
    return one


def layer_of(one: ShownTile) -> dict[str, Any]:
    assert one.map is not None, one.problem
    (layer,) = one.map.drawing["layers"]
    return dict(layer)


def test_points_are_asked_of_the_tiles_with_the_conditions_of_the_filters(stops: dict[str, str]) -> None:
    spec = spec_of(stops["table"], column="区市", **{"as": "categories", "by": "区市"})
    layer = layer_of(tile_of(spec, f="市南区"))
    assert layer["tiles"] == f"/api/v1/tables/{stops['table']}/tiles/{{z}}/{{x}}/{{y}}.mvt"
    assert (layer["question"]["where"], layer["question"]["as_of"]) == ("(区市 = '市南区')", stops["release"])
    assert "where" not in layer_of(tile_of(spec))["question"]


def test_the_first_rows_stand_as_a_table_and_the_map_page_shows_the_same(stops: dict[str, str]) -> None:
    one = tile_of(spec_of(stops["table"], column="区市"), f="市南区")
    assert one.rows is not None
    assert one.map is not None
    assert (one.rows.total, [row[0] for row in one.rows.rows]) == (2, ["青岛站", "五四广场"])
    assert one.map.address.startswith("/datasets/stops/map/?layer=table%3D")
    assert one.title == Text("地铁站点", "地铁站点")


def test_divisions_are_coloured_by_what_their_rows_sum_to(people: People, tmp_path: Path) -> None:
    published_limits(tmp_path)
    schools = published(name="schools", title="学校", content=SCHOOLS)
    spec = spec_of(schools["table"], column="学校", **{"as": "areas", "by": "区划代码", "of": "sum:学生数"})
    one = tile_of(spec)
    assert one.map is not None, one.problem
    assert one.map.layer.lines == (("370202", "市南区", 1600.0), ("370212", "崂山区", 800.0))
    assert one.rows is None
    assert layer_of(tile_of(spec, f="一中"))["paint"]["values"] == {"370202": 1000.0}
    assert tile_of(spec, f="没有").problem is not None


def test_a_pinned_release_stays_and_a_table_without_a_place_says_so(
    stops: dict[str, str], trees: dict[str, str]
) -> None:
    spec = spec_of(stops["table"], column="区市")
    pinned = replace(spec, tiles=(replace(spec.tiles[0], as_of="1"),))
    published(name="stops", title="地铁站点", content="站名,区市,经度,纬度\n台东,市北区,120.36,36.09\n", append=True)
    assert layer_of(tile_of(pinned))["question"]["as_of"] == stops["release"]
    assert layer_of(tile_of(spec))["question"]["as_of"] != stops["release"]
    nowhere = tile_of(spec_of(trees["table"], column="区市"))
    assert nowhere.problem is not None
    assert "不能画在地图上" in nowhere.problem.zh
