"""Requests found by number, title, text and state; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core_services.data_requests.conftest import AT, TRANSPORT, People, dataset
from tests.core_services.data_requests.test_applications import PROOF
from tests.core_services.data_requests.test_rules import application
from tests.core_services.data_requests.test_sharing import FORM

from zhanqiao.core_services.data_requests import operations, queries
from zhanqiao.core_services.data_requests.queries import wanted
from zhanqiao.core_services.data_requests.rules import OpeningSort
from zhanqiao.people.departments.queries import department_card

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def wells_application(wells: str, people: People) -> str:
    form = application(purpose="地下水位 Research 100%", security="专人保管")
    return operations.submit_application(dataset_id=wells, form=form, files=PROOF, by=people.citizen, at=AT)


@pytest.fixture
def parks_application(people: People) -> str:
    parks = dataset("parks", "公园", open_type="conditional", open_condition="签订协议")
    form = application(purpose="绿地评估", security="加密存放")
    return operations.submit_application(dataset_id=parks, form=form, files=PROOF, by=people.other, at=AT + HOUR)


def found(words: str, state: str = "") -> list[str]:
    listed = queries.applications_for(departments=None, limit=10, narrow=wanted(words=words, state=state))
    assert listed.total == len(listed.lines)
    return [one.id for one in listed.lines]


def test_applications_are_found_by_every_word_of_title_and_text(wells_application: str, parks_application: str) -> None:
    both = [parks_application, wells_application]
    assert found("") == both
    assert found("地下水监测井") == found("WELLS") == found("地下水位") == found("专人 research") == [wells_application]
    assert found("100%") == found("%") == [wells_application]
    assert found("绿地 专人") == found("_") == []
    assert found("园林和林业局") == both


def test_an_application_is_found_by_its_number_in_any_case(wells_application: str, parks_application: str) -> None:
    assert found(wells_application) == found(wells_application.upper()) == [wells_application]
    assert found(wells_application[:-1]) == []


def test_applications_are_found_by_state(wells_application: str, parks_application: str, people: People) -> None:
    operations.pass_application_on(application_id=wells_application, by=people.authority, at=AT)
    assert (found("", "deciding"), found("", "submitted")) == ([wells_application], [parks_application])
    assert found("绿地", "deciding") == found("", "answered") == []


def test_who_applied_finds_their_own_only(wells_application: str, parks_application: str, people: People) -> None:
    def mine(account: str, words: str) -> list[str]:
        return [one.id for one in queries.applications_of(account_id=account, narrow=wanted(words=words))]

    assert (mine(people.citizen, "地下水"), mine(people.other, "地下水")) == ([wells_application], [])
    assert mine(people.citizen, parks_application) == []


def test_an_office_finds_what_concerns_it_only(wells_application: str, people: People) -> None:
    transport = frozenset({department_card(key_or_code=TRANSPORT).id})
    for words in ("地下水", wells_application):
        narrow = wanted(words=words)
        assert queries.applications_for(departments=transport, limit=10, narrow=narrow).total == 0


def test_sharing_requests_are_found_by_the_office_that_asks(wells: str, people: People) -> None:
    asker = department_card(key_or_code=TRANSPORT).id
    made = operations.draw_up_sharing(dataset_id=wells, asker_id=asker, form=FORM, by=people.transport_officer, at=AT)

    def ids(words: str) -> list[str]:
        listed = queries.sharing_for(departments=None, limit=10, narrow=wanted(words=words))
        return [one.id for one in listed.lines]

    assert ids("交通运输局") == ids("联合监管") == ids(made) == ids("地下水 三定方案") == [made]
    assert ids("供热") == []


def test_openings_are_found_by_number_in_the_public_list_and_by_who_follows_them(people: People) -> None:
    heating, parking = (
        operations.ask_for_opening(title=title, detail="方便出行", by=people.citizen, at=AT)
        for title in ("供热", "停车位")
    )
    public = [queries.opening_cards(words=one, sort=OpeningSort.NEWEST, limit=10) for one in (heating, "停车", "出行")]
    assert [({one.id for one in cards}, total) for cards, total in public] == [
        ({heating}, 1),
        ({parking}, 1),
        ({heating, parking}, 2),
    ]
    followed = queries.openings_of(account_id=people.citizen, narrow=wanted(words="供热"))
    assert [one.id for one in followed] == [heating]
    assert queries.openings_of(account_id=people.other, narrow=wanted(words="供热")) == ()
    assert queries.openings_for(departments=None, limit=1, narrow=wanted(words="出行")).total == 2


def test_a_list_says_that_it_is_cut(wells_application: str, parks_application: str) -> None:
    listed = queries.applications_for(departments=None, limit=1)
    assert ([one.id for one in listed.lines], listed.total, listed.is_cut) == ([parks_application], 2, True)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  公交 \n 到站 ", "公交 到站"),
        ("a\0b", "a b"),
        ("一 二 三 四 五 六 七 八 九", "一 二 三 四 五 六 七 八"),
        ("长" * 300, "长" * 100),
    ],
)
def test_what_is_looked_for_has_bounds_and_is_shown_as_it_was_used(words: str, kept: str) -> None:
    assert wanted(words=words).words == kept
