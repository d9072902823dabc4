"""Beginning and ending returns, and giving rows: no line in the audit trail, no rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.returns.models import AreaReturn
from zhanqiao.core_services.returns.queries import area_changes, area_rows, return_card, served_table
from zhanqiao.core_services.returns.rules import AreaColumnError, ReturnStoppedError, area_of, require_format
from zhanqiao.data_center.storage.queries import LogicalType, table_card
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card


def begin_return(*, department: str, table_id: str, column: str, by: str, at: datetime) -> str:
    """Let a department of a district or street (by key or code) have the rows of its area; return the id.

    One that is there already is that one. Raises NotFoundError, NoAreaError, AreaColumnError.
    """
    card, table = department_card(key_or_code=department), table_card(table_id=table_id)
    area = area_of(department=card.name_zh, level=card.level.value, division_code=card.division_code)
    if column not in {field.name for field in table.fields if field.type is LogicalType.TEXT}:
        raise AreaColumnError(column=column)
    with transaction.atomic():
        found, is_new = AreaReturn.objects.get_or_create(
            department_id=card.id,
            table_id=table_id,
            ended_at=None,
            defaults={"dataset_id": table.dataset_id, "column": column, "area": area, "began_by": by, "began_at": at},
        )
        if is_new:
            _audit(found, "return.begin", {"column": column, "area": area}, by=by, at=at)
    return found.id


def end_return(*, return_id: str, by: str, at: datetime) -> None:
    """End a return. Raises NotFoundError, ReturnStoppedError when it has ended."""
    return_card(return_id=return_id)
    with transaction.atomic():
        found = AreaReturn.objects.select_for_update().get(pk=return_id)
        if found.ended_at:
            raise ReturnStoppedError
        found.ended_by, found.ended_at = by, at
        found.save(update_fields=["ended_by", "ended_at"])
        _audit(found, "return.end", {}, by=by, at=at)


def give_rows(
    *,
    return_id: str,
    format: str = "csv",  # noqa: A002 - the word of the interface
    since: str = "",
    by: str,
    at: datetime,
) -> tuple[Iterator[bytes], int]:
    """Return a file in blocks and the number of the release it is of, after the giving was written down.

    ``format`` is one of ``rules.FORMATS``. With ``since`` (a release's number, id or date) only what changed in the area, in
    one of ``rules.CHANGE_FORMATS``. Whoever calls has made sure that ``by`` may have it. Raises NotFoundError,
    ReturnStoppedError, ReturnFormatError, AsOfError, XlsxTooLargeError; then nothing is written down, for nothing was given.
    """
    require_format(format=format, changes=bool(since))
    card = return_card(return_id=return_id)
    new = served_table(card=card)
    old = served_table(card=card, as_of=since) if since else None
    if old:
        blocks = area_changes(card=card, old=old, new=new, format=format)
    else:
        blocks = area_rows(card=card, table=new, format=format)
    with transaction.atomic():
        detail = {"release": new.release_number, "since": old.release_number if old else None, "format": format}
        _audit(AreaReturn.objects.get(pk=return_id), "return.give", detail, by=by, at=at)
    return blocks, new.release_number


def _audit(found: AreaReturn, action: str, detail: dict[str, Any], *, by: str, at: datetime) -> None:
    detail = {"table": found.table_id, "department": found.department_id, **detail}
    record(by=by, action=action, object_type="return", object_id=found.id, detail=detail, at=at)
