"""After a crash: nothing half is seen, nothing acknowledged is lost, garbage goes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.data_center.storage.releases.test_writing import folder, in_iceberg
from tests.data_center.storage.stations import AT, FEW, ROWS, few, parquet_of, released, serving, warehouse

from zhanqiao.data_center.storage.engine.query import parse_query, rows
from zhanqiao.data_center.storage.engine.releases import (
    SuspiciousHealError,
    delete_release,
    heal,
    read_manifest,
    write_release,
)

ROUNDS = int(os.environ.get("ZHANQIAO_TEST_KILLS", "4"))
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.data_center.storage.stations import FEW, warehouse
from zhanqiao.data_center.storage.engine.releases import Source, write_release
home, parquet, release, previous = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
print("ready", flush=True)
write_release(
    warehouse=warehouse(home), table_id="tbl_1", release_id=release, parquet=parquet, fields=FEW, source=Source(parquet),
    mode="append", previous=previous, at=datetime(2026, 11, 22, tzinfo=UTC),
)
print("done", flush=True)
"""


def test_heal_keeps_what_counts_and_removes_the_rest(tmp_path: Path) -> None:
    released(home=tmp_path, **few(ROWS[:3]))
    released(home=tmp_path, release_id="rel_2", mode="append", previous="rel_1", **few(ROWS[3:4]))
    released(home=tmp_path, release_id="rel_lost", mode="append", previous="rel_1", **few(ROWS[4:]))
    (tmp_path / "releases/tbl_1/.rel_half.tmp").mkdir()
    (tmp_path / "releases/tbl_1/.rel_half.tmp/serving.duckdb").write_bytes(b"half")
    (folder(tmp_path) / ".making-x").mkdir()
    report = heal(warehouse=warehouse(tmp_path), acknowledged={"tbl_1": {"rel_1", "rel_2"}})
    assert (report.kept, report.missing) == (2, ())
    assert sorted(Path(each).name for each in report.removed)[:3] == [".making-x", ".rel_half.tmp", "rel_lost"]
    assert sorted(each.name for each in (tmp_path / "releases/tbl_1").iterdir()) == [".lock", "rel_1", "rel_2"]
    assert len(list((tmp_path / "lake/tbl_1/data").iterdir())) == 2
    assert sorted(row[0] for row in in_iceberg(tmp_path, "rel_2")) == ["0001", "0002", "0003", "0004"]
    assert heal(warehouse=warehouse(tmp_path), acknowledged={"tbl_1": {"rel_1", "rel_2"}}).removed == ()


def test_heal_names_acknowledged_releases_that_are_gone(tmp_path: Path) -> None:
    released(home=tmp_path, **few())
    shutil.rmtree(folder(tmp_path))
    report = heal(warehouse=warehouse(tmp_path), acknowledged={"tbl_1": {"rel_1"}})
    assert (report.kept, report.missing) == (0, ("tbl_1/rel_1",))


def test_heal_with_the_wrong_database_removes_nothing(tmp_path: Path) -> None:
    for number in range(1, 11):
        shutil.copytree(_one(tmp_path), folder(tmp_path, f"rel_{number}"), dirs_exist_ok=True)
    with pytest.raises(SuspiciousHealError):
        heal(warehouse=warehouse(tmp_path), acknowledged={})
    assert len(list((tmp_path / "releases/tbl_1").iterdir())) == 12


def test_heal_of_an_empty_home_does_nothing(tmp_path: Path) -> None:
    assert heal(warehouse=warehouse(tmp_path), acknowledged={}).removed == ()


def test_deleted_release_can_be_written_again(tmp_path: Path) -> None:
    released(home=tmp_path, **few())
    delete_release(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_1")
    assert not folder(tmp_path).exists()
    assert released(home=tmp_path, **few(ROWS[:1])).rows == 1
    assert [row[0] for row in in_iceberg(tmp_path)] == ["0001"]
    delete_release(warehouse=warehouse(tmp_path), table_id="tbl_never", release_id="rel_1")


def test_writer_killed_at_any_moment_loses_and_shows_nothing_half(tmp_path: Path) -> None:
    """One release is acknowledged, further appends are killed; then the same append succeeds."""
    released(home=tmp_path, **few(ROWS[:2]))
    parquet = parquet_of(path=tmp_path / "more.parquet", **few(ROWS[2:] * 3000))
    seconds = _timed(tmp_path, parquet)
    chance = random.Random(20261122)
    for number in range(ROUNDS):
        _killed(tmp_path, parquet, f"rel_k{number}", after=chance.uniform(0.0, seconds))
        if (folder(tmp_path, f"rel_k{number}") / "manifest.json").exists():
            assert (
                read_manifest(warehouse=warehouse(tmp_path), table_id="tbl_1", release_id=f"rel_k{number}").rows
                == 21002
            )
        assert _served(tmp_path, "rel_1") == ["0001", "0002"]
        if number % 2:
            heal(warehouse=warehouse(tmp_path), acknowledged={"tbl_1": {"rel_1"}})
    manifest = write_release(
        warehouse=warehouse(tmp_path), table_id="tbl_1", release_id="rel_k0", parquet=parquet, fields=FEW, mode="append",
        previous="rel_1", at=AT,
    )  # fmt: skip
    assert manifest.rows == 21002
    assert len(in_iceberg(tmp_path, "rel_k0")) == 21002
    heal(warehouse=warehouse(tmp_path), acknowledged={"tbl_1": {"rel_1", "rel_k0"}})
    assert sorted(each.name for each in (tmp_path / "releases/tbl_1").iterdir()) == [".lock", "rel_1", "rel_k0"]
    assert len(list((tmp_path / "lake/tbl_1/data").iterdir())) == 2


def _killed(home: Path, parquet: Path, release: str, *, after: float) -> None:
    process = _started(home, parquet, release)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def _timed(home: Path, parquet: Path) -> float:
    process = _started(home, parquet, "rel_timed")
    began = time.monotonic()
    out, errors = process.communicate()
    assert out.strip() == "done", errors
    seconds = time.monotonic() - began
    heal(warehouse=warehouse(home), acknowledged={"tbl_1": {"rel_1"}})
    return seconds


def _started(home: Path, parquet: Path, release: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(home), str(parquet), release, "rel_1"]
    where = Path(__file__).parents[4]
    path = os.pathsep.join([str(where), str(where / "src")])
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready", process.communicate()[1]
    return process


def _served(home: Path, release_id: str) -> list[str]:
    query = parse_query(fields=FEW, params={"select": "编号"})
    return [row[0] for row in rows(serving=serving(home, release_id), fields=FEW, query=query).rows]


def _one(home: Path) -> Path:
    if not folder(home, "rel_0").exists():
        released(home=home, release_id="rel_0", **few())
    return folder(home, "rel_0")
