"""Every column of a table with its decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.data_center.storage.engine.ingest.inference import Decision, Evidence, decide, decide_text, gather
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import why
from zhanqiao.data_center.storage.engine.ingest.refusals import CellTooLongError
from zhanqiao.data_center.storage.engine.ingest.workshop import RawTable, Workshop


@dataclass(frozen=True, slots=True)
class DecidedColumn:
    """A column on its way out: ``source`` in the connection, how it was decided, what was counted."""

    source: str
    decision: Decision
    evidence: Evidence | None

    @property
    def name(self) -> str:
        """The name in the source."""
        return self.decision.field.name


def decided(*, raw: RawTable, workshop: Workshop) -> list[DecidedColumn]:
    """Gather the evidence of all text columns and decide each; columns of declared type are taken as they are."""
    names = [(f"c{place}", column.name) for place, column in enumerate(raw.columns) if column.native is None]
    gathered = gather(
        connection=workshop.connection, relation=raw.relation, columns=names, rows=raw.rows, progress=workshop.progress
    )
    evidence = {one.column: one for one in gathered}
    _check_cells(raw, gathered, workshop)

    decided = []
    for place, column in enumerate(raw.columns):
        source = f"c{place}"
        if column.native is not None:
            decided.append(
                DecidedColumn(source, Decision(column.native, why("type-declared", column=column.name)), None)
            )
        elif column.is_text:
            decided.append(DecidedColumn(source, decide_text(one=evidence[source]), evidence[source]))
        else:
            decided.append(DecidedColumn(source, decide(one=evidence[source]), evidence[source]))
    return decided


def _check_cells(raw: RawTable, gathered: Sequence[Evidence], workshop: Workshop) -> None:
    """Raise CellTooLongError for the first cell past the limit of characters."""
    limit = workshop.limits.max_cell_chars
    for one in gathered:
        if one.longest <= limit:  # bytes: never fewer than characters
            continue
        where = f"length({one.column}) > {limit} ORDER BY rowid LIMIT 1"
        found = workshop.connection.execute(f"SELECT rowid FROM {raw.relation} WHERE {where}").fetchone()
        if found:
            line = (raw.header_row or 0) + 1 + int(found[0])
            raise CellTooLongError(filename=workshop.filename, line=line, limit=limit)
