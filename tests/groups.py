"""Which worker runs what: the tests of a group (``xdist_group``) run on one, so its costly fixtures are made once.

pytest-xdist 3.8 tells groups by the ends of node ids, which pytest 9.2 no longer lets it write; so the group is read where it
is said: in the module's ``pytestmark``.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

MARK = "xdist_group"


class GroupScheduling(LoadGroupScheduling):
    """Gives all tests of a group to one worker, every other test to the next that is free."""

    def _split_scope(self, nodeid: str) -> str:
        name = group_of(path=self.config.rootpath / nodeid.partition("::")[0])
        return name or super()._split_scope(nodeid)


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
