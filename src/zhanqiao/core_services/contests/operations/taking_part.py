"""What teams and voters do: register, hand in, withdraw, vote. Each only in its stage, by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.contests.models import Contest, Team, Work, WorkDataset, WorkVote
from zhanqiao.core_services.contests.operations.steps import in_stage, locked, note, require
from zhanqiao.core_services.contests.rules import (
    ConflictError,
    NameTakenError,
    Stage,
    State,
    TeamWords,
    WorkWords,
    fit_team,
    fit_work,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.core_services.gallery.queries import app_names
from zhanqiao.kit.errors import NotFoundError


@transaction.atomic
def register_team(*, contest_id: str, words: TeamWords, by: str, at: datetime) -> str:
    """Register the team of an account, or change what it said while registration runs; return its id.

    Raises ContestRefusedError, NameTakenError, ConflictError, StageClosedError, ContestStepError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.REGISTRATION, at=at)
    said = fit_team(words=words, tracks=contest.tracks)
    require_nothing_personal(texts={"name": said.name}, at=at)
    if contest.jurors.filter(account_id=by).exists():
        raise ConflictError
    mine = contest.teams.filter(account_id=by).first()
    require(possible=mine is None or mine.withdrawn_at is None)
    if contest.teams.filter(name=said.name).exclude(account_id=by).exists():
        raise NameTakenError
    team = mine or Team(contest=contest, account_id=by, registered_at=at)
    team.name, team.track = said.name, said.track
    team.members, team.members_public = list(said.members), said.members_public
    team.save()
    note(contest, "register" if mine is None else "rename", by=by, at=at, about=team.id)
    return team.id


@transaction.atomic
def hand_in_work(*, contest_id: str, words: WorkWords, by: str, at: datetime) -> str:
    """Hand in the work of one's team, or hand it in again, until the stage closes; return its id.

    Raises ContestRefusedError, PersonalTextError, StageClosedError, ContestStepError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.SUBMISSION, at=at)
    said = fit_work(words=words)
    require_nothing_personal(texts={"title": said.title, "text": said.text}, at=at)
    if said.app_id and said.app_id not in app_names(ids=[said.app_id]):
        raise NotFoundError(what=said.app_id)
    team = _my_team(contest, by)
    stored = {"title": said.title, "text": said.text, "link": said.link, "app_id": said.app_id or None}
    work, is_new = Work.objects.update_or_create(team=team, defaults=stored | {"handed_in_at": at})
    work.uses.all().delete()
    used = dict.fromkeys(said.datasets)
    WorkDataset.objects.bulk_create(WorkDataset(work=work, dataset_id=one) for one in used)
    note(contest, "hand_in" if is_new else "hand_again", by=by, at=at, about=work.id)
    return work.id


@transaction.atomic
def withdraw_team(*, contest_id: str, by: str, at: datetime) -> None:
    """Take one's team and its work out, until the result is published. Raises ContestStepError, NotFoundError."""
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.OPEN.value)
    team = _my_team(contest, by)
    team.withdrawn_at = at
    team.save(update_fields=["withdrawn_at"])
    note(contest, "withdraw", by=by, at=at, about=team.id)


@transaction.atomic
def vote_for_work(*, contest_id: str, work_id: str, by: str, at: datetime) -> None:
    """Give one's vote, or give it to another work, while voting runs; not to one's own.

    Raises StageClosedError, ConflictError, ContestStepError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.JUDGING, at=at)
    require(possible=contest.votes_until is not None and at < contest.votes_until)
    work = Work.objects.filter(pk=work_id, team__contest=contest, team__withdrawn_at__isnull=True).first()
    if work is None:
        raise NotFoundError(what=work_id)
    if work.team.account_id == by:
        raise ConflictError
    WorkVote.objects.update_or_create(contest=contest, account_id=by, defaults={"work": work, "at": at})
    note(contest, "vote", by=by, at=at)


def _my_team(contest: Contest, by: str, /) -> Team:
    found = contest.teams.filter(account_id=by).first()
    if found is None:
        raise NotFoundError(what=contest.id)
    require(possible=found.withdrawn_at is None)
    return found
