"""A lock is held by one, also between processes, and is freed by the death of who held it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zhanqiao.kit.alone import alone, is_free
from zhanqiao.kit.errors import NotFoundError

HOLD = """
import sys, pathlib
from zhanqiao.kit.alone import alone
from zhanqiao.kit.errors import ZhanqiaoError
with alone(lock=pathlib.Path(sys.argv[1]), busy=ZhanqiaoError()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_is_refused_with_the_error_it_named(tmp_path: Path) -> None:
    lock, busy = tmp_path / "new" / "folder" / "one.lock", NotFoundError(what="one")
    with alone(lock=lock, busy=NotFoundError(what="first")):
        assert not is_free(lock=lock)
        with pytest.raises(NotFoundError) as refused, alone(lock=lock, busy=busy):
            pytest.fail("two held one lock")
    assert (refused.value is busy, is_free(lock=lock)) == (True, True)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "one.lock"
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert (holder.stdout.readline(), is_free(lock=lock)) == ("held\n", False)
        holder.kill()
        holder.wait(timeout=30)
        assert is_free(lock=lock)
