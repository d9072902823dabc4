"""PostgreSQL and Redis of a contestant: Debian's programs on loopback ports, their data in the benchmark's folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.environments import MissingError

PATIENCE = 60.0
OWNER = "bench"
# What an administrator of a machine with some gigabytes sets before loading a million rows.
TUNED = {
    "shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "512MB", "max_wal_size": "4GB",
    "random_page_cost": "1.1", "effective_cache_size": "4GB", "jit": "off",
}  # fmt: skip


@contextmanager
def postgres(*, folder: Path, port: int) -> Iterator[str]:
    """Serve the cluster in ``folder``, made at the first time; give the address of its database ``postgres``.

    PostgreSQL refuses to run as root: then it runs as Debian's user ``postgres``. Raises MissingError.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise MissingError("PostgreSQL is not installed (Debian: postgresql)")
    programs, user = found[-1].parent, _user(folder)
    if not (folder / "data").exists():
        made = [programs / "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        _checked([*made, "--locale=C.UTF-8"], user=user, cwd=folder)
    options = [part for name, value in TUNED.items() for part in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", folder, *options]
    with subprocess.Popen(
        command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait([programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], server)
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # at once, without waiting for clients


@contextmanager
def redis(*, folder: Path, port: int) -> Iterator[str]:
    """Serve an empty Redis that keeps nothing; give its address. Raises MissingError."""
    program = shutil.which("redis-server")
    if program is None:
        raise MissingError("Redis is not installed (Debian: redis-server)")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait([shutil.which("redis-cli") or program, "-p", str(port), "ping"], server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def _user(folder: Path) -> str | None:
    if os.geteuid() != 0:
        folder.mkdir(parents=True, exist_ok=True)
        return None
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise MissingError("PostgreSQL does not run as root, and there is no user postgres") from None
    folder.mkdir(parents=True, exist_ok=True)
    for above in folder.parents[:2]:  # the benchmark's own folders must let that user through
        above.chmod(above.stat().st_mode | 0o011)
    shutil.chown(folder, "postgres")
    return "postgres"


def _checked(command: Sequence[str | Path], *, user: str | None, cwd: Path) -> None:
    done = subprocess.run(command, user=user, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"{Path(command[0]).name}: {done.stderr.strip()[-300:]}")


def _wait(ready: Sequence[str | Path], server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready, capture_output=True, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise MissingError(f"{Path(server.args[0]).name} does not start")  # type: ignore[index]  # - a list, as given above
        time.sleep(0.1)
