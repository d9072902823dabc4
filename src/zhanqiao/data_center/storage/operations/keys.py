"""Declaring what identifies a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.storage.engine.changes import require_key_columns, require_unique
from zhanqiao.data_center.storage.models import CHANGES, Table
from zhanqiao.data_center.storage.operations.locking import writing
from zhanqiao.data_center.storage.operations.releases import ReleaseOvertakenError
from zhanqiao.data_center.storage.queries import table_card
from zhanqiao.people.audit.operations import record


def declare_key(*, table_id: str, columns: Sequence[str], by: str, at: datetime) -> None:
    """Say which columns identify a row; none takes the key away. Every later release is held to it.

    Raises NotFoundError, KeyColumnsError, KeyNotUniqueError (rows of the current release), ReleaseOvertakenError.
    """
    with writing():
        card = table_card(table_id=table_id)
        if columns:
            require_key_columns(columns=columns, fields=card.fields)
            require_unique(serving=card.serving, fields=card.fields, key=columns)
        with transaction.atomic():
            table = Table.objects.select_for_update().get(pk=table_id)
            if table.current_id != card.release_id:
                raise ReleaseOvertakenError(table=table.title_zh)
            table.key = list(columns)
            table.save(update_fields=["key"])
            CHANGES.changed()
            detail = {"columns": list(columns)}
            record(by=by, action="table.declare_key", object_type="table", object_id=table_id, detail=detail, at=at)
