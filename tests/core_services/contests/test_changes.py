"""An announced contest is changed in ways that wrong nobody; each change is kept, public, and told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.core_services.contests.test_contests import (
    AT,
    BY,
    CRITERIA,
    DAY,
    SUBMITTING,
    TIMES,
    WORDS,
    contest,
    team,
    work,
)
from tests.core_services.data_requests.conftest import People, account, dataset, people

from zhanqiao.core_services.contests import operations, queries
from zhanqiao.core_services.contests.models import Contest, ContestVersion
from zhanqiao.core_services.contests.rules import (
    ContestRefusedError,
    ContestStepError,
    ContestWords,
    Criterion,
    Times,
)
from zhanqiao.core_services.following.operations import follow_subject
from zhanqiao.core_services.following.rules import Subject
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.notices.models import Notice

__all__ = ["contest", "people"]
LATER = replace(TIMES, submits_until=AT + 22 * DAY)
JUDGING = AT + 21 * DAY


def change(
    contest: str, words: ContestWords = WORDS, times: Times = TIMES, reason: str = "应参赛队要求", at: datetime = AT
) -> int:
    return operations.change_contest(contest_id=contest, words=words, times=times, reason=reason, by=BY, at=at)


def refused(contest: str, **said: object) -> set[str]:
    """Return the fields that were refused; nothing was kept."""
    with pytest.raises(ContestRefusedError) as error:
        change(contest, **said)  # type: ignore[arg-type]  # - fields by name
    assert not ContestVersion.objects.exists()
    return set(error.value.problems)


def test_a_later_deadline_is_kept_as_a_version_with_office_and_reason(contest: str, people: People) -> None:
    assert change(contest, times=LATER, at=AT + DAY) == 2
    assert Contest.objects.get().submits_until == AT + 22 * DAY
    told = queries.changes_of(contest_id=contest, card=ANONYMOUS)
    assert [(one.number, one.reason, one.at) for one in told] == [(2, "应参赛队要求", AT + DAY)]
    assert [(one.name.zh, one.old, one.new) for one in told[0].fields] == [
        ("提交截止", TIMES.submits_until, LATER.submits_until)
    ]
    assert list(ContestVersion.objects.values_list("number", "reason")) == [(1, ""), (2, "应参赛队要求")]
    assert AuditLine.objects.filter(action="contest.change").count() == 1


@pytest.mark.parametrize(
    ("moved", "refused_in"),
    [
        ({"submits_until": AT + 19 * DAY}, "submits_until"),
        ({"registers_until": AT + 11 * DAY}, "registers_until"),  # two days less to hand in
        ({"votes_until": None}, "votes_until"),
        ({"registers_from": AT + 2 * DAY}, "registers_from"),  # it begins now: that has passed
        ({"judged_until": AT + 29 * DAY}, "judged_until"),
    ],
)
def test_a_time_that_would_wrong_somebody_is_refused(
    contest: str, people: People, moved: dict[str, datetime | None], refused_in: str
) -> None:
    assert refused(contest, times=replace(TIMES, **moved)) == {refused_in}


def test_a_stage_that_closed_is_not_opened_again(contest: str, people: People) -> None:
    times = replace(TIMES, registers_until=AT + 12 * DAY, submits_until=AT + 22 * DAY)
    assert refused(contest, times=times, at=SUBMITTING) == {"registers_until"}


def test_seconds_that_no_form_tells_are_no_change(contest: str, people: People) -> None:
    Contest.objects.update(submits_until=TIMES.submits_until + timedelta(seconds=31))
    assert change(contest, words=replace(WORDS, title_zh="新名")) == 2
    assert [one.name.zh for one in queries.changes_of(contest_id=contest, card=ANONYMOUS)[0].fields] == ["中文标题"]


def test_prizes_tracks_and_datasets_are_added_and_never_go(contest: str, people: People) -> None:
    first, second = dataset("parks", "公园"), dataset("lakes", "湖泊")
    assert refused(contest, words=replace(WORDS, prizes_zh="没有奖金")) == {"prizes_zh"}
    assert refused(contest, words=replace(WORDS, tracks=("便民",))) == {"tracks"}
    more = replace(WORDS, prizes_zh="奖金\n人气奖", tracks=(*WORDS.tracks, "环境"), datasets=(first,))
    assert change(contest, words=more) == 2
    with pytest.raises(ContestRefusedError) as error:
        change(contest, words=replace(more, datasets=(second,)))
    assert set(error.value.problems) == {"datasets"}
    told = queries.changes_of(contest_id=contest, card=ANONYMOUS)[0].fields
    assert [(one.name.zh, one.new and one.new.zh) for one in told if hasattr(one.new, "zh")] == [
        ("奖项（中文）", "人气奖"),
        ("赛道", "环境"),
        ("使用的数据集", "公园"),
    ]


def test_criteria_change_until_works_are_due_and_no_longer(contest: str, people: People) -> None:
    other = replace(WORDS, criteria=(Criterion("c1", "创新", 50), CRITERIA[1]), rules_zh="新规则")
    assert refused(contest, words=other, at=JUDGING) == {"criteria", "rules_zh"}
    assert change(contest, words=other, at=SUBMITTING) == 2
    assert Contest.objects.get().criteria[0]["weight"] == 50


def test_without_a_reason_or_a_change_nothing_is_kept(contest: str, people: People) -> None:
    assert refused(contest, times=LATER, reason=" ") == {"reason"}
    assert refused(contest) == {"reason"}
    operations.cancel_contest(contest_id=contest, reason="停办", by=BY, at=AT)
    with pytest.raises(ContestStepError):
        change(contest, times=LATER)


def test_teams_jurors_and_followers_are_told_once(contest: str, people: People) -> None:
    follower, both, juror = (account(name, None) for name in ("follower", "both", "juror"))
    team(contest, people.citizen)
    work(contest, people.citizen)
    team(contest, both, name="二队")
    operations.appoint_juror(contest_id=contest, account_id=juror, by=BY, at=AT)
    for one in (follower, both):
        follow_subject(account_id=one, subject=Subject.CONTEST, key=contest, at=AT)
    Notice.objects.all().delete()
    change(contest, times=LATER, at=SUBMITTING)
    told = list(Notice.objects.values_list("account_id", flat=True))
    assert sorted(told) == sorted([people.citizen, follower, both, juror])


def test_more_time_for_the_jury_is_a_change_as_well(contest: str, people: People) -> None:
    until = AT + 33 * DAY
    operations.extend_judging(contest_id=contest, until=until, reason="作品多", by=BY, at=JUDGING)
    told = queries.changes_of(contest_id=contest, card=ANONYMOUS)
    assert [(one.number, one.reason, [each.name.zh for each in one.fields]) for one in told] == [
        (2, "作品多", ["评审截止", "公布结果"])
    ]


def test_a_dataset_that_nobody_may_see_any_more_is_not_named_and_stays(contest: str, people: People) -> None:
    first = dataset("parks", "公园")
    change(contest, words=replace(WORDS, datasets=(first,)))
    catalogue.withdraw_dataset(dataset_id=first, reason="含错误数据", by=BY, at=AT)
    assert change(contest, times=LATER) == 3
    assert list(Contest.objects.get().uses.values_list("dataset_id", flat=True)) == [first]
    told = [each.new for one in queries.changes_of(contest_id=contest, card=ANONYMOUS) for each in one.fields]
    assert "公园" not in str(told)
