"""Rows that do not fit their table and are kept all the same, until somebody corrects them: masked as the table is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.publishing.operations.rows import masks_of, require_impersonal, sent_masking
from zhanqiao.data_center.storage import operations as storage


@dataclass(frozen=True, slots=True)
class AsideRows:
    """Rows as they may be kept. ``masks`` were applied, plain JSON; empty where the table has none."""

    rows: list[dict[str, Any]]
    masks: list[dict[str, Any]]


def kept_aside(*, table_id: str, rows: Sequence[Mapping[str, Any]], at: datetime) -> AsideRows:
    """Return rows that do not fit as they may be kept. Raises PersonalRowsError, MaskedTableError, MaskedKeyError.

    Of a masked table only known columns are kept: masked ones masked, or left out where the value is not of their type and no
    mask can be applied to it.
    """
    masking, fields = sent_masking(table_id=table_id)
    if not masking:
        require_impersonal(rows=rows, at=at)
        return AsideRows([dict(row) for row in rows], [])
    masks = masks_of(masking)
    kept = storage.masked_aside(rows=rows, fields=fields, masks=masks)
    require_impersonal(rows=kept, at=at)
    return AsideRows(kept, [mask.as_dict() for mask in masks])
