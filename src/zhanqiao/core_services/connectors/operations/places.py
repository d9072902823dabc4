"""Folders and files of this machine: whoever defines a connector by a page reads only what the operator opened to the department."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.rules import Kind
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import cards_by_id

LOCAL = frozenset({Kind.SQLITE, Kind.FOLDER})


class PlaceRefusedError(ZhanqiaoError):
    """A path of this machine is not open to the department; nothing was read."""

    status = 422
    code = "connector-place-refused"
    sentence = Text(
        zh="路径“{path}”没有向本部门开放，没有读取任何内容。请运维人员把所在文件夹写入 ZHANQIAO_HARVEST_ALLOW（如 {department}=/srv/incoming）。",
        en="The path '{path}' is not open to the department; nothing was read. Ask the operator to name its folder in "
        "ZHANQIAO_HARVEST_ALLOW (such as {department}=/srv/incoming).",
    )


def require_place(connector: Connector, /) -> None:
    """Raise PlaceRefusedError where a page named a path that is not open to the connector's department.

    Looked at in every run, with links followed: what a folder leads to may change. What an operator registered by the command
    line is theirs to say.
    """
    if Kind(connector.kind) not in LOCAL or not connector.is_confined:
        return
    department = cards_by_id()[connector.department_id].key
    path = Path(str(connector.settings["path"])).resolve()
    if not any(folder == path or folder in path.parents for folder in _opened(department)):
        raise PlaceRefusedError(path=connector.settings["path"], department=department)


def _opened(department: str) -> Iterator[Path]:
    """Yield the folders of the operator's list that are everybody's or this department's."""
    for entry in str(value("HARVEST_ALLOW")).split(","):
        whose, _, path = entry.strip().rpartition("=")
        if path.startswith("/") and whose in {"", department}:
            yield Path(path).resolve()
