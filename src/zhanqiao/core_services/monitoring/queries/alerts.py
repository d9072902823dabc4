"""Alerts, their messages, noted queries, checked links, incidents: as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from zhanqiao.core_services.monitoring.models import Alert, AlertDelivery, Incident, LinkCheck, NotedQuery
from zhanqiao.core_services.monitoring.rules.alerts import RULES
from zhanqiao.core_services.monitoring.rules.incidents import COMPONENT_NAMES, STATE_NAMES, Component, IncidentState
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert from raised to resolved."""

    id: str
    label: Text
    text: Text
    raised_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message about an alert. ``state``: delivered, waiting, dead."""

    id: str
    text: Text
    event: str
    channel: str
    at: datetime
    tries: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """One step of an incident."""

    state: IncidentState
    state_text: Text
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """A public incident with its notes, newest first."""

    id: str
    title: Text
    components: tuple[Text, ...]
    state: IncidentState
    state_text: Text
    begun_at: datetime
    resolved_at: datetime | None
    notes: tuple[NoteCard, ...]

    @property
    def changed_at(self) -> datetime:
        """When it last changed."""
        return self.notes[0].at if self.notes else self.begun_at


@dataclass(frozen=True, slots=True)
class NotedCard:
    """A slow or failed question."""

    at: datetime
    group: str
    path: str
    shape: str
    milliseconds: int
    status: int
    request_id: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A link that a dataset leads to, as it was when last asked."""

    dataset_id: str
    url: str
    is_well: bool | None
    status: int
    reason: Text
    failures: int
    checked_at: datetime | None


def alert_cards(*, limit: int = 50) -> tuple[AlertCard, ...]:
    """Return open alerts, then resolved ones, newest first."""
    rows = Alert.objects.exclude(rule="test").order_by(F("resolved_at").desc(nulls_first=True), "-raised_at", "id")
    return tuple(
        AlertCard(row.id, RULES[row.rule].label, Text(row.text_zh, row.text_en), row.raised_at, row.resolved_at)
        for row in rows[:limit]
    )


def open_alerts() -> int:
    """Return how many alerts are open."""
    return Alert.objects.filter(resolved_at__isnull=True).count()


def message_cards(*, limit: int = 50) -> tuple[MessageCard, ...]:
    """Return the newest messages, those that were given up first."""
    is_dead = ExpressionWrapper(Q(delivered_at__isnull=True, next_at__isnull=True), output_field=BooleanField())
    rows = AlertDelivery.objects.select_related("alert").order_by(is_dead.desc(), "-at", "id")
    return tuple(_message(row) for row in rows[:limit])


def incident_cards(*, limit: int = 50) -> tuple[IncidentCard, ...]:
    """Return incidents, newest first."""
    return tuple(_incident(row) for row in Incident.objects.prefetch_related("notes")[:limit])


def incident_card(*, incident_id: str) -> IncidentCard:
    """Return one incident. Raises NotFoundError."""
    row = Incident.objects.filter(pk=incident_id).prefetch_related("notes").first()
    if row is None:
        raise NotFoundError(what=incident_id)
    return _incident(row)


def noted_queries(*, limit: int = 50, offset: int = 0) -> tuple[tuple[NotedCard, ...], int]:
    """Return a page of slow and failed questions, newest first, and how many there are."""
    rows = NotedQuery.objects.all()
    cards = (
        NotedCard(row.at, row.group, row.path, row.shape, row.milliseconds, row.status, row.request_id)
        for row in rows[offset : offset + limit]
    )
    return tuple(cards), rows.count()


def link_cards(*, only_broken: bool, limit: int = 50, offset: int = 0) -> tuple[tuple[LinkCard, ...], int]:
    """Return a page of links, those that failed most often first, and how many there are."""
    rows: QuerySet[LinkCheck] = LinkCheck.objects.order_by("-failures", "dataset_id", "id")
    rows = rows.filter(is_well=False) if only_broken else rows
    return tuple(_link(row) for row in rows[offset : offset + limit]), rows.count()


def link_counts() -> dict[str, int]:
    """Return how many links are well, broken, and not yet asked."""
    rows = LinkCheck.objects.all()
    return {
        "well": rows.filter(is_well=True).count(),
        "broken": rows.filter(is_well=False).count(),
        "unasked": rows.filter(is_well__isnull=True).count(),
    }


def _message(row: AlertDelivery) -> MessageCard:
    state = "delivered" if row.delivered_at else "waiting" if row.next_at else "dead"
    text = Text(row.alert.text_zh, row.alert.text_en)
    return MessageCard(
        row.id, text, row.event, row.channel, row.at, row.tries, state, "" if row.delivered_at else row.reason
    )


def _incident(row: Incident) -> IncidentCard:
    notes = tuple(
        NoteCard(
            IncidentState(each.state), STATE_NAMES[IncidentState(each.state)], Text(each.text_zh, each.text_en), each.at
        )
        for each in row.notes.all()
    )
    state = notes[0].state if notes else IncidentState.INVESTIGATING
    components = tuple(COMPONENT_NAMES[Component(each)] for each in row.components)
    title = Text(row.title_zh, row.title_en)
    return IncidentCard(row.id, title, components, state, STATE_NAMES[state], row.begun_at, row.resolved_at, notes)


def _link(row: LinkCheck) -> LinkCard:
    reason = Text(row.reason_zh, row.reason_en)
    return LinkCard(row.dataset_id, row.url, row.is_well, row.status, reason, row.failures, row.checked_at)
