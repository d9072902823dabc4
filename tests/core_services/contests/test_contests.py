"""A contest runs by its clock; jurors score blind; the result is a weighted mean with a rule for ties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from tests.core_services.data_requests.conftest import People, account, people

from zhanqiao.core_services.contests import operations, queries
from zhanqiao.core_services.contests.models import Contest, Sheet, Work
from zhanqiao.core_services.contests.rules import (
    ConflictError,
    ContestRefusedError,
    ContestStepError,
    ContestTimesError,
    ContestWords,
    Criterion,
    NameTakenError,
    OwnContestError,
    PointsError,
    SheetsMissingError,
    Stage,
    StageClosedError,
    State,
    TeamWords,
    Times,
    WorkWords,
    criteria_in,
    ranking,
    score_of,
    stage_of,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TIMES = Times(
    registers_from=AT,
    registers_until=AT + 10 * DAY,
    submits_until=AT + 20 * DAY,
    votes_until=AT + 25 * DAY,
    judged_until=AT + 30 * DAY,
    results_at=AT + 31 * DAY,
)
SUBMITTING, JUDGING, OVER = AT + 11 * DAY, AT + 21 * DAY, AT + 30 * DAY
CRITERIA = (Criterion("c1", "创新", 60), Criterion("c2", "实用", 40))
WORDS = ContestWords(title_zh="数据大赛", rules_zh="规则", prizes_zh="奖金", tracks=("便民", "产业"), criteria=CRITERIA)
BY = "organiser"


@pytest.fixture
def contest(people: People) -> str:
    made = operations.draw_up_contest(department="qingdao-parks", words=WORDS, times=TIMES, by=BY, at=AT)
    operations.announce_contest(contest_id=made, by=BY, at=AT)
    return made


@pytest.fixture
def jurors(contest: str) -> tuple[str, str, str]:
    made = tuple(account(f"juror{n}", None) for n in range(3))
    for one in made:
        operations.appoint_juror(contest_id=contest, account_id=one, by=BY, at=AT)
    return made  # type: ignore[return-value]  # - three of them


def team(contest: str, by: str, name: str = "海风队", at: datetime = AT, **more: object) -> str:
    said: dict[str, object] = {"name": name, "members": ("陈明", "林悦"), "members_public": False, "track": "便民"}
    return operations.register_team(contest_id=contest, words=TeamWords(**(said | more)), by=by, at=at)  # type: ignore[arg-type]  # - fields by name


def work(contest: str, by: str, title: str = "找车位", at: datetime = SUBMITTING, **more: str) -> str:
    words = WorkWords(title=title, text="说明", **more)  # type: ignore[arg-type]  # - texts alone are given
    return operations.hand_in_work(contest_id=contest, words=words, by=by, at=at)


def score(contest: str, work_id: str, by: str, first: int, second: int, at: datetime = JUDGING) -> None:
    points = {"c1": first, "c2": second}
    operations.fill_in_sheet(contest_id=contest, work_id=work_id, points=points, comment="好", by=by, at=at)


def test_the_stage_is_told_by_the_clock() -> None:
    moments = {
        AT - DAY: Stage.COMING,
        AT: Stage.REGISTRATION,
        TIMES.registers_until: Stage.SUBMISSION,
        TIMES.submits_until: Stage.JUDGING,
        TIMES.judged_until: Stage.OVER,
    }
    assert {at: stage_of(state=State.OPEN, times=TIMES, at=at) for at in moments} == moments
    assert stage_of(state=State.DRAFT, times=TIMES, at=AT) is Stage.HIDDEN


def test_a_result_is_the_weighted_mean_and_ties_are_told_apart() -> None:
    assert score_of(points={"c1": 100, "c2": 50}, criteria=CRITERIA) == 80
    sheets = {
        "b": [{"c1": 80, "c2": 80}, {"c1": 80, "c2": 80}],
        "a": [{"c1": 100, "c2": 50}, {"c1": 100, "c2": 50}],  # 80 as well, but more in the heaviest criterion
        "c": [{"c1": 80, "c2": 80}],
        "d": [{"c1": 1, "c2": 1}, {"c1": 2, "c2": 2}, {"c1": 2, "c2": 2}],
        "e": [],
    }
    found = ranking(sheets=sheets, criteria=CRITERIA)
    assert [(one.work_id, one.rank, one.shown) for one in found] == [
        ("a", 1, "80.00"),
        ("b", 2, "80.00"),
        ("c", 2, "80.00"),
        ("d", 4, "1.67"),
    ]
    assert found[-1].result == Fraction(5, 3)


def test_criteria_are_read_as_typed() -> None:
    assert criteria_in(text="创新，60\n实用: 40%") == CRITERIA
    assert criteria_in(text="创新") is None


@pytest.mark.django_db
def test_words_and_times_are_held_to(people: People) -> None:
    def drawn_up(words: ContestWords = WORDS, times: Times = TIMES) -> str:
        return operations.draw_up_contest(department="qingdao-parks", words=words, times=times, by=BY, at=AT)

    with pytest.raises(ContestRefusedError) as refused:
        drawn_up(ContestWords(title_zh="", rules_zh="规则", prizes_zh="奖", criteria=None))
    assert set(refused.value.problems) == {"title_zh", "criteria"}
    late = {"registers_from": AT, "registers_until": AT, "submits_until": AT, "judged_until": AT, "results_at": AT}
    with pytest.raises(ContestTimesError):
        drawn_up(times=Times(**late))
    made = drawn_up()
    with pytest.raises(ContestTimesError):
        operations.announce_contest(contest_id=made, by=BY, at=TIMES.submits_until)
    operations.announce_contest(contest_id=made, by=BY, at=AT)
    with pytest.raises(ContestStepError):
        operations.revise_contest(contest_id=made, words=WORDS, times=TIMES, by=BY, at=AT)


@pytest.mark.django_db
def test_each_is_taken_in_its_stage_alone(contest: str, people: People) -> None:
    with pytest.raises(StageClosedError):
        team(contest, people.citizen, at=TIMES.registers_until)
    team(contest, people.citizen)
    with pytest.raises(NameTakenError):
        team(contest, people.other)
    with pytest.raises(ContestRefusedError):
        team(contest, people.other, "潮队", track="无此赛道")
    with pytest.raises(StageClosedError):
        work(contest, people.citizen, at=AT)
    first = work(contest, people.citizen)
    assert work(contest, people.citizen, "找车位2") == first
    with pytest.raises(StageClosedError) as late:
        work(contest, people.citizen, at=TIMES.submits_until)
    assert "作品提交中" in late.value.text.zh
    assert Work.objects.get().title == "找车位2"
    with pytest.raises(NotFoundError):
        work(contest, people.other)
    with pytest.raises(NotFoundError):
        work(contest, people.citizen, app_id="app_000000000000")
    with pytest.raises(ContestRefusedError):
        work(contest, people.citizen, link="http://here")


@pytest.mark.django_db
def test_members_are_named_only_if_the_team_agrees(contest: str, people: People) -> None:
    team(contest, people.citizen)
    team(contest, people.other, "潮队", at=AT + DAY, members_public=True)
    assert [(one.name, one.members) for one in queries.team_cards(contest_id=contest)] == [
        ("海风队", ()),
        ("潮队", ("陈明", "林悦")),
    ]
    mine = queries.my_team(contest_id=contest, account_id=people.citizen)
    assert mine is not None
    assert mine.members == ("陈明", "林悦")


@pytest.mark.django_db
def test_jurors_score_blind_and_leave_out_what_they_have_an_interest_in(
    contest: str, jurors: tuple[str, str, str], people: People
) -> None:
    with pytest.raises(ConflictError):
        team(contest, jurors[0])
    team(contest, people.citizen)
    with pytest.raises(ConflictError):
        operations.appoint_juror(contest_id=contest, account_id=people.citizen, by=BY, at=AT)
    made = work(contest, people.citizen)
    with pytest.raises(StageClosedError):
        score(contest, made, jurors[0], 50, 50, at=SUBMITTING)
    with pytest.raises(NotFoundError):
        score(contest, made, people.other, 50, 50)
    with pytest.raises(PointsError):
        score(contest, made, jurors[0], 101, 50)
    score(contest, made, jurors[0], 90, 80)
    card = queries.contest_card(contest_id=contest, card=ANONYMOUS, at=JUDGING)
    own, others = (
        queries.tasks_of(contest=card, account_id=one, card=ANONYMOUS)[0].points for one in (jurors[0], jurors[1])
    )
    assert ([one for _, one in own], [one for _, one in others]) == ([90, 80], [None, None])
    operations.recuse(contest_id=contest, work_id=made, reason="同事", by=jurors[0], at=JUDGING)
    assert Sheet.objects.count() == 0
    with pytest.raises(ConflictError):
        score(contest, made, jurors[0], 90, 80)
    with pytest.raises(StageClosedError):
        score(contest, made, jurors[1], 90, 80, at=OVER)


@pytest.mark.django_db
def test_the_result_is_published_with_sheets_under_numbers(
    contest: str, jurors: tuple[str, str, str], people: People
) -> None:
    for by, name in ((people.citizen, "海风队"), (people.other, "潮队"), (people.parks_officer, "退出队")):
        team(contest, by, name)
    first, second = work(contest, people.citizen), work(contest, people.other, "看公园")
    gone = work(contest, people.parks_officer, "半途")
    operations.withdraw_team(contest_id=contest, by=people.parks_officer, at=SUBMITTING)
    with pytest.raises(NotFoundError):
        score(contest, gone, jurors[0], 1, 1)
    for juror in jurors[:2]:
        score(contest, first, juror, 90, 80)
    operations.recuse(contest_id=contest, work_id=second, reason="亲属", by=jurors[0], at=JUDGING)
    score(contest, second, jurors[1], 100, 100)
    operations.vote_for_work(contest_id=contest, work_id=second, by=people.authority, at=JUDGING)
    with pytest.raises(ConflictError):
        operations.vote_for_work(contest_id=contest, work_id=first, by=people.citizen, at=JUDGING)
    with pytest.raises(ContestStepError):
        operations.vote_for_work(contest_id=contest, work_id=first, by=people.authority, at=TIMES.votes_until or AT)
    with pytest.raises(StageClosedError):
        operations.publish_result(contest_id=contest, by=BY, at=JUDGING)
    with pytest.raises(SheetsMissingError) as missing:
        operations.publish_result(contest_id=contest, by=BY, at=OVER)
    assert missing.value.facts["count"] == 1
    more = OVER + 5 * DAY
    operations.extend_judging(contest_id=contest, until=more, reason="评分表不足", by=BY, at=OVER)
    score(contest, second, jurors[2], 70, 100, at=OVER)
    with pytest.raises(OwnContestError):
        operations.publish_result(contest_id=contest, by=jurors[0], at=more)
    operations.publish_result(contest_id=contest, by=BY, at=more)
    card = queries.contest_card(contest_id=contest, card=ANONYMOUS, at=more)
    lines = queries.results_of(contest=card, card=ANONYMOUS)
    assert [(one.work.title, one.rank, one.result, one.work.votes, one.recused) for one in lines] == [
        ("看公园", 1, "91.00", 1, (1,)),
        ("找车位", 2, "86.00", 0, ()),
    ]
    assert [(one.number, one.points, one.score) for one in lines[0].sheets] == [
        (2, (100, 100), "100.00"),
        (3, (70, 100), "82.00"),
    ]
    assert not any(one in repr(lines) for one in (*jurors, people.citizen, people.other, "陈明"))
    told = Notice.objects.filter(kind="contest", text_zh__contains="结果").values_list("account_id", flat=True)
    assert set(told) == {people.citizen, people.other}
    with pytest.raises(ContestStepError):
        operations.withdraw_team(contest_id=contest, by=people.citizen, at=more)
    verbs = set(AuditLine.objects.filter(object_id=contest).values_list("action", flat=True))
    assert {"contest.register", "contest.hand_in", "contest.score", "contest.recuse", "contest.publish"} <= verbs


@pytest.mark.django_db
def test_it_is_cancelled_with_a_reason(contest: str, people: People) -> None:
    team(contest, people.citizen)
    with pytest.raises(ContestRefusedError):
        operations.cancel_contest(contest_id=contest, reason="", by=BY, at=AT)
    operations.cancel_contest(contest_id=contest, reason="主办单位调整", by=BY, at=AT)
    (card,) = queries.public_contests(at=AT)
    assert (card.stage, card.cancellation) == (Stage.CANCELLED, "主办单位调整")
    assert list(Notice.objects.filter(kind="contest").values_list("account_id", flat=True)) == [people.citizen]
    assert Contest.objects.get().state == State.CANCELLED.value


@pytest.mark.django_db
def test_a_juror_without_sheets_is_dismissed(contest: str, jurors: tuple[str, str, str]) -> None:
    operations.dismiss_juror(contest_id=contest, number=2, by=BY, at=AT)
    assert [one.number for one in queries.jurors_of(contest_id=contest)] == [1, 3]
    with pytest.raises(NotFoundError):
        operations.dismiss_juror(contest_id=contest, number=2, by=BY, at=AT)
