"""A key is made once, whoever asks for it first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_bytes
from threading import Barrier

import pytest

from zhanqiao.kit.once import kept_once


def test_many_threads_keep_and_read_one_key(tmp_path: Path) -> None:
    path, together = tmp_path / "keys" / "key", Barrier(8)

    def make() -> bytes:
        together.wait(timeout=30)  # all have seen that there is none
        return token_bytes(32)

    with ThreadPoolExecutor(8) as threads:
        found = {each.result() for each in [threads.submit(kept_once, path=path, make=make) for _ in range(8)]}
    assert found == {path.read_bytes()}
    assert ([each.name for each in path.parent.iterdir()], path.stat().st_mode & 0o777) == (["key"], 0o600)


def test_what_is_there_is_not_made_again_and_a_failure_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with pytest.raises(ZeroDivisionError):
        kept_once(path=path, make=lambda: bytes([1 // 0]))
    assert list(tmp_path.iterdir()) == []
    assert kept_once(path=path, make=lambda: b"1") == kept_once(path=path, make=lambda: b"2") == b"1"
