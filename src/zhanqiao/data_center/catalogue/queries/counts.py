"""Lists and numbers of the catalogue, as far as the asker may see; remembered until something changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Max, Q, QuerySet, Sum

from zhanqiao.data_center.catalogue import rules
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.datasets import dataset_cards
from zhanqiao.data_center.catalogue.rules import Code
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard, Action, decide, sees_everything, staff_departments
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The catalogue in numbers. ``rows`` sums current releases; ``updated_at`` is the newest of them."""

    datasets: int
    tables: int
    rows: int
    releases: int
    departments: int
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme and its number of datasets."""

    theme: Code
    datasets: int


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """A department and its number of datasets and rows."""

    department: DepartmentCard
    datasets: int
    rows: int


def statistics(*, card: AccessCard) -> Statistics:
    """Return the numbers of the home page, over the published datasets ``card`` sees."""
    return _remembered("statistics", card, lambda: _statistics(_published(card)))


def themes(*, card: AccessCard) -> tuple[ThemeCount, ...]:
    """Return all 22 themes in their order, each with its number of published datasets."""
    return _remembered("themes", card, lambda: _themes(_published(card)))


def departments_with_counts(*, card: AccessCard) -> tuple[DepartmentCount, ...]:
    """Return the departments that published something, most datasets first."""
    return _remembered("departments", card, lambda: _departments(_published(card)))


def newest(*, card: AccessCard, n: int = 6) -> tuple[DatasetCard, ...]:
    """Return the ``n`` published datasets of our own that changed last: a harvest must not push them aside."""
    ids = _remembered(
        ("newest", n), card, lambda: list(_published(card).filter(origin__isnull=True).values_list("id", flat=True)[:n])
    )
    return dataset_cards(ids=ids, card=card)


def largest(*, card: AccessCard, n: int = 6) -> tuple[DatasetCard, ...]:
    """Return the ``n`` published datasets with the most rows."""
    ids = _remembered(("largest", n), card, lambda: list(_by_rows(_published(card))[:n]))
    return dataset_cards(ids=ids, card=card)


def listed(
    *,
    card: AccessCard,
    department_id: str | None = None,
    theme: str | None = None,
    state: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> tuple[tuple[DatasetCard, ...], int]:
    """Return a page of what ``card`` sees in lists, newest first, and how many there are.

    Staff see their department's drafts, suspended and withdrawn datasets too.
    """
    found = _visible(card)
    for name, value in (("department_id", department_id), ("theme", theme), ("state", state)):
        found = found.filter(**{name: value}) if value else found
    ids = list(found.values_list("id", flat=True)[offset : offset + limit])
    return dataset_cards(ids=ids, card=card), found.count()


def published_after(*, card: AccessCard, after: str, limit: int) -> tuple[DatasetCard, ...]:
    """Return the next published datasets that ``card`` sees in lists, in the order of their ids, from after one id on."""
    found = _published(card).filter(id__gt=after).order_by("id")
    return dataset_cards(ids=list(found.values_list("id", flat=True)[:limit]), card=card)


def readable_tables(*, card: AccessCard) -> tuple[storage.TableCard, ...]:
    """Return the current releases of all published tables whose rows ``card`` may read."""
    found = dataset_cards(ids=list(_published(card).values_list("id", flat=True)), card=card)
    open_ones = (one for one in found if decide(card=card, action=Action.see_rows, resource=one.resource).is_free)
    return tuple(table for one in open_ones for table in one.tables)


def _visible(card: AccessCard) -> QuerySet[Dataset]:
    if sees_everything(card=card):
        return Dataset.objects.all()
    return Dataset.objects.filter(Q(state="published") | Q(department_id__in=staff_departments(card=card)))


def _published(card: AccessCard) -> QuerySet[Dataset]:
    return _visible(card).filter(state="published")


def _remembered(what: object, card: AccessCard, load: Callable[[], Value]) -> Value:
    return storage.remembered((what, sees_everything(card=card), staff_departments(card=card)), load)


def _statistics(datasets: QuerySet[Dataset]) -> Statistics:
    found = datasets.aggregate(
        datasets=Count("id", distinct=True),
        departments=Count("department_id", distinct=True),
        table_count=Count("tables__table_id"),
        rows=Sum("tables__table__current__rows"),
        updated_at=Max("tables__table__current__acknowledged_at"),
    )
    releases = datasets.filter(tables__table__releases__acknowledged_at__isnull=False).aggregate(
        n=Count("tables__table__releases")
    )["n"]
    return Statistics(
        datasets=found["datasets"],
        tables=found["table_count"],
        rows=found["rows"] or 0,
        releases=releases,
        departments=found["departments"],
        updated_at=found["updated_at"],
    )


def _themes(datasets: QuerySet[Dataset]) -> tuple[ThemeCount, ...]:
    counts = dict(datasets.order_by().values_list("theme").annotate(n=Count("id")))
    return tuple(ThemeCount(theme=theme, datasets=counts.get(code, 0)) for code, theme in rules.THEMES.items())


def _departments(datasets: QuerySet[Dataset]) -> tuple[DepartmentCount, ...]:
    found = (
        datasets.order_by()
        .values_list("department_id")
        .annotate(n=Count("id", distinct=True), rows=Sum("tables__table__current__rows"))
        .order_by("-n", "department_id")
    )
    known = cards_by_id()
    return tuple(DepartmentCount(department=known[one], datasets=n, rows=rows or 0) for one, n, rows in found)


def _by_rows(datasets: QuerySet[Dataset]) -> QuerySet[Dataset, str]:
    sized = datasets.annotate(rows=Sum("tables__table__current__rows")).filter(rows__gt=0)
    return sized.order_by("-rows", "id").values_list("id", flat=True)
