"""Which datasets programs may update, in which ways, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhanqiao.core_services.reviews.models import UpdatePermit
from zhanqiao.core_services.reviews.rules import WAYS, UpdatesNotPermittedError, UpdateWay
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitCard:
    """A permit that holds. ``change_id`` is empty for an operator's short cut."""

    ways: frozenset[UpdateWay]
    until: date
    reason: str
    change_id: str
    at: datetime

    @property
    def names(self) -> Text:
        """Return the ways in words."""
        chosen = [text for way, text in WAYS.items() if way in self.ways]
        return Text("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen))


def permit_of(*, dataset_id: str, at: datetime) -> PermitCard | None:
    """Return the permit of a dataset that holds at a moment, None without one. One query."""
    found = active(dataset_id=dataset_id).filter(until__gte=at.astimezone(CITY_TIME).date()).first()
    if found is None:
        return None
    ways = frozenset(map(UpdateWay, found.ways))
    return PermitCard(ways=ways, until=found.until, reason=found.reason, change_id=found.change_id or "", at=found.at)


def permits_updates(*, dataset_id: str, way: UpdateWay, at: datetime) -> bool:
    """Say whether programs may update a dataset in a way now."""
    permit = permit_of(dataset_id=dataset_id, at=at)
    return permit is not None and way in permit.ways


def require_updates_permitted(*, dataset_id: str, way: UpdateWay, at: datetime) -> None:
    """Raise UpdatesNotPermittedError unless programs may update a dataset in a way now."""
    if not permits_updates(dataset_id=dataset_id, way=way, at=at):
        raise UpdatesNotPermittedError(way_zh=WAYS[way].zh, way_en=WAYS[way].en)


def active(*, dataset_id: str) -> QuerySet[UpdatePermit]:
    """Return the row of a dataset's permit that nobody ended."""
    return UpdatePermit.objects.filter(dataset_id=dataset_id, ended_at__isnull=True)
