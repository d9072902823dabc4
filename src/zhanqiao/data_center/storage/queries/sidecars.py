"""What releases keep beside their rows: cells that did not fit their type, lines that found no place.

A release that appends holds the rows of those before it, so their cells and lines count as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhanqiao.data_center.storage.engine.export.sidecars import problem_cells_as_csv, refused_as_csv
from zhanqiao.data_center.storage.queries.cards import ReleaseCard, TableCard, release_cards
from zhanqiao.data_center.storage.queries.warehouse import warehouse
from zhanqiao.data_center.storage.rules import Mode


def problem_cells(*, card: TableCard) -> Iterator[bytes]:
    """Return the problem cells as CSV: row (from 0, the ``offset`` that finds it), column, original, reason."""
    files = [(path, part.rows - part.rows_added) for part, path in _kept(card=card, kind="problems")]
    return problem_cells_as_csv(files=files)


def refused_rows(*, card: TableCard) -> Iterator[bytes]:
    """Return the lines of the sources that found no place in the table as CSV, each with its reason."""
    return refused_as_csv(files=[path for _, path in _kept(card=card, kind="refused")])


def parts_of(*, card: TableCard) -> tuple[ReleaseCard, ...]:
    """Return the releases whose rows the table holds at this release, oldest first: one, or those appended to it."""
    parts: list[ReleaseCard] = []
    for release in release_cards(table_id=card.id):
        if release.number <= card.release_number:
            parts.insert(0, release)
            if release.mode != Mode.APPEND:
                break
    return tuple(parts)


def file_path(*, release: ReleaseCard, kind: str) -> Path | None:
    """Return where a file of a release lies, None when the release has none of this kind."""
    kept = release.files.get(kind)
    folder = warehouse().release_folder(table_id=release.table_id, release_id=release.id)
    return folder / str(kept["name"]) if kept else None


def _kept(*, card: TableCard, kind: str) -> list[tuple[ReleaseCard, Path]]:
    found = ((part, file_path(release=part, kind=kind)) for part in parts_of(card=card))
    return [(part, path) for part, path in found if path]
