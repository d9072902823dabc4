"""'Which data do you want?': what a survey says of requests counts in their ranking, once, also after a merge."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from tests.core_services.data_requests.conftest import AT, People

from zhanqiao.core_services.data_requests import operations, queries
from zhanqiao.core_services.data_requests.rules import OpeningSort
from zhanqiao.core_services.surveys import operations as surveys
from zhanqiao.core_services.surveys.operations import Sent
from zhanqiao.core_services.surveys.rules import DefinitionFaultyError

pytestmark = pytest.mark.django_db
Committed = Callable[..., AbstractContextManager[Any]]


def asked(people: People, title: str) -> str:
    return operations.ask_for_opening(title=title, detail="出行", by=people.citizen, at=AT)


def definition(*requests: str) -> dict[str, Any]:
    options = [{"key": f"o{n}", "text": f"数据{n}", "request": one} for n, one in enumerate(requests)]
    question = {"key": "wishes", "kind": "multiple", "title": "您想要哪些数据？", "options": options}
    return {"format": "zhanqiao-survey/1", "title": "您想要哪些数据", "questions": [question]}


def surveyed(document: dict[str, Any], *choices: list[str]) -> None:
    made = surveys.draw_up(department="qingdao-parks", document=document, by="officer", at=AT)
    surveys.open_survey(survey_id=made, begins_at=AT, ends_at=AT + timedelta(days=9), by="officer", at=AT)
    for number, chosen in enumerate(choices):
        sent = Sent(said={"wishes": chosen}, respondent=f"browser:{number}", address=str(number), trap="", seconds=9)
        assert surveys.answer(survey_id=made, sent=sent, at=AT) == {}
    surveys.close_survey(survey_id=made, by="officer", at=AT)
    surveys.publish_results(survey_id=made, by="officer", at=AT)


def ranking() -> list[tuple[str, int, int]]:
    cards, _total = queries.opening_cards(words="", sort=OpeningSort.VOTES, limit=9)
    return [(one.title, one.votes, one.wishes) for one in cards]


def test_published_answers_move_a_request_up_and_small_numbers_count_as_none(
    people: People, django_capture_on_commit_callbacks: Committed
) -> None:
    first, second = asked(people, "公交到站"), asked(people, "停车位")
    operations.vote_for_opening(opening_id=first, by=people.other, at=AT)
    assert ranking() == [("公交到站", 2, 0), ("停车位", 1, 0)]
    with django_capture_on_commit_callbacks(execute=True):
        surveyed(definition(first, second), *[["o0", "o1"]] * 3, *[["o1"]] * 9, *[["o0"]] * 5)
    assert ranking() == [("停车位", 1, 12), ("公交到站", 2, 8)]
    with django_capture_on_commit_callbacks(execute=True):
        surveyed(definition(first), *[["o0"]] * 4, *[[]] * 5, ["o0"])
    assert ranking() == [("公交到站", 2, 13), ("停车位", 1, 12)]


def test_wishes_go_with_a_merge_and_are_counted_once(people: People) -> None:
    first, second, third = asked(people, "公交到站"), asked(people, "实时公交"), asked(people, "供热")
    counts = {first: 6, second: 7, "opn_000000000000": 9}
    for _ in range(2):
        assert operations.record_wishes(survey_id="srv_1", counts=counts, by="officer", at=AT) == 2
    operations.merge_opening(opening_id=second, into_id=first, by=people.authority, at=AT)
    assert ranking() == [("公交到站", 1, 13), ("供热", 1, 0)]
    operations.record_wishes(survey_id="srv_2", counts={second: 5, third: 20}, by="officer", at=AT)
    assert ranking() == [("供热", 1, 20), ("公交到站", 1, 18)]


def test_an_option_speaks_for_a_request_or_for_none() -> None:
    with pytest.raises(DefinitionFaultyError) as fault:
        surveys.draw_up(department="x", document=definition("everything"), by="officer", at=AT)
    assert fault.value.facts["place"] == "/questions/0/options/0/request"
