"""Sources, and which of them are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from zhanqiao.core_services.exchange.models import HarvestSource
from zhanqiao.core_services.exchange.rules import KINDS, SCHEDULES, Kind, Schedule, is_due
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """A source; ``present`` counts the records it lists, ``gone`` those it listed once."""

    id: str
    key: str
    name: Text
    url: str
    kind: Kind
    schedule: Schedule
    publishes: bool
    department: DepartmentCard
    registered_at: datetime
    last_at: datetime | None
    present: int
    gone: int

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def schedule_text(self) -> Text:
        """Return the schedule in words."""
        return SCHEDULES[self.schedule]


def source_cards() -> tuple[SourceCard, ...]:
    """Return all sources in the order of their keys."""
    return tuple(_card(one) for one in _counted())


def source_card(*, key: str) -> SourceCard:
    """Return a source by its key. Raises NotFoundError."""
    found = next((one for one in _counted(key=key)), None)
    if found is None:
        raise NotFoundError(what=key)
    return _card(found)


def due_sources(*, at: datetime) -> tuple[str, ...]:
    """Return the keys of the sources whose schedule asks for a harvest now. One query."""
    found = HarvestSource.objects.exclude(schedule=Schedule.NEVER.value).annotate(last_at=Max("runs__started_at"))
    return tuple(one.key for one in found if is_due(schedule=one.schedule, last_at=one.last_at, at=at))


def _counted(**wanted: str) -> list[HarvestSource]:
    present = Count("records", distinct=True, filter=Q(records__gone_since__isnull=True))
    gone = Count("records", distinct=True, filter=Q(records__gone_since__isnull=False))
    return list(
        HarvestSource.objects.filter(**wanted).annotate(last_at=Max("runs__started_at"), present=present, gone=gone)
    )


def _card(source: HarvestSource) -> SourceCard:
    counted: dict[str, object] = vars(source)
    return SourceCard(
        id=source.id,
        key=source.key,
        name=Text(source.name_zh, source.name_en or source.name_zh),
        url=source.url,
        kind=Kind(source.kind),
        schedule=Schedule(source.schedule),
        publishes=source.publishes,
        department=cards_by_id()[source.department_id],
        registered_at=source.registered_at,
        last_at=counted["last_at"],  # type: ignore[arg-type] # annotated above
        present=counted["present"],  # type: ignore[arg-type] # annotated above
        gone=counted["gone"],  # type: ignore[arg-type] # annotated above
    )
