"""What operators tell the public about disturbances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.monitoring.models import Incident, IncidentNote
from zhanqiao.core_services.monitoring.rules.incidents import (
    Component,
    IncidentClosedError,
    IncidentState,
    WordsMissingError,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record


def open_incident(
    *, title: Text, text: Text, state: IncidentState, components: Sequence[Component], by: str, at: datetime
) -> str:
    """Open a public incident with its first note; return its id. Raises WordsMissingError."""
    _require_words(title, text)
    with transaction.atomic():
        incident = Incident.objects.create(
            title_zh=title.zh, title_en=title.en, components=[one.value for one in components], by=by, begun_at=at
        )
        _note(incident, state, text, by, at)
        record(
            by=by,
            action="incident.open",
            object_type="incident",
            object_id=incident.id,
            detail={"state": state.value},
            at=at,
        )
    return incident.id


def add_note(*, incident_id: str, text: Text, state: IncidentState, by: str, at: datetime) -> None:
    """Add a note to an open incident; the state ``resolved`` closes it.

    Raises NotFoundError, WordsMissingError, IncidentClosedError.
    """
    _require_words(text)
    with transaction.atomic():
        incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
        if incident is None:
            raise NotFoundError(what=incident_id)
        if incident.resolved_at is not None:
            raise IncidentClosedError
        _note(incident, state, text, by, at)
        record(
            by=by,
            action="incident.note",
            object_type="incident",
            object_id=incident.id,
            detail={"state": state.value},
            at=at,
        )


def _note(incident: Incident, state: IncidentState, text: Text, by: str, at: datetime) -> None:
    IncidentNote.objects.create(incident=incident, state=state.value, text_zh=text.zh, text_en=text.en, by=by, at=at)
    if state is IncidentState.RESOLVED:
        Incident.objects.filter(pk=incident.pk).update(resolved_at=at)


def _require_words(*texts: Text) -> None:
    if not all(text.zh.strip() and text.en.strip() for text in texts):
        raise WordsMissingError
