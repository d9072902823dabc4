"""The code samples, run as they are against a running site."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.live import LiveSite
from zhanqiao.portal.catalogue.rules import samples

pytestmark = pytest.mark.xdist_group("live")
PARAMETERS = {"where": "名称 = '八大关' OR 区市 = '黄岛区'", "order_by": "面积 desc", "limit": "2"}


def code(site: LiveSite, title: str) -> str:
    root = f"{site.url}/api/v1/tables/{site.table('parks')}"
    found = samples(rows_url=f"{root}/rows", csv_url=f"{root}/export.csv", parameters=PARAMETERS)
    return {one.title: one.code for one in found}[title]


def test_the_curl_sample_gives_the_rows(live_site: LiveSite) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        ["sh", "-c", code(live_site, "curl") + " --silent"], capture_output=True, text=True, check=True
    )
    assert [row["名称"] for row in json.loads(done.stdout)["data"]] == ["唐岛湾公园", "八大关"]


def test_the_python_sample_prints_the_rows(live_site: LiveSite) -> None:
    done = subprocess.run([sys.executable, "-c", code(live_site, "Python")], capture_output=True, text=True, check=True)
    assert [line.split("'")[3] for line in done.stdout.splitlines()] == ["唐岛湾公园", "八大关"]


def test_every_language_has_its_sample(live_site: LiveSite) -> None:
    titles = [one.title for one in samples(rows_url="a", csv_url="b", parameters={})]
    assert titles == ["URL", "curl", "Python", "JavaScript", "R"]
    assert code(live_site, "URL").endswith("&limit=2")
    assert "read.csv" in code(live_site, "R")
    assert "URLSearchParams" in code(live_site, "JavaScript")
