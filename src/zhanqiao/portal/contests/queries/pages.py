"""What the pages of contests show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from zhanqiao.core_services.contests import queries as contests
from zhanqiao.core_services.contests.queries import ContestCard
from zhanqiao.core_services.contests.rules import LEAST_SHEETS, POINTS, ContestStepError, Stage
from zhanqiao.core_services.dashboards.rules import as_html
from zhanqiao.core_services.following.queries import follow_of
from zhanqiao.core_services.following.rules import Subject
from zhanqiao.core_services.gallery.queries import app_names
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, departments_for
from zhanqiao.people.accounts.queries import account_card, account_id_of
from zhanqiao.people.departments.queries import cards_by_id

SECTION, DESK = {"section": "interaction"}, {"section": "workbench"}
TOP = 3  # level of the first heading in rules and prizes


def list_page(*, at: datetime) -> dict[str, Any]:
    """Return the contests that were announced."""
    return SECTION | {"contests": contests.public_contests(at=at)}


def known_contest(*, contest_id: str, card: AccessCard, at: datetime) -> ContestCard:
    """Return a contest that the public, or its organiser, may know of. Raises NotFoundError."""
    found = contests.contest_card(contest_id=contest_id, card=card, at=at)
    if (
        found.stage is Stage.HIDDEN
        and not decide(card=card, action=Action.hold_contests, resource=found.resource).allowed
    ):
        raise NotFoundError(what=contest_id)
    return found


def contest_page(*, contest_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a contest with its teams, its works while they are voted on, and its result once that is published."""
    found = known_contest(contest_id=contest_id, card=card, at=at)
    me, has_results = card.account_id, found.stage is Stage.RESULTS
    return (
        SECTION
        | _shown(found)
        | {
            "teams": contests.team_cards(contest_id=found.id),
            "works": contests.works_of(contest_id=found.id, card=card) if found.is_voting else (),
            "results": contests.results_of(contest=found, card=card) if has_results else (),
            "has_results": has_results,
            "changes": contests.changes_of(contest_id=found.id, card=card),
            "follow": follow_of(account_id=me, subject=Subject.CONTEST, key=found.id),
            "may_follow": found.stage not in (Stage.HIDDEN, Stage.RESULTS, Stage.CANCELLED),
            "my_team": contests.my_team(contest_id=found.id, account_id=me) if me else None,
            "my_vote": contests.my_vote(contest_id=found.id, account_id=me) if me and found.is_voting else None,
            "is_juror": bool(me) and contests.is_juror(contest_id=found.id, account_id=me or ""),
            "may_register": found.stage is Stage.REGISTRATION,
        }
    )


def work_page(*, contest_id: str, work_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a work while it is voted on, or once the result is published. Raises NotFoundError."""
    found = known_contest(contest_id=contest_id, card=card, at=at)
    if not found.is_voting and found.stage is not Stage.RESULTS:
        raise NotFoundError(what=work_id)
    work = contests.work_card(contest_id=contest_id, work_id=work_id, card=card)
    results = contests.results_of(contest=found, card=card) if found.stage is Stage.RESULTS else ()
    line = next((one for one in results if one.work.id == work_id), None)
    return SECTION | {"contest": found, "work": work, "line": line}


def team_page(*, contest_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return one's own team and work, with what may be done now. Raises NotFoundError."""
    found, me = known_contest(contest_id=contest_id, card=card, at=at), card.account_id or ""
    team = contests.my_team(contest_id=found.id, account_id=me)
    takes_part = team is not None and team.withdrawn_at is None
    is_open = found.stage not in (Stage.HIDDEN, Stage.RESULTS, Stage.CANCELLED)
    return SECTION | {
        "contest": found,
        "team": team,
        "work": contests.my_work(contest_id=found.id, account_id=me, card=card) if team else None,
        "may_register": found.stage is Stage.REGISTRATION and (team is None or takes_part),
        "may_hand_in": found.stage is Stage.SUBMISSION and takes_part,
        "may_withdraw": takes_part and is_open,
    }


def jury_page(*, contest_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the works that this juror scores. Raises NotFoundError for everybody else."""
    found = _judged(contest_id, card, at)
    is_judging = found.stage is Stage.JUDGING
    shown = found.stage in (Stage.JUDGING, Stage.OVER, Stage.RESULTS)
    tasks = contests.tasks_of(contest=found, account_id=card.account_id or "", card=card) if shown else ()
    return SECTION | {"contest": found, "tasks": tasks, "is_judging": is_judging}


def sheet_page(*, contest_id: str, work_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a work with this juror's own sheet. Raises NotFoundError for everybody else, and before the judging."""
    found = _judged(contest_id, card, at)
    if found.stage not in (Stage.JUDGING, Stage.OVER, Stage.RESULTS):
        raise NotFoundError(what=work_id)
    task = contests.task_of(contest=found, work_id=work_id, account_id=card.account_id or "", card=card)
    is_judging = found.stage is Stage.JUDGING
    return SECTION | {"contest": found, "task": task, "work": task.work, "is_judging": is_judging, "most": POINTS}


def held_page(*, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the contests of the departments for which this person organises."""
    mine = departments_for(card=card, action=Action.hold_contests)
    return DESK | {"contests": contests.contests_for(departments=mine, at=at)}


def held_contest(*, contest_id: str, card: AccessCard, at: datetime) -> ContestCard:
    """Return a contest that this person may organise. Raises NotFoundError, ForbiddenError."""
    found = contests.contest_card(contest_id=contest_id, card=card, at=at)
    require(card=card, action=Action.hold_contests, resource=found.resource)
    return found


def changing_contest(*, contest_id: str, card: AccessCard, at: datetime) -> ContestCard:
    """Return a contest that this person may change. Raises NotFoundError, ForbiddenError, ContestStepError (it is over)."""
    found = held_contest(contest_id=contest_id, card=card, at=at)
    if found.stage in (Stage.RESULTS, Stage.CANCELLED):
        raise ContestStepError
    return found


def look_page(*, contest_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a contest as its organiser sees it: the jury's progress, never a sheet before the result."""
    found = held_contest(contest_id=contest_id, card=card, at=at)
    return (
        DESK
        | _shown(found)
        | {
            "teams": contests.team_cards(contest_id=found.id),
            "jurors": contests.jurors_of(contest_id=found.id),
            "works": len(contests.works_of(contest_id=found.id, card=card)),
            "steps": contests.steps_of(contest=found),
            "is_draft": found.stage is Stage.HIDDEN,
            "may_appoint": found.stage not in (Stage.OVER, Stage.RESULTS, Stage.CANCELLED),
            "may_extend": found.stage in (Stage.JUDGING, Stage.OVER),
            "may_publish": found.stage is Stage.OVER,
            "may_change": found.stage not in (Stage.HIDDEN, Stage.RESULTS, Stage.CANCELLED),
            "changes": contests.changes_of(contest_id=found.id, card=card),
            "may_cancel": found.stage not in (Stage.HIDDEN, Stage.RESULTS, Stage.CANCELLED),
        }
    )


def departments_organising(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which this person may organise."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None and decide(card=card, action=Action.hold_contests, resource=_of(one.id)).allowed
    ]


def account_named(*, username: str) -> str:
    """Return the open account of a user name. Raises NotFoundError."""
    found = account_card(account_id=account_id_of(username=username) or "")
    if found is None or not found.is_active:
        raise NotFoundError(what=username)
    return found.id


def app_named(*, text: str) -> str | None:
    """Return the id of a public app by its page's address or id, empty for none given; None where there is no such app."""
    given = text.strip().rstrip("/").split("/")[-1]
    return "" if not given else given if given in app_names(ids=[given]) else None


def _judged(contest_id: str, card: AccessCard, at: datetime) -> ContestCard:
    found = contests.contest_card(contest_id=contest_id, card=card, at=at)
    if not contests.is_juror(contest_id=contest_id, account_id=card.account_id or ""):
        raise NotFoundError(what=contest_id)
    return found


def _shown(contest: ContestCard, /) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    return {
        "contest": contest,
        "rules": as_html(text=contest.rules.in_language(language), top=TOP),
        "prizes": as_html(text=contest.prizes.in_language(language), top=TOP),
        "least": LEAST_SHEETS,
    }


def _of(department_id: str) -> Resource:
    return Resource(kind="contest", department_id=department_id)
