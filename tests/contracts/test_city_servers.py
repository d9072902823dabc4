"""A whole site whose metadata and Iceberg catalogue are in PostgreSQL and whose releases are in object storage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests
from pyarrow.fs import FileSelector, S3FileSystem
from pyiceberg.catalog.rest import RestCatalog

from tests.live import LiveSite, serving
from tests.servers import object_storage, postgres

pytestmark = [pytest.mark.xdist_group("city"), pytest.mark.postgres]
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with object_storage() as address:
        files(address).create_dir("city")
        yield address


@pytest.fixture(scope="module")
def site(database: str, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    settings = {
        "DATABASE_URL": database, "LAKE_URL": "s3://city/lake", "S3_ENDPOINT": f"http://{bucket}",
        "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret", "S3_REGION": "us-east-1",
    }  # fmt: skip
    with serving(home=tmp_path_factory.mktemp("city"), **settings) as running:
        yield running


def files(address: str) -> S3FileSystem:
    return S3FileSystem(
        endpoint_override=address, scheme="http", access_key="key", secret_key="secret", region="us-east-1",
        allow_bucket_creation=True,
    )  # fmt: skip


def names(site: LiveSite) -> list[str]:
    answer = requests.get(f"{site.url}/api/v1/tables/{site.table('parks')}/rows", timeout=60)
    return [row["名称"] for row in answer.json()["data"]]


def test_the_site_answers_from_postgresql_and_the_bucket(site: LiveSite) -> None:
    assert names(site) == NAMES


def test_metadata_and_the_iceberg_catalogue_are_in_postgresql(site: LiveSite, database: str) -> None:
    assert not list(site.home.glob("*.sqlite3"))
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT table_name, metadata_location FROM iceberg_tables").fetchall()
    locations = dict(found)
    assert locations[site.table("parks")].startswith("s3://city/lake/")


def test_data_files_are_in_the_bucket_and_not_here(site: LiveSite, bucket: str) -> None:
    found = files(bucket).get_file_info(FileSelector("city/lake", recursive=True))
    assert any(each.path.endswith(".parquet") for each in found)
    assert not list((site.home / "lake").rglob("*.parquet"))


def test_a_lost_serving_copy_comes_back_from_the_bucket(site: LiveSite) -> None:
    lost: list[Path] = list((site.home / "releases" / site.table("parks")).glob("*/serving.duckdb"))
    assert lost
    for copy in lost:
        copy.unlink()
        shutil.rmtree(copy.parent / "instant", ignore_errors=True)
    answer = requests.get(
        f"{site.url}/api/v1/tables/{site.table('parks')}/export.csv", params={"select": "名称"}, timeout=60
    )
    assert answer.text.split() == ["名称", *NAMES]
    assert all(copy.is_file() for copy in lost)


def test_pyiceberg_reads_the_table_through_the_site(site: LiveSite) -> None:
    catalogue = RestCatalog("city", uri=f"{site.url}/iceberg")
    (identifier,) = catalogue.list_tables("parks")
    assert catalogue.load_table(identifier).scan().to_arrow()["名称"].to_pylist() == NAMES
