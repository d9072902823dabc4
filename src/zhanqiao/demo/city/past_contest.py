"""A contest of the demo city that is over: three teams and works, two jurors, the result published. All are synthetic and say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from zhanqiao.core_services.contests import operations as contests
from zhanqiao.core_services.contests.queries import contests_for
from zhanqiao.core_services.contests.rules import ContestWords, TeamWords, Times, WorkWords
from zhanqiao.demo.city.contest import WORDS, dataset_named
from zhanqiao.people.accounts.rules import Role

PARKING, HOTLINE = "synthetic-parking-lots", "synthetic-hotline-cases"
DAYS = {
    "registers_from": -200,
    "registers_until": -170,
    "submits_until": -140,
    "votes_until": -130,
    "judged_until": -120,
}
RESULT_DAYS = -118
TITLE = "（合成数据）首届开放数据应用大赛"


class Entry(NamedTuple):
    """A made-up team with its work, and what two jurors gave it by criterion."""

    role: Role
    team: str
    track: str
    title: str
    text: str
    uses: str
    points: tuple[tuple[int, int, int, int], tuple[int, int, int, int]]


ENTRIES = (
    Entry(
        Role.citizen,
        "（合成）海风队",
        "便民服务",
        "（合成）附近哪里好停车",
        "在一张图上比较各区市停车场的泊位、收费和充电桩。演示用的虚构作品。",
        PARKING,
        ((92, 90, 85, 88), (88, 91, 84, 90)),
    ),
    Entry(
        Role.operator,
        "（合成）栈桥队",
        "城市治理",
        "（合成）热线里的城市",
        "按月看热线工单，找出办理最慢的诉求类型。演示用的虚构作品。",
        HOTLINE,
        ((84, 82, 90, 80), (86, 80, 88, 82)),
    ),
    Entry(
        Role.system_admin,
        "（合成）红瓦队",
        "便民服务",
        "（合成）泊位够不够",
        "把泊位数与热线中的停车诉求放在一起看。演示用的虚构作品。",
        PARKING,
        ((75, 78, 80, 72), (79, 76, 74, 70)),
    ),
)


def ensure_past_contest(*, accounts: Mapping[Role, str], department: str, app_id: str, at: datetime) -> bool:
    """Hold it once for a department (key), with the demo's app as the first work's; return whether it was made."""
    if any(one.title.zh == TITLE for one in contests_for(departments=None, at=at)):
        return False
    by, begun = accounts[Role.authority], at + timedelta(days=DAYS["registers_from"])
    moments = {name: at + timedelta(days=days) for name, days in DAYS.items()}
    times = Times(**moments, results_at=at + timedelta(days=RESULT_DAYS))
    contest_id = contests.draw_up_contest(department=department, words=_words(), times=times, by=by, at=begun)
    contests.announce_contest(contest_id=contest_id, by=by, at=begun)
    jurors = accounts[Role.officer], accounts[Role.reviewer]
    for one in jurors:
        contests.appoint_juror(contest_id=contest_id, account_id=one, by=by, at=begun)
    works = [_takes_part(contest_id, one, accounts, app_id if not n else "", at) for n, one in enumerate(ENTRIES)]
    _judge(contest_id, works, jurors, voters=(accounts[Role.authority],), at=at)
    contests.publish_result(contest_id=contest_id, by=by, at=at + timedelta(days=RESULT_DAYS))
    return True


def _words() -> ContestWords:
    used = tuple(one for one in (dataset_named(PARKING), dataset_named(HOTLINE)) if one)
    title_en = "(Synthetic) First contest of ideas with open data"
    return replace(WORDS, title_zh=TITLE, title_en=title_en, datasets=used)


def _takes_part(contest_id: str, entry: Entry, accounts: Mapping[Role, str], app_id: str, at: datetime) -> str:
    by = accounts[entry.role]
    team = TeamWords(name=entry.team, members=("（合成）陈明", "（合成）林悦"), members_public=True, track=entry.track)
    begun, handed = (timedelta(days=DAYS[name] - 10) for name in ("registers_until", "submits_until"))
    contests.register_team(contest_id=contest_id, words=team, by=by, at=at + begun)
    uses = tuple(one for one in (dataset_named(entry.uses),) if one)
    work = WorkWords(title=entry.title, text=entry.text, datasets=uses, app_id=app_id)
    return contests.hand_in_work(contest_id=contest_id, words=work, by=by, at=at + handed)


def _judge(contest_id: str, works: list[str], jurors: tuple[str, str], voters: tuple[str, ...], at: datetime) -> None:
    judging = at + timedelta(days=DAYS["votes_until"] - 2)
    for work_id, entry in zip(works, ENTRIES, strict=True):
        for juror, points in zip(jurors, entry.points, strict=True):
            given = {one.key: point for one, point in zip(WORDS.criteria or (), points, strict=True)}
            comment = "（合成评语）数据用得清楚。"
            contests.fill_in_sheet(
                contest_id=contest_id, work_id=work_id, points=given, comment=comment, by=juror, at=judging
            )
    for one in voters:
        contests.vote_for_work(contest_id=contest_id, work_id=works[0], by=one, at=judging)
