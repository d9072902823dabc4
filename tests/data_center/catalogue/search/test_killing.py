"""kill -9 while the index is written: it opens again, old or new, never half.

``ZHANQIAO_KILL_ROUNDS`` asks for more rounds.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.data_center.catalogue.search.city import CITY

from zhanqiao.data_center.catalogue.engine import folder
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.reader import Reader

ROUNDS = int(os.environ.get("ZHANQIAO_KILL_ROUNDS", "4"))
WRITER = """
import dataclasses, sys
from pathlib import Path
from tests.data_center.catalogue.search.city import CITY
from zhanqiao.data_center.catalogue.engine import folder
root, begin = Path(sys.argv[1]), int(sys.argv[2])
for number in range(begin, begin + 10_000):
    marked = [dataclasses.replace(one, rows=number) for one in CITY]
    with folder.writing(root, seconds=10):
        if number % 5:
            folder.update(root, documents=marked, gone=[])
        else:
            folder.build(root, documents=marked)
    print(number, flush=True)
"""


def generations(root: Path) -> set[int]:
    """The numbers the documents carry: one number, or the writes were torn apart."""
    searcher = Reader(root).snapshot().searcher
    from tantivy import Query  # only here the index is read below the engine's own questions

    hits = searcher.search(Query.all_query(), 100).hits
    assert len(hits) == len(CITY)
    return {SearchDocument.from_bytes(searcher.doc(address).get_first("stored")).rows for _, address in hits}


def test_a_writer_killed_at_any_moment_leaves_a_whole_index(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    with folder.writing(tmp_path):
        folder.build(tmp_path, documents=CITY)
    written = 1
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(written)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged = int(writer.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.4))
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        found = generations(tmp_path)
        assert found in ({acknowledged}, {acknowledged + 1})
        written = acknowledged + 2
    with folder.writing(tmp_path):
        folder.build(tmp_path, documents=CITY)
    assert len(list(tmp_path.glob("index-*"))) == 1
