"""DuckDB's httpfs, GDAL's /vsicurl and fsspec read the files of a large table by parts; a relay counts what they were served."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pyarrow.parquet as pq
import pytest
import requests

from tests.contracts.relay import Relay, relay
from tests.live import LiveSite, serving
from tests.seeding import DEPARTMENT
from zhanqiao.data_center.storage.engine.duck import extension

pytestmark = pytest.mark.xdist_group("bulk")
ROWS = 60_000
GENERATED = f"""
COPY (SELECT printf('S%07d', i) AS 编号, ['市南区', '崂山区', '黄岛区'][1 + i % 3] AS 区市, (i * 7919) % 1000 AS 高度,
    md5(i::VARCHAR) AS 校验, round(120 + (i % 1000) / 2000, 4) AS 经度, round(36 + (i // 1000) / 400, 4) AS 纬度
FROM range({ROWS}) t(i)) TO 'TARGET' (HEADER)
"""
# GDAL keeps the interpreter to itself while it waits, and the relay runs in this one.
GDAL = """
import json, sys, pyogrio
address, first = sys.argv[1], int(sys.argv[2])
info = pyogrio.read_info(address)
_, _, shapes, fields = pyogrio.raw.read(address, max_features=1, skip_features=first, columns=["编号"])
print(json.dumps({"driver": info["driver"], "features": info["features"], "crs": info["crs"], "names": list(info["fields"]),
    "first": str(fields[0][0]), "shaped": shapes is not None and shapes[0] is not None}))
"""
NAMES = ["编号", "区市", "高度", "校验", "经度", "纬度"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("bulk")
    source = folder / "路灯.csv"
    duckdb.connect().execute(GENERATED.replace("TARGET", str(source)))
    with serving(home=folder / "home") as running:
        made = running.run(
            "publish", str(source), "--dataset", "lamps", "--title", "路灯", "--department", DEPARTMENT
        ).stdout
        running.seeded["lamps"] = {"table": json.loads(made)["tables"][0]}
        yield running


@pytest.fixture
def between(site: LiveSite) -> Iterator[Relay]:
    with relay(to=site.url) as opened:
        yield opened


def lamps(site: LiveSite, file: str, *, through: Relay | None = None) -> str:
    return f"{through.url if through else site.url}/api/v1/tables/{site.table('lamps')}/{file}"


def size(site: LiveSite, file: str) -> int:
    return int(requests.head(lamps(site, file), timeout=60).headers["Content-Length"])


def ask_duckdb(sql: str) -> list[tuple[Any, ...]]:
    connection = duckdb.connect()
    connection.execute(f"LOAD '{extension('httpfs')}'")
    return connection.execute(sql).fetchall()


def ask_gdal(address: str, *, first: int = 0) -> dict[str, Any]:
    command = [sys.executable, "-c", GDAL, f"/vsicurl/{address}", str(first)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_duckdb_sums_a_column_of_the_parquet_file_by_ranges(site: LiveSite, between: Relay) -> None:
    whole = size(site, "export.parquet")
    found = ask_duckdb(
        f"SELECT count(*), sum(高度) FROM read_parquet('{lamps(site, 'export.parquet', through=between)}')"
    )
    assert found == [(ROWS, sum(i * 7919 % 1000 for i in range(ROWS)))]
    assert all(each.range for each in between.sent if each.method == "GET")
    assert between.served < whole / 4


def test_duckdb_reads_the_csv(site: LiveSite, between: Relay) -> None:
    address = lamps(site, "export.csv", through=between)
    assert ask_duckdb(f"SELECT count(*), min(编号), max(编号) FROM read_csv('{address}')") == [
        (ROWS, "S0000000", "S0059999")
    ]
    assert between.ranges


def test_duckdb_reads_what_a_filter_selects(site: LiveSite) -> None:
    where = "where=%E9%AB%98%E5%BA%A6%20%3C%2010"  # 高度 < 10
    for reader, file in (("read_parquet", "parquet"), ("read_csv", "csv"), ("read_json", "ndjson")):
        address = lamps(site, f"export.{file}?{where}")
        assert ask_duckdb(f"SELECT count(*), max(高度) FROM {reader}('{address}')") == [(600, 9)]


@pytest.mark.parametrize(
    ("file", "driver", "shaped"),
    [("export.gpkg", "GPKG", True), ("export.geojson", "GeoJSON", True), ("export.csv", "CSV", False)],
)
def test_gdal_opens_the_file(site: LiveSite, file: str, driver: str, shaped: bool) -> None:
    found = ask_gdal(lamps(site, file), first=ROWS - 1)
    assert found == {
        "driver": driver, "features": ROWS, "crs": "EPSG:4326" if shaped else None, "names": NAMES,
        "first": "S0059999", "shaped": shaped,
    }  # fmt: skip


def test_gdal_reads_a_geopackage_by_ranges(site: LiveSite, between: Relay) -> None:
    whole = size(site, "export.gpkg")
    assert ask_gdal(lamps(site, "export.gpkg", through=between))["first"] == "S0000000"
    assert between.ranges
    assert between.served < whole / 4


def test_fsspec_reads_the_end_of_a_csv_and_a_column_of_parquet(site: LiveSite, between: Relay) -> None:
    files = fsspec.filesystem("http", skip_instance_cache=True)
    with files.open(lamps(site, "export.csv", through=between), block_size=4096) as opened:
        opened.seek(-120, 2)
        assert opened.read().decode().splitlines()[-1].startswith("S0059999,")
    assert between.served < 20_000
    with files.open(lamps(site, "export.parquet", through=between), block_size=65_536) as opened:
        assert pq.read_table(opened, columns=["高度"]).num_rows == ROWS
    assert between.served < size(site, "export.parquet") / 2


def test_fsspec_copies_and_reads_streams_without_a_size(site: LiveSite, tmp_path: Path) -> None:
    files = fsspec.filesystem("http", skip_instance_cache=True)
    files.get(lamps(site, "export.gpkg"), str(tmp_path / "lamps.gpkg"))
    assert (tmp_path / "lamps.gpkg").stat().st_size == size(site, "export.gpkg")
    with files.open(lamps(site, "export.ndjson")) as stream:
        assert json.loads(stream.read(2000).partition(b"\n")[0])["编号"] == "S0000000"


def test_a_map_file_is_the_same_file_at_every_asking(site: LiveSite) -> None:
    for file in ("export.gpkg", "export.geojson"):
        first, again = (requests.get(lamps(site, file), timeout=60) for _ in range(2))
        assert first.content == again.content
        assert first.headers["ETag"] == again.headers["ETag"]
        part = requests.get(
            lamps(site, file), headers={"Range": "bytes=100-199", "If-Range": first.headers["ETag"]}, timeout=60
        )
        assert (part.status_code, part.content) == (206, first.content[100:200])
