"""Drawing a contest up, announcing it, cancelling it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.contests.models import Contest, ContestDataset
from zhanqiao.core_services.contests.operations.steps import locked, note, require, times_of
from zhanqiao.core_services.contests.rules import (
    LONGEST_REASON,
    ContestRefusedError,
    ContestTimesError,
    ContestWords,
    State,
    Times,
    fit_contest,
    require_times,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.notices.operations import tell

FIELDS = ("title_zh", "title_en", "rules_zh", "rules_en", "prizes_zh", "prizes_en")
CANCELLED = Text("大赛“{title}”已取消，理由：{reason}", "The contest '{title}' was cancelled: {reason}")


@transaction.atomic
def draw_up_contest(*, department: str, words: ContestWords, times: Times, by: str, at: datetime) -> str:
    """Keep the draft of a contest; return its id. Raises ContestRefusedError, ContestTimesError, PersonalTextError, NotFoundError."""
    kept = stored(words, times, at)
    office = department_card(key_or_code=department).id
    contest = Contest.objects.create(department_id=office, state=State.DRAFT.value, changed_at=at, **kept)
    _name_datasets(contest, words)
    note(contest, "draw_up", by=by, at=at)
    return contest.id


@transaction.atomic
def revise_contest(*, contest_id: str, words: ContestWords, times: Times, by: str, at: datetime) -> None:
    """Change a draft. Raises ContestRefusedError, ContestTimesError, PersonalTextError, ContestStepError, NotFoundError."""
    kept = stored(words, times, at)
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.DRAFT.value)
    Contest.objects.filter(pk=contest.pk).update(**kept, changed_at=at)
    contest.uses.all().delete()
    _name_datasets(contest, words)
    note(contest, "revise", by=by, at=at)


@transaction.atomic
def announce_contest(*, contest_id: str, by: str, at: datetime) -> None:
    """Let everybody see a contest; from now on its clock decides. Raises ContestTimesError, ContestStepError, NotFoundError."""
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.DRAFT.value)
    if times_of(contest).submits_until <= at:
        raise ContestTimesError
    contest.state, contest.changed_at = State.OPEN.value, at
    contest.save(update_fields=["state", "changed_at"])
    note(contest, "announce", by=by, at=at)


@transaction.atomic
def cancel_contest(*, contest_id: str, reason: str, by: str, at: datetime) -> None:
    """End a contest without a result, with a reason that is public and told to its teams.

    Raises ContestRefusedError, ContestStepError, NotFoundError.
    """
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        problem = Text(
            f"请写明理由，最多{LONGEST_REASON}个字。", f"Give the reason, at most {LONGEST_REASON} characters."
        )
        raise ContestRefusedError(problems={"reason": problem})
    contest = locked(contest_id=contest_id)
    require(possible=contest.state == State.OPEN.value)
    contest.state, contest.cancellation, contest.changed_at = State.CANCELLED.value, said, at
    contest.save(update_fields=["state", "cancellation", "changed_at"])
    accounts = contest.teams.filter(withdrawn_at__isnull=True).values_list("account_id", flat=True)
    told = CANCELLED.filled(title=contest.title_zh, reason=said)
    tell(account_ids=accounts, kind="contest", text=told, url=f"/contests/{contest.id}/", at=at)
    note(contest, "cancel", by=by, at=at, reason=said)


def stored(words: ContestWords, times: Times, at: datetime, /) -> dict[str, Any]:
    """Return the columns that hold what a contest says. Raises ContestRefusedError, ContestTimesError, PersonalTextError."""
    said = fit_contest(words=words)
    require_times(times=times)
    texts = {name: getattr(said, name).replace("\r\n", "\n").strip() for name in FIELDS}
    require_nothing_personal(texts={name: text for name, text in texts.items() if text}, at=at)
    more = {"tracks": list(said.tracks), "criteria": [asdict(one) for one in said.criteria or ()]}
    return texts | more | asdict(times)


def _name_datasets(contest: Contest, words: ContestWords, /) -> None:
    wanted = dict.fromkeys(words.datasets)
    ContestDataset.objects.bulk_create(ContestDataset(contest=contest, dataset_id=one) for one in wanted)
