"""Connectors, and which of them are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from zhanqiao.core_services.connectors.models import Connector, QuarantinedRow
from zhanqiao.core_services.connectors.rules import (
    DRIFTS,
    KINDS,
    MISFITS,
    MODES,
    Drift,
    Kind,
    Misfits,
    Mode,
    RowState,
    watermarks,
)
from zhanqiao.core_services.exchange.rules import SCHEDULES, Schedule, is_due
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

PLACES = ("url", "path", "host", "endpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorCard:
    """A connector as pages show it; never its secret. ``waiting`` counts the rows in quarantine."""

    id: str
    key: str
    name: Text
    kind: Kind
    mode: Mode
    place: str
    department: DepartmentCard
    dataset_id: str
    table_id: str
    schedule: Schedule
    drift: Drift
    misfits: Misfits
    most_misfits: int
    watermark: str
    reached: str
    paused_at: datetime | None
    waiting: int

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def mode_text(self) -> Text:
        """Return the mode in words."""
        return MODES[self.mode]

    @property
    def schedule_text(self) -> Text:
        """Return the schedule in words."""
        return SCHEDULES[self.schedule]

    @property
    def drift_text(self) -> Text:
        """Return the drift policy in words."""
        return DRIFTS[self.drift]

    @property
    def misfits_text(self) -> Text:
        """Return in words what is done with rows that do not fit."""
        return MISFITS[self.misfits]

    @property
    def resource(self) -> Resource:
        """Return what access to it is decided by: seen by its department's people and the authority only."""
        return Resource(kind="connector", id=self.id, department_id=self.department.id, state="draft")


def connector_cards() -> tuple[ConnectorCard, ...]:
    """Return all connectors in the order of their keys. Two queries, departments apart."""
    held = QuarantinedRow.objects.filter(state=RowState.WAITING.value).order_by()
    waiting = dict(held.values_list("run__connector_id").annotate(Count("id")))
    return tuple(_card(one, waiting.get(one.id, 0)) for one in Connector.objects.all())


def connector_card(*, key: str) -> ConnectorCard:
    """Return a connector by its key. Raises NotFoundError."""
    found = Connector.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    waiting = QuarantinedRow.objects.filter(run__connector=found, state=RowState.WAITING.value).count()
    return _card(found, waiting)


def due_connectors(*, at: datetime) -> tuple[str, ...]:
    """Return the keys of the connectors whose schedule asks for a run now. One query."""
    found = Connector.objects.exclude(schedule=Schedule.NEVER.value).filter(paused_at__isnull=True)
    dated: Any = found.annotate(last_at=Max("runs__started_at"))
    return tuple(one.key for one in dated if is_due(schedule=one.schedule, last_at=one.last_at, at=at))


def _card(found: Connector, waiting: int) -> ConnectorCard:
    settings = found.settings
    what = settings.get("table") or settings.get("bucket") or settings.get("path") or ""
    place = next(str(settings[name]) for name in PLACES if name in settings)
    return ConnectorCard(
        id=found.id,
        key=found.key,
        name=Text(found.name_zh, found.name_en or found.name_zh),
        kind=Kind(found.kind),
        mode=Mode(found.mode),
        place=place if what in {"", place} else f"{place} {what}",
        department=cards_by_id()[found.department_id],
        dataset_id=found.dataset_id,
        table_id=found.table_id,
        schedule=Schedule(found.schedule),
        drift=Drift(found.drift),
        misfits=Misfits(found.misfits),
        most_misfits=found.most_misfits,
        watermark=found.watermark,
        reached=watermarks.shown(found.position),
        paused_at=found.paused_at,
        waiting=waiting,
    )
