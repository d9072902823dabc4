"""Connectors in the making, as pages show them; never their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.connectors.models import Connector, ConnectorDraft
from zhanqiao.core_services.connectors.rules import DRAFT_STATES, KINDS, DraftState, Kind, Seen, secrets_of
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCard:
    """A draft with what its source showed. ``secret_set`` says when each secret was given; ``connector`` is the key of the one changed.

    ``sample`` are the first rows; a cell of a column with personal data is None.
    """

    id: str
    connector: str
    kind: Kind
    key: str
    name_zh: str
    name_en: str
    department: DepartmentCard
    dataset_id: str
    table_id: str
    settings: dict[str, Any]
    secret_set: dict[str, str]
    state: DraftState
    columns: tuple[Seen, ...]
    sample: tuple[tuple[str | None, ...], ...]
    rows_seen: int
    files: tuple[str, ...]
    files_seen: int
    code: str
    note: Text
    by: str
    at: datetime

    @property
    def name(self) -> Text:
        """Return the name; Chinese where no English is given."""
        return Text(self.name_zh, self.name_en or self.name_zh)

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return DRAFT_STATES[self.state]

    @property
    def is_running(self) -> bool:
        """Say whether the source is being tried, or will be in a moment."""
        return self.state in {DraftState.WAITING, DraftState.RUNNING}

    @property
    def resource(self) -> Resource:
        """Return what access to it is decided by, as of a connector."""
        return Resource(kind="connector", id=self.id, department_id=self.department.id, state="draft")


def draft_card(*, draft_id: str) -> DraftCard:
    """Return a draft. Raises NotFoundError."""
    found = ConnectorDraft.objects.select_related("connector").filter(pk=draft_id).first()
    if found is None:
        raise NotFoundError(what=draft_id)
    return _card(found)


def drafts_of(*, by: str) -> tuple[DraftCard, ...]:
    """Return the drafts of new connectors a person began, newest first."""
    found = ConnectorDraft.objects.select_related("connector").filter(by=by, connector=None)
    return tuple(_card(one) for one in found.order_by("-at"))


def manner_of(*, key: str) -> dict[str, Any]:
    """Return how a connector brings rows to its table: mode, columns, watermark, drift, misfits, most_misfits, schedule."""
    names = ("mode", "columns", "watermark", "drift", "misfits", "most_misfits", "schedule")
    found = Connector.objects.filter(key=key).values(*names).first()
    if found is None:
        raise NotFoundError(what=key)
    return dict(found)


def _card(one: ConnectorDraft) -> DraftCard:
    same = (
        "id",
        "key",
        "name_zh",
        "name_en",
        "dataset_id",
        "table_id",
        "settings",
        "rows_seen",
        "files_seen",
        "code",
        "by",
        "at",
    )
    names = dict.fromkeys(_undated(one), "") | one.secret_set
    return DraftCard(
        connector=one.connector.key if one.connector else "",
        kind=Kind(one.kind),
        department=cards_by_id()[one.department_id],
        secret_set=names,
        state=DraftState(one.state),
        columns=tuple(Seen(**column) for column in one.columns),
        sample=tuple(tuple(row) for row in one.sample),
        files=tuple(one.files),
        note=Text(one.note_zh, one.note_en),
        **{name: getattr(one, name) for name in same},
    )


def _undated(one: ConnectorDraft) -> tuple[str, ...]:
    """Return the first secret of a connector that was registered before the day of each was kept."""
    return secrets_of(kind=Kind(one.kind))[:1] if one.secret and not one.secret_set else ()
