"""Registering connectors, revising, pausing, and asking for a run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from zhanqiao.core_services.connectors.models import Connector, ConnectorFile
from zhanqiao.core_services.connectors.operations.secrets import closed
from zhanqiao.core_services.connectors.rules import (
    Description,
    KeyAbsentError,
    KeyPresentError,
    Mode,
    invalid,
    require_connector,
)
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

SOURCE = ("kind", "mode", "settings", "watermark", "table_id", "columns")  # what a position speaks of
COPIED = (
    *("name_zh", "name_en", "kind", "mode", "settings", "columns"),
    *("watermark", "drift", "misfits", "most_misfits", "schedule"),
)
TYPE = re.compile(r"^(?P<type>[a-z]+)(\((?P<precision>\d+), ?(?P<scale>\d+)\))?$")
TABLE = Text(
    "table 为数据表标识，或 new_table 给出 name 和 columns", "the id of a table, or a new_table with name and columns"
)
STATE_FOLDER = Text("不能是平台状态目录内的路径", "it may not lie in the state folder of the platform")


class ConnectorKeyTakenError(ZhanqiaoError):
    """Another connector has this key; nothing was saved."""

    status = 409
    code = "connector-taken"
    sentence = Text(
        zh="连接器“{key}”已经登记，没有保存。请换一个短名，或用 --replace 修改原来的连接器。",
        en="A connector '{key}' is registered already; nothing was saved. Choose another key, or change that one with --replace.",
    )


class ConnectorPausedError(ZhanqiaoError):
    """The connector is paused; nothing was begun."""

    status = 409
    code = "connector-paused"
    sentence = Text(
        zh="连接器“{key}”已暂停，没有运行。请先恢复。",
        en="The connector '{key}' is paused and was not run. Let it go on first.",
    )


def register_connector(
    given: Description, /, *, replace: bool = False, confined: bool = False, by: str, at: datetime
) -> str:
    """Save a connector and return its id. It belongs to the department of its dataset.

    ``replace`` changes a connector that is there; its secret stays where none is given, its position where the source is
    the same. ``confined``: of this machine it reads only what the operator opened. Raises ConnectorInvalidError, ConnectorKeyTakenError, KeyAbsentError, KeyPresentError, NotFoundError and what
    ``begin_table`` raises.
    """
    require_connector(given)
    require_outside(given.settings)
    if not replace and Connector.objects.filter(key=given.key).exists():
        raise ConnectorKeyTakenError(key=given.key)
    dataset_id = _dataset(given.dataset)
    table_id = given.table or _made_before(dataset_id, given) or _made(dataset_id, given, by=by, at=at)
    card = storage.table_card(table_id=table_id)
    if card.dataset_id != dataset_id:
        raise NotFoundError(what=table_id)
    require_key(key=card.key, table=table_id, mode=given.mode)
    kept = {name: getattr(given, name) for name in COPIED} | {"dataset_id": dataset_id, "table_id": table_id}
    kept["is_confined"] = confined
    return _saved(given, kept, replace=replace, by=by, at=at)


def pause_connector(*, key: str, by: str, at: datetime) -> None:
    """Let a connector rest: neither its schedule nor a person runs it. Raises NotFoundError."""
    _paused(key, paused_at=at, paused_by=by, action="connector.pause", by=by, at=at)


def resume_connector(*, key: str, by: str, at: datetime) -> None:
    """Let a paused connector go on. Raises NotFoundError."""
    _paused(key, paused_at=None, paused_by="", action="connector.resume", by=by, at=at)


def ask_for_run(*, key: str, by: str, at: datetime) -> None:
    """Note that somebody wants a run: ``zhanqiao work`` begins it within seconds. Raises NotFoundError, ConnectorPausedError."""
    with transaction.atomic():
        connector = locked(key=key)
        if connector.paused_at:
            raise ConnectorPausedError(key=key)
        connector.asked_at, connector.asked_by = at, by
        connector.save(update_fields=["asked_at", "asked_by"])
        audit(connector, "connector.ask", {}, by=by, at=at)


def locked(*, key: str) -> Connector:
    """Return a connector, locked for the transaction. Raises NotFoundError."""
    found = Connector.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    return found


def audit(connector: Connector, action: str, detail: dict[str, Any], /, *, by: str, at: datetime) -> None:
    """Write the audit line of a change to a connector."""
    detail = {"key": connector.key, **detail}
    record(by=by, action=action, object_type="connector", object_id=connector.id, detail=detail, at=at)


def _saved(given: Description, kept: dict[str, Any], *, replace: bool, by: str, at: datetime) -> str:
    with transaction.atomic():
        connector = Connector.objects.select_for_update().filter(key=given.key).first()
        if connector and not replace:
            raise ConnectorKeyTakenError(key=given.key)
        connector = connector or Connector(key=given.key, registered_by=by, registered_at=at)
        moved = any(getattr(connector, name) != kept[name] for name in SOURCE)
        for name, value in kept.items():
            setattr(connector, name, value)
        department = catalogue.entry(dataset_id=connector.dataset_id).department
        connector.department_id = department_card(key_or_code=department).id
        if given.secret:
            connector.secret, connector.secret_set = closed(given.secret), dict.fromkeys(given.secret, at.isoformat())
        if moved:
            connector.position, connector.delivered = {}, {}
        connector.save()
        if moved:
            ConnectorFile.objects.filter(connector=connector).delete()
        detail = {"kind": connector.kind, "mode": connector.mode, "table": connector.table_id, "from_start": moved}
        audit(connector, "connector.register", detail, by=by, at=at)
    return connector.id


def _paused(key: str, *, paused_at: datetime | None, paused_by: str, action: str, by: str, at: datetime) -> None:
    with transaction.atomic():
        connector = locked(key=key)
        connector.paused_at, connector.paused_by = paused_at, paused_by
        connector.save(update_fields=["paused_at", "paused_by"])
        audit(connector, action, {}, by=by, at=at)


def _dataset(slug: str) -> str:
    found = catalogue.id_of(slug=slug)
    if found is None:
        raise NotFoundError(what=slug)
    return found


def _made_before(dataset_id: str, given: Description) -> str:
    """Return the table of the connector that is replaced, empty where there is none for this dataset."""
    found = Connector.objects.filter(key=given.key, dataset_id=dataset_id).first()
    return found.table_id if found else ""


def _made(dataset_id: str, given: Description, *, by: str, at: datetime) -> str:
    """Make the table, empty; return its id."""
    wanted = given.new_table
    require_key(key=wanted.get("key", ()), table="", mode=given.mode)
    if not wanted.get("name") or not wanted.get("columns"):
        raise invalid(field="table", expected=TABLE)
    made, _ = publishing.begin_table(
        dataset_id=dataset_id,
        name=str(wanted["name"]),
        title_zh=str(wanted.get("title_zh", "")),
        title_en=str(wanted.get("title_en", "")),
        fields=[_field(name, str(text)) for name, text in dict(wanted["columns"]).items()],
        key=list(wanted.get("key", ())),
        by=by,
        at=at,
    )
    return made


def _field(name: str, text: str) -> Field:
    found = TYPE.match(text)
    if found is None or found["type"] not in set(LogicalType):
        able = ", ".join(LogicalType)
        raise invalid(field=f"new_table.columns.{name}", expected=Text(able, able))
    precision, scale = found["precision"], found["scale"]
    return Field(
        name,
        LogicalType(found["type"]),
        precision=int(precision) if precision else None,
        scale=int(scale) if scale else None,
    )


def require_key(*, key: Any, table: str, mode: Mode) -> None:
    """Raise KeyAbsentError or KeyPresentError where the mode does not go with the table's key."""
    if mode is Mode.UPSERT and not key:
        raise KeyAbsentError(table=table)
    if mode is Mode.APPEND and key:
        raise KeyPresentError


def require_outside(settings: Mapping[str, Any]) -> None:
    """Keep folders and files of this machine apart from our own state, where secrets lie. Raises ConnectorInvalidError."""
    text = str(settings.get("path", ""))
    if "host" in settings or not text:
        return
    path = Path(text).resolve()
    if path == home() or home() in path.parents or path in home().parents:
        raise invalid(field="path", expected=STATE_FOLDER)
