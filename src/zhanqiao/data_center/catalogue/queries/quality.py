"""The quality of a table's rows at a release, as the catalogue judges it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.data_center.catalogue.rules import quality as rules
from zhanqiao.data_center.catalogue.rules.quality import Circumstances, Dimension, Finding
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Measures, ReleaseCard, TableCard

HISTORY = 10
MEASURED_ROWS = 200_000  # older releases of more rows are left out of the history: a page cannot wait for them


@dataclass(frozen=True, slots=True)
class TableQuality:
    """The score (0 to 100, None where nothing can be measured), its dimensions, what was measured, and problems found."""

    score: float | None
    dimensions: tuple[Dimension, ...]
    measures: Measures
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PastQuality:
    """The score of one release."""

    release: ReleaseCard
    score: float | None


def table_quality(*, table: TableCard, update_cycle: str, at: datetime) -> TableQuality:
    """Judge the rows of a table at a release, at the moment ``at``; says nothing about rights.

    The first asking measures all rows, which takes seconds for a million; the next takes none.
    """
    measures = storage.measures(card=table)
    around = Circumstances(
        refused=table.refused_rows,
        described=_described(table),
        update_cycle=update_cycle,
        updated_at=table.released_at,
        at=at,
    )
    dimensions = rules.dimensions(measured=measures, around=around)
    return TableQuality(
        score=rules.score(dimensions=dimensions),
        dimensions=dimensions,
        measures=measures,
        findings=rules.findings(measured=measures, around=around),
    )


def quality_history(*, table: TableCard, update_cycle: str) -> tuple[PastQuality, ...]:
    """Return the scores of the newest releases, newest first, each at the moment it was published."""
    found = []
    for release in storage.release_cards(table_id=table.id)[:HISTORY]:
        if release.rows > MEASURED_ROWS and release.id != table.release_id:
            continue
        then = storage.card_as_of(table_id=table.id, as_of_text=release.id)
        judged = table_quality(table=then, update_cycle=update_cycle, at=release.released_at)
        found.append(PastQuality(release, judged.score))
    return tuple(found)


def _described(table: TableCard) -> int:
    as_of = None if table.is_current else table.release_id
    columns = metadata.dictionary(table_id=table.id, as_of=as_of)
    return sum(not each.suggested and bool(each.label.zh) for each in columns)
