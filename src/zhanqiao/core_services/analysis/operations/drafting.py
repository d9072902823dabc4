"""A comparison in the making: tried on the tables as they are, then saved; changed in the same way; and retired."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.analysis.events import PreviewWanted, preview_wanted
from zhanqiao.core_services.analysis.models import Comparison, ComparisonDraft
from zhanqiao.core_services.analysis.operations.calibrating import NoReasonError
from zhanqiao.core_services.analysis.operations.defining import define_comparison, redefine_comparison, require_columns
from zhanqiao.core_services.analysis.operations.linking import linked
from zhanqiao.core_services.analysis.rules import Definition, definition_of, said_of
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

KEPT_DAYS = 7
EXAMPLES = 5
VALUE = 200  # characters of a value that is shown
TROUBLE = Text(
    "试比对因程序错误停止（{error}）；没有保存。",
    "The trial stopped at an error of the program ({error}); nothing was saved.",
)


def begin_draft(*, definition: Definition, comparison: str = "", draft_id: str = "", by: str, at: datetime) -> str:
    """Keep a comparison to be tried; return the id of the draft. ``comparison`` is the key of one that is changed.

    With ``draft_id`` that draft is said anew. Whoever calls has made sure that ``by`` may read both tables. Raises
    ComparisonInvalidError, NotFoundError.
    """
    left, right = (storage.table_card(table_id=one) for one in (definition.left, definition.right))
    require_columns(definition, left, right)
    department = department_card(key_or_code=definition.department)
    with transaction.atomic():
        ComparisonDraft.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()
        draft = _draft(draft_id) if draft_id else ComparisonDraft(comparison=_of(comparison))
        draft.definition, draft.department_id, draft.by, draft.at = said_of(definition), department.id, by, at
        draft.state, draft.found, draft.note_zh, draft.note_en = "waiting", {}, "", ""
        draft.save()
        detail = {"key": definition.key, "left": left.id, "right": right.id}
        record(by=by, action="comparison.try", object_type="comparison_draft", object_id=draft.id, detail=detail, at=at)
        event = PreviewWanted(draft_id=draft.id)
        transaction.on_commit(partial(preview_wanted.send, sender=PreviewWanted, event=event))
    return draft.id


def preview_draft(*, draft_id: str) -> None:
    """Try a comparison and keep figures and the first discrepancies with its draft; what is wrong ends in its note.

    Raises NotFoundError.
    """
    draft = _draft(draft_id)
    try:
        found: dict[str, Any] = {"state": "found", "found": _found(definition_of(said=draft.definition))}
    except ZhanqiaoError as error:
        found = {"state": "failed", "note_zh": error.text.zh, "note_en": error.text.en}
    except Exception as error:  # noqa: BLE001 - told by its kind only: its words may hold data
        note = TROUBLE.filled(error=type(error).__name__)
        found = {"state": "failed", "note_zh": note.zh, "note_en": note.en}
    ComparisonDraft.objects.filter(pk=draft.pk, at=draft.at).update(**found)


def save_draft(*, draft_id: str, by: str, at: datetime) -> str:
    """Define the comparison of a draft, or change the one it was made of; return its key. The draft is gone then.

    Raises ComparisonKeyTakenError, ComparisonInvalidError, NotFoundError.
    """
    with transaction.atomic():
        draft = _draft(draft_id)
        definition = definition_of(said=draft.definition)
        of = draft.comparison
        if of is None:
            define_comparison(definition=definition, by=by, at=at)
        else:
            definition = replace(definition, key=of.key)
            redefine_comparison(definition=definition, by=by, at=at)
        draft.delete()
    return definition.key


def discard_draft(*, draft_id: str) -> None:
    """Forget a draft. Raises NotFoundError."""
    _draft(draft_id).delete()


def retire_comparison(*, key: str, reason: str, by: str, at: datetime) -> None:
    """Let a comparison run no more; its discrepancies stay and can be worked on. Raises NoReasonError, NotFoundError."""
    if not reason.strip():
        raise NoReasonError
    with transaction.atomic():
        comparison = Comparison.objects.select_for_update().filter(key=key).first()
        if comparison is None:
            raise NotFoundError(what=key)
        comparison.retired_at, comparison.retired_by, comparison.retired_reason = at, by, reason.strip()
        comparison.save(update_fields=["retired_at", "retired_by", "retired_reason"])
        detail = {"key": key, "reason": reason.strip()}
        record(
            by=by, action="comparison.retire", object_type="comparison", object_id=comparison.id, detail=detail, at=at
        )


def _found(definition: Definition) -> dict[str, Any]:
    left, right = (storage.table_card(table_id=one) for one in (definition.left, definition.right))
    answer = linked(definition=definition, left=left, right=right)
    return {
        "left_rows": left.rows,
        "right_rows": right.rows,
        "pairs": len(answer.pairs),
        "seconds": answer.seconds,
        "only_left": answer.only_left,
        "only_right": answer.only_right,
        "vetoed": answer.vetoed,
        "total": answer.total,
        "examples": [_example(one) for one in _telling(answer)],
    }


def _telling(answer: storage.Linked) -> list[storage.Different]:
    """Return the examples: cells that differ first, since rows without a partner are counted already."""
    return sorted(answer.differences, key=lambda one: one.kind.startswith("only_in"))[:EXAMPLES]


def _example(one: storage.Different) -> dict[str, Any]:
    values = [value if value is None else value[:VALUE] for value in (one.left_value, one.right_value)]
    return {
        "kind": one.kind,
        "name": " · ".join(filter(None, one.name)),
        "columns": [one.left_column, one.right_column],
        "values": values,
    }


def _draft(draft_id: str) -> ComparisonDraft:
    found = ComparisonDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise NotFoundError(what=draft_id)
    return found


def _of(key: str) -> Comparison | None:
    if not key:
        return None
    found = Comparison.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    return found
