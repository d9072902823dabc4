"""Tiles of a table, read back by GDAL, and held against the rows themselves."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage import permits, stations

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import NoPlaceError, QueryError, parse_query
from zhanqiao.data_center.storage.engine.tiles import Address, Clusters, Tile, TileOutsideError, build_map, draw
from zhanqiao.data_center.storage.engine.tiles import map_facts as facts

pyogrio = pytest.importorskip("pyogrio", reason="GDAL for tests is not installed")
EVERYTHING: dict[str, str] = {}
WORLD = 20037508.342789244
Drawn = Callable[..., Tile]


def column_row(z: int, longitude: float, latitude: float) -> tuple[int, int]:
    """The tile of a place, by the published formula of slippy maps."""
    side, angle = 2**z, math.radians(latitude)
    return int((longitude + 180) / 360 * side), int((1 - math.asinh(math.tan(angle)) / math.pi) / 2 * side)


def metres(longitude: float, latitude: float) -> tuple[float, float]:
    y = math.asinh(math.tan(math.radians(latitude))) / math.pi
    return longitude / 180 * WORLD, y * WORLD


@pytest.fixture(scope="module")
def permitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    serving = permits.made(tmp_path_factory.mktemp("permits"))
    build_map(serving=serving, fields=permits.FIELDS)
    return serving


@pytest.fixture(scope="module")
def stationed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stations")
    stations.released(home=home)
    build_map(serving=stations.serving(home), fields=stations.FIELDS)
    return stations.serving(home)


def of_permits(
    serving: Path, address: tuple[int, int, int], params: Mapping[str, str] = EVERYTHING, clusters: str = "auto"
) -> Tile:
    query = parse_query(fields=permits.FIELDS, params=params)
    return draw(
        serving=serving, fields=permits.FIELDS, query=query, address=Address(*address), clusters=Clusters(clusters)
    )


def of_stations(serving: Path, address: tuple[int, int, int], params: Mapping[str, str] = EVERYTHING) -> Tile:
    query = parse_query(fields=stations.FIELDS, params=params)
    return draw(serving=serving, fields=stations.FIELDS, query=query, address=Address(*address))


def read(tile: Tile, folder: Path, address: tuple[int, int, int], layer: str = "data") -> dict[str, list[Any]]:
    """The layer as GDAL reads it: properties by name, and the shapes as WKB in metres."""
    z, x, y = address
    path = folder / str(z) / str(x) / f"{y}.mvt"
    path.parent.mkdir(parents=True)
    path.write_bytes(tile.content)
    about, _, shapes, values = pyogrio.raw.read(path, layer=layer)
    names = (str(each) for each in about["fields"])
    return {**{name: list(column) for name, column in zip(names, values, strict=True)}, "shape": list(shapes)}


def expected(address: tuple[int, int, int]) -> list[int]:
    z, x, y = address
    return [n for n in range(permits.ROWS) if column_row(z, *permits.row(n)[5:7]) == (x, y)]


def test_a_tile_holds_exactly_the_rows_of_its_square_with_their_values(permitted: Path, tmp_path: Path) -> None:
    address = (12, *column_row(12, 120.4, 36.4))
    tile = of_permits(permitted, address, {"select": "许可编号, 金额, 发证日期"})
    found = read(tile, tmp_path, address)
    assert sorted(found["mvt_id"]) == expected(address)
    rows = [permits.row(int(number)) for number in found["mvt_id"]]
    assert found["许可编号"] == [row[0] for row in rows]
    assert found["金额"] == [float(row[3]) for row in rows]
    assert found["发证日期"] == [row[4].isoformat() for row in rows]
    assert (tile.features, tile.limits) == (len(rows), ())


def test_a_point_stands_where_its_row_says_within_a_unit_of_the_tile(permitted: Path, tmp_path: Path) -> None:
    address = (14, *column_row(14, 120.4, 36.4))
    found = read(of_permits(permitted, address, {"select": "经度, 纬度"}), tmp_path, address)
    unit = 2 * WORLD / 2**14 / 4096
    for longitude, latitude, shape in zip(found["经度"], found["纬度"], found["shape"], strict=True):
        assert struct.unpack("<2d", shape[5:21]) == pytest.approx(metres(longitude, latitude), abs=unit)
    assert found["shape"]


def test_a_filter_leaves_only_rows_that_fit(permitted: Path, tmp_path: Path) -> None:
    address = (11, *column_row(11, 120.4, 36.4))
    tile = of_permits(permitted, address, {"where": "区市 = '李沧区' AND 金额 < 300", "select": "区市"})
    wanted = [n for n in expected(address) if permits.row(n)[2] == "李沧区" and permits.row(n)[3] < 300]
    assert sorted(read(tile, tmp_path, address)["mvt_id"]) == wanted


def test_too_many_points_are_counted_by_cells_and_the_tile_says_so(permitted: Path, tmp_path: Path) -> None:
    address = (6, *column_row(6, 120.4, 36.4))
    tile = of_permits(permitted, address)
    found = read(tile, tmp_path, address)
    assert sum(found["point_count"]) == len(expected(address))
    assert [(each["code"], each["rows"]) for each in tile.limits] == [("tile-counted", len(expected(address)))]
    told = read(tile, tmp_path / "limits", address, layer="limits")
    assert (told["code"], told["zh"], told["en"]) == (
        ["tile-counted"],
        [tile.limits[0]["zh"]],
        [tile.limits[0]["en"]],
    )


def test_points_that_are_never_counted_are_sampled_the_same_each_time(permitted: Path, tmp_path: Path) -> None:
    address = (6, *column_row(6, 120.4, 36.4))
    tile = of_permits(permitted, address, {"select": "区市"}, clusters="never")
    found = read(tile, tmp_path, address)
    (limit,) = tile.limits
    assert (limit["code"], limit["rows"], limit["drawn"]) == ("tile-sampled", len(expected(address)), tile.features)
    assert len(set(found["mvt_id"])) == tile.features
    assert 5_000 < tile.features <= 11_000
    assert of_permits(permitted, address, {"select": "区市"}, clusters="never") == tile
    share = found["区市"].count("即墨区") / tile.features
    assert share == pytest.approx(0.2, abs=0.03)


def test_cells_asked_for_count_few_points_as_well(permitted: Path, tmp_path: Path) -> None:
    address = (12, *column_row(12, 120.4, 36.4))
    tile = of_permits(permitted, address, clusters="always")
    found = read(tile, tmp_path, address)
    assert (sum(found["point_count"]), tile.limits) == (len(expected(address)), ())
    alone = [row for row, many in zip(found["mvt_id"], found["point_count"], strict=True) if many == 1]
    assert set(alone) <= set(expected(address))


def test_every_type_becomes_a_property(stationed: Path, tmp_path: Path) -> None:
    address = (14, *column_row(14, 120.31, 36.06))
    found = read(of_stations(stationed, address), tmp_path, address)
    row = found["mvt_id"].index(0)
    assert {name: found[name][row] for name in found if name != "shape"} == {
        "mvt_id": 0,
        "编号": "0001",
        "站名": "青岛站",
        "区市": "市南区",
        "日客流": 52000,
        "造价": 12.5,
        "累计": "1.5000",
        "面积": 1200.5,
        "换乘": 1.0,
        "开通日期": "2015-12-16",
        "首班": "06:00:00",
        "更新": "2024-03-05T08:30:00",
        "属性": '{"线": [3, 1]}',
        "rowid": 1,
        '备 注"x"': "起点站",
    }


def test_an_area_is_clipped_to_its_tile(stationed: Path, tmp_path: Path) -> None:
    address = (14, *column_row(14, 120.31, 36.06))
    found = read(of_stations(stationed, address, {"where": "编号 = '0004'", "select": "编号"}), tmp_path, address)
    (shape,) = found["shape"]
    xs = struct.unpack(f"<{(len(shape) - 13) // 8}d", shape[13:])[::2]
    side = 2 * WORLD / 2**14
    west = address[1] * side - WORLD
    past = side / 4096 * 65
    assert west - past <= min(xs) < max(xs) <= west + side + past
    assert max(xs) - min(xs) < metres(120.34, 0)[0] - metres(120.30, 0)[0] + 1


def test_a_shape_too_small_to_be_seen_is_left_out_and_the_tile_says_so(stationed: Path) -> None:
    tile = of_stations(stationed, (0, 0, 0))
    assert (tile.features, [(each["code"], each["left_out"]) for each in tile.limits]) == (6, [("tile-tiny", 1)])


def test_an_empty_tile_has_no_bytes(permitted: Path) -> None:
    assert of_permits(permitted, (10, 0, 0)) == Tile(b"", "rel_1", 0, ())


@pytest.mark.parametrize("address", [(3, 8, 0), (3, 0, 8), (-1, 0, 0), (21, 0, 0), (2, -1, 0)])
def test_a_tile_that_does_not_exist_is_refused(address: tuple[int, int, int]) -> None:
    with pytest.raises(TileOutsideError):
        Address(*address)


def test_the_map_copy_tells_what_it_holds(permitted: Path, stationed: Path) -> None:
    assert facts(serving=permitted).kind == "points"
    found = facts(serving=stationed)
    assert (found.kind, found.rows, found.without_place) == ("shapes", 7, 2)
    assert (found.box, found.geometries) == ((120.05, 35.95, 120.45, 36.39), ("POINT", "POLYGON"))


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ({"select": "count(*)"}, "group_by"),
        ({"limit": "5"}, "limit"),
        ({"order_by": "金额"}, "order_by"),
        ({"sample": "5"}, "sample"),
        ({"top": "1 PER 区市 ORDER BY 金额"}, "top"),
    ],
)
def test_what_would_not_tile_is_refused(permitted: Path, params: dict[str, str], parameter: str) -> None:
    with pytest.raises(QueryError) as refused:
        of_permits(permitted, (6, *column_row(6, 120.4, 36.4)), params)
    assert refused.value.facts["parameter"] == parameter


def test_a_place_at_the_edge_of_the_world_is_drawn_and_one_beyond_is_counted_as_without(tmp_path: Path) -> None:
    fields = (Field("经度", LogicalType.NUMBER, "longitude"), Field("纬度", LogicalType.NUMBER, "latitude"))
    rows = [(180.0, 90.0), (-180.0, -90.0), (181.0, 0.0), (0.0, 91.0), (None, 1.0), (0.0, 0.0)]
    stations.released(home=tmp_path, fields=fields, rows=rows)
    serving = stations.serving(tmp_path)
    build_map(serving=serving, fields=fields)
    assert (facts(serving=serving).rows, facts(serving=serving).without_place) == (3, 3)
    query = parse_query(fields=fields, params={})
    corners = [
        draw(serving=serving, fields=fields, query=query, address=Address(*each)).features
        for each in ((3, 7, 0), (3, 0, 7), (3, 4, 4))
    ]
    assert corners == [1, 1, 1]


def test_a_table_without_a_place_has_no_map(tmp_path: Path) -> None:
    stations.released(home=tmp_path, **stations.few())
    with pytest.raises(NoPlaceError):
        build_map(serving=stations.serving(tmp_path), fields=stations.FEW)
