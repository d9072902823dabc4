"""Asking for data to be opened: votes, followers, answers, merged requests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core_services.data_requests.conftest import AT, TRANSPORT, People

from zhanqiao.core_services.data_requests import operations, queries
from zhanqiao.core_services.data_requests.operations import MergeRefusedError, PersonalTextError
from zhanqiao.core_services.data_requests.rules import (
    FormRefusedError,
    OpeningOutcome,
    OpeningSort,
    OpeningState,
    ReasonNeededError,
    RequestStepError,
)
from zhanqiao.core_services.deadlines.queries import waiting_for
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.notices.models import Notice

HOUR = timedelta(hours=1)


def ask(by: str, title: str = "公交到站时间", *, hours: int = 0) -> str:
    return operations.ask_for_opening(title=title, detail="出行更方便", by=by, at=AT + hours * HOUR)


def answered(opening: str, people: People, *, dataset: str | None = None, hours: int = 1) -> None:
    operations.answer_opening(
        opening_id=opening,
        outcome=OpeningOutcome.OPENED if dataset else OpeningOutcome.PLANNED,
        answer="将于明年开放",
        dataset_id=dataset,
        office_id=None,
        by=people.authority,
        at=AT + hours * HOUR,
    )


@pytest.mark.parametrize(
    ("title", "detail"),
    [
        ("我的电话13800138000", "出行"),
        ("公交", "请打 138 0013 8000 找我"),
        ("公交", "身份证11010119900307109X"),
    ],
)
def test_a_text_with_personal_data_is_refused_and_nothing_kept(people: People, title: str, detail: str) -> None:
    with pytest.raises(PersonalTextError):
        operations.ask_for_opening(title=title, detail=detail, by=people.citizen, at=AT)
    assert queries.opening_cards(words="", sort=OpeningSort.NEWEST, limit=10) == ((), 0)


def test_a_request_is_public_without_its_asker_and_waits_for_the_authority(people: People) -> None:
    opening = ask(people.citizen)
    card = queries.opening_card(opening_id=opening)
    assert (card.title, card.votes, card.state_text.zh) == ("公交到站时间", 1, "已受理")
    assert people.citizen not in repr(card)
    (waiting,) = waiting_for(card=card_of(account_id=people.authority), at=AT)
    assert (waiting.object_id, waiting.due.on.isoformat()) == (opening, "2026-12-24")


def test_an_account_votes_once_and_may_take_it_back(people: People) -> None:
    opening = ask(people.citizen)
    votes = [
        operations.vote_for_opening(opening_id=opening, by=people.other, at=AT),
        operations.vote_for_opening(opening_id=opening, by=people.other, at=AT),
        operations.unvote_opening(opening_id=opening, by=people.other, at=AT),
        operations.unvote_opening(opening_id=opening, by=people.other, at=AT),
    ]
    assert (votes, queries.opening_card(opening_id=opening).votes) == ([True, False, True, False], 1)


def test_votes_are_carried_over_once_by_a_merge(people: People) -> None:
    first, second = ask(people.citizen), ask(people.other, "实时公交")
    operations.vote_for_opening(opening_id=second, by=people.citizen, at=AT)
    operations.vote_for_opening(opening_id=second, by=people.parks_officer, at=AT)
    operations.merge_opening(opening_id=second, into_id=first, by=people.authority, at=AT)
    assert queries.opening_card(opening_id=first).votes == 3
    assert queries.opening_card(opening_id=second).merged_into == first
    operations.vote_for_opening(opening_id=second, by=people.authority, at=AT)
    assert queries.opening_card(opening_id=first).votes == 4
    (cards, total) = queries.opening_cards(words="", sort=OpeningSort.VOTES, limit=10)
    assert ([one.id for one in cards], total) == ([first], 1)
    with pytest.raises(MergeRefusedError):
        operations.merge_opening(opening_id=first, into_id=second, by=people.authority, at=AT)
    with pytest.raises(RequestStepError):
        answered(second, people)


def test_a_forwarded_request_waits_for_the_department_and_shows_its_office(people: People) -> None:
    opening = ask(people.citizen)
    operations.forward_opening(opening_id=opening, department=TRANSPORT, by=people.authority, at=AT)
    assert waiting_for(card=card_of(account_id=people.authority), at=AT) == ()
    assert len(waiting_for(card=card_of(account_id=people.transport_officer), at=AT)) == 1
    assert queries.opening_card(opening_id=opening).office.zh == "青岛市交通运输局"
    told = Notice.objects.filter(account_id=people.citizen, kind="opening").values_list("text_zh", flat=True)
    assert list(told) == ["您关注的数据需求“公交到站时间”：已转办"]


def test_an_answer_has_words_and_its_dataset_links_back(people: People, wells: str) -> None:
    opening = ask(people.citizen)
    with pytest.raises(ReasonNeededError):
        operations.answer_opening(
            opening_id=opening, outcome=OpeningOutcome.PLANNED, answer=" ", dataset_id=None, office_id=None,
            by=people.authority, at=AT,
        )  # fmt: skip
    with pytest.raises(FormRefusedError):
        operations.answer_opening(
            opening_id=opening, outcome=OpeningOutcome.OPENED, answer="已开放", dataset_id=None, office_id=None,
            by=people.authority, at=AT,
        )  # fmt: skip
    answered(opening, people, dataset=wells)
    (link,) = queries.fulfilled_by(dataset_id=wells)
    card = queries.opening_card(opening_id=link.id)
    assert (card.id, card.dataset_title.zh, card.office.zh, card.outcome_text.zh) == (
        opening,
        "地下水监测井",
        "青岛市大数据发展管理局",
        "已开放",
    )
    assert waiting_for(card=card_of(account_id=people.authority), at=AT) == ()


def test_the_list_is_searched_and_sorted(people: People) -> None:
    first, second, third = (
        ask(people.citizen),
        ask(people.citizen, "停车位", hours=1),
        ask(people.citizen, "供热", hours=2),
    )
    operations.vote_for_opening(opening_id=second, by=people.other, at=AT)
    answered(first, people)

    def ids(words: str, sort: OpeningSort, state: OpeningState | None = None) -> list[str]:
        return [one.id for one in queries.opening_cards(words=words, sort=sort, state=state, limit=10)[0]]

    assert ids("", OpeningSort.VOTES) == [second, third, first]
    assert ids("", OpeningSort.NEWEST) == [third, second, first]
    assert ids("", OpeningSort.ANSWERED) == [first, third, second]
    assert ids("停车 方便", OpeningSort.VOTES) == [second]
    assert ids("停车 到站", OpeningSort.VOTES) == []
    assert ids("", OpeningSort.NEWEST, OpeningState.ANSWERED) == [first]


def test_a_later_answer_without_a_dataset_forgets_the_earlier_one(people: People, wells: str) -> None:
    opening = ask(people.citizen)
    answered(opening, people, dataset=wells)
    answered(opening, people, hours=2)
    assert queries.opening_card(opening_id=opening).dataset_slug == ""
