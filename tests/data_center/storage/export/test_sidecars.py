"""What ingest keeps beside a table, as an officer downloads it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.export.sidecars import kept_as_csv

MARK = "\ufeff"


def test_parquet_becomes_csv_that_a_spreadsheet_opens(tmp_path: Path) -> None:
    path = tmp_path / "表.problems.parquet"
    pq.write_table(pa.table({"row": [3, 9], "column": ["距离", "备注"], "original": ["约2700", 'a "b",\nc']}), path)
    text = b"".join(kept_as_csv(path=path)).decode("utf-8")
    assert text.startswith(MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(MARK))))
    assert rows == [["row", "column", "original"], ["3", "距离", "约2700"], ["9", "备注", 'a "b",\nc']]


def test_refused_lines_are_sent_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "表.refused.csv"
    path.write_bytes(MARK.encode() + "line,text,reason\n7,# 说明,comment\n".encode())
    assert b"".join(kept_as_csv(path=path)) == path.read_bytes()
