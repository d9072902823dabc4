"""What the pages show on which connectors are defined: tables to choose from, columns side by side, proposals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhanqiao.core_services.connectors import queries as connectors
from zhanqiao.core_services.connectors.queries import DraftCard
from zhanqiao.core_services.connectors.rules import (
    ABOUT_KINDS,
    KINDS,
    Drift,
    Kind,
    Misfits,
    proposed_columns,
    proposed_mode,
    proposed_watermark,
)
from zhanqiao.core_services.exchange.rules import Schedule
from zhanqiao.core_services.publishing.rules import KINDS as PERSONAL
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.portal.workbench.queries.gathering import MOST_DATASETS, StepLink

ICONS = {
    Kind.POSTGRESQL: "database",
    Kind.MYSQL: "database",
    Kind.SQLITE: "hard-drive",
    Kind.HTTP: "webhook",
    Kind.FOLDER: "folder-input",
    Kind.S3: "cylinder",
    Kind.FTP: "server",
    Kind.SFTP: "lock-keyhole",
}


def kinds_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the kinds of sources with a sentence each, and whether there is a table rows may go to."""
    kinds = [{"kind": one, "name": KINDS[one], "about": ABOUT_KINDS[one], "icon": ICONS[one]} for one in Kind]
    return {
        "kinds": kinds,
        "able": bool(tables_for(card=card)),
        "steps": connector_steps(current=0),
        "section": "workbench",
    }


def tables_for(*, card: AccessCard) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the tables of published datasets a person may connect: titles of datasets, each with ids and titles of tables."""
    language = get_language() or "zh-hans"
    found, _total = catalogue.listed(card=card, limit=MOST_DATASETS)
    return [
        (
            one.title.in_language(language),
            [(each.id, one.title_of(table=each).in_language(language)) for each in one.tables],
        )
        for one in found
        if one.state == "published" and one.origin is None and one.tables and _may(card, one.department.id)
    ]


def kind_of(*, name: str) -> Kind:
    """Return a kind of source by its name. Raises NotFoundError."""
    if name not in set(Kind):
        raise NotFoundError(what=name)
    return Kind(name)


def permitted_draft(*, draft_id: str, card: AccessCard) -> DraftCard:
    """Return a draft. Raises NotFoundError, also where the card may not know of it."""
    found = connectors.draft_card(draft_id=draft_id)
    require(card=card, action=Action.connect, resource=found.resource)
    return found


def source_page(*, kind: Kind, draft: DraftCard | None = None) -> dict[str, Any]:
    """Return what the page of a source shows beside its form."""
    return {
        "kind": {"kind": kind, "name": KINDS[kind], "about": ABOUT_KINDS[kind], "icon": ICONS[kind]},
        "draft": draft,
        "steps": connector_steps(current=1),
        "section": "workbench",
    }


def draft_page(*, draft: DraftCard) -> dict[str, Any]:
    """Return a draft with its table."""
    table = storage.table_card(table_id=draft.table_id)
    return {
        "draft": draft,
        "kind": {"kind": draft.kind, "name": KINDS[draft.kind], "icon": ICONS[draft.kind]},
        "table": table,
        "personal": {name: text for name, text in PERSONAL.items() if name in {one.personal for one in draft.columns}},
        "refused": draft.code in {"harvest-address-refused", "connector-place-refused"},
        "steps": connector_steps(current=2 if draft.is_running or not draft.columns else 3),
        "section": "workbench",
    }


def manner_of_draft(*, draft: DraftCard) -> dict[str, Any]:
    """Return what the form of a draft begins with: the columns of the table, proposals, what a connector has already."""
    table = storage.table_card(table_id=draft.table_id)
    language = get_language() or "zh-hans"
    cards = metadata.dictionary(table_id=draft.table_id)
    words = {one.name: (one.label.zh, one.label.en) for one in cards}
    kept = connectors.manner_of(key=draft.connector) if draft.connector else {}
    names = [one.name for one in draft.columns]
    proposed = proposed_columns(columns=names, table=words)
    if kept:
        told = {name: kept["columns"].get(name, name) for name in names}
        proposed = {name: target for name, target in told.items() if target in words}
    return {
        "draft": draft,
        "keyed": bool(table.key),
        "table_columns": [(one.name, _labelled(one.name, one.label.in_language(language))) for one in cards],
        "proposed": proposed,
        "initial": kept or _beginning(draft, key=table.key, all_taken=len(proposed) == len(names)),
    }


def connector_steps(*, current: int) -> list[StepLink]:
    """Return the steps of defining a connector; those before the current one count as done."""
    labels = [_("Kind of source"), _("Source and table"), _("Test of the connection"), _("Columns and schedule")]
    return [StepLink(label, place == current, place < current) for place, label in enumerate(labels)]


def _beginning(draft: DraftCard, *, key: Any, all_taken: bool) -> dict[str, Any]:
    return {
        "mode": proposed_mode(kind=draft.kind, key=key).value,
        "watermark": proposed_watermark(columns=draft.columns),
        "drift": (Drift.REFUSE if all_taken else Drift.IGNORE).value,
        "misfits": Misfits.QUARANTINE.value,
        "schedule": Schedule.DAILY.value,
    }


def _labelled(name: str, label: str) -> str:
    return name if label == name else f"{name} · {label}"


def _may(card: AccessCard, department_id: str) -> bool:
    resource = Resource(kind="connector", department_id=department_id)
    return decide(card=card, action=Action.connect, resource=resource).allowed
