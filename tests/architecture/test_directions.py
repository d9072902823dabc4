"""The import contracts cover every module, and a forbidden import is found."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import house

PILLARS = ("people", "data_center", "core_services", "portal")


def _contract(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(house.CHECKOUT / ".importlinter", encoding="utf-8")
    return parser[f"importlinter:contract:{name}"]


def _modules(*pillars: str) -> set[str]:
    return {
        f"zhanqiao.{pillar}.{path.parent.name}"
        for pillar in pillars
        for path in (house.PACKAGE / pillar).glob("*/__init__.py")
        if path.parent.name != "migrations"
    }


def test_every_module_is_held_to_the_layers() -> None:
    assert set(_contract("inside")["containers"].split()) == _modules(*PILLARS)


def test_every_portal_module_is_held_apart() -> None:
    assert set(_contract("portal")["modules"].split()) == _modules("portal")


FORBIDDEN = [
    ("people/access/planted.py", "import zhanqiao.data_center.catalogue.queries\n", "1. Pillars"),
    ("data_center/storage/planted.py", "import zhanqiao.data_center.catalogue.queries\n", "2. Data center"),
    ("portal/workbench/planted.py", "import zhanqiao.portal.catalogue.urls\n", "4. Portal modules"),
    ("portal/workbench/planted.py", "import zhanqiao.data_center.catalogue.models\n", "by the window"),
    ("data_center/storage/engine/planted.py", "import django\n", "7. rules and engine"),
    ("portal/workbench/planted.py", "import duckdb\n", "imports duckdb"),
]


@pytest.mark.parametrize(("place", "line", "lesson"), FORBIDDEN, ids=[lesson for _, _, lesson in FORBIDDEN])
def test_a_forbidden_import_is_found(tmp_path: Path, place: str, line: str, lesson: str) -> None:
    copied = _copy_of_the_house(tmp_path)
    (copied / "src" / "zhanqiao" / place).write_text(line, encoding="utf-8")
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copied,
        env={"PYTHONPATH": f"{copied / 'src'}:{copied}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, lesson in result.stdout.replace("\n", " ")) == (1, True), result.stdout


def _copy_of_the_house(folder: Path) -> Path:
    for path in [*house.python_files(house.PACKAGE), *house.python_files(house.CHECKOUT / "tests" / "architecture")]:
        target = folder / path.relative_to(house.CHECKOUT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "tests" / "__init__.py").touch()
    (folder / ".importlinter").write_text(
        (house.CHECKOUT / ".importlinter").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return folder
