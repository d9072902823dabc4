"""A whole site running beside the tests: own state folder, own port, seeded through the publishing operations.

Use ``from tests.live import live_site`` in a conftest; everything goes over HTTP, as for any outside client.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.prepared import laid_out
from tests.seeding import WRITING

CHECKOUT = Path(__file__).resolve().parents[1]
START_SECONDS = 180.0
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class LiveSite:
    """A running site: its address without a trailing slash, its state folder, what was seeded by name."""

    url: str
    home: Path
    seeded: dict[str, dict[str, str]]

    def table(self, name: str) -> str:
        """Return the id of a seeded table."""
        return self.seeded[name]["table"]

    def seed(self, *arguments: str) -> None:
        """Change what was seeded, from another process: ``withdraw SLUG``, ``publish SLUG``."""
        _checked([sys.executable, "-m", "tests.seeding", *arguments], home=self.home)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the zhanqiao command on this site's state folder."""
        return run(*arguments, home=self.home)


@pytest.fixture(scope="session")
def live_site() -> Iterator[LiveSite]:
    """Serve a seeded site for the whole session."""
    with (
        tempfile.TemporaryDirectory(prefix="zhanqiao-live-", ignore_cleanup_errors=True) as folder,
        serving(home=Path(folder)) as site,
    ):
        yield site


@pytest.fixture(scope="session")
def written_site() -> Iterator[LiveSite]:
    """Serve a site for the whole session that programs may write to: nobody counts on what it holds."""
    with (
        tempfile.TemporaryDirectory(prefix="zhanqiao-written-", ignore_cleanup_errors=True) as folder,
        serving(home=Path(folder), also=(WRITING,)) as site,
    ):
        yield site


@contextmanager
def serving(*, home: Path, also: tuple[str, ...] = (), **settings: str) -> Iterator[LiveSite]:
    """Seed ``home`` and serve it on a free loopback port until the block ends; ``settings`` without their prefix.

    ``also`` names what is seeded besides.
    """
    seeding = [sys.executable, "-m", "tests.seeding", *also]
    if "DATABASE_URL" not in settings:
        laid_out(home=home)
    seeded = json.loads(_checked(seeding, home=home, **settings).stdout.splitlines()[-1])
    with served(home=home, **settings) as url:
        yield LiveSite(url=url, home=home, seeded=seeded)


@contextmanager
def served(*, home: Path, **settings: str) -> Iterator[str]:
    """Serve ``home`` as it is on a free loopback port until the block ends; give the address."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "zhanqiao.cli", "serve"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", settings.get("WORKERS", "1")),
        ],
        cwd=CHECKOUT,
        env=environment(home=home, **settings),
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url=f"{url}/api/v1/", process=process)
        yield url
    finally:
        stop(process=process)


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the zhanqiao command on a state folder; fail with its words when it fails."""
    return _checked([sys.executable, "-m", "zhanqiao.cli", *arguments], home=home)


def environment(*, home: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process that works on ``home``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHANQIAO_", "PYTEST_"))}
    paths = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
    return {
        **kept,
        "ZHANQIAO_HOME": str(home),
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "zhanqiao.config.settings",
        **{f"ZHANQIAO_{name}": text for name, text in settings.items()},
    }


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(*, url: str, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as ``url`` answers; fail when the process ends or time runs out."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the site ended with exit code {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"no answer from {url} within {START_SECONDS:.0f} s")


def stop(*, process: subprocess.Popen[bytes]) -> None:
    """End the site and all its processes."""
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=STOP_SECONDS)


def _checked(command: list[str], *, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment(home=home, **settings), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done
