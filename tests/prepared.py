"""A state folder as ``zhanqiao prepare`` makes it from nothing: made once in a run, by whoever needs one first; others begin with a copy."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.home import RUN

CHECKOUT = Path(__file__).resolve().parents[1]
DATABASE, STATIC, STAMP = "zhanqiao.sqlite3", "static", "static.stamp"


def prepared() -> Path:
    """Return the prepared folder of this run; never to be written to."""
    run = Path(os.environ[RUN])
    made, being_made = run / "prepared", run / "being-prepared"
    with (run / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(being_made, ignore_errors=True)
            _prepare(being_made)
            being_made.rename(made)
    return made


def laid_out(*, home: Path) -> None:
    """Copy the database and the static files into a new state folder, whose owner prepares it as if it were of yesterday."""
    home.mkdir(parents=True, exist_ok=True)
    source = prepared()
    for name in (DATABASE, STAMP):
        shutil.copy2(source / name, home / name)
    shutil.copytree(source / STATIC, home / STATIC)


def filled(*, name: str) -> sqlite3.Connection:
    """Fill the database in memory of this name with what the migrations make; it lives as long as the connection."""
    memory = sqlite3.connect(name, uri=True, check_same_thread=False)
    with closing(sqlite3.connect(prepared() / DATABASE)) as source:
        source.backup(memory)
    return memory


def _prepare(home: Path) -> None:
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHANQIAO_", "PYTEST_"))}
    paths = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
    made = subprocess.run(
        [sys.executable, "-m", "zhanqiao.cli", "prepare"],
        env={**kept, "ZHANQIAO_HOME": str(home), "PYTHONPATH": paths},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    with closing(sqlite3.connect(home / DATABASE)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one file, which also fits into memory
