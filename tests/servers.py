"""Real servers beside the tests: PostgreSQL, and an S3 server over HTTP. Each is skipped, with its reason, where it is not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.live import free_port

STARTING_SECONDS = 30


@contextmanager
def postgres() -> Iterator[str]:
    """Serve an empty PostgreSQL database on loopback; give its postgres:// address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # it refuses to run as root
    folder, port = Path(tempfile.mkdtemp(prefix="zhanqiao-pg-")), free_port()
    programs = found[-1].parent
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        as_owner = {"user": owner, "cwd": folder, "capture_output": True}
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "city", "-A", "trust", "-E", "UTF8"],
            check=True,
            **as_owner,
        )
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)],
            user=owner if os.geteuid() == 0 else None, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_until_ready(programs / "pg_isready", port)
            subprocess.run(
                [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "city", "zhanqiao"],
                check=True,
                **as_owner,
            )
            yield f"postgres://city@127.0.0.1:{port}/zhanqiao"
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def object_storage() -> Iterator[str]:
    """Serve S3 on loopback; give its host and port."""
    if find_spec("moto") is None:
        pytest.skip("moto is not installed")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for_port(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(program: Path, port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while subprocess.run([program, "-h", "127.0.0.1", "-p", str(port)], capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, "PostgreSQL did not start"
        time.sleep(0.1)


def wait_for_port(port: int, *, seconds: float = STARTING_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            assert time.monotonic() < deadline, f"nothing listens on {port}"
            time.sleep(0.1)
