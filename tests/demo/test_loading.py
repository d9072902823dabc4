"""``zhanqiao demo load`` from an empty state folder, as bin/demo calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhanqiao.demo import stamp
from zhanqiao.demo.stamp import Login

SLUGS = ("qingdao-streets", "penguins", "china-divisions", "qingdao-metro")
SHOWN = """
import json, django
django.setup()
from zhanqiao.data_center.catalogue.queries import dataset_card
from zhanqiao.data_center.metadata.queries import dictionary
from zhanqiao.people.access.queries import ANONYMOUS
found = {}
for slug in ("qingdao-streets", "penguins", "china-divisions"):
    dataset = dataset_card(slug=slug, card=ANONYMOUS)
    found[slug] = {
        "title": dataset.title.as_dict(),
        "tables": [[table.title.zh, table.rows] for table in dataset.tables],
        "columns": [column.label.en for column in dictionary(table_id=dataset.tables[0].id)],
    }
print(json.dumps(found))
"""


def _run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHANQIAO_")}
    environment |= {"ZHANQIAO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhanqiao.config.settings"}
    return subprocess.run(  # our own interpreter and module
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("city")
    prepared = _run("-m", "zhanqiao.cli", "prepare", home=place)
    assert prepared.returncode == 0, prepared.stderr
    return place


@pytest.fixture(scope="module")
def loaded(home: Path) -> subprocess.CompletedProcess[str]:
    return _run("-m", "zhanqiao.cli", "demo", "load", "--only", *SLUGS, home=home)


def test_loading_says_what_was_done_and_what_is_missing(loaded: subprocess.CompletedProcess[str]) -> None:
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    assert "234 new departments, 3 new datasets; 0 were there." in loaded.stdout
    assert "1 datasets skipped, their sources are missing: qingdao-metro." in loaded.stdout


def test_the_demo_accounts_are_printed(loaded: subprocess.CompletedProcess[str]) -> None:
    lines = [line.split() for line in loaded.stdout.splitlines()]
    names = {line[0] for line in lines if len(line) > 1 and line[1] == "Zhanqiao-2026-demo"}
    assert names == {
        "citizen", "officer", "reviewer", "authority", "operator", "system_admin", "audit_admin", "security_admin",
    }  # fmt: skip


def test_a_citizen_sees_the_datasets_with_their_dictionaries(
    home: Path, loaded: subprocess.CompletedProcess[str]
) -> None:
    shown = _run("-c", SHOWN, home=home)
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout.splitlines()[-1])
    assert found["qingdao-streets"]["title"] == {
        "zh": "青岛市乡镇街道区划代码",
        "en": "Subdistricts and towns of Qingdao",
    }
    assert found["qingdao-streets"]["tables"] == [["乡镇街道", 141]]
    assert found["qingdao-streets"]["columns"] == ["Division code", "Subdistrict or town", "District code", "District"]
    assert found["china-divisions"]["tables"] == [["省级", 31], ["地级", 342], ["县级", 2978], ["乡级", 41352]]
    assert found["penguins"]["tables"] == [["企鹅", 344]]


def test_loading_again_finds_everything_there(home: Path, loaded: subprocess.CompletedProcess[str]) -> None:
    again = _run("-m", "zhanqiao.cli", "demo", "load", "--only", *SLUGS, home=home)
    assert "0 new departments, 0 new datasets; 3 were there." in again.stdout
    verified = _run("-m", "zhanqiao.cli", "audit", "verify", home=home)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_an_unknown_slug_is_refused_with_the_known_ones(home: Path) -> None:
    refused = _run("-m", "zhanqiao.cli", "demo", "load", "--only", "penguin", home=home)
    assert refused.returncode == 1
    assert "The demo city has no such datasets: penguin. Nothing was loaded." in refused.stderr


def test_accounts_are_printed_only_of_a_loaded_city(home: Path, loaded: subprocess.CompletedProcess[str]) -> None:
    told = _run("-m", "zhanqiao.cli", "demo", "accounts", home=home)
    assert (told.returncode, told.stdout) == (1, "")  # a part of the city is not the city


def test_the_stamp_holds_until_something_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "INDEX.csv").write_text("name,file\n", encoding="utf-8")
    monkeypatch.setenv("ZHANQIAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ZHANQIAO_DEMO_DATA", str(data))
    logins = [Login("citizen", "secret", "公众用户", "citizen")]
    before = stamp.read()
    stamp.write(logins=logins)
    kept = stamp.read()
    (data / "INDEX.csv").write_text("name,file\n港口,ports.json\n", encoding="utf-8")
    assert (before, kept, stamp.read()) == (None, logins, None)
