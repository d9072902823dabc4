"""A contest of the demo city in the stage in which works are handed in, with two teams and one work. All say that they are examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from zhanqiao.core_services.contests import operations as contests
from zhanqiao.core_services.contests.queries import contests_for
from zhanqiao.core_services.contests.rules import ContestWords, Criterion, TeamWords, Times, WorkWords
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.accounts.rules import Role

USED = ("synthetic-parking-lots", "synthetic-hotline-cases")
DAYS = {"registers_from": -30, "registers_until": -5, "submits_until": 25, "votes_until": 35, "judged_until": 45}
RESULT_DAYS, REGISTERED, HANDED_IN, LATER = 50, timedelta(days=-10), timedelta(days=-1), timedelta(days=5)
WORDS = ContestWords(
    title_zh="（示例）开放数据应用创新大赛",
    title_en="(Example) Contest of ideas with open data",
    rules_zh="**本大赛为演示示例，内容是虚构的。**\n\n- 个人或团队均可参加，每队一件作品；\n- 作品须使用本平台的开放数据，并注明来源；\n- 作品须为原创，不得含个人信息。",
    rules_en="**An example for demonstration; what it tells is made up.**\n\n- Persons and teams may take part, one work a team.\n"
    "- Works use open data of this platform and name their source.\n- Works are original and hold nothing personal.",
    prizes_zh="一等奖1名，二等奖2名，三等奖3名（示例，不发放）。",
    prizes_en="One first, two second, three third prizes (an example, none is given).",
    tracks=("便民服务", "城市治理"),
    criteria=(
        Criterion("c1", "数据利用", 40),
        Criterion("c2", "实用价值", 30),
        Criterion("c3", "创新性", 20),
        Criterion("c4", "完成度", 10),
    ),
)


def ensure_contest(*, accounts: Mapping[Role, str], department: str, at: datetime) -> bool:
    """Hold the example once for a department (key): announced a month ago, so that works are handed in now. Return whether it was made."""
    if contests_for(departments=None, at=at):
        return False
    begun, by = at + timedelta(days=DAYS["registers_from"]), accounts[Role.authority]
    moments = {name: at + timedelta(days=days) for name, days in DAYS.items()}
    times = Times(**moments, results_at=at + timedelta(days=RESULT_DAYS))
    datasets = tuple(one for one in (dataset_named(slug) for slug in USED) if one)
    words = ContestWords(**{name: getattr(WORDS, name) for name in WORDS.__slots__} | {"datasets": datasets})
    contest_id = contests.draw_up_contest(department=department, words=words, times=times, by=by, at=begun)
    contests.announce_contest(contest_id=contest_id, by=by, at=begun)
    for role in (Role.officer, Role.reviewer):
        contests.appoint_juror(contest_id=contest_id, account_id=accounts[role], by=by, at=begun)
    _take_part(contest_id, accounts, datasets, at)
    later = {name: times.submits_until + LATER if name == "submits_until" else getattr(times, name) for name in moments}
    contests.change_contest(
        contest_id=contest_id,
        words=words,
        times=Times(**later, results_at=times.results_at),
        reason="（示例）应参赛队要求，提交截止推迟五天。",
        by=by,
        at=at + HANDED_IN,
    )
    return True


def _take_part(contest_id: str, accounts: Mapping[Role, str], datasets: tuple[str, ...], at: datetime) -> None:
    for role, name, track, is_public in (
        (Role.citizen, "（示例）海风队", "便民服务", True),
        (Role.operator, "（示例）栈桥队", "城市治理", False),
    ):
        team = TeamWords(name=name, members=("（示例）陈明", "（示例）林悦"), members_public=is_public, track=track)
        contests.register_team(contest_id=contest_id, words=team, by=accounts[role], at=at + REGISTERED)
    work = WorkWords(
        title="（示例）附近哪里好停车", text="按距离、泊位和收费推荐停车场。演示用的虚构作品。", datasets=datasets[:1]
    )
    contests.hand_in_work(contest_id=contest_id, words=work, by=accounts[Role.citizen], at=at + HANDED_IN)


def dataset_named(slug: str, /) -> str:
    """Return the id of a dataset that was loaded, else nothing."""
    try:
        return catalogue.dataset_card(slug=slug, card=ANONYMOUS).id
    except NotFoundError:
        return ""
