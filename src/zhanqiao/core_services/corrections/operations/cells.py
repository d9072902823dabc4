"""What is kept of a cell that should hold something else, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.rules import MaskedColumnError, PersonalTextError, SameValueError
from zhanqiao.core_services.publishing.queries import masking_of_table
from zhanqiao.core_services.publishing.rules import KINDS
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType, TableCard
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell of the present release: its table, what identifies its row, its column, what should stand there, why."""

    table: TableCard
    identity: Mapping[str, Any]
    column: str
    written: str
    reason: str

    def checked(self, *, at: datetime) -> Any:
        """Return what stands in the cell now.

        Raises NotFoundError (column), RowGoneError, RowsRefusedError, SameValueError, PersonalTextError,
        MaskedColumnError.
        """
        if self.column not in {field.name for field in self.table.fields}:
            raise NotFoundError(what=self.column)
        require_unmasked(table_id=self.table.id, column=self.column)
        _, before, after = storage.corrected_row(
            card=self.table, identity=self.identity, column=self.column, written=self.written
        )
        if before[self.column] == after[self.column]:
            raise SameValueError(column=self.column)
        _require_nothing_personal(texts=(self.written, self.reason), at=at)
        return before[self.column]

    def correction(self, *, old: Any, **facts: Any) -> Correction:
        """Return the row to keep, with what the caller knows of it."""
        return Correction(
            table_id=self.table.id,
            release_seen=self.table.release_id,
            identity=dict(self.identity),
            column=self.column,
            old=None if old is None else str(old),
            written=self.written.strip(),
            reason=self.reason,
            **facts,
        )


def require_unmasked(*, table_id: str, column: str) -> None:
    """Raise MaskedColumnError for a column that is published masked."""
    if masking_of_table(table_id=table_id).covers(column=column):
        raise MaskedColumnError(column=column)


def _require_nothing_personal(*, texts: tuple[str, ...], at: datetime) -> None:
    field = Field(name="text", type=LogicalType.TEXT)
    rows = [{"text": text} for text in texts if text.strip()]
    found = storage.find_personal_in_rows(rows=rows, fields=[field], on=at.astimezone(CITY_TIME).date())
    kinds = [KINDS[one.kind.value] for one in found if one.blocks]
    if kinds:
        raise PersonalTextError(
            kinds_zh="、".join(kind.zh for kind in kinds), kinds_en=", ".join(kind.en for kind in kinds)
        )
