from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage.ingest.reading import Understood, read

from zhanqiao.data_center.storage.engine.ingest import RefusedFileError


def document(folder: Path, value: Any, name: str = "data.json") -> Understood:
    return read(folder, json.dumps(value, ensure_ascii=False), name=name)


def test_array_of_objects_is_a_table(tmp_path: Path) -> None:
    understood = document(tmp_path, [{"id": 1, "名称": "甲"}, {"id": 2, "值": 1.5}])
    assert [field.name for field in understood.table.fields] == ["id", "名称", "值"]
    assert [row[:2] for row in understood.rows] == [(1, "甲"), (2, None)]


def test_object_of_objects_keeps_its_keys(tmp_path: Path) -> None:
    understood = document(tmp_path, {"CNTAO": {"name": "青岛", "lat": 36.1}, "CNSHA": {"name": "上海", "lat": 31.2}})
    assert [row[:2] for row in understood.rows] == [("CNTAO", "青岛"), ("CNSHA", "上海")]
    assert "keyed-objects" in understood.codes()


@pytest.mark.parametrize("path", [["data"], ["result", "records"], ["response", "body", "list"]])
def test_records_are_found_inside_a_wrapper(tmp_path: Path, path: list[str]) -> None:
    value: Any = [{"a": 1}, {"a": 2}]
    for key in reversed(path):
        value = {"code": 200, key: value}
    understood = document(tmp_path, value)
    assert understood.rows == [(1,), (2,)]
    assert "side-fields" in understood.codes()


def test_columns_and_rows_apart_are_joined(tmp_path: Path) -> None:
    understood = document(tmp_path, {"columns": ["a", "b"], "data": [[1, "x"], [2, "y"]]})
    assert understood.rows == [(1, "x"), (2, "y")]


def test_single_object_is_one_row(tmp_path: Path) -> None:
    understood = document(tmp_path, {"title": "青岛港", "depth": 20, "berths": [{"no": 1}]})
    assert understood.rows == [("青岛港", 20, '[{"no": 1}]')]
    assert understood.types["berths"] == "json"


def test_nested_objects_become_columns_and_arrays_stay_json(tmp_path: Path) -> None:
    understood = document(tmp_path, [{"owner": {"name": "甲", "at": {"city": "青岛"}}, "tags": ["a", "b"]}] * 2)
    assert understood.types == {"owner.name": "text", "owner.at.city": "text", "tags": "json"}
    assert understood.rows[0] == ("甲", "青岛", '["a", "b"]')


def test_digits_of_numbers_are_kept(tmp_path: Path) -> None:
    understood = read(
        tmp_path, '[{"id": 9007199254740993123, "v": 0.10}, {"id": 9007199254740993124, "v": 0.25}]', "d.json"
    )
    assert [row[0] for row in understood.rows] == ["9007199254740993123", "9007199254740993124"]
    assert understood.types["v"] == "decimal"


def test_ndjson_keeps_broken_lines_as_refused_rows(tmp_path: Path) -> None:
    text = '{"a": 1}\n{"a": 2}\n{"a": oops}\n\n{"a": 3}\n'
    understood = read(tmp_path, text, name="data.ndjson")
    assert understood.rows == [(1,), (2,), (3,)]
    assert understood.refused == [["3", '{"a": oops}', "not-json"]]


def test_ndjson_under_the_name_json_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": 1}\n{"a": 2}\n', name="data.json").rows == [(1,), (2,)]


def test_broken_json_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, '{"a": [1, 2,\n}', name="data.json")
    assert refusal.value.code == "file-broken"
    assert "line 2, column 1" in refusal.value.text.en


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, "[" * 100_000 + "]" * 100_000, name="deep.json")
    assert refusal.value.code == "file-broken"
