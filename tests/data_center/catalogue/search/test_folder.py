"""The index on disk: swapping, following, damage, one writer."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import orjson
import pytest
from tests.data_center.catalogue.search.city import CITY

from zhanqiao.data_center.catalogue.engine import folder
from zhanqiao.data_center.catalogue.engine.folder import IndexUnusableError, WriterBusyError
from zhanqiao.data_center.catalogue.engine.reader import YOUNG_SECONDS, Reader

FILES = (".idx", ".term", ".store", ".fast", ".fieldnorm", "meta.json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index that holds the city, free to be written to."""
    with folder.writing(tmp_path):
        folder.build(tmp_path, documents=CITY)
    return tmp_path


def build_of(root: Path) -> Path:
    return root / folder.pointer(root).folder


def held(reader: Reader) -> int:
    return reader.snapshot().searcher.num_docs


def test_an_update_replaces_adds_and_removes(root: Path) -> None:
    reader = Reader(root)
    assert held(reader) == len(CITY)
    new = dataclasses.replace(CITY[0], id="ds_new", slug="new")
    with folder.writing(root):
        folder.update(root, documents=[new, CITY[1]], gone=[CITY[2].id, "ds_never"])
    assert held(reader) == len(CITY)


def test_a_build_is_swapped_in_while_readers_read(root: Path) -> None:
    reader = Reader(root)
    before, old = reader.snapshot(), build_of(root)
    with folder.writing(root):
        folder.build(root, documents=CITY[:3])
    assert before.searcher.num_docs == len(CITY)
    assert held(reader) == 3
    assert not old.exists()
    assert list(root.glob("index-*")) == [build_of(root)]


def test_a_reader_notices_new_rights(root: Path) -> None:
    reader = Reader(root)
    suspended = dataclasses.replace(CITY[0], state="suspended")
    with folder.writing(root):
        folder.update(root, documents=[suspended], gone=[])
    assert suspended.rights in reader.snapshot().rights


def test_a_reader_without_changes_keeps_its_snapshot(root: Path) -> None:
    reader = Reader(root)
    assert reader.snapshot() is reader.snapshot()


def test_a_second_writer_is_told_so(root: Path) -> None:
    with folder.writing(root), pytest.raises(WriterBusyError), folder.writing(root, seconds=0.05):
        pytest.fail("two writers at once")
    with folder.writing(root):
        pass


def test_a_missing_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError) as raised:
        Reader(tmp_path).snapshot()
    assert raised.value.facts["reason"] == "missing"


def test_an_index_of_another_version_is_not_opened(root: Path) -> None:
    pointer = orjson.loads((root / folder.CURRENT).read_bytes())
    (root / folder.CURRENT).write_bytes(orjson.dumps(pointer | {"version": 0}))
    with pytest.raises(IndexUnusableError, match="version 0"):
        folder.opened(root)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"folder": "x"}', b"null"])
def test_a_damaged_pointer_is_not_followed(root: Path, content: bytes) -> None:
    (root / folder.CURRENT).write_bytes(content)
    with pytest.raises(IndexUnusableError):
        folder.opened(root)


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("harm", ["cut", "zeroed", "emptied", "removed"])
def test_a_damaged_file_shows_when_the_index_is_opened(root: Path, ending: str, harm: str) -> None:
    file = next(path for path in build_of(root).iterdir() if path.name.endswith(ending))
    size = file.stat().st_size
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes({"cut": file.read_bytes()[: size // 2], "zeroed": bytes(size), "emptied": b""}[harm])
    with pytest.raises(IndexUnusableError):
        Reader(root).snapshot()


def test_a_failing_question_condemns_an_old_build_and_no_young_one(root: Path) -> None:
    reader = Reader(root)

    def failing(_: object) -> None:
        raise ValueError("Data corrupted")

    with pytest.raises(ValueError, match="corrupted"):
        reader.asked(failing)
    past = time.time() - YOUNG_SECONDS - 1
    os.utime(root / folder.CURRENT, (past, past))
    with pytest.raises(IndexUnusableError) as raised:
        reader.asked(failing)
    assert raised.value.facts["folder"] == build_of(root).name


WATCH = """
import sys, time
from pathlib import Path
from zhanqiao.data_center.catalogue.engine.reader import Reader
reader = Reader(Path(sys.argv[1]))
print(reader.snapshot().searcher.num_docs, flush=True)
while reader.snapshot().searcher.num_docs == int(sys.argv[2]):
    time.sleep(0.01)
print(reader.snapshot().searcher.num_docs, flush=True)
"""


def test_another_process_sees_an_update_in_less_than_two_seconds(root: Path) -> None:
    command = [sys.executable, "-c", WATCH, str(root), str(len(CITY))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == f"{len(CITY)}\n"
        begun = time.monotonic()
        with folder.writing(root):
            folder.update(root, documents=[], gone=[CITY[0].id])
        assert other.stdout.readline() == f"{len(CITY) - 1}\n"
        assert time.monotonic() - begun < 2


def test_threads_share_a_reader_while_the_index_changes(root: Path) -> None:
    reader, faults, stop = Reader(root), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                assert held(reader) in {3, len(CITY)}
            except (AssertionError, ValueError, OSError, IndexUnusableError) as error:
                faults.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for documents in (CITY[:3], CITY, CITY[:3], CITY):
        with folder.writing(root):
            folder.build(root, documents=documents)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
