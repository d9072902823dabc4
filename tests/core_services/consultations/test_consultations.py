"""A draft lies open for thirty days, and what became of every opinion is published with its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.data_requests.conftest import People, people

from zhanqiao.core_services.consultations import operations, queries
from zhanqiao.core_services.consultations.rules import (
    ConsultationStepError,
    ConsultationTimesError,
    OpinionAgainError,
    OpinionWordsError,
    Outcome,
    OutcomeMissingError,
    Phase,
    TermTooShortError,
)
from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ENDS = AT + timedelta(days=30)
AFTER = ENDS + timedelta(days=1)
OFFICER = "officer"


@pytest.fixture
def draft(people: People) -> str:
    said = {"title": "停车管理办法（草案）", "explanation": "为何制定", "draft": "第一条"}
    return operations.draw_up_consultation(department="qingdao-transport", **said, by=OFFICER, at=AT)


def opened(draft: str, ends: datetime = ENDS, shortened: str = "") -> str:
    operations.open_consultation(
        consultation_id=draft, begins_at=AT, ends_at=ends, shortened=shortened, by=OFFICER, at=AT
    )
    return draft


def opinion(draft: str, by: str, text: str = "第一条应更明确", at: datetime = AT) -> str:
    return operations.give_opinion(consultation_id=draft, text=text, by=by, at=at)


def settled(opinion_id: str, outcome: Outcome = Outcome.ADOPTED, at: datetime = AFTER) -> None:
    operations.settle_opinion(opinion_id=opinion_id, outcome=outcome, reason="已修改第一条", by=OFFICER, at=at)


def test_thirty_days_or_a_reason_that_is_published(draft: str) -> None:
    with pytest.raises(TermTooShortError):
        opened(draft, ENDS - timedelta(seconds=1))
    with pytest.raises(ConsultationTimesError):
        opened(draft, AT)
    opened(draft, AT + timedelta(days=7), "汛期应急")
    assert queries.consultation_card(consultation_id=draft, at=AT).shortened == "汛期应急"


def test_a_beginning_in_the_past_does_not_count(draft: str) -> None:
    with pytest.raises(TermTooShortError):
        operations.open_consultation(
            consultation_id=draft,
            begins_at=AT - timedelta(days=20),
            ends_at=AT + timedelta(days=15),
            shortened="",
            by=OFFICER,
            at=AT,
        )


def test_it_begins_and_ends_by_the_clock_and_its_words_stay(draft: str, people: People) -> None:
    assert queries.public_consultations(at=AT) == ()
    with pytest.raises(ConsultationStepError):
        opinion(draft, people.citizen)
    opened(draft)
    assert [queries.consultation_card(consultation_id=draft, at=at).phase for at in (AT, ENDS)] == [
        Phase.RUNNING,
        Phase.OVER,
    ]
    with pytest.raises(ConsultationStepError):
        opinion(draft, people.citizen, at=ENDS)
    with pytest.raises(ConsultationStepError):
        operations.revise_consultation(consultation_id=draft, title="改", explanation="", draft="改", by=OFFICER, at=AT)


def test_opinions_are_kept_once_and_hold_nothing_personal(draft: str, people: People) -> None:
    opened(draft)
    opinion(draft, people.citizen)
    with pytest.raises(OpinionAgainError):
        opinion(draft, people.citizen, " 第一条应更明确 ")
    with pytest.raises(PersonalTextError):
        opinion(draft, people.citizen, "请致电13800138000")
    with pytest.raises(OpinionWordsError):
        opinion(draft, people.citizen, " ")
    for number in range(9):
        opinion(draft, people.citizen, f"意见{number}")
    with pytest.raises(OpinionAgainError):
        opinion(draft, people.citizen, "又一条")
    assert opinion(draft, people.other)
    assert queries.consultation_card(consultation_id=draft, at=AT).count == 11


def test_every_opinion_gets_its_outcome_before_they_are_published(draft: str, people: People) -> None:
    opened(draft)
    first = opinion(draft, people.citizen)
    second = opinion(draft, people.other, "不必收费", at=AT + timedelta(hours=1))
    with pytest.raises(ConsultationStepError):
        settled(first, at=AT)
    settled(first)
    with pytest.raises(OutcomeMissingError) as missing:
        operations.publish_outcomes(consultation_id=draft, summary="共2条", by=OFFICER, at=AFTER)
    assert missing.value.facts == {"count": 1}
    settled(second, Outcome.DECLINED)
    operations.publish_outcomes(consultation_id=draft, summary="共2条，采纳1条", by=OFFICER, at=AFTER)
    (card,) = queries.public_consultations(at=AFTER)
    shown = queries.opinions_of(consultation_id=draft)
    assert (card.phase, card.summary) == (Phase.ANSWERED, "共2条，采纳1条")
    assert [(one.outcome_text and one.outcome_text.zh, one.reason) for one in shown] == [
        ("采纳", "已修改第一条"),
        ("未采纳", "已修改第一条"),
    ]
    assert people.citizen not in repr(shown)
    told = Notice.objects.filter(kind="consultation").values_list("account_id", "url")
    assert set(told) == {(one, f"/consultations/{draft}/") for one in (people.citizen, people.other)}
    with pytest.raises(ConsultationStepError):
        settled(first)
