"""On a state folder without an up-to-date database every command that needs one refuses, and says what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.live import environment

from zhanqiao.cli import COMMANDS
from zhanqiao.kit.commands import NotPreparedError

REFUSING = {
    "work": [[]],
    "instant": [[]],
    "permit": [["a", "--reason", "测试程序"]],
    "publish": [["a.csv", "--dataset", "a", "--department", "a"]],
    "harvest": [["list"]],
    "holidays": [["show"]],
    "compare": [["list"]],
    "nodes": [["list"], ["revoke", "n"]],
    "exchange": [["counters", "--department", "a"]],
    "receipts": [["keys"], ["show", "t"]],
    "connectors": [["list"]],
    "returns": [["list"]],
    "alerts": [["list"]],
    "accounts": [["list"]],
    "standards": [["list"]],
    "search": [["rebuild"], ["query", "公交"]],
}
# They make the database, or run without one, or must also work on that of an earlier release.
OTHERS = {"serve", "prepare", "ingest", "push", "backup", "restore", "demo", "audit"}
RUN_ALL = """
import contextlib, io, json, sys
from zhanqiao.cli import main
told = {}
for line in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = main(line)
    told[" ".join(line)] = [code, said.getvalue()]
json.dump(told, sys.stdout)
"""
LINES = [[name, *rest] for name, every in REFUSING.items() for rest in every]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What each command says on an empty state folder; one process runs them all."""
    found = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        input=json.dumps(LINES),
        env=environment(home=tmp_path_factory.mktemp("empty")),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return {line: (code, said) for line, (code, said) in json.loads(found.stdout).items()}


def test_every_command_either_needs_the_database_or_has_a_reason_not_to() -> None:
    assert (set(REFUSING) | OTHERS, set(REFUSING) & OTHERS) == (set(COMMANDS), set())


@pytest.mark.parametrize("line", [" ".join(line) for line in LINES])
def test_a_command_without_a_prepared_database_is_refused(told: dict[str, tuple[int, str]], line: str) -> None:
    code, said = told[line]
    refused = 2 if line.startswith("publish") else 1
    sentence = f"{NotPreparedError.sentence.zh}\n{NotPreparedError.sentence.en}\n"
    assert (code, said[-len(sentence) :]) == (refused, sentence)
