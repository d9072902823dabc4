"""Answers to surveys that speak for requests: they count in the ranking beside the votes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from zhanqiao.core_services.data_requests.models import OpeningRequest, OpeningWish
from zhanqiao.core_services.data_requests.operations.openings.moving import FAMILY, shown
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record


@transaction.atomic
def record_wishes(*, survey_id: str, counts: Mapping[str, int], by: str, at: datetime) -> int:
    """Count the answers of a survey for the requests they spoke for, once; return how many requests there were.

    What speaks for a merged request counts for the one it became; for one that is gone, for none.
    """
    totals: dict[str, int] = {}
    for opening_id, count in counts.items():
        try:
            target = shown(opening_id=opening_id).id
        except NotFoundError:
            continue
        totals[target] = totals.get(target, 0) + count
    for target, count in totals.items():
        OpeningWish.objects.update_or_create(opening_id=target, survey_id=survey_id, defaults={"count": count})
        _sum(target)
    if totals:
        detail = {"requests": len(totals)}
        record(by=by, action="opening.wishes", object_type=FAMILY.value, object_id=survey_id, detail=detail, at=at)
    return len(totals)


def carry_wishes(merged: OpeningRequest, target: OpeningRequest, /) -> None:
    """Let the wishes for a request that was merged count for the one it became."""
    for wish in merged.surveys.all():
        found, is_new = OpeningWish.objects.get_or_create(
            opening=target, survey_id=wish.survey_id, defaults={"count": wish.count}
        )
        if not is_new:
            found.count += wish.count
            found.save(update_fields=["count"])
        wish.delete()
    _sum(merged.id)
    _sum(target.id)


def _sum(opening_id: str) -> None:
    total = OpeningWish.objects.filter(opening_id=opening_id).aggregate(total=Sum("count"))["total"] or 0
    OpeningRequest.objects.filter(pk=opening_id).update(wishes=total)
