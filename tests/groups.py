"""Which worker runs what: the tests of a group (``xdist_group``), or of a module, run on one: its costly fixtures are made once.

pytest-xdist 3.8 tells groups by the ends of node ids, which pytest 9.2 no longer lets it write; so the group is read where it
is said: in the module's ``pytestmark``. What takes longest starts first, so that no worker is left with it when the other is done.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

MARK = "xdist_group"
LONGEST = (  # groups and modules that take minutes
    *("journeys", "live", "permissions", "written", "withdrawal", "city", "spark"),
    "tests/core_services/monitoring/test_backup.py",
    "tests/demo/test_loading.py",
)


class GroupScheduling(LoadGroupScheduling):
    """Gives all tests of a group to one worker, and so those of a module that names none."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return group_of(path=self.config.rootpath / module) or module

    def _assign_work_unit(self, node: WorkerController) -> None:
        for name in LONGEST:
            if name in self.workqueue:
                self.workqueue.move_to_end(name, last=False)
                break
        super()._assign_work_unit(node)


@cache
def group_of(*, path: Path) -> str | None:
    """Return the group that a module's ``pytestmark`` names, None when it names none."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            for name in groups_in(node):
                return name
    return None


def groups_in(tree: ast.AST) -> list[str]:
    """Return the groups that marks in a piece of code name, in their order."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == MARK and isinstance(call.args[0], ast.Constant)
    ]
