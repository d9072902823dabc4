"""Changing a contest that was announced: each change is a version with its reason, told once to whom it concerns."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhanqiao.core_services.contests.models import Contest, ContestDataset, ContestVersion, Sheet
from zhanqiao.core_services.contests.operations.organising import FIELDS, stored
from zhanqiao.core_services.contests.operations.steps import locked, note, require, times_of
from zhanqiao.core_services.contests.queries.changes import public_datasets
from zhanqiao.core_services.contests.rules import (
    MOMENTS,
    Announced,
    ContestWords,
    Criterion,
    State,
    Times,
    require_fair_change,
)
from zhanqiao.core_services.following.operations import tell_subject
from zhanqiao.core_services.following.queries import subject_followers
from zhanqiao.core_services.following.rules import Subject
from zhanqiao.kit.texts import Text
from zhanqiao.people.notices.operations import tell

CHANGED = Text("大赛“{title}”有变更，理由：{reason}", "The contest '{title}' was changed: {reason}")


@transaction.atomic
def change_contest(*, contest_id: str, words: ContestWords, times: Times, reason: str, by: str, at: datetime) -> int:
    """Change what was announced, in ways that wrong nobody, and say why; return the number of the version.

    Raises ContestRefusedError, ContestTimesError, PersonalTextError, ContestStepError, NotFoundError.
    """
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.OPEN.value)
    before = announced(contest)
    new = require_fair_change(
        old=before,
        new=Announced(words, times),
        public=public_datasets(ids=before.words.datasets),
        is_judged=Sheet.objects.filter(juror__contest=contest).exists(),
        reason=reason,
        at=at,
    )
    kept = stored(new.words, new.times, at)
    keep_first(contest)
    Contest.objects.filter(pk=contest.pk).update(**kept, changed_at=at)
    added = [one for one in new.words.datasets if one not in before.words.datasets]
    ContestDataset.objects.bulk_create(ContestDataset(contest=contest, dataset_id=one) for one in added)
    contest.refresh_from_db()
    number = keep_version(contest, reason=reason.strip(), by=by, at=at)
    note(contest, "change", by=by, at=at, reason=reason.strip(), about=str(number))
    return number


def announced(contest: Contest, /) -> Announced:
    """Return what a contest says now."""
    words = ContestWords(
        **{name: getattr(contest, name) for name in FIELDS},
        tracks=tuple(contest.tracks),
        criteria=tuple(Criterion(**one) for one in contest.criteria),
        datasets=tuple(contest.uses.values_list("dataset_id", flat=True)),
    )
    return Announced(words, times_of(contest))


def keep_version(contest: Contest, /, *, reason: str, by: str, at: datetime) -> int:
    """Keep what a locked contest says now as its next version and tell teams, jurors and followers, each once; return the number."""
    number = int(contest.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    _add(contest, number, reason=reason, by=by, at=at)
    told, url = CHANGED.filled(title=contest.title_zh, reason=reason), f"/contests/{contest.id}/"
    following = set(subject_followers(subject=Subject.CONTEST, key=contest.id))
    occurrence = f"contest:{contest.id}:{number}"
    tell_subject(subject=Subject.CONTEST, key=contest.id, occurrence=occurrence, text=told, url=url, at=at)
    teams = contest.teams.filter(withdrawn_at__isnull=True).values_list("account_id", flat=True)
    others = dict.fromkeys((*teams, *contest.jurors.values_list("account_id", flat=True)))
    tell(account_ids=[one for one in others if one not in following], kind="contest", text=told, url=url, at=at)
    return number


def keep_first(contest: Contest, /) -> None:
    """Keep what was announced as version 1, before it is changed for the first time."""
    if not contest.versions.exists():
        step = contest.steps.filter(verb="announce").first()
        _add(contest, 1, reason="", by=step.by if step else "", at=step.at if step else contest.changed_at)


def _add(contest: Contest, number: int, /, *, reason: str, by: str, at: datetime) -> None:
    ContestVersion.objects.create(
        contest=contest,
        number=number,
        department_id=contest.department_id,
        said=_said(announced(contest)),
        by=by,
        at=at,
        reason=reason,
    )


def _said(now: Announced, /) -> dict[str, Any]:
    moments = {name: getattr(now.times, name) for name in MOMENTS}
    return asdict(now.words) | {name: one.isoformat() if one else None for name, one in moments.items()}
