"""Log lines go to a file a day, whole, from all processes at once, with the number of their request."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import time_machine
from tests.live import CHECKOUT, environment

from zhanqiao.config import logs
from zhanqiao.kit import request_ids

WRITER = """
import django, logging, sys
django.setup()
for number in range(300):
    logging.getLogger("writer").warning("x" * 300 + " %s %s", sys.argv[1], number)
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[logs.DayFile]:
    handler = logs.DayFile(tmp_path / "logs")
    plain = structlog.processors.JSONRenderer(ensure_ascii=False)
    pre_chain = [structlog.stdlib.add_log_level, logs._add_request_id]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=plain, foreign_pre_chain=pre_chain))
    yield handler
    handler.close()


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("tests", logging.INFO, __file__, 1, text, None, None)


def test_a_new_day_is_a_new_file(file: logs.DayFile, tmp_path: Path) -> None:
    for moment, text in (("2026-11-30T23:59:59Z", "旧"), ("2026-12-01T00:00:01Z", "新")):
        with time_machine.travel(moment, tick=False):
            file.emit(record(text))
    found = {path.name: json.loads(path.read_text())["event"] for path in sorted((tmp_path / "logs").iterdir())}
    assert found == {"2026-11-30.app.jsonl": "旧", "2026-12-01.app.jsonl": "新"}


def test_a_line_carries_the_number_of_the_request_it_was_written_for(file: logs.DayFile, tmp_path: Path) -> None:
    number = request_ids.begin("proxy-00000007")
    file.emit(record("in a request"))
    (path,) = (tmp_path / "logs").iterdir()
    assert (number, json.loads(path.read_text())["request_id"]) == ("proxy-00000007", "proxy-00000007")


def test_lines_follow_standard_error_when_it_was_replaced_and_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    replaced = io.StringIO()
    try:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(sys, "stderr", replaced)
            logs.configure({"level": "INFO", "to_file": False})  # as every command does
        replaced.close()
        logging.getLogger("mail.log").info("connection lost")
        assert json.loads(capsys.readouterr().err)["event"] == "connection lost"
    finally:
        root.handlers, root.level = handlers, level


@pytest.mark.parametrize("given", [None, "", "short", "a" * 65, 'x"}\n{"forged": 1', "空格 与中文字符"])
def test_a_number_that_is_not_plain_is_replaced(given: str | None) -> None:
    first, second = request_ids.begin(given), request_ids.begin(given)
    assert first not in (given, second)


def test_lines_of_several_processes_are_whole(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, name],
            cwd=CHECKOUT,
            env=environment(home=tmp_path),
            stderr=subprocess.DEVNULL,
        )
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    lines = [line for path in (tmp_path / "logs").iterdir() for line in path.read_text().splitlines()]
    events = {json.loads(line)["event"].split(" ", 1)[1] for line in lines}
    assert (len(lines), events) == (900, {f"{name} {number}" for name in "abc" for number in range(300)})
