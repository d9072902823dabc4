"""Facts of news, announced after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

article_moved = Signal()  # event=ArticleMoved


@dataclass(frozen=True, slots=True)
class ArticleMoved:
    """An article was written, released, withdrawn, or a question of the public on it was handed in, answered, removed (``verb``)."""

    article_id: str
    number: int
    verb: str
    by: str
    at: datetime
