"""What everybody with an account does: rating, writing, reporting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhanqiao.core_services.conversation.models import CHANGES, Rating, Remark, RemarkReport
from zhanqiao.core_services.conversation.operations.steps import locked, move, note, start_clock
from zhanqiao.core_services.conversation.rules import (
    LONGEST,
    LONGEST_REASON,
    REMARKS_A_DAY,
    REPORTS_TO_HOLD,
    SAME_DAYS,
    RemarkKind,
    RemarkState,
    SaidBeforeError,
    Subject,
    TooManyRemarksError,
    WordsNeededError,
    likeness,
    require_stars,
    words,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record


@transaction.atomic
def rate(*, dataset: DatasetCard, subject: Subject, stars: int, reason: str, by: str, at: datetime) -> None:
    """Rate a dataset or the department that keeps it; a second rating replaces the first. The reason is for the office.

    Raises StarsError, WordsNeededError.
    """
    is_data = subject is Subject.DATA
    kind, about = ("dataset", dataset.id) if is_data else ("department", dataset.department.id)
    _give(subject if is_data else Subject.CUSTODIAN, kind, about, stars, reason, by=by, at=at)


@transaction.atomic
def rate_app(*, app_id: str, stars: int, reason: str, by: str, at: datetime) -> None:
    """Rate a shown app; a second rating replaces the first. Whoever calls knows that it is public. Raises StarsError, WordsNeededError."""
    _give(Subject.APP, "app", app_id, stars, reason, by=by, at=at)


@transaction.atomic
def say(*, kind: RemarkKind, text: str, dataset: DatasetCard | None, is_private: bool, by: str, at: datetime) -> str:
    """Keep a remark, which waits for its office to show or answer it; return its id.

    Raises WordsNeededError, PersonalTextError (not where it is private), TooManyRemarksError, SaidBeforeError.
    """
    said = words(text=text, longest=LONGEST)
    if not is_private:
        require_nothing_personal(texts={"text": said}, at=at)
    _require_new_and_few(said, dataset, by, at)
    remark = Remark.objects.create(
        kind=kind.value,
        state=RemarkState.WAITING.value,
        dataset_id=dataset.id if dataset else None,
        department_id=dataset.department.id if dataset else None,
        account_id=by,
        text=said,
        likeness=likeness(text=said)[:LONGEST],
        is_private=is_private and dataset is None,
        at=at,
    )
    start_clock(remark, by=by, at=at)
    note(remark, "say", by=by, at=at)
    return remark.id


@transaction.atomic
def report(*, remark_id: str, reason: str, by: str, at: datetime) -> bool:
    """Report a remark that is shown; return whether it is hidden now, because the third account did so.

    Raises NotFoundError, WordsNeededError.
    """
    said = words(text=reason, longest=LONGEST_REASON)
    remark = locked(remark_id=remark_id)
    if remark.state != RemarkState.SHOWN.value or remark.is_private:
        raise NotFoundError(what=remark_id)
    RemarkReport.objects.get_or_create(remark=remark, account_id=by, defaults={"reason": said, "at": at})
    is_held = remark.reports.count() >= REPORTS_TO_HOLD and not remark.steps.filter(verb="hold").exists()
    if is_held:
        move(remark, RemarkState.WAITING)
        remark.save()
        start_clock(remark, by=by, at=at)
    note(remark, "hold" if is_held else "report", by=by, at=at)
    return is_held


def _give(subject: Subject, kind: str, about: str, stars: int, reason: str, /, *, by: str, at: datetime) -> None:
    require_stars(stars=stars)
    if len(reason.strip()) > LONGEST_REASON:
        raise WordsNeededError(longest=LONGEST_REASON)
    given = {"subject": subject.value, "stars": stars, "reason": reason.strip(), "at": at}
    of: dict[str, Any] = {f"{kind}_id": about}
    Rating.objects.update_or_create(account_id=by, **of, defaults=given)
    CHANGES.changed()
    record(by=by, action="rating.give", object_type=kind, object_id=about, detail={"subject": subject.value}, at=at)


def _require_new_and_few(said: str, dataset: DatasetCard | None, by: str, at: datetime) -> None:
    mine = Remark.objects.filter(account_id=by, at__gt=at - timedelta(days=1)).count()
    if mine >= REMARKS_A_DAY:
        raise TooManyRemarksError(most=REMARKS_A_DAY)
    since, like = at - timedelta(days=SAME_DAYS), likeness(text=said)[:LONGEST]
    same = Remark.objects.filter(likeness=like, at__gt=since)
    if same.filter(account_id=by).exists() or same.filter(dataset_id=dataset.id if dataset else None).exists():
        raise SaidBeforeError(days=SAME_DAYS)
