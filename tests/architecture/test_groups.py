"""The tests of a group run on one worker, whatever the versions of pytest and pytest-xdist."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture import house
from tests.groups import LONGEST, group_of, groups_in

HOOK = """
import pytest
from tests.groups import GroupScheduling
def pytest_xdist_make_scheduler(config, log):
    return GroupScheduling(config, log)
"""
GROUPED = """
import time, pytest
pytestmark = [pytest.mark.usefixtures("tmp_path"), pytest.mark.xdist_group("city")]
@pytest.mark.parametrize("number", range(6))
def test_one(number, worker_id):
    time.sleep(0.02)
    print("RAN", "city", worker_id)
"""
FREE = GROUPED.replace('pytest.mark.xdist_group("city")', "").replace('"city"', "__name__")
MODULES = ("test_c", "test_d", "test_e", "test_f")


def test_a_group_and_a_module_run_on_one_worker_and_others_on_both(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(HOOK)
    for name in ("test_a.py", "test_b.py"):
        (tmp_path / name).write_text(GROUPED)
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(FREE)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-rP", "-p", "no:cacheprovider"]
    told = subprocess.run(
        [*command, "-p", "xdist", str(tmp_path)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(house.CHECKOUT), "PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    ran = re.findall(r"^RAN (\w+) (gw\d)", told, re.MULTILINE)
    workers = {kind: {worker for one, worker in ran if one == kind} for kind in ("city", *MODULES)}
    assert (len(ran), {len(each) for each in workers.values()}) == (12 + 6 * len(MODULES), {1}), told
    assert len(set().union(*workers.values())) == 2, told


def test_groups_are_named_for_whole_modules() -> None:
    """Marks elsewhere would not be seen by the scheduler."""
    for path in house.python_files(house.CHECKOUT / "tests"):
        named = groups_in(ast.parse(path.read_text(encoding="utf-8")))
        assert named == [group for group in [group_of(path=path)] if group], path


def test_what_starts_first_is_there() -> None:
    paths = house.python_files(house.CHECKOUT / "tests")
    known = {str(path.relative_to(house.CHECKOUT)) for path in paths} | {group_of(path=path) for path in paths}
    assert set(LONGEST) <= known
