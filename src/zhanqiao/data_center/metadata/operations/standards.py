"""Changes to data elements and code lists: each checked, kept with who and when, and audited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.data_center.metadata.models import Code, CodeList, DataElement, ElementStep
from zhanqiao.data_center.metadata.rules import (
    CodeTableError,
    CodeValue,
    Element,
    Stage,
    require_codes,
    require_element,
    require_stage,
)
from zhanqiao.data_center.storage import operations as storage_operations
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record


def save_code_list(
    *, key: str, title_zh: str, title_en: str, standard: str = "", values: Sequence[CodeValue], by: str, at: datetime
) -> None:
    """Save a code list with all its codes, in place of those it had. Raises CodeTableError; then nothing is saved."""
    faults = require_codes(values=values)
    if faults:
        raise CodeTableError(
            count=len(faults), zh=" ".join(one.zh for one in faults), en=" ".join(one.en for one in faults)
        )
    with transaction.atomic():
        about = {"title_zh": title_zh, "title_en": title_en, "standard": standard, "modified_at": at, "by": by}
        found, _ = CodeList.objects.update_or_create(key=key, defaults=about)
        found.codes.all().delete()
        Code.objects.bulk_create(
            (Code(code_list=found, ordinal=ordinal, **_columns(one)) for ordinal, one in enumerate(values)),
            batch_size=2_000,
        )
        _changed("code-list.save", key, {"codes": len(values)}, by=by, at=at)


def save_element(*, element: Element, by: str, at: datetime, reason: str = "") -> int:
    """Save an element; return its version, which grows where its wording changes. A new one is a draft.

    Raises ElementError, FormatError; then nothing is saved. A published one may be reworded: its history keeps what it was.
    """
    require_element(element=element, code_lists=list(CodeList.objects.values_list("key", flat=True)))
    with transaction.atomic():
        found = DataElement.objects.select_for_update().filter(pk=element.key).first()
        if found and found.content == element.as_dict():
            return found.version
        if found is None:
            found = DataElement(key=element.key, version=0, stage=Stage.DRAFT.value)
        found.version += 1
        found.content, found.code_list_id, found.modified_at = element.as_dict(), element.code_list or None, at
        found.save()
        _step(found, by=by, at=at, reason=reason)
        _changed("element.save", element.key, {"version": found.version}, by=by, at=at)
    return found.version


def move_element(*, key: str, to: Stage, by: str, at: datetime, reason: str = "", successor: str = "") -> None:
    """Move an element to the next stage of its life. Raises ElementStepError, NotFoundError; then nothing is changed."""
    with transaction.atomic():
        found = DataElement.objects.select_for_update().filter(pk=key).first()
        if found is None:
            raise NotFoundError(what=key)
        known = list(DataElement.objects.values_list("key", flat=True))
        require_stage(key=key, now=Stage(found.stage), then=to, reason=reason, successor=successor, known=known)
        found.stage, found.successor, found.modified_at = to.value, successor, at
        found.save()
        _step(found, by=by, at=at, reason=reason)
        _changed("element.move", key, {"stage": to.value, "successor": successor}, by=by, at=at)


def _columns(one: CodeValue) -> dict[str, Any]:
    return {name: getattr(one, name) for name in CodeValue.__dataclass_fields__}


def _step(found: DataElement, *, by: str, at: datetime, reason: str) -> None:
    ElementStep.objects.create(
        element=found, version=found.version, stage=found.stage, content=found.content, by=by, at=at, reason=reason
    )


def _changed(action: str, key: str, detail: dict[str, Any], *, by: str, at: datetime) -> None:
    storage_operations.visible_change()
    kind = action.partition(".")[0]
    record(by=by, action=action, object_type=kind, object_id=key, detail=detail, at=at)
