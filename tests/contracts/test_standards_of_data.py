"""Data standards through the command line, the API and the pages: from a code list to the cells that break it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live import LiveSite, environment, serving

pytestmark = pytest.mark.xdist_group("standards")
CODES = "代码,名称,失效日期,后继代码\n市南区,市南,,\n崂山区,崂山,,\n李沧区,李沧,,\n黄岛区,黄岛,2012-12-31,市南区\n"
ELEMENTS = """
[[element]]
key = "district"
name_zh = "区市"
name_en = "District"
definition_zh = "区市的名称。"
object_class = "行政区划"
property = "名称"
format = "an..20"
code_list = "districts"

[[element]]
key = "fee"
name_zh = "门票"
name_en = "Entrance fee"
definition_zh = "以元计的门票。"
object_class = "景点"
property = "价格"
format = "n..5,2"
unit = "元"
minimum = 0
maximum = 50
synonyms = ["票价"]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with two elements, bound to columns of the parks."""
    folder = tmp_path_factory.mktemp("standards")
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    (folder / "elements.toml").write_text(ELEMENTS, encoding="utf-8")
    with serving(home=folder / "home", WORKERS="1") as made:
        done(made, "import-codes", "districts", str(folder / "codes.csv"), "--title", "区市", "--title-en", "Districts")
        done(made, "import-elements", str(folder / "elements.toml"))
        for key in ("district", "fee"):
            done(made, "move", key, "consultation")
            done(made, "move", key, "published")
        for column, key in (("区市", "district"), ("门票", "fee")):
            done(made, "bind", made.table("parks"), column, key)
        yield made


def done(site: LiveSite, *words: str) -> str:
    run = site.run("standards", *words)
    assert run.returncode == 0, run.stderr
    return run.stdout


def attempted(site: LiveSite, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhanqiao.cli", "standards", *words]
    return subprocess.run(command, env=environment(home=site.home), capture_output=True, text=True, check=False)


def get(site: LiveSite, path: str) -> Any:
    answer = requests.get(f"{site.url}/api/v1{path}", timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_value_is_held_against_its_element(site: LiveSite) -> None:
    found = {one["column"]: one for one in get(site, f"/tables/{site.table('parks')}/conformance")["data"]}
    assert (found["区市"]["tried"], found["区市"]["faults"]) == (5, {"retired": 1})
    assert found["区市"]["examples"] == {"retired": ["黄岛区"]}
    assert (found["门票"]["wrong"], found["门票"]["faults"]) == (2, {"range": 2})
    assert attempted(site, "check", site.table("parks")).returncode == 2


def test_an_element_tells_what_it_is_and_where_it_is_used(site: LiveSite) -> None:
    found = get(site, "/elements/fee")
    assert found["data"]["format_text"]["en"] == "digits, at most 5, 2 of them decimals"
    assert [one["stage"]["en"] for one in found["history"]] == ["published", "in consultation"]
    assert [(one["table"], one["column"]) for one in found["uses"]] == [(site.table("parks"), "门票")]
    assert {one["key"] for one in get(site, "/elements")["data"]} == {"district", "fee"}


def test_a_code_list_is_shown_as_of_a_day_and_goes_round(site: LiveSite, tmp_path: Path) -> None:
    assert len(get(site, "/code-lists/districts")["data"]) == 4
    assert {one["code"] for one in get(site, "/code-lists/districts?on=2026-01-01")["data"]} == {
        "市南区",
        "崂山区",
        "李沧区",
    }
    text = requests.get(f"{site.url}/api/v1/code-lists/districts.csv", timeout=30).content
    (tmp_path / "again.csv").write_bytes(text)
    done(site, "import-codes", "districts", str(tmp_path / "again.csv"), "--title", "区市")
    assert requests.get(f"{site.url}/api/v1/code-lists/districts.csv", timeout=30).content == text


def test_a_faulty_table_changes_nothing(site: LiveSite, tmp_path: Path) -> None:
    before = get(site, "/code-lists/districts")["data"]
    (tmp_path / "bad.csv").write_text("代码,名称\n市南区,市南\n市南区,又是\n", encoding="utf-8")
    refused = attempted(site, "import-codes", "districts", str(tmp_path / "bad.csv"), "--title", "区市")
    assert refused.returncode != 0
    assert "第 3 行" in refused.stderr
    assert get(site, "/code-lists/districts")["data"] == before


def test_a_contract_names_the_elements(site: LiveSite) -> None:
    found = get(site, f"/tables/{site.table('parks')}/contract.json")
    assert (found["kind"], found["apiVersion"], found["status"]) == ("DataContract", "v3.0.2", "active")
    properties = {one["name"]: one for one in found["schema"][0]["properties"]}
    assert properties["区市"]["authoritativeDefinitions"][0]["url"].endswith("/elements/district")
    assert properties["面积"]["logicalType"] == "number"


def test_pages_show_the_same_in_both_languages(site: LiveSite) -> None:
    def page(path: str) -> str:
        answer = requests.get(f"{site.url}{path}", timeout=30)
        assert answer.status_code == 200
        return answer.text

    assert "门票" in page("/standards/")
    assert "Entrance fee" in page("/en/standards/elements/fee/")
    assert "黄岛" in page("/standards/codes/districts/")
    assert "黄岛区" not in page("/standards/codes/districts/?q=市南")
    quality = page("/datasets/parks/quality/").partition('id="conformance"')[2]
    assert "<code>黄岛区</code>" in quality
    assert requests.get(f"{site.url}/standards/elements/nowhere/", timeout=30).status_code == 404


def test_a_draft_is_seen_by_nobody_and_suggestions_say_why(site: LiveSite, tmp_path: Path) -> None:
    (tmp_path / "more.toml").write_text(ELEMENTS.replace('"district"', '"district-draft"', 1), encoding="utf-8")
    done(site, "import-elements", str(tmp_path / "more.toml"))
    assert requests.get(f"{site.url}/api/v1/elements/district-draft", timeout=30).status_code == 404
    told = done(site, "suggest", site.table("parks"))
    assert "门票\tfee\t" in told
    assert "district-draft" not in told
