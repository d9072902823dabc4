"""Tables that are no releases: asked like them, listed nowhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.kit.texts import Text


def loose_card(*, serving: Path, fields: tuple[Field, ...], rows: int, name: str, at: datetime) -> TableCard:
    """Return the card of a copy that belongs to no table: it has no id, no dataset and no release."""
    card = TableCard(
        id="",
        dataset_id="",
        name=name,
        title=Text(name, name),
        release_id="",
        release_number=0,
        released_at=at,
        rows=rows,
        fields=fields,
        problem_cells=0,
        refused_rows=0,
        bytes=serving.stat().st_size if serving.is_file() else 0,
        bbox=None,
        is_current=True,
    )
    card._serving.append(serving)  # noqa: SLF001 - the card's own place, which else is looked for in the warehouse
    return card
