"""What the public sees of the catalogue at a moment, gathered once for all figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import Action, decide
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

ALL = 100_000


@dataclass(frozen=True)
class City:
    """Published datasets as anonymous visitors see them; ``open`` are those whose rows they may read and that have some."""

    at: datetime
    datasets: tuple[DatasetCard, ...]

    @cached_property
    def own(self) -> tuple[DatasetCard, ...]:
        """Those of the city's own departments, not harvested."""
        return tuple(one for one in self.datasets if one.origin is None)

    @cached_property
    def open(self) -> tuple[DatasetCard, ...]:
        """Those with rows that everybody may read."""
        return tuple(
            one
            for one in self.datasets
            if one.rows and decide(card=ANONYMOUS, action=Action.see_rows, resource=one.resource).is_free
        )

    @cached_property
    def conditional(self) -> tuple[DatasetCard, ...]:
        """Those open on condition."""
        return tuple(one for one in self.datasets if one.entry.open_type == "conditional")

    @cached_property
    def departments(self) -> tuple[DepartmentCard, ...]:
        """Departments that exist."""
        return tuple(one for one in cards_by_id().values() if one.valid_to is None)

    @cached_property
    def by_department(self) -> dict[str, list[DatasetCard]]:
        """Datasets by the id of their department."""
        found: dict[str, list[DatasetCard]] = defaultdict(list)
        for one in self.datasets:
            found[one.department.id].append(one)
        return dict(found)


def city(*, at: datetime) -> City:
    """Return the city as the public sees it; gathered anew when something changed."""
    ids = storage.remembered(
        "statistics city",
        lambda: tuple(one.id for one in catalogue.published_after(card=ANONYMOUS, after="", limit=ALL)),
    )
    return City(at, catalogue.dataset_cards(ids=ids, card=ANONYMOUS))
