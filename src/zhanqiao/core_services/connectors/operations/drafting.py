"""A connector in the making: what its source is, said and tried before anything is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhanqiao.core_services.connectors.models import Connector, ConnectorDraft
from zhanqiao.core_services.connectors.operations.places import require_place
from zhanqiao.core_services.connectors.operations.registering import locked, require_outside
from zhanqiao.core_services.connectors.operations.secrets import closed, opened
from zhanqiao.core_services.connectors.rules import (
    DraftState,
    Kind,
    asks_secrets_again,
    invalid,
    require_secrets,
    settings_of,
)
from zhanqiao.core_services.connectors.rules.connectors import KEY_CHARACTERS
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

KEPT_DAYS = 7
UNTRIED: dict[str, Any] = {
    "state": DraftState.WAITING.value,
    "columns": [],
    "sample": [],
    "rows_seen": 0,
    "files": [],
    "files_seen": 0,
    "code": "",
    "note_zh": "",
    "note_en": "",
}
AGAIN = Text(
    "地址变了，请重新填写：已保存的口令只发给原来的地址",
    "the address changed, so it must be given again: what was saved goes to the earlier address only",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a person said of a source, and the table its rows go to. Secrets that are not given stay as they are."""

    name_zh: str
    name_en: str = ""
    table_id: str
    settings: Mapping[str, Any]
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


def begin_draft(*, kind: Kind, source: Source, by: str, at: datetime) -> str:
    """Keep a source to be tried within seconds; return the id of the draft.

    Whoever calls has made sure that ``by`` may connect the table. Raises ConnectorInvalidError, PlaceRefusedError, NotFoundError.
    """
    with transaction.atomic():
        ConnectorDraft.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()
        draft = ConnectorDraft(kind=kind.value)
        _say(draft, source, by=by, at=at)
        draft.key = _free_key(catalogue.entry(dataset_id=draft.dataset_id).slug)
        _tried_again(draft, by=by, at=at)
    return draft.id


def revise_draft(*, draft_id: str, source: Source, by: str, at: datetime) -> None:
    """Say the source of a draft anew; it is tried again. Raises what ``begin_draft`` does."""
    with transaction.atomic():
        draft = draft_of(draft_id)
        _say(draft, source, by=by, at=at)
        _tried_again(draft, by=by, at=at)


def draft_of_connector(*, key: str, by: str, at: datetime) -> str:
    """Return the id of a draft by which a connector is changed; its source is tried. Raises NotFoundError."""
    with transaction.atomic():
        connector = locked(key=key)
        same = ("kind", "key", "name_zh", "name_en", "department_id", "dataset_id", "table_id", "settings", "secret")
        draft = ConnectorDraft(connector=connector, secret_set=connector.secret_set)
        for name in same:
            setattr(draft, name, getattr(connector, name))
        _tried_again(draft, by=by, at=at)
    return draft.id


def discard_draft(*, draft_id: str) -> None:
    """Forget a draft. Raises NotFoundError."""
    draft_of(draft_id).delete()


def draft_of(draft_id: str, /) -> ConnectorDraft:
    """Return a draft. Raises NotFoundError."""
    found = ConnectorDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise NotFoundError(what=draft_id)
    return found


def as_connector(draft: ConnectorDraft, /) -> Connector:
    """Return a connector, unsaved, that reads the draft's source from its beginning."""
    same = ("key", "kind", "settings", "secret", "department_id", "dataset_id", "table_id")
    return Connector(is_confined=is_confined(draft), **{name: getattr(draft, name) for name in same})


def is_confined(draft: ConnectorDraft, /) -> bool:
    """Say whether a draft may read only opened folders: not where an operator registered the very path it has."""
    of = draft.connector
    return of is None or of.is_confined or of.settings.get("path") != draft.settings.get("path")


def _say(draft: ConnectorDraft, source: Source, *, by: str, at: datetime) -> None:
    """Put what a person said into a draft, everything looked at."""
    kind, before = Kind(draft.kind), dict(draft.settings)
    if not source.name_zh.strip():
        raise invalid(field="name_zh", expected=Text("中文名称", "a Chinese name"))
    settings_of(kind=kind, given=source.settings)
    require_secrets(kind=kind, given=source.secret)
    require_outside(source.settings)
    table = storage.table_card(table_id=source.table_id)
    department = catalogue.entry(dataset_id=table.dataset_id).department
    draft.table_id, draft.dataset_id, draft.by = table.id, table.dataset_id, by
    draft.department_id = department_card(key_or_code=department).id
    draft.name_zh, draft.name_en, draft.settings = source.name_zh.strip(), source.name_en.strip(), dict(source.settings)
    require_place(as_connector(draft))
    moved = bool(before) and asks_secrets_again(kind=kind, before=before, now=source.settings)
    _keep_secrets(draft, source.secret, moved=moved, at=at)


def _keep_secrets(draft: ConnectorDraft, given: Mapping[str, str], *, moved: bool, at: datetime) -> None:
    """Add secrets to those that are there; those of another address are dropped, and one of them must be given again."""
    known = opened(draft.secret, key=draft.key)
    if moved and known:
        if not given:
            raise invalid(field=next(iter(known)), expected=AGAIN)
        known, draft.secret_set = {}, {}
    secret = {**known, **given}
    draft.secret = closed(secret)
    draft.secret_set = {**draft.secret_set, **dict.fromkeys(given, at.isoformat())}


def _tried_again(draft: ConnectorDraft, *, by: str, at: datetime) -> None:
    for name, empty in UNTRIED.items():
        setattr(draft, name, empty)
    draft.by, draft.at = by, at
    draft.save()
    detail = {"key": draft.key, "kind": draft.kind, "table": draft.table_id, "secrets": sorted(draft.secret_set)}
    record(by=by, action="connector.try", object_type="connector_draft", object_id=draft.id, detail=detail, at=at)


def _free_key(slug: str) -> str:
    """Return a key that no connector has, made of the dataset's."""
    stem = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[: KEY_CHARACTERS - 4].strip("-") or "connector"
    taken = set(Connector.objects.filter(key__startswith=stem).values_list("key", flat=True))
    taken |= set(ConnectorDraft.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1_000))) if key not in taken)
