"""Children of a process that forks: each its own group, folder and pipes, ended with whoever wanted it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhanqiao.data_center.storage.engine import nursery

MODULE = "tests.data_center.storage.obedient"


def asked(order: str, *, complaints: int = subprocess.DEVNULL, folder: Path | None = None) -> tuple[int, bytes]:
    """Return how a child ended and what it said."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        ends = nowhere.fileno() if complaints == subprocess.DEVNULL else complaints
        with nursery.born(module=MODULE, complaints=ends, folder=folder) as child:
            child.stdin.write(order.encode() + b"\n")
            child.stdin.flush()
            said = child.stdout.read()
    assert child.returncode is not None
    return child.returncode, said


def told(**how: Any) -> dict[str, Any]:
    code, said = asked("tell", **how)
    assert code == 7
    return dict(json.loads(said))


def forks(module: str = MODULE) -> int:
    """Return the number of the process that forks."""
    return next(
        int(one.parent.name)
        for one in Path("/proc").glob("[0-9]*/cmdline")
        if module.encode() in _read(one) and _parent(one.parent) == os.getpid()
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _parent(process: Path) -> int:
    return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])


def test_children_are_processes_of_their_own_that_import_nothing(tmp_path: Path) -> None:
    first, second = told(folder=tmp_path), told()
    assert first["prepared"] == second["prepared"] == [forks()]
    assert (first["group"], second["group"]) == (first["pid"], second["pid"])
    assert len({first["pid"], second["pid"], forks(), os.getpid()}) == 4
    assert (first["folder"], second["folder"]) == (str(tmp_path), str(Path.cwd()))


def test_a_child_holds_no_pipe_of_another() -> None:
    with nursery.born(module=MODULE, complaints=2) as other:
        assert told()["ends"][:3] == [0, 1, 2]
        assert len(told()["ends"]) == 4  # and the folder that is being listed
        other.kill()


@pytest.mark.parametrize(("order", "code", "said"), [("die", -signal.SIGSEGV, b""), ("fail", 1, b"MemoryError")])
def test_how_a_child_ended_is_told(order: str, code: int, said: bytes) -> None:
    with tempfile.TemporaryFile() as complaints:
        assert asked(order, complaints=complaints.fileno()) == (code, b"")
        complaints.seek(0)
        assert said in complaints.read()


def test_a_child_is_killed_once_and_its_number_is_nobody_elses_until_then() -> None:
    child = nursery.born(module=MODULE, complaints=2)
    os.kill(child.pid, signal.SIGKILL)
    assert (child.wait(), Path(f"/proc/{child.pid}").exists()) == (-signal.SIGKILL, True)
    child.kill()
    assert until(lambda: not Path(f"/proc/{child.pid}").exists())
    child.kill()


def test_an_order_that_takes_too_long_is_told() -> None:
    child = nursery.born(module=MODULE, complaints=2)
    with pytest.raises(TimeoutError):
        child.obey(b"stay\n", timeout=0.3)
    child.kill()
    assert child.returncode == -signal.SIGKILL


def test_children_end_with_the_process_that_forked_them_and_another_one_forks() -> None:
    child = nursery.born(module=MODULE, complaints=2)
    before = forks()
    os.kill(before, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL  # nobody can say more of it
    child.stdin.close()
    assert until(lambda: not Path(f"/proc/{child.pid}").exists())
    child.kill()
    assert told()["prepared"] != [before]


def test_threads_have_children_at_once() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(told()["pid"])) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 12


def until(look: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(0.02)
    return False
