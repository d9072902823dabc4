"""What was ever published, in the order of its last change: for harvesters, who must also hear of what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.rules import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A dataset that is public, or was: then nothing is told of it but its id and when it went."""

    id: str
    slug: str
    modified_at: datetime
    is_public: bool
    department: str
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ones: changed from ``since`` to before ``until``, of a department (key), of a theme (code)."""

    since: datetime | None = None
    until: datetime | None = None
    department: str = ""
    theme: str = ""


def publications(*, wanted: Wanted, after: tuple[datetime, str] | None = None, limit: int) -> tuple[Publication, ...]:
    """Return the next publications by (time of change, id), from after a place on; none is doubled while others change."""
    found = _found(wanted)
    if after is not None:
        moment, identifier = after
        found = found.filter(Q(modified_at__gt=moment) | Q(modified_at=moment, id__gt=identifier))
    rows = found.order_by("modified_at", "id").values_list(
        "id", "slug", "modified_at", "state", "department__key", "theme"
    )[:limit]
    return tuple(_publication(*row) for row in rows)


def count_publications(*, wanted: Wanted) -> int:
    """Return how many there are."""
    return _found(wanted).count()


def publication(*, identifier: str) -> Publication | None:
    """Return one by the dataset's id, None when it never was public."""
    rows = Dataset.objects.filter(pk=identifier, issued_at__isnull=False)
    row = rows.values_list("id", "slug", "modified_at", "state", "department__key", "theme").first()
    return _publication(*row) if row else None


def first_publication() -> datetime | None:
    """Return the earliest time of change, None when nothing was published yet."""
    earliest: datetime | None = _found(Wanted()).aggregate(earliest=Min("modified_at"))["earliest"]
    return earliest


def public_addresses(*, limit: int, offset: int) -> tuple[tuple[str, datetime], ...]:
    """Return slugs and times of change of what everybody sees, in the order of ids."""
    rows = Dataset.objects.filter(state=State.PUBLISHED).order_by("id").values_list("slug", "modified_at")
    return tuple(rows[offset : offset + limit])


def _found(wanted: Wanted) -> QuerySet[Dataset]:
    found = Dataset.objects.filter(issued_at__isnull=False)
    asked = {
        "modified_at__gte": wanted.since,
        "modified_at__lt": wanted.until,
        "department__key": wanted.department,
        "theme": wanted.theme,
    }
    return found.filter(**{name: value for name, value in asked.items() if value})


def _publication(identifier: str, slug: str, moment: datetime, state: str, department: str, theme: str) -> Publication:
    public = state == State.PUBLISHED
    return Publication(
        id=identifier, slug=slug, modified_at=moment, is_public=public, department=department, theme=theme
    )
