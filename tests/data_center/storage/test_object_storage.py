"""Releases in S3-compatible object storage: published, read, evicted and rebuilt. The server is moto's, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileSelector, S3FileSystem
from tests.data_center.grounds import AT, BY, MORE_STATIONS, NAMES, STATIONS
from tests.servers import object_storage

from zhanqiao.data_center.storage import operations, queries
from zhanqiao.data_center.storage.engine.releases import evict_serving
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.data_center.storage.rules import Mode

Understand = Callable[[str], tuple[Path, TableReport]]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_storage() as address:
        yield address


@pytest.fixture
def bucket(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3FileSystem:
    """An empty bucket, and a state folder whose releases go there."""
    settings = {
        "HOME": str(tmp_path / "home"), "LAKE_URL": f"s3://city-{tmp_path.name[-8:].strip('_')}/lake", "S3_ENDPOINT": f"http://{server}",
        "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret", "S3_REGION": "us-east-1",
    }  # fmt: skip
    for name, text in settings.items():
        monkeypatch.setenv(f"ZHANQIAO_{name}", text)
    files = S3FileSystem(
        endpoint_override=server, scheme="http", access_key="key", secret_key="secret", region="us-east-1",
        allow_bucket_creation=True,
    )  # fmt: skip
    files.create_dir(settings["LAKE_URL"].split("/")[2])
    return files


@pytest.fixture
def table_id(db: None) -> str:
    return operations.create_table(dataset_id="ds_test", name="stations", title_zh="地铁站点", by=BY, at=AT)


def accepted(table_id: str, understand: Understand, text: str, mode: Mode = Mode.REPLACE) -> str:
    folder, report = understand(text)
    return operations.accept_release(table_id=table_id, folder=folder, report=report, mode=mode, by=BY, at=AT)


def names(card: queries.TableCard) -> list[object]:
    return [row[0] for row in queries.rows(card=card, query=queries.parsed(card=card, params={})).rows]


def stored(bucket: S3FileSystem, ending: str) -> list[str]:
    place = queries.warehouse().store.removeprefix("s3://")
    found = bucket.get_file_info(FileSelector(place, recursive=True, allow_not_found=True))
    return [each.path for each in found if each.path.endswith(ending)]


def test_a_release_goes_to_the_bucket_and_leaves_no_data_file_here(
    bucket: S3FileSystem, table_id: str, understand: Understand
) -> None:
    accepted(table_id, understand, STATIONS)
    assert len(stored(bucket, ".parquet")) == 1
    assert len(stored(bucket, ".metadata.json")) > 0
    assert list(queries.warehouse().lake.rglob("*.parquet")) == []
    assert names(queries.table_card(table_id=table_id)) == NAMES


def test_an_evicted_serving_copy_is_rebuilt_from_the_bucket(
    bucket: S3FileSystem, table_id: str, understand: Understand
) -> None:
    accepted(table_id, understand, STATIONS)
    release = accepted(table_id, understand, MORE_STATIONS, Mode.APPEND)
    evict_serving(warehouse=queries.warehouse(), table_id=table_id, release_id=release)
    assert names(queries.table_card(table_id=table_id)) == [*NAMES, "灵山卫"]
    assert len(stored(bucket, ".parquet")) == 2


def test_outside_engines_get_data_files_of_the_bucket_through_the_site(
    bucket: S3FileSystem, table_id: str, understand: Understand
) -> None:
    release = accepted(table_id, understand, STATIONS)
    card = queries.table_card(table_id=table_id)
    shared = queries.iceberg_metadata(card=card, root="s3://iceberg/v1/files/t")
    assert [each["manifest-list"] for each in shared["snapshots"]] == [
        f"s3://iceberg/v1/files/t/{release}/snapshot.avro"
    ]
    path = queries.iceberg_file(card=card, release_id=release, name="0.parquet", root="s3://iceberg/v1/files/t")
    assert path is not None
    assert pq.read_table(path)["站名"].to_pylist() == NAMES


def test_an_abandoned_release_leaves_nothing_in_the_bucket(
    bucket: S3FileSystem, table_id: str, understand: Understand
) -> None:
    folder, report = understand(STATIONS)
    prepared = operations.prepare_release(table_id=table_id, folder=folder, report=report, by=BY, at=AT)
    assert len(stored(bucket, ".parquet")) == 1
    operations.abandon_release(table_id=table_id, release_id=prepared.release_id)
    assert stored(bucket, ".parquet") == []
