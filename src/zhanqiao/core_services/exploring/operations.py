"""Keeping views, renaming and deleting them: each account its own."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs

from django.db import transaction

from zhanqiao.core_services.exploring.models import SavedView
from zhanqiao.core_services.exploring.rules import saved
from zhanqiao.core_services.exploring.rules.saved import ViewRefusedError
from zhanqiao.data_center.catalogue.queries import dataset_card, readable_table
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.audit.operations import record


def save_view(
    *, card: AccessCard, slug: str, kind: str, query: str, name: str, is_pinned: bool, by: str, at: datetime
) -> str:
    """Keep a view of a dataset that the card may read under a name, pinned to the release it shows or live; return its id.

    Raises NotFoundError, what the access decision says, ViewRefusedError.
    """
    dataset = dataset_card(slug=slug, card=card)
    given = parse_qs(query.lstrip("?"))
    table, as_of = ("".join(given.get(part, [])[-1:]) for part in ("table", "as_of"))
    tables = [one.id for one in dataset.tables if table in ("", one.id)]
    if not tables:
        raise ViewRefusedError(reason=saved.NO_ROWS)
    release = readable_table(table_id=tables[0], card=card, as_of=as_of or None).release_number
    kept = saved.kept_query(kind=kind, query=query, release=release if is_pinned else None)
    name = saved.kept_name(name)
    with transaction.atomic():
        if SavedView.objects.filter(account_id=by).count() >= saved.MOST_VIEWS:
            raise ViewRefusedError(reason=saved.MANY.filled(most=saved.MOST_VIEWS))
        view = SavedView.objects.create(
            account_id=by, dataset_id=dataset.id, kind=kind, query=kept, name=name, saved_at=at
        )
        _record("view.save", view, by, at)
    return view.id


def rename_view(*, view_id: str, name: str, by: str, at: datetime) -> None:
    """Give a view of one's own another name. Raises NotFoundError, ViewRefusedError."""
    name = saved.kept_name(name)
    with transaction.atomic():
        view = _own(view_id, by)
        view.name = name
        view.save(update_fields=["name"])
        _record("view.rename", view, by, at)


def delete_view(*, view_id: str, by: str, at: datetime) -> None:
    """Forget a view of one's own. Raises NotFoundError."""
    with transaction.atomic():
        view = _own(view_id, by)
        _record("view.delete", view, by, at)
        view.delete()


def _own(view_id: str, account_id: str) -> SavedView:
    view = SavedView.objects.select_for_update().filter(id=view_id, account_id=account_id).first()
    if view is None:
        raise NotFoundError(what=view_id)
    return view


def _record(action: str, view: SavedView, by: str, at: datetime) -> None:
    detail = {"dataset": view.dataset_id, "kind": view.kind}
    record(by=by, action=action, object_type="saved_view", object_id=view.id, detail=detail, at=at)
