"""Clients of OGC API - Tiles that we did not write: GDAL's drivers OGCAPI and MVT, and npm's @camptocamp/ogc-client."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]
GRID = "tiles/WebMercatorQuad"
MVT = "application/vnd.mapbox-vector-tile"


def address(site: LiveSite, path: str, table: str = "parks") -> str:
    return f"{site.url}/ogc/collections/{site.table(table)}/{path}"


def get(site: LiveSite, path: str, status: int = 200, **params: str) -> requests.Response:
    answer = requests.get(address(site, path), params=params, timeout=60)
    assert answer.status_code == status, answer.text
    return answer


def read(source: str, **how: Any) -> dict[str, list[Any]]:
    """Return the columns that GDAL reads."""
    meta, _, _, columns = pyogrio.raw.read(source, **how)
    return dict(zip(meta["fields"], (list(each) for each in columns), strict=True))


def tile(site: LiveSite, folder: Path, place: tuple[int, int, int] = (9, 200, 427), **params: str) -> dict[str, Any]:
    """Return what GDAL reads in the tile z/row/column."""
    z, row, column = place
    path = folder / str(z) / str(column) / f"{row}.pbf"
    path.parent.mkdir(parents=True)
    path.write_bytes(get(site, f"{GRID}/{z}/{row}/{column}", **params).content)
    return read(str(path), layer="data")


def test_gdal_finds_the_tileset_and_reads_its_tiles(live_site: LiveSite) -> None:
    # GDAL 3.12 takes the degrees of the extent for metres, and so sees the two coarsest levels alone
    source = f"OGCAPI:{live_site.url}/ogc/collections/{live_site.table('parks')}"
    assert [name for name, _ in pyogrio.list_layers(source)] == ["Zoom level 0", "Zoom level 1"]
    found = read(source, layer="Zoom level 1", API="TILES")
    assert dict(zip(found["mvt_id"], found["名称"], strict=True)) == dict(enumerate(NAMES))


def test_gdal_reads_a_whole_level_as_a_tileset(live_site: LiveSite) -> None:
    source = f"MVT:{live_site.url}/api/v1/tables/{live_site.table('parks')}/tiles/9"
    found = read(source, TILE_EXTENSION="mvt")
    assert dict(zip(found["mvt_id"], found["名称"], strict=True)) == dict(enumerate(NAMES))


def test_a_tile_is_the_one_of_the_native_api_and_its_ids_are_those_of_features(
    live_site: LiveSite, tmp_path: Path
) -> None:
    native = requests.get(f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/tiles/9/427/200.mvt", timeout=60)
    mine = get(live_site, f"{GRID}/9/200/427")
    assert (mine.headers["Content-Type"], mine.content) == (MVT, native.content)
    found = tile(live_site, tmp_path)
    for number, name in zip(found["mvt_id"], found["名称"], strict=True):
        assert get(live_site, f"items/{number}").json()["properties"]["名称"] == name


def test_a_tile_is_filtered_in_cql2(live_site: LiveSite, tmp_path: Path) -> None:
    found = tile(live_site, tmp_path, filter="区市 = '市南区' AND 面积 > 1000", properties="名称")
    assert found == {"mvt_id": [0], "名称": ["中山公园"]}
    later = tile(live_site, tmp_path / "later", datetime="1998-01-01T00:00:00Z/..", properties="名称")
    assert sorted(later["名称"]) == ["世博园", "石老人观光园"]


def test_the_tileset_says_where_there_are_tiles_and_what_is_in_them(live_site: LiveSite) -> None:
    (listed,) = get(live_site, "tiles").json()["tilesets"]
    found = requests.get(next(each["href"] for each in listed["links"] if each["rel"] == "self"), timeout=30).json()
    limits = {each["tileMatrix"]: each for each in found["tileMatrixSetLimits"]}
    assert limits["9"] == {
        "tileMatrix": "9",
        "minTileRow": 200,
        "maxTileRow": 201,
        "minTileCol": 426,
        "maxTileCol": 427,
    }
    (template,) = [each["href"] for each in found["links"] if each["rel"] == "item"]
    seen = set()
    for row in (200, 201):
        for column in (426, 427):
            place = {"{tileMatrix}": "9", "{tileRow}": str(row), "{tileCol}": str(column)}
            at = template
            for name, text in place.items():
                at = at.replace(name, text)
            content = requests.get(at, timeout=30).content
            seen |= {name for name in NAMES if name.encode() in content}
    assert seen == set(NAMES)
    (layer,) = found["layers"]
    assert (layer["id"], layer["geometryType"]) == ("data", "points")
    assert list(layer["propertiesSchema"]["properties"]) == ["名称", "区市", "面积", "门票", "开放日期", "经度", "纬度"]
    assert found["boundingBox"]["lowerLeft"] == [120.1703, 35.9401]


def test_the_grid_is_that_of_the_standard(live_site: LiveSite) -> None:
    (listed,) = requests.get(f"{live_site.url}/ogc/tileMatrixSets", timeout=30).json()["tileMatrixSets"]
    found = requests.get(listed["links"][0]["href"], timeout=30).json()
    levels = found["tileMatrices"]
    # OGC 17-083r4, annex D.1: the coarsest level and the last
    assert levels[0]["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-12)
    assert levels[0]["cellSize"] == pytest.approx(156543.033928041, rel=1e-12)
    assert levels[0]["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892], rel=1e-12)
    assert (levels[24]["id"], levels[24]["matrixWidth"]) == ("24", 16777216)
    assert levels[24]["scaleDenominator"] == pytest.approx(33.3238997477, rel=1e-10)


def test_an_unchanged_tile_is_not_sent_again_and_an_empty_one_has_no_bytes(live_site: LiveSite) -> None:
    first = get(live_site, f"{GRID}/9/200/427")
    again = requests.get(first.url, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    assert get(live_site, f"{GRID}/9/0/0").content == b""


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("parks tiles/WorldCRS84Quad", 404, "not-found"),
        (f"parks {GRID}/2/4/0", 404, "tile-outside"),
        (f"parks {GRID}/21/4/0", 404, "tile-outside"),
        (f"parks {GRID}/a/4/0", 404, "not-found"),
        (f"parks {GRID}/1/0/0?limit=3", 400, "ogc-parameter"),
        (f"parks {GRID}/1/0/0?f=png", 400, "ogc-parameter"),
        (f"parks {GRID}/1/0/0?filter=区县=1", 400, "ogc-parameter"),
        (f"wells {GRID}/1/0/0", 403, "data-not-open"),
        ("fleeting tiles", 404, "no-features"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(
    live_site: LiveSite, path: str, status: int, code: str
) -> None:
    table, _, rest = path.partition(" ")
    answer = requests.get(address(live_site, rest, table), timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_client_of_npm_reads_features_and_finds_tiles(live_site: LiveSite) -> None:
    places = os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent)))
    node = shutil.which("node", path=places)
    assert node is not None, "bin/set-up installs Node.js where the machine has none"
    script = Path(__file__).with_name("ogc_client.mjs")
    parks = live_site.table("parks")
    done = subprocess.run(
        [node, script, f"{live_site.url}/ogc/", parks], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "features": sorted((parks, live_site.table("trees"))),
        "tiles": sorted((parks, live_site.table("trees"))),
        "queryables": {
            "geometry": "string", "名称": "string", "区市": "string", "面积": "number", "门票": "integer",
            "开放日期": "string", "经度": "number", "纬度": "number",
        },
        "grids": ["WebMercatorQuad"],
        "items": ["八大关", "石老人观光园"],
        "one": "八大关",
        "tileset": address(live_site, GRID),
    }  # fmt: skip
