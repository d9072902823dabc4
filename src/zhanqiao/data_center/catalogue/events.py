"""Facts the catalogue announces, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

dataset_published = Signal()  # event=DatasetPublished
dataset_changed = Signal()  # event=DatasetChanged
dataset_withdrawn = Signal()  # event=DatasetWithdrawn: suspended or withdrawn
release_published = Signal()  # event=ReleasePublished


@dataclass(frozen=True, slots=True)
class DatasetPublished:
    """A dataset became public."""

    dataset_id: str
    slug: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DatasetChanged:
    """The entry of a dataset was registered or revised; ``fields`` are the names that changed."""

    dataset_id: str
    slug: str
    fields: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DatasetWithdrawn:
    """A dataset left the public: ``state`` is suspended or withdrawn."""

    dataset_id: str
    slug: str
    state: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleasePublished:
    """Tables of a dataset got new releases, in one step; ``releases`` are pairs of table id and release id."""

    dataset_id: str
    slug: str
    releases: tuple[tuple[str, str], ...]
    by: str
    at: datetime
