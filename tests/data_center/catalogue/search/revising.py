"""What the outbox test kills: ``begin`` makes a dataset, ``revise`` renames it for ever, ``look`` drains and prints.

Run as ``python -m tests.data_center.catalogue.search.revising STEP [NUMBER]`` on ``ZHANQIAO_HOME``.
"""

from __future__ import annotations

import dataclasses
import sys

import django


def main(step: str, number: int) -> None:
    """Take one of the steps."""
    django.setup()
    {"begin": begin, "revise": revise, "look": look}[step](number)


def begin(_: int) -> None:
    """Prepare the state folder and publish a dataset."""
    from tests.data_center.grounds import AT, BY, entry  # needs Django, as do all imports below
    from tests.seeding import register_department

    from zhanqiao.config.preparation import main as prepare
    from zhanqiao.data_center.catalogue import operations

    prepare([])
    register_department()
    dataset_id = operations.register_dataset(entry=entry(slug="metro", title_zh="地铁0"), by=BY, at=AT)
    operations.publish_dataset(dataset_id=dataset_id, by=BY, at=AT)
    operations.drain_search_changes(at=AT)


def revise(number: int) -> None:
    """Rename the dataset again and again; print each number when its change is acknowledged."""
    from tests.data_center.grounds import AT, BY

    from zhanqiao.data_center.catalogue import operations, queries

    dataset_id = queries.id_of(slug="metro")
    while True:
        number += 1
        renamed = dataclasses.replace(queries.entry(dataset_id=dataset_id), title_zh=f"地铁{number}")
        operations.revise_dataset(dataset_id=dataset_id, entry=renamed, by=BY, at=AT)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        operations.drain_search_changes(at=AT)


def look(_: int) -> None:
    """Drain what was left, and print the titles a visitor finds."""
    from tests.data_center.grounds import AT

    from zhanqiao.data_center.catalogue import operations, queries
    from zhanqiao.data_center.catalogue.models import SearchChange
    from zhanqiao.people.access.queries import ANONYMOUS

    operations.drain_search_changes(at=AT)
    found = queries.search(text="", card=ANONYMOUS)
    titles = " ".join(hit.dataset.title_zh for hit in found.hits)
    sys.stdout.write(f"{titles} {SearchChange.objects.count()}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
