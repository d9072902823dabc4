"""What operators watch of the catalogue: promised updates, addresses that lead outside, how far the index is behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin, SearchChange
from zhanqiao.data_center.catalogue.rules import State
from zhanqiao.data_center.catalogue.rules.freshness import freshness
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id


@dataclass(frozen=True, slots=True)
class OverdueDataset:
    """A dataset past its promised update."""

    id: str
    slug: str
    title: Text
    update_cycle: str
    updated_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Punctuality:
    """A department's published datasets that promise updates, and those past it, the longest overdue first."""

    department: DepartmentCard
    promised: int
    overdue: tuple[OverdueDataset, ...]

    @property
    def share(self) -> float:
        """The share that keeps its promise, 0 to 1."""
        return 1 - len(self.overdue) / self.promised


@dataclass(frozen=True, slots=True)
class OutwardLink:
    """An address outside that a published dataset leads to."""

    dataset_id: str
    url: str


@dataclass(frozen=True, slots=True)
class IndexLag:
    """Changes that the search index has not taken up yet, and since when the oldest waits."""

    changes: int
    oldest: datetime | None


def punctuality(*, at: datetime) -> tuple[Punctuality, ...]:
    """Return every department with datasets of its own that promise updates, most overdue first (条例 art 17)."""
    promised: dict[str, int] = defaultdict(int)
    overdue: dict[str, list[OverdueDataset]] = defaultdict(list)
    own = Dataset.objects.filter(state="published", origin__isnull=True)
    for row in own.annotate(updated_at=Max("tables__table__current__acknowledged_at")).iterator():
        found = freshness(update_cycle=row.update_cycle, updated_at=row.updated_at, at=at)
        if found.due_at is None:
            continue
        promised[row.department_id] += 1
        if found.overdue:
            title = Text(row.title_zh, row.title_en or row.title_zh)
            late = OverdueDataset(row.id, row.slug, title, row.update_cycle, row.updated_at, found.due_at)
            overdue[row.department_id].append(late)
    known = cards_by_id()
    cards = (
        Punctuality(known[one], count, tuple(sorted(overdue[one], key=lambda each: (each.due_at, each.id))))
        for one, count in promised.items()
    )
    return tuple(sorted(cards, key=lambda each: (-len(each.overdue), each.department.key)))


def outward_links() -> tuple[OutwardLink, ...]:
    """Return the addresses outside that published datasets lead to: their origin, and those of harvested entries."""
    listed = Dataset.objects.filter(state="published")
    found = {OutwardLink(*row) for row in listed.exclude(origin_url="").values_list("id", "origin_url")}
    harvested = DatasetOrigin.objects.filter(dataset__state="published", gone_since__isnull=True)
    for dataset_id, page, links in harvested.values_list("dataset_id", "page", "links").iterator():
        urls = [page, *(each.get("url", "") for each in links)]
        found |= {OutwardLink(dataset_id, url) for url in urls if url.startswith(("http://", "https://"))}
    return tuple(sorted(found, key=lambda each: (each.dataset_id, each.url)))


def dataset_titles(*, ids: frozenset[str]) -> dict[str, tuple[str, Text]]:
    """Return address name and title of those datasets that are public, by id."""
    rows = Dataset.objects.filter(pk__in=ids, state=State.PUBLISHED.value).values_list(
        "id", "slug", "title_zh", "title_en"
    )
    return {one: (slug, Text(zh, en or zh)) for one, slug, zh, en in rows}


def index_lag() -> IndexLag:
    """Return how far the search index is behind."""
    found = SearchChange.objects.aggregate(n=Count("id"), oldest=Min("at"))
    return IndexLag(found["n"], found["oldest"])
