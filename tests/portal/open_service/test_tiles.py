"""Vector tiles over HTTP: their description, their bytes, what they say of their limits, and who may have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pyogrio = pytest.importorskip("pyogrio", reason="GDAL for tests is not installed")
pytestmark = pytest.mark.xdist_group("live")
PARK_TILE = (9, 427, 200)  # holds all five parks but the one at 35.94 north


def read(answer: requests.Response, folder: Path, address: tuple[int, int, int] = PARK_TILE) -> dict[str, list[Any]]:
    z, x, y = address
    path = folder / str(z) / str(x) / f"{y}.mvt"
    path.parent.mkdir(parents=True)
    path.write_bytes(answer.content)
    about, _, _, values = pyogrio.raw.read(path, layer="data")
    return {str(name): list(column) for name, column in zip(about["fields"], values, strict=True)}


def test_the_description_leads_to_the_tiles(get: Get, live_site: LiveSite) -> None:
    found = get("/tables/{parks}/tiles.json", headers={"Accept-Language": "en"}).json()
    table = live_site.table("parks")
    assert (found["tilejson"], found["scheme"], found["minzoom"], found["maxzoom"]) == ("3.0.0", "xyz", 0, 16)
    assert found["bounds"] == [120.1703, 35.9401, 120.4892, 36.1779]
    assert (found["kind"], found["geometries"], found["rows"], found["without_place"]) == ("points", ["POINT"], 5, 0)
    (layer,) = found["vector_layers"]
    assert (layer["id"], list(layer["fields"])) == (
        "data",
        ["名称", "区市", "面积", "门票", "开放日期", "经度", "纬度"],
    )
    (template,) = found["tiles"]
    release = found["release"]["id"]
    assert template == f"{live_site.url}/api/v1/tables/{table}/tiles/{{z}}/{{x}}/{{y}}.mvt?as_of={release}"
    tile = requests.get(template.format(z=9, x=427, y=200), timeout=60)
    assert (tile.status_code, tile.headers["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")


def test_a_tile_holds_the_rows_of_its_square(get: Get, tmp_path: Path) -> None:
    found = read(get("/tables/{parks}/tiles/9/427/200.mvt"), tmp_path)
    by_number = dict(zip(found["mvt_id"], found["名称"], strict=True))
    every = {0: "中山公园", 1: "八大关", 2: "石老人观光园", 3: "世博园", 4: "唐岛湾公园"}
    beside = read(get("/tables/{parks}/tiles/9/426/201.mvt"), tmp_path, (9, 426, 201))
    assert by_number | dict(zip(beside["mvt_id"], beside["名称"], strict=True)) == every


def test_a_tile_is_filtered_and_selected_like_rows(get: Get, tmp_path: Path) -> None:
    asked = {"where": "区市 = '市南区' AND 面积 > 1000", "select": "名称, 面积 * 2 AS 双倍"}
    found = read(get("/tables/{parks}/tiles/9/427/200.mvt", **asked), tmp_path)
    assert found == {"mvt_id": [0], "名称": ["中山公园"], "双倍": [15000.0]}


def test_a_tile_that_counts_says_so_in_a_header(get: Get) -> None:
    tile = get("/tables/{parks}/tiles/0/0/0.mvt", clusters="always")
    assert "X-Tile-Limits" not in tile.headers
    cut = get("/tables/{parks}/tiles/0/0/0.mvt", select="concat(名称, '" + "长" * 250 + "') AS 长文")
    assert cut.headers["X-Tile-Limits"] == "tile-texts"


def test_a_tile_is_not_sent_again_while_its_release_stands(get: Get) -> None:
    first = get("/tables/{parks}/tiles/9/427/200.mvt")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = get("/tables/{parks}/tiles/9/427/200.mvt", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get("/tables/{parks}/tiles/9/427/200.mvt", clusters="always")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_an_empty_tile_is_an_answer_without_bytes(get: Get) -> None:
    tile = get("/tables/{parks}/tiles/9/0/0.mvt")
    assert (tile.status_code, tile.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/tables/{parks}/tiles/2/4/0.mvt", 404, "tile-outside"),
        ("/tables/{parks}/tiles/30/4/0.mvt", 404, "tile-outside"),
        ("/tables/{parks}/tiles/a/4/0.mvt", 400, "parameter-value"),
        ("/tables/{parks}/tiles/1/0/0.mvt?limit=3", 400, "unknown-parameter"),
        ("/tables/{parks}/tiles/1/0/0.mvt?select=count(*)", 400, "query-invalid"),
        ("/tables/{fleeting}/tiles/1/0/0.mvt", 400, "table-has-no-place"),
        ("/tables/{fleeting}/tiles.json", 400, "table-has-no-place"),
        ("/tables/{wells}/tiles/1/0/0.mvt", 403, "data-not-open"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(get: Get, path: str, status: int, code: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
