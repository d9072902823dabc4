"""A running site: every indicator that is claimed has addresses where the evidence stands; every sheet its page and files."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import requests

from tests.live import LiveSite
from zhanqiao.core_services.statistics.rules import yardstick

pytestmark = pytest.mark.xdist_group("live")
SHEETS = ("use", "searches", "punctuality", "answers", "quality", "departments", "districts", "plan")


@pytest.fixture(scope="module")
def told(live_site: LiveSite) -> dict[str, Any]:
    return requests.get(f"{live_site.url}/statistics/self-assessment.json", timeout=120).json()


def test_every_claimed_indicator_has_evidence_that_stands_at_its_address(
    live_site: LiveSite, told: dict[str, Any]
) -> None:
    claimed = [one for one in told["indicators"] if one["claimed"]]
    faults = []
    for one in claimed:
        for proof in one["evidence"]:
            answer = requests.get(live_site.url + proof["url"], timeout=60)
            if answer.status_code != 200 or not proof["holds"] or proof["holds"].encode() not in answer.content:
                faults.append((one["id"], proof, answer.status_code))
    assert faults == []
    assert len(claimed) >= 12
    assert all(one["evidence"] for one in claimed)


def test_what_is_not_claimed_has_no_points_and_says_what_is_missing(told: dict[str, Any]) -> None:
    others = [one for one in told["indicators"] if not one["claimed"]]
    assert [(one["points"], "evidence" in one) for one in others] == [(0, False)] * len(others)
    assert all(one["gap"] for one in told["indicators"] if one["points"] < one["weight"])
    assert {one["id"] for one in told["indicators"]} == {
        one.id for part in yardstick().parts for one in part.indicators
    }
    assert told["points"] == pytest.approx(sum(one["points"] for one in told["indicators"]), abs=0.06)


@pytest.mark.parametrize("key", [*SHEETS, "self-assessment"])
def test_a_sheet_has_its_page_and_its_files(live_site: LiveSite, key: str) -> None:
    for prefix in ("", "/en"):
        assert requests.get(f"{live_site.url}{prefix}/statistics/{key}/", timeout=60).status_code == 200
    answer = requests.get(f"{live_site.url}/statistics/{key}.csv", timeout=60)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    document = requests.get(f"{live_site.url}/statistics/{key}.json", timeout=60).json()
    assert len(lines) - 1 == len(document["indicators" if key == "self-assessment" else "rows"])


def test_an_unknown_sheet_or_form_is_not_found(live_site: LiveSite) -> None:
    for path in ("none/", "use.xml", "none.csv"):
        assert requests.get(f"{live_site.url}/statistics/{path}", timeout=60).status_code == 404


def test_the_report_is_for_the_city_and_not_for_visitors(live_site: LiveSite) -> None:
    answer = requests.get(f"{live_site.url}/statistics/report.pdf", timeout=60, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login/")
