"""A platform is backed up while programs write to it, and restored in an empty folder: same releases, hashes, audit chain."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import requests
from tests.live import CHECKOUT, LiveSite, environment, served, serving
from tests.seeding import WRITING
from tests.servers import postgres

from zhanqiao.core_services.monitoring.rules.backups import Backup

ENOUGH = 8  # releases that come while backups are made
PATIENCE = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of its own, whose releases are retired eagerly: a backup must hold against that."""
    home = tmp_path_factory.mktemp("home")
    with serving(home=home, also=(WRITING,), FOLD_SECONDS="0", BATCH_RELEASES="2", SERVING_COPIES="2") as made:
        yield made


class Writer(threading.Thread):
    """A department's program that sends rows until it is told to stop."""

    def __init__(self, site: LiveSite) -> None:
        super().__init__()
        self._site, self._done, self.sent = site, threading.Event(), 0

    def run(self) -> None:
        address = f"{self._site.url}/api/v1/tables/{self._site.table('stress-rows')}/rows"
        headers = {"Authorization": f"Bearer {self._site.seeded['keys']['write']}"}
        while not self._done.is_set():
            rows = [{"写者": "备份", "批": self.sent, "行": row} for row in range(5)]
            assert requests.post(address, json=rows, headers=headers, timeout=PATIENCE).status_code in (200, 201, 202)
            self.sent += 1
            self._done.wait(0.05)

    def stop(self) -> None:
        self._done.set()
        self.join()


def command(*arguments: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zhanqiao.cli", *arguments],
        cwd=CHECKOUT, env=environment(home=home, **settings), capture_output=True, text=True, check=False,
    )  # fmt: skip


def backup_in(place: Path) -> tuple[Path, Backup]:
    folder = max(place.glob("[0-9]*"))
    return folder, Backup.from_dict(orjson.loads((folder / "backup.json").read_bytes()))


def rows_of(url: str, table: str, **question: str) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{url}/api/v1/tables/{table}/rows", params=question, timeout=PATIENCE).json()
    return answer


def counted(url: str, table: str) -> int:
    question = {"select": "count(*) as n"}
    found = requests.get(f"{url}/api/v1/tables/{table}/aggregate", params=question, timeout=PATIENCE).json()
    return int(found["data"][0]["n"])


@pytest.fixture(scope="module")
def backed_up(site: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Backups made one after the other while a program writes, until enough releases came; the place, how many backups."""
    place, made = tmp_path_factory.mktemp("backups"), 0
    writer = Writer(site)
    writer.start()
    try:
        while made < 2 or len({one[1] for one in _releases_of(place, site.table("stress-rows"))}) < ENOUGH:
            done = command("backup", str(place), home=site.home)
            assert done.returncode == 0, done.stdout + done.stderr
            made += 1
            assert made < 60
    finally:
        writer.stop()
    return place, made


def _releases_of(place: Path, table: str) -> list[tuple[str, str, int, int, int]]:
    found = [Backup.from_dict(orjson.loads(path.read_bytes())) for path in place.glob("*/backup.json")]
    return [one for backup in found for one in backup.releases if one[0] == table]


def test_every_backup_made_while_writing_restores_to_the_same_releases_hashes_and_chain(
    site: LiveSite, backed_up: tuple[Path, int], tmp_path: Path
) -> None:
    place, made = backed_up
    folders = sorted(place.glob("[0-9]*"))
    assert len(folders) == made
    for number, folder in enumerate((folders[0], folders[made // 2])):
        home = tmp_path / str(number)
        done = command("restore", str(folder), "--into", str(home), "--verify", home=tmp_path / "nowhere")
        assert done.returncode == 0, done.stdout + done.stderr
        backup = Backup.from_dict(orjson.loads((folder / "backup.json").read_bytes()))
        anchor = f"{backup.audit_head[0]}:{backup.audit_head[1]}"
        assert command("audit", "verify", "--anchor", anchor, home=home).returncode == 0
        assert command("audit", "verify", "--anchor", anchor, home=site.home).returncode == 0


def test_files_that_did_not_change_are_linked_from_the_backup_before(backed_up: tuple[Path, int]) -> None:
    first, *_, last = sorted(backed_up[0].glob("[0-9]*"))
    _, backup = backup_in(backed_up[0])
    earlier = Backup.from_dict(orjson.loads((first / "backup.json").read_bytes()))
    both = {each.path for each in backup.files} & {each.path for each in earlier.files}
    parts = [path for path in both if path.endswith("data.parquet")]
    assert parts
    assert {(last / "state" / path).stat().st_ino == (first / "state" / path).stat().st_ino for path in parts} == {True}


def test_a_restored_platform_serves_its_rows_and_takes_new_ones_without_the_old_folder(
    site: LiveSite, backed_up: tuple[Path, int], tmp_path: Path
) -> None:
    home, table = tmp_path / "home", site.table("stress-rows")
    done = command("restore", str(backed_up[0]), "--into", str(home), "--verify", home=tmp_path / "nowhere")
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(site.home) not in _names_in_lake(home)
    _, backup = backup_in(backed_up[0])
    expected = max(one[3] for one in backup.releases if one[0] == table)
    lake_before = sorted(path.name for path in (site.home / "lake" / table).rglob("*.parquet"))
    with served(home=home, FOLD_SECONDS="0") as url:
        assert rows_of(url, site.table("parks"), where="名称 = '中山公园'")["data"][0]["面积"] == 7500
        assert counted(url, table) >= expected  # rows that waited in the database become a release as well
        headers = {"Authorization": f"Bearer {site.seeded['keys']['write']}"}
        new = [{"写者": "恢复之后", "批": 1, "行": 1}]
        address = f"{url}/api/v1/tables/{table}/rows"
        assert requests.post(address, json=new, headers=headers, timeout=PATIENCE).status_code < 300
        _await(url, table)
        found = requests.get(f"{url}/api/v1/datasets?q=公园", timeout=PATIENCE).json()
        assert "parks" in json.dumps(found)
    assert sorted(path.name for path in (site.home / "lake" / table).rglob("*.parquet")) == lake_before


def _await(url: str, table: str) -> None:
    for _ in range(PATIENCE * 5):
        if rows_of(url, table, where="写者 = '恢复之后'")["data"]:
            return
        threading.Event().wait(0.2)
    pytest.fail("the new row was never published")


def _names_in_lake(home: Path) -> str:
    return "\n".join(path.read_text() for path in (home / "lake").glob("*/metadata/*.metadata.json"))


@pytest.mark.parametrize("victim", ["parquet", "database", "manifest", "missing"])
def test_a_damaged_backup_is_refused_and_nothing_is_left_behind(
    backed_up: tuple[Path, int], tmp_path: Path, victim: str
) -> None:
    place, home = tmp_path / "copy", tmp_path / "home"
    subprocess.run(["cp", "-a", str(max(backed_up[0].glob("[0-9]*"))), str(place)], check=True)
    name = _damaged(place, victim)
    done = command("restore", str(place), "--into", str(home), "--verify", home=tmp_path / "nowhere")
    assert (done.returncode, home.exists(), list(tmp_path.rglob(".restoring"))) == (1, False, [])
    assert name in done.stderr


def _damaged(place: Path, victim: str) -> str:
    if victim == "missing":
        path = next((place / "state" / "lake").rglob("*.avro"))
        path.unlink()
        return path.name
    path = {
        "parquet": next((place / "state" / "releases").rglob("data.parquet")),
        "database": place / "databases" / "zhanqiao.sqlite3",
        "manifest": place / "backup.json",
    }[victim]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if victim == "manifest":
        content = content[: len(content) // 2]
    path.unlink()
    path.write_bytes(content)
    return path.name


def test_a_folder_that_holds_something_is_never_written_over(backed_up: tuple[Path, int], tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    done = command("restore", str(backed_up[0]), "--into", str(tmp_path), home=tmp_path / "nowhere")
    assert (done.returncode, sorted(path.name for path in tmp_path.iterdir())) == (1, ["precious"])


def test_an_empty_folder_that_is_there_already_is_filled_and_stays_itself(
    backed_up: tuple[Path, int], tmp_path: Path
) -> None:
    home = tmp_path / "mounted"
    home.mkdir()
    before = home.stat().st_ino
    done = command("restore", str(backed_up[0]), "--into", str(home), home=tmp_path / "nowhere")
    assert (done.returncode, home.stat().st_ino, (home / "zhanqiao.sqlite3").is_file()) == (0, before, True)


def test_a_backup_into_the_state_folder_is_refused(site: LiveSite) -> None:
    assert command("backup", str(site.home / "backups"), home=site.home).returncode == 1


def test_a_restored_release_that_differs_is_told_and_fails(backed_up: tuple[Path, int], tmp_path: Path) -> None:
    """The copy is whole and the state it was made of was not: digests of the release itself find that."""
    place, home = tmp_path / "copy", tmp_path / "home"
    subprocess.run(["cp", "-a", str(max(backed_up[0].glob("[0-9]*"))), str(place)], check=True)
    values = orjson.loads((place / "backup.json").read_bytes())
    values["counts"]["people_account"] += 1
    values["releases"] = values["releases"][1:]
    (place / "backup.json").write_bytes(orjson.dumps(values))
    done = command("restore", str(place), "--into", str(home), "--verify", home=tmp_path / "nowhere")
    assert done.returncode == 1
    assert "Table people_account: 2 rows expected, 1 found." in done.stdout
    assert (
        f"Release {Backup.from_dict(orjson.loads(next(backed_up[0].glob('*/backup.json')).read_bytes())).releases[0][1]}"
        in done.stdout
    )


def test_a_platform_on_postgresql_is_restored_into_an_empty_database(tmp_path: Path) -> None:
    home, place = tmp_path / "home", tmp_path / "backups"
    with postgres() as address, postgres() as empty:
        seeding = [sys.executable, "-m", "tests.seeding"]
        env = environment(home=home, DATABASE_URL=address)
        seeded = subprocess.run(seeding, cwd=CHECKOUT, env=env, capture_output=True, text=True, check=True)
        parks = json.loads(seeded.stdout.splitlines()[-1])["parks"]["table"]
        done = command("backup", str(place), home=home, DATABASE_URL=address)
        assert done.returncode == 0, done.stderr
        again = tmp_path / "again"
        restored = command("restore", str(place), "--into", str(again), "--verify", home=again, DATABASE_URL=empty)
        assert restored.returncode == 0, restored.stdout + restored.stderr
        with served(home=again, DATABASE_URL=empty) as url:
            assert rows_of(url, parks, where="名称 = '中山公园'")["data"][0]["面积"] == 7500
