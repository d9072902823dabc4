"""The jury: appointed, recused, scoring blind; and the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from zhanqiao.core_services.contests.models import Contest, Juror, Recusal, Sheet, Work
from zhanqiao.core_services.contests.operations.changing import keep_first, keep_version
from zhanqiao.core_services.contests.operations.steps import in_stage, locked, note, require
from zhanqiao.core_services.contests.rules import (
    LEAST_SHEETS,
    LONGEST_REASON,
    ConflictError,
    ContestRefusedError,
    ContestTimesError,
    Criterion,
    OwnContestError,
    SheetsMissingError,
    Stage,
    State,
    require_points,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.notices.operations import tell

APPOINTED = Text("您被聘为大赛“{title}”的评委", "You were appointed a juror of the contest '{title}'")
PUBLISHED = Text("大赛“{title}”的结果已公布", "The result of the contest '{title}' is published")


@transaction.atomic
def appoint_juror(*, contest_id: str, account_id: str, by: str, at: datetime) -> int:
    """Appoint an account as a juror, until the judging ends; return its number. Raises ConflictError, ContestStepError, NotFoundError."""
    contest = locked(contest_id=contest_id)
    require(possible=contest.state in (State.DRAFT.value, State.OPEN.value) and at < contest.judged_until)
    require(possible=not contest.jurors.filter(account_id=account_id).exists())
    if contest.teams.filter(account_id=account_id).exists():
        raise ConflictError
    number = int(contest.jurors.aggregate(last=Max("number"))["last"] or 0) + 1
    Juror.objects.create(contest=contest, account_id=account_id, number=number, appointed_by=by, appointed_at=at)
    told = APPOINTED.filled(title=contest.title_zh)
    tell(account_ids=[account_id], kind="contest", text=told, url=f"/contests/{contest.id}/jury/", at=at)
    note(contest, "appoint", by=by, at=at, about=str(number))
    return number


@transaction.atomic
def dismiss_juror(*, contest_id: str, number: int, by: str, at: datetime) -> None:
    """Take back the appointment of a juror who has scored nothing. Raises ContestStepError, NotFoundError."""
    contest = locked(contest_id=contest_id)
    juror = contest.jurors.filter(number=number).first()
    if juror is None:
        raise NotFoundError(what=str(number))
    require(possible=contest.state in (State.DRAFT.value, State.OPEN.value) and not juror.sheets.exists())
    juror.recusals.all().delete()
    juror.delete()
    note(contest, "dismiss", by=by, at=at, about=str(number))


@transaction.atomic
def fill_in_sheet(
    *, contest_id: str, work_id: str, points: Mapping[str, int], comment: str, by: str, at: datetime
) -> None:
    """Score a work, or score it again while the judging runs.

    Raises PointsError, ContestRefusedError, ConflictError, StageClosedError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.JUDGING, at=at)
    juror, work = _juror(contest, by), _work(contest, work_id)
    require_points(points=points, criteria=[Criterion(**one) for one in contest.criteria])
    said = _reason(comment, needed=False)
    if juror.recusals.filter(work=work).exists():
        raise ConflictError
    Sheet.objects.update_or_create(juror=juror, work=work, defaults={"points": dict(points), "comment": said, "at": at})
    note(contest, "score", by=by, at=at, about=work.id)


@transaction.atomic
def recuse(*, contest_id: str, work_id: str, reason: str, by: str, at: datetime) -> None:
    """Declare a conflict of interest: the juror's sheet for this work goes, and none may come.

    Raises ContestRefusedError, ContestStepError, StageClosedError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.JUDGING, at=at)
    juror, work = _juror(contest, by), _work(contest, work_id)
    said = _reason(reason, needed=True)
    require(possible=not juror.recusals.filter(work=work).exists())
    juror.sheets.filter(work=work).delete()
    Recusal.objects.create(juror=juror, work=work, reason=said, at=at)
    note(contest, "recuse", by=by, at=at, about=work.id)


@transaction.atomic
def extend_judging(*, contest_id: str, until: datetime, reason: str, by: str, at: datetime) -> None:
    """Give the jury more time, with a reason that is public; the day of the result moves with it.

    Raises ContestRefusedError, ContestTimesError, ContestStepError, NotFoundError.
    """
    said = _reason(reason, needed=True)
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.OPEN.value and at >= contest.submits_until)
    if until <= max(at, contest.judged_until):
        raise ContestTimesError
    keep_first(contest)
    contest.judged_until, contest.results_at = until, max(until, contest.results_at)
    contest.save(update_fields=["judged_until", "results_at"])
    keep_version(contest, reason=said, by=by, at=at)
    note(contest, "extend", by=by, at=at, reason=said)


@transaction.atomic
def publish_result(*, contest_id: str, by: str, at: datetime) -> None:
    """Publish works, sheets and the ranking, once the judging is over and each work has two sheets; tell the teams.

    Raises OwnContestError, SheetsMissingError, StageClosedError, NotFoundError.
    """
    contest = in_stage(contest_id=contest_id, wanted=Stage.OVER, at=at)
    if contest.jurors.filter(account_id=by).exists() or contest.teams.filter(account_id=by).exists():
        raise OwnContestError
    works = Work.objects.filter(team__contest=contest, team__withdrawn_at__isnull=True)
    missing = works.annotate(given=Count("sheets")).filter(given__lt=LEAST_SHEETS).count()
    if missing:
        raise SheetsMissingError(count=missing, least=LEAST_SHEETS)
    contest.state, contest.published_at, contest.changed_at = State.RESULTS.value, at, at
    contest.save(update_fields=["state", "published_at", "changed_at"])
    accounts = contest.teams.filter(withdrawn_at__isnull=True).values_list("account_id", flat=True)
    told = PUBLISHED.filled(title=contest.title_zh)
    tell(account_ids=accounts, kind="contest", text=told, url=f"/contests/{contest.id}/", at=at)
    note(contest, "publish", by=by, at=at)


def _juror(contest: Contest, by: str, /) -> Juror:
    found = contest.jurors.filter(account_id=by).first()
    if found is None:
        raise NotFoundError(what=contest.id)
    return found


def _work(contest: Contest, work_id: str, /) -> Work:
    found = Work.objects.filter(pk=work_id, team__contest=contest, team__withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFoundError(what=work_id)
    return found


def _reason(text: str, /, *, needed: bool) -> str:
    said = text.strip()
    if len(said) > LONGEST_REASON or (needed and not said):
        problem = Text(f"请填写，最多{LONGEST_REASON}个字。", f"Write something, at most {LONGEST_REASON} characters.")
        raise ContestRefusedError(problems={"reason": problem})
    return said
