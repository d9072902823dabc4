"""What the API tells of requests and results: what, when, which office; never who."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.core_services.data_requests.conftest import AT, People
from tests.core_services.data_requests.test_applications import agreed
from zhanqiao.core_services.data_requests import operations
from zhanqiao.core_services.data_requests.rules import OpeningOutcome

pytestmark = pytest.mark.django_db


def asked(path: str) -> Any:
    answer = Client().get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_requests_are_listed_searched_and_shown_with_their_answer(people: People) -> None:
    first, second = (
        operations.ask_for_opening(title=title, detail="出行", by=people.citizen, at=AT) for title in ("公交", "停车位")
    )
    operations.answer_opening(
        opening_id=first, outcome=OpeningOutcome.PLANNED, answer="明年开放", dataset_id=None, office_id=None,
        by=people.authority, at=AT,
    )  # fmt: skip
    listed = asked("/requests?sort=answered")
    assert ([one["id"] for one in listed["data"]], listed["total"], listed["limits"]) == ([first, second], 2, [])
    assert [one["title"] for one in asked("/requests?q=停车&limit=1")["data"]] == ["停车位"]
    assert asked("/requests?limit=500")["limits"][0]["code"] == "page-size"
    assert [one["id"] for one in asked(f"/requests?q={first}")["data"]] == [first]
    long = asked("/requests?q=停车位 {1} 2 3 4 5 6 7 8")["limits"]
    assert [(one["code"], one["en"]) for one in long] == [
        ("search-words", "Too many words or too long: only '停车位 {1} 2 3 4 5 6 7' was looked for")
    ]
    shown = asked(f"/requests/{first}")
    assert (shown["data"]["answer"], shown["data"]["office"]["en"], shown["data"]["outcome"]) == (
        "明年开放",
        "Qingdao Big Data Bureau",
        "planned",
    )
    assert [step["state"]["en"] for step in shown["steps"]] == ["received", "answered"]
    assert people.citizen not in str(shown) + str(listed)
    assert people.authority not in str(shown)


def test_results_are_listed_without_the_applicant(wells: str, people: People) -> None:
    agreed(wells, people, applicant="绝密申请人", purpose="绝密用途")
    found = asked("/requests/results")
    assert (found["total"], found["data"][0]["consented"], found["data"][0]["dataset"]) == (1, True, "wells")
    assert "绝密" not in str(found)


def test_what_does_not_exist_or_is_misspelt_is_refused(people: People) -> None:
    statuses = [Client().get(f"/api/v1{path}").status_code for path in ("/requests/opn_none", "/requests?sorted=votes")]
    assert statuses == [404, 400]
