"""Ratings and remarks: once each, without who wrote, answered by the office under its clock, removed with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from tests.core_services.data_requests.conftest import People, account, dataset, people

from zhanqiao.core_services.conversation import operations, queries
from zhanqiao.core_services.conversation.models import CHANGES, Rating, RemarkStep
from zhanqiao.core_services.conversation.rules import (
    RemarkKind,
    RemarkState,
    RemarkStepError,
    SaidBeforeError,
    StarsError,
    Subject,
    TooManyRemarksError,
    WordsNeededError,
    likeness,
)
from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.core_services.deadlines.queries import waiting_for
from zhanqiao.data_center.catalogue.queries import DatasetCard, dataset_card
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS, card_of
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


class Ground(NamedTuple):
    """Who is there, and the dataset they talk about."""

    people: People
    parks: DatasetCard


@pytest.fixture
def ground(people: People) -> Ground:
    CHANGES.advance()
    dataset("parks", "公园")
    return Ground(people, dataset_card(slug="parks", card=ANONYMOUS))


def asked(ground: Ground, text: str = "坐标系是什么？", kind: RemarkKind = RemarkKind.QUESTION, hours: int = 0) -> str:
    at = AT + timedelta(hours=hours)
    return operations.say(kind=kind, text=text, dataset=ground.parks, is_private=False, by=ground.people.citizen, at=at)


def suggested(ground: Ground, text: str = "希望增加接口", *, is_private: bool = False) -> str:
    kind = RemarkKind.SUGGESTION
    return operations.say(kind=kind, text=text, dataset=None, is_private=is_private, by=ground.people.citizen, at=AT)


def rated(ground: Ground, by: str, stars: int, subject: Subject = Subject.DATA, reason: str = "") -> None:
    operations.rate(dataset=ground.parks, subject=subject, stars=stars, reason=reason, by=by, at=AT)


def test_an_average_is_shown_from_five_ratings_on_and_a_second_one_replaces_the_first(ground: Ground) -> None:
    raters = [account(f"rater{n}", None) for n in range(5)]
    for rater in raters[:4]:
        rated(ground, rater, 5)
    rated(ground, raters[0], 4)
    CHANGES.advance()
    assert queries.rating_of(subject=Subject.DATA, id=ground.parks.id) is None
    rated(ground, raters[4], 1, reason="坐标不准")
    CHANGES.advance()
    found = queries.rating_of(subject=Subject.DATA, id=ground.parks.id)
    assert found is not None
    assert (found.average, found.count, Rating.objects.count()) == (4.0, 5, 5)
    assert queries.rating_of(subject=Subject.CUSTODIAN, id=ground.parks.department.id) is None
    mine = frozenset({ground.parks.department.id})
    assert queries.rating_reasons(departments=mine, limit=9) == (("data", 1, "坐标不准"),)
    assert queries.rating_reasons(departments=frozenset(), limit=9) == ()
    line = AuditLine.objects.order_by("-seq")[0]
    assert (line.action, "坐标" in line.detail, "1" in line.detail) == ("rating.give", False, False)


def test_the_custodian_is_rated_once_for_all_its_datasets(ground: Ground) -> None:
    rated(ground, ground.people.citizen, 3, Subject.CUSTODIAN)
    dataset("trees", "行道树")
    trees = dataset_card(slug="trees", card=ANONYMOUS)
    given = {"subject": Subject.CUSTODIAN, "stars": 2, "reason": "", "by": ground.people.citizen, "at": AT}
    operations.rate(dataset=trees, **given)
    department = trees.department.id
    assert queries.my_stars(account_id=ground.people.citizen, dataset_id=trees.id, department_id=department) == {
        "custodian": 2
    }
    with pytest.raises(StarsError):
        rated(ground, ground.people.citizen, 6)


def test_a_question_waits_for_its_office_and_is_shown_with_the_answer(ground: Ground) -> None:
    made = asked(ground)
    assert queries.remarks_of(dataset_id=ground.parks.id, account_id=ground.people.other) == ()
    (mine,) = queries.remarks_of(dataset_id=ground.parks.id, account_id=ground.people.citizen)
    assert (mine.state, mine.is_mine) == (RemarkState.WAITING, True)
    (clock,) = waiting_for(card=card_of(account_id=ground.people.parks_officer), at=AT)
    assert (clock.object_id, clock.due.on.isoformat(), clock.duty.statutory) == (made, "2026-12-08", False)
    operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)
    assert len(waiting_for(card=card_of(account_id=ground.people.parks_officer), at=AT)) == 1
    operations.answer(remark_id=made, text="WGS84。", by=ground.people.parks_officer, at=AT)
    assert waiting_for(card=card_of(account_id=ground.people.parks_officer), at=AT) == ()
    (public,) = queries.remarks_of(dataset_id=ground.parks.id, account_id=None)
    assert (public.answer, public.office.zh) == ("WGS84。", "青岛市园林和林业局")
    assert {ground.people.citizen in repr(public), ground.people.parks_officer in repr(public)} == {False}
    told = Notice.objects.filter(account_id=ground.people.citizen, kind="remark").values_list("url", flat=True)
    assert list(told) == [f"/datasets/parks/conversation/#{made}"] * 2


def test_a_comment_is_done_with_when_it_is_shown(ground: Ground) -> None:
    made = asked(ground, "很有用", RemarkKind.COMMENT)
    operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)
    assert waiting_for(card=card_of(account_id=ground.people.parks_officer), at=AT) == ()
    assert [one.id for one in queries.remarks_for(departments=None, done=True)] == [made]
    with pytest.raises(RemarkStepError):
        operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)


def test_what_is_removed_leaves_its_reason_and_no_words(ground: Ground) -> None:
    made = asked(ground, "某某广告", RemarkKind.COMMENT)
    operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)
    with pytest.raises(WordsNeededError):
        operations.remove(remark_id=made, reason=" ", by=ground.people.parks_officer, at=AT)
    operations.remove(remark_id=made, reason="广告", by=ground.people.parks_officer, at=AT)
    (tomb,) = queries.remarks_of(dataset_id=ground.parks.id, account_id=None)
    assert (tomb.text, tomb.removal, tomb.state) == ("", "广告", RemarkState.REMOVED)
    assert queries.remark_card(remark_id=made).text == "某某广告"
    with pytest.raises(RemarkStepError):
        operations.answer(remark_id=made, text="谢谢", by=ground.people.parks_officer, at=AT)


def test_what_was_never_shown_leaves_nothing_to_the_public(ground: Ground) -> None:
    made = asked(ground)
    operations.remove(remark_id=made, reason="无关", by=ground.people.parks_officer, at=AT)
    assert queries.remarks_of(dataset_id=ground.parks.id, account_id=None) == ()
    assert len(queries.remarks_of(dataset_id=ground.parks.id, account_id=ground.people.citizen)) == 1


def test_the_third_reader_who_reports_hides_it_until_the_office_decides(ground: Ground) -> None:
    made = asked(ground, "人身攻击", RemarkKind.COMMENT)
    with pytest.raises(NotFoundError):
        operations.report(remark_id=made, reason="x", by=ground.people.other, at=AT)
    operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)
    readers = [ground.people.other, ground.people.other, ground.people.authority, ground.people.transport_officer]
    assert [operations.report(remark_id=made, reason="攻击", by=one, at=AT) for one in readers] == [False] * 3 + [True]
    assert queries.remarks_of(dataset_id=ground.parks.id, account_id=None) == ()
    (waiting,) = queries.remarks_for(departments=frozenset({ground.parks.department.id}), done=False)
    assert (waiting.id, waiting.reports) == (made, 3)
    operations.show(remark_id=made, by=ground.people.parks_officer, at=AT)
    fourth = account("fourth", None)
    assert operations.report(remark_id=made, reason="攻击", by=fourth, at=AT) is False
    verbs = RemarkStep.objects.filter(remark_id=made).values_list("verb", flat=True)
    assert list(verbs) == ["say", "show", "report", "report", "report", "hold", "show", "report"]


def test_suggestions_go_to_the_authority_and_private_ones_stay_private(ground: Ground) -> None:
    shown, private = suggested(ground), suggested(ground, "我的电话13800138000请联系", is_private=True)
    waiting = queries.remarks_for(departments=None, done=False)
    assert {one.id for one in waiting} == {shown, private}
    assert queries.remarks_for(departments=frozenset({ground.parks.department.id}), done=False) == ()
    for made in (shown, private):
        operations.answer(remark_id=made, text="已收到。", by=ground.people.authority, at=AT)
    assert [one.id for one in queries.suggestions(account_id=None)] == [shown]
    assert {one.id for one in queries.suggestions(account_id=ground.people.citizen)} == {shown, private}
    with pytest.raises(NotFoundError):
        operations.report(remark_id=private, reason="x", by=ground.people.other, at=AT)


def test_personal_data_and_the_same_words_again_are_refused(ground: Ground) -> None:
    with pytest.raises(PersonalTextError):
        asked(ground, "请致电13800138000")
    asked(ground, "坐标系是什么?")
    with pytest.raises(SaidBeforeError):
        asked(ground, "坐标系 是什么？？")
    assert asked(ground, "坐标系是什么？", hours=24 * 8)
    assert likeness(text="ＡＢ c！") == "abc"


def test_an_account_writes_so_much_a_day(ground: Ground) -> None:
    for number in range(10):
        asked(ground, f"第{number}个问题")
    with pytest.raises(TooManyRemarksError):
        asked(ground, "再问")
    assert asked(ground, "再问", hours=25)
