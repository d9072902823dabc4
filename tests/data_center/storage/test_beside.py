"""What lies beside a release is whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pytest

from zhanqiao.data_center.storage.engine.beside import write_beside


def test_a_file_is_there_when_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "notes" / "one.json"
    write_beside(path=path, write=lambda file: file.write(b"{}"))
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("one.json", b"{}")]


def test_a_write_that_fails_leaves_nothing_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(b"old")

    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        write_beside(path=path, write=fail)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("one.json", b"old")]
