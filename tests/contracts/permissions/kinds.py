"""The kinds of datasets of the matrix, and what is remembered of each."""

from __future__ import annotations

from dataclasses import dataclass

OF_ALL = "app_111111111111"  # a public app that uses every dataset
OVER_NOTHING = "nowhere000000"  # a dashboard over a table that never was


@dataclass(frozen=True)
class Ground:
    """A dataset. ``entry`` stands in its entry and columns, ``cells`` in its cells, ``pending`` in a submission that waits."""

    name: str
    slug: str
    department: str
    entry: str
    cells: str
    pending: str
    dataset: str = ""
    table: str = ""
    release: str = ""
    submission: str = ""
    dashboard: str = ""

    @property
    def places(self) -> dict[str, str]:
        """What stands in the addresses of the table of routes."""
        waiting = self.submission or "sub_000000000000"
        names = ("slug", "dataset", "table", "release", "entry", "cells")
        return {name: getattr(self, name) for name in names} | {
            "submission": waiting,
            "dashboard": self.dashboard or OVER_NOTHING,
        }

    @property
    def marks(self) -> tuple[str, ...]:
        """What only somebody who knows that it exists can say."""
        return (self.entry, self.slug, self.dataset, self.table)


NOWHERE = Ground("nowhere", "nowhere-000000", "", "", "", "", "ds_000000000000", "tbl_000000000000", "rel_000000000000")
PUBLIC = ("open", "conditional", "closed", "pending", "open_other")
HIDDEN = ("draft", "suspended", "withdrawn", "draft_other")
