"""Where the installed packages keep their data files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

NODE_MODULES = Path(__file__).resolve().parents[4] / "node_modules"


class SourceMissingError(ZhanqiaoError):
    """A dataset's source is not installed or not in the folder of demo data; the others load all the same."""

    status = 404
    code = "demo-source-missing"
    sentence = Text(
        zh="缺少演示数据来源“{what}”，该数据集已跳过，其余照常装载。运行 bin/set-up 可装齐软件包。",
        en="The demo source '{what}' is missing; its dataset was skipped, the others load. bin/set-up installs all packages.",
    )


def npm(*, package: str, path: str) -> Path:
    """Return a file of an installed npm package. Raises SourceMissingError."""
    return _there(NODE_MODULES / package / path, what=f"npm {package}: {path}")


def pypi(*, distribution: str, path: str) -> Path:
    """Return a file of an installed Python distribution. Raises SourceMissingError."""
    try:
        found = metadata.distribution(distribution).locate_file(path)
    except metadata.PackageNotFoundError:
        raise SourceMissingError(what=f"PyPI {distribution}") from None
    return _there(Path(str(found)), what=f"PyPI {distribution}: {path}")


def json_of(*, path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_bytes())


def records_of(*, path: Path, prefix: str = "") -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file in UTF-8 as dictionaries; with ``prefix`` only lines that start with it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader([file.readline()]))
        lines = (line for line in file if line.startswith(prefix)) if prefix else file
        yield from csv.DictReader(lines, fieldnames=header)


def _there(path: Path, *, what: str) -> Path:
    if not path.is_file():
        raise SourceMissingError(what=what)
    return path
