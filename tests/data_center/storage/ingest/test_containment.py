from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhanqiao.data_center.storage.engine import nursery
from zhanqiao.data_center.storage.engine.ingest import (
    IngestReport,
    Limits,
    RefusedFileError,
    command,
    understand_safely,
)
from zhanqiao.kit.progress import Step

MIB = 1 << 20


def made(folder: Path, content: bytes, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path, into: Path, limits: Limits, **more: object) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        understand_safely(path=path, into=into, limits=limits, **more)
    assert list(into.iterdir()) == []
    return caught.value


def many_rows(count: int) -> bytes:
    return b"id,name,value\n" + b"".join(b"%d,name%d,%d.5\n" % (n, n, n) for n in range(count))


def test_child_gives_the_same_report_and_files(tmp_path: Path) -> None:
    steps: list[Step] = []
    path = made(tmp_path, "编号,数量\nA1,1\nA2,约2\n".encode("gbk"))
    report = understand_safely(
        path=path, into=tmp_path / "out", limits=Limits(), filename="街道.csv", progress=steps.append
    )
    (table,) = report.tables
    assert (report.filename, table.encoding, table.rows) == ("街道.csv", "gb18030", 2)
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["街道.parquet"]
    assert {step.stage for step in steps} >= {"decode", "write"}
    assert IngestReport.from_dict(json.loads(json.dumps(report.as_dict()))) == IngestReport.from_dict(report.as_dict())


def test_refusal_of_the_child_is_raised_here(tmp_path: Path) -> None:
    refusal = refused(made(tmp_path, b"%PDF-1.7"), tmp_path / "out", Limits())
    assert refusal.code == "format-unknown"
    assert "data.csv" in refusal.text.zh


def test_deadline_kills_the_child(tmp_path: Path) -> None:
    started = time.monotonic()
    refusal = refused(made(tmp_path, many_rows(300_000)), tmp_path / "out", Limits(max_seconds=0))
    assert refusal.code == "too-slow"
    assert time.monotonic() - started < 20


def test_wish_to_cancel_kills_the_child(tmp_path: Path) -> None:
    refusal = refused(made(tmp_path, many_rows(300_000)), tmp_path / "out", Limits(), cancelled=lambda: True)
    assert refusal.code == "cancelled"


def test_memory_limit_ends_in_a_refusal(tmp_path: Path) -> None:
    """A sheet with one cell far to the right and far down asks the parser for seventeen billion cells."""
    path = tmp_path / "huge.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    refusal = refused(path, tmp_path / "out", Limits(max_memory_bytes=1536 * MIB, max_seconds=60))
    assert refusal.code in {"too-much-memory", "sheet-too-large"}


def test_memory_really_held_is_watched(tmp_path: Path) -> None:
    """Small objects, one by one: no single allocation is large, so only looking at the child helps."""
    rows = b",".join(b'{"a":%d,"b":"%d","c":[%d,%d]}' % (n, n, n, n + 1) for n in range(600_000))
    path = made(tmp_path, b'{"rows":{"x":[' + rows + b"]}}", "deep.json")
    refusal = refused(path, tmp_path / "out", Limits(max_memory_bytes=350 * MIB, max_seconds=60))
    assert refusal.code == "too-much-memory"


def test_a_table_of_thousands_of_columns_needs_little_memory(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(9_000))
    path = made(tmp_path, (header + "\n" + ",".join("1" for _ in range(9_000)) + "\n").encode(), "wide.csv")
    report = understand_safely(path=path, into=tmp_path / "out", limits=Limits(max_memory_bytes=2048 * MIB))
    assert [(table.rows, len(table.fields)) for table in report.tables] == [(1, 9_000)]


def test_child_does_not_see_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_SECRET_KEY", "not for parsers")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    nursery.end_all()  # the next is born of a process that starts now
    seen: dict[str, bytes] = {}

    def look(_: Step) -> None:
        seen.update({child: (Path("/proc") / child / "environ").read_bytes() for child in children_of(os.getpid())})

    understand_safely(path=made(tmp_path, many_rows(300_000)), into=tmp_path / "out", limits=Limits(), progress=look)
    assert len(seen) == 2  # the process that forks, and the child
    assert not any(b"not for parsers" in one or b"PYTHONSTARTUP" in one for one in seen.values())


def test_child_ends_with_its_parent(tmp_path: Path) -> None:
    path = made(tmp_path, many_rows(400_000))
    line = [
        sys.executable,
        "-m",
        "zhanqiao.data_center.storage.engine.ingest.command",
        str(path),
        "--to",
        str(tmp_path / "out"),
    ]
    with subprocess.Popen(
        line, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stderr=subprocess.DEVNULL
    ) as parent:
        children = until(lambda: found if len(found := children_of(parent.pid)) == 2 else None)
        os.kill(parent.pid, signal.SIGKILL)
    assert until(lambda: not any(command_line(child) for child in children)) is True
    assert list((tmp_path / "out").glob("*.parquet")) == []


def until(look: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.02)
    return None


def children_of(pid: int) -> list[str]:
    """Return the process that forks for ``pid``, and its children."""
    parents = {one.name: parent_of(one.name) for one in Path("/proc").glob("[0-9]*")}
    return [
        one
        for one, parent in parents.items()
        if str(pid) in (parent, parents.get(parent)) and b"ingest.child" in command_line(one)
    ]


def parent_of(pid: str) -> str:
    try:
        return (Path("/proc") / pid / "stat").read_text().rsplit(")", 1)[1].split()[1]
    except OSError:
        return ""


def command_line(pid: str) -> bytes:
    try:
        return (Path("/proc") / pid / "cmdline").read_bytes()
    except OSError:
        return b""


def test_command_writes_files_and_report(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path, "区划代码,名称\n370202,市南区\n370203,市北区\n".encode())
    report = tmp_path / "report.json"
    assert command.main([str(path), "--to", str(tmp_path / "out"), "--report", str(report)]) == 0
    value = json.loads(report.read_text(encoding="utf-8"))
    (table,) = value["tables"]
    assert value["file"] == "data.csv"
    assert table["columns"] == [
        {"name": "区划代码", "type": "text", "meaning": "division_code"},
        {"name": "名称", "type": "text"},
    ]
    assert (table["rows"], table["header_row"], table["encoding"], table["refused_rows"]) == (2, 1, "utf-8", 0)
    assert (tmp_path / "out" / table["parquet"]).is_file()
    assert "2 行 rows" in capfd.readouterr().err


def test_command_reports_a_refusal_in_both_languages(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.json"
    assert command.main([str(made(tmp_path, b"")), "--to", str(tmp_path / "out"), "--report", str(report)]) == 2
    value = json.loads(report.read_text(encoding="utf-8"))
    assert value["refused"]["code"] == "file-empty"
    assert "是空的" in value["refused"]["zh"]
    assert "is empty" in value["refused"]["en"]
    assert "是空的" in capfd.readouterr().err.replace("\n", "")
