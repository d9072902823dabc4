"""Runs a linkage in a process of its own, within memory and time, and reads its answer."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine.linkage.errors import LinkageError, LinkageTooLargeError, LinkageTooSlowError
from zhanqiao.data_center.storage.engine.linkage.model import (
    Different,
    FieldRule,
    Linked,
    MatchColumn,
    Source,
    Task,
)
from zhanqiao.data_center.storage.engine.nursery import born
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text

ANSWER = "answer.json"
MODULE = "zhanqiao.data_center.storage.engine.linkage.child"
MEMORY_WORDS = (b"MemoryError", b"Out of Memory", b"bad_alloc", b"Cannot allocate memory")
NO_COLUMNS = Text("没有比对列", "there is no match column")
NO_KEYS = Text("没有键列", "there is no key column")
UNKNOWN = Text("没有名为“{name}”的列", "there is no column '{name}'")
BROKE = Text("比对程序出错（{what}）", "the program broke off ({what})")


def linked(*, task: Task) -> Linked:
    """Link two tables, or one within itself. Limits: settings LINKAGE_MEMORY_BYTES and LINKAGE_SECONDS.

    Raises LinkageError (422) for columns that are not there, LinkageTooLargeError, LinkageTooSlowError.
    """
    order = _order(task)
    seconds = float(value("LINKAGE_SECONDS"))
    with tempfile.TemporaryDirectory(prefix="zhanqiao-linkage-") as folder, tempfile.TemporaryFile() as complaints:
        child = born(module=MODULE, complaints=complaints.fileno(), folder=Path(folder))
        try:
            child.obey(json.dumps(order).encode() + b"\n", timeout=seconds)
        except TimeoutError:
            raise LinkageTooSlowError(seconds=f"{seconds:g}") from None
        finally:
            child.kill()
        complaints.seek(0)
        answer = _understood(Path(folder) / ANSWER, complaints.read())
    return _linked(answer, task)


def _order(task: Task) -> dict[str, Any]:
    if not task.columns:
        raise LinkageError(reason_zh=NO_COLUMNS.zh, reason_en=NO_COLUMNS.en)
    if not any(one.key for one in task.columns):
        raise LinkageError(reason_zh=NO_KEYS.zh, reason_en=NO_KEYS.en)
    left, right = task.left, task.right
    return {
        "left": _side(left, [one.left for one in task.columns]),
        "right": _side(right, [one.right for one in task.columns]),
        "columns": [_match_column(task, one) for one in task.columns],
        "rules": [_rule(task, one) for one in task.rules],
        "method": task.method.value,
        "threshold": task.threshold,
        "one_to_one": task.one_to_one,
        "within": task.within,
        "memory": value("LINKAGE_MEMORY_BYTES"),
    }


def _match_column(task: Task, one: MatchColumn) -> dict[str, Any]:
    places = {"left": _column(task.left, one.left), "right": _column(task.right, one.right)}
    return {**places, "kind": one.kind.value, "key": one.key}


def _rule(task: Task, one: FieldRule) -> dict[str, Any]:
    places = {"left": _column(task.left, one.left), "right": _column(task.right, one.right)}
    return {**places, "how": one.how.value, "tolerance": one.tolerance, "codes": one.codes}


def _side(source: Source, match_columns: Sequence[str]) -> dict[str, Any]:
    names = [_column(source, name) for name in source.names or match_columns]
    return {"serving": str(source.serving), "names": names}


def _column(source: Source, name: str) -> str:
    columns = layout_of(source.fields).columns
    if name not in columns:
        said = UNKNOWN.filled(name=name)
        raise LinkageError(reason_zh=said.zh, reason_en=said.en)
    return columns[name]


def _understood(path: Path, complaints: bytes) -> dict[str, Any]:
    said = path.read_bytes() if path.is_file() else b""
    if said:
        answer: dict[str, Any] = json.loads(said)
        if "failed" not in answer:
            return answer
    if said or any(word in complaints for word in MEMORY_WORDS):
        raise LinkageTooLargeError(megabytes=value("LINKAGE_MEMORY_BYTES") >> 20)
    last = complaints.decode(errors="replace").strip().splitlines()[-1:] or ["?"]
    broke = BROKE.filled(what=last[0][:200])
    raise LinkageError(reason_zh=broke.zh, reason_en=broke.en)


def _linked(answer: dict[str, Any], task: Task) -> Linked:
    return Linked(
        pairs=tuple((left, right, probability) for left, right, probability in answer["pairs"]),
        only_left=answer["only_left"],
        only_right=answer["only_right"],
        vetoed=answer["vetoed"],
        ambiguous=answer["ambiguous"],
        differences=tuple(_different(one, task) for one in answer["differences"]),
        total=answer["total"],
        seconds=answer["seconds"],
    )


def _different(one: Sequence[Any], task: Task) -> Different:
    kind, left, right, number, left_value, right_value, names, time = one
    rule = task.rules[number] if number >= 0 else None
    return Different(
        kind=kind,
        left=left,
        right=right,
        left_column=rule.left if rule else "",
        right_column=rule.right if rule else "",
        left_value=left_value,
        right_value=right_value,
        name=tuple(names),
        time=time,
    )
