"""Streams: begun at once, in constant memory, whole or broken but never silently short."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from itertools import zip_longest
from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine.duck import export_instance
from zhanqiao.data_center.storage.engine.export import XlsxTooLargeError, export, spreadsheets
from zhanqiao.data_center.storage.engine.export.names import column_name, element_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import QueryFailedError, parse_query

MEASURE = """
import resource, sys
from pathlib import Path
from tests.data_center.storage.permits import FIELDS
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.query import parse_query
serving, kind, limit = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
query = parse_query(fields=FIELDS, params={"limit": limit})
size = sum(len(block) for block in export(serving=serving, fields=FIELDS, query=query, format=kind))
print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("kind", ["csv", "json", "xml", "geojson", "arrow", "gpkg", "ttl"])
def test_memory_does_not_grow_with_the_answer(large: Path, kind: str) -> None:
    small_size, small = _measured(large, kind, 600)
    whole_size, whole = _measured(large, kind, permits.ROWS)
    assert whole_size > 50 * small_size
    assert whole - small < 60  # MiB


@pytest.mark.parametrize("kind", ["csv", "ndjson", "xml", "parquet", "gpkg", "ttl"])
def test_stream_that_is_closed_early_lets_go(large: Path, kind: str) -> None:
    query = parse_query(fields=permits.FIELDS, params={})
    stream = export(serving=large, fields=permits.FIELDS, query=query, format=kind)
    assert next(stream)
    stream.close()  # type: ignore[attr-defined]  # every stream of ours has it
    _nothing_left(large)


def test_stream_that_is_forgotten_lets_go(large: Path) -> None:
    query = parse_query(fields=permits.FIELDS, params={})
    for kind in ("csv", "xml"):
        stream = export(serving=large, fields=permits.FIELDS, query=query, format=kind)
        del stream
    _nothing_left(large)


def test_streams_run_beside_each_other(large: Path) -> None:
    query = parse_query(fields=permits.FIELDS, params={})
    streams = [export(serving=large, fields=permits.FIELDS, query=query, format="csv") for _ in range(4)]
    sizes = [0] * len(streams)
    for blocks in zip_longest(*streams, fillvalue=b""):
        sizes = [size + len(block) for size, block in zip(sizes, blocks, strict=True)]
    assert len(set(sizes)) == 1
    _nothing_left(large)


def test_failure_before_the_first_byte_is_raised_by_the_call(serving: Path) -> None:
    query = parse_query(fields=FIELDS, params={"select": "日客流 * 日客流 as x"})
    for kind in ("csv", "json", "parquet", "gpkg"):
        with pytest.raises(QueryFailedError):
            export(serving=serving, fields=FIELDS, query=query, format=kind)


@pytest.mark.parametrize("kind", ["ndjson", "xml"])
def test_failure_after_the_first_byte_is_raised_by_the_stream(tmp_path: Path, kind: str) -> None:
    fields = (Field("数", LogicalType.INTEGER),)
    stations.released(home=tmp_path, fields=fields, rows=[(1,)] * 300_000 + [(2**62,)])
    query = parse_query(fields=fields, params={"select": "数 * 4 as 积"})
    path = stations.serving(tmp_path)
    stream = export(serving=path, fields=fields, query=query, format=kind)
    assert next(stream)
    with pytest.raises(QueryFailedError):
        list(stream)


def test_too_many_rows_for_a_worksheet_are_refused(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", permits.ROWS - 1)
    query = parse_query(fields=permits.FIELDS, params={})
    with pytest.raises(XlsxTooLargeError) as error:
        export(serving=large, fields=permits.FIELDS, query=query, format="xlsx")
    assert (error.value.status, error.value.facts["rows"]) == (413, permits.ROWS)


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("名称", "名称"),
        ("PM2.5", "PM2.5"),
        ("2020年", "_x0032_020年"),
        ("面积(平方米)", "面积_x0028_平方米_x0029_"),
        ("a b", "a_x0020_b"),
        ("_x0020_", "_x005F_x0020_"),
        ("a_xyz", "a_xyz"),
        ("😀𠮷", "😀𠮷"),
        ("<&>", "_x003C__x0026__x003E_"),
        ("", "_x0000_"),
    ],
)
def test_column_name_becomes_an_element_and_back(name: str, element: str) -> None:
    assert element_name(name) == element
    assert column_name(element) == (name or "\x00")


def _measured(path: Path, kind: str, limit: int) -> tuple[int, int]:
    where = Path(__file__).parents[4]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(where), str(where / "src")])}
    command = [sys.executable, "-c", MEASURE, str(path), kind, str(limit)]
    size, peak = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()
    return int(size), int(peak)


def _nothing_left(path: Path) -> None:
    instance = export_instance(path)
    with instance.using(path) as attached:
        assert attached.users == 1
    deadline = time.monotonic() + 5
    while any(thread.name == "export" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [thread.name for thread in threading.enumerate() if thread.name == "export"] == []
