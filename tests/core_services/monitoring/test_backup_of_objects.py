"""A platform whose data files lie in object storage is backed up with them, and restored without the bucket or into it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from pyarrow.fs import FileSelector, S3FileSystem
from tests.live import CHECKOUT, environment
from tests.servers import object_storage

from zhanqiao.core_services.monitoring.rules.backups import Backup

BUCKET = "city-backup"
LAKE = f"s3://{BUCKET}/lake"
READ = """
import django; django.setup()
from zhanqiao.data_center.storage import queries
from zhanqiao.data_center.storage.engine.releases.lake import release_rows
from zhanqiao.data_center.storage.models import Release
import json
found = {}
for one in Release.objects.filter(acknowledged_at__isnull=False):
    found[one.id] = release_rows(warehouse=queries.warehouse(), table_id=one.table_id, release_id=one.id).num_rows
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Stored:
    """A seeded platform with its bucket, the place of its backups, and the rows of each release."""

    home: Path
    place: Path
    settings: dict[str, str]
    files: S3FileSystem
    rows: dict[str, int]

    def names(self) -> list[str]:
        found = self.files.get_file_info(FileSelector(f"{BUCKET}/lake", recursive=True, allow_not_found=True))
        return sorted(each.path.removeprefix(f"{BUCKET}/") for each in found if each.is_file)

    def empty(self) -> None:
        self.files.delete_dir_contents(BUCKET)

    def backup(self) -> Backup:
        folder = max(self.place.glob("[0-9]*"))
        return Backup.from_dict(orjson.loads((folder / "backup.json").read_bytes()))


def ran(*arguments: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT, env=environment(home=home, **settings), capture_output=True, text=True, check=False,
    )  # fmt: skip


def read_back(home: Path, **settings: str) -> dict[str, int]:
    done = ran("-c", READ, home=home, **settings)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    with object_storage() as server:
        home, place = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("backups")
        keys = {"S3_ENDPOINT": f"http://{server}", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
        settings = {"LAKE_URL": LAKE, "S3_REGION": "us-east-1", **keys}
        files = S3FileSystem(
            endpoint_override=server, scheme="http", access_key="key", secret_key="secret", region="us-east-1",
            allow_bucket_creation=True,
        )  # fmt: skip
        files.create_dir(BUCKET)
        for arguments in (("-m", "tests.seeding"), ("-m", "zhanqiao.cli", "backup", str(place))):
            done = ran(*arguments, home=home, **settings)
            assert done.returncode == 0, done.stdout + done.stderr
        yield Stored(home, place, settings, files, read_back(home, **settings))


def restored(stored: Stored, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    arguments = ("restore", str(stored.place), "--into", str(home), "--verify")
    return ran("-m", "zhanqiao.cli", *arguments, home=home.parent / "nowhere", **settings)


def test_a_backup_holds_every_object_and_links_those_that_did_not_change(stored: Stored) -> None:
    for _ in range(2):  # two of its own: another test may have filled the bucket anew since the first
        again = ran("-m", "zhanqiao.cli", "backup", str(stored.place), home=stored.home, **stored.settings)
        assert again.returncode == 0, again.stderr
    objects = [each for each in stored.backup().files if each.path.startswith("lake/")]
    assert [each.path for each in objects] == stored.names()
    earlier, later = sorted(stored.place.glob("[0-9]*"))[-2:]
    parts = [each.path for each in objects if each.path.endswith(".parquet")]
    inodes = [{(folder / "state" / path).stat().st_ino for folder in (earlier, later)} for path in parts]
    assert {len(each) for each in inodes} == {1}


def test_a_lost_bucket_costs_nothing_on_a_machine_without_object_storage(stored: Stored, tmp_path: Path) -> None:
    done = restored(stored, tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_back(tmp_path / "home") == stored.rows


def test_an_emptied_bucket_gets_its_objects_back(stored: Stored, tmp_path: Path) -> None:
    names = stored.names()
    stored.empty()
    done = restored(stored, tmp_path / "home", **stored.settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (stored.names(), list((tmp_path / "home/lake").rglob("*.parquet"))) == (names, [])
    assert read_back(tmp_path / "home", **stored.settings) == stored.rows


def test_another_bucket_is_refused_before_anything_is_restored(stored: Stored, tmp_path: Path) -> None:
    done = restored(stored, tmp_path / "home", **{**stored.settings, "LAKE_URL": "s3://other/lake"})
    assert (done.returncode, (tmp_path / "home").exists()) == (1, False)
    assert "leave ZHANQIAO_LAKE_URL empty, or set it to what it was" in done.stderr


def test_a_damaged_object_in_a_backup_is_refused(stored: Stored, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", str(max(stored.place.glob("[0-9]*"))), str(copy)], check=True)
    path = next((copy / "state" / "lake").rglob("*.parquet"))
    content = path.read_bytes()
    path.unlink()  # it is linked: the backup beside it stays whole
    path.write_bytes(content[:-1] + b"\0")
    done = restored(Stored(stored.home, copy, {}, stored.files, {}), tmp_path / "home")
    assert (done.returncode, path.name in done.stderr, (tmp_path / "home").exists()) == (1, True, False)


def test_storage_that_does_not_answer_stops_the_backup_and_leaves_nothing(stored: Stored, tmp_path: Path) -> None:
    settings = {**stored.settings, "S3_SECRET_KEY": "secret", "LAKE_URL": "s3://no-such-bucket/lake"}
    done = ran("-m", "zhanqiao.cli", "backup", str(tmp_path / "place"), home=stored.home, **settings)
    assert (done.returncode, list((tmp_path / "place").iterdir())) == (1, [])
