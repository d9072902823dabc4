"""What the steps of a contest share."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from zhanqiao.core_services.contests.events import ContestMoved, contest_moved
from zhanqiao.core_services.contests.models import Contest, ContestStep
from zhanqiao.core_services.contests.rules import ContestStepError, Stage, State, Times, require_stage, stage_of
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record

KIND = "contest"
OF_ORGANISER = frozenset({"draw_up", "revise", "announce", "cancel", "change", "extend", "publish"})


def locked(*, contest_id: str) -> Contest:
    """Return a contest, locked. Raises NotFoundError."""
    found = Contest.objects.select_for_update().filter(pk=contest_id).first()
    if found is None:
        raise NotFoundError(what=contest_id)
    return found


def in_stage(*, contest_id: str, wanted: Stage, at: datetime) -> Contest:
    """Return a contest, locked, that is in a stage. Raises StageClosedError, NotFoundError."""
    found = locked(contest_id=contest_id)
    require_stage(now=stage_of(state=State(found.state), times=times_of(found), at=at), wanted=wanted)
    return found


def times_of(contest: Contest, /) -> Times:
    """Return the times of a contest."""
    return Times(
        registers_from=contest.registers_from,
        registers_until=contest.registers_until,
        submits_until=contest.submits_until,
        votes_until=contest.votes_until,
        judged_until=contest.judged_until,
        results_at=contest.results_at,
    )


def require(*, possible: bool) -> None:
    """Raise ContestStepError unless a step is possible."""
    if not possible:
        raise ContestStepError


def note(contest: Contest, verb: str, /, *, by: str, at: datetime, reason: str = "", about: str = "") -> None:
    """Write one audit line and the event, for the organiser's steps a row as well; names and points stay out of the trail."""
    if verb in OF_ORGANISER:
        ContestStep.objects.create(contest=contest, verb=verb, by=by, at=at, reason=reason)
    event = ContestMoved(contest_id=contest.id, verb=verb, by=by, at=at)
    transaction.on_commit(partial(contest_moved.send_robust, sender=ContestMoved, event=event))
    detail = {"about": about} if about else {}
    record(by=by, action=f"{KIND}.{verb}", object_type=KIND, object_id=contest.id, detail=detail, at=at)
