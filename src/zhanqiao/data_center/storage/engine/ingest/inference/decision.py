"""What a decision about a column is, and the words all rules share."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest.inference.cells import quoted
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.report import Finding

THRESHOLD = 0.9  # share of meant cells that must fit a type
PLACE = "{v}"  # where a conversion wants the folded cell


@dataclass(frozen=True, slots=True)
class Decision:
    """The type of a column and how a cell gets it.

    ``conversion`` is SQL with ``{v}`` for the folded cell, empty for text kept as written. ``exact``
    says that the typed value gives back the written form: up to trailing zeros of a decimal, and the
    ``T`` between date and time. ``fits`` counts the cells the conversion takes.
    """

    field: Field
    why: Finding
    conversion: str = ""
    exact: bool = True
    fits: int = 0
    reason: str = "not-a-number"
    plain: bool = False  # every cell can be cast as it stands, without folding


def enough(*, one: Evidence, count: int) -> bool:
    """Say whether so many cells of a column are nearly all that mean something."""
    return one.meant > 0 and count >= THRESHOLD * one.meant


def as_text(*, one: Evidence, code: str, meaning: str | None = None, count: int | None = None) -> Decision:
    """Return the decision to keep a column as written."""
    field = Field(one.name, LogicalType.TEXT, meaning=meaning)
    return Decision(field=field, why=why(code, column=one.name, count=count))


def only(*, pattern: str, sql: str) -> str:
    """Return SQL that converts cells of a pattern and no others."""
    return f"CASE WHEN regexp_full_match({PLACE}, {quoted(pattern)}) THEN {sql} END"
