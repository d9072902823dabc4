"""A restored state folder lies elsewhere: the lake learns its new address."""

from __future__ import annotations

from pathlib import Path

from zhanqiao.data_center.storage.queries import warehouse


def move_lake(*, old_home: Path, old_store: str = "") -> int:
    """Let the Iceberg tables of the state folder name their files where they are now; return how many tables.

    ``old_home`` is the state folder they came from, ``old_store`` the object storage, where there was one. With the same
    storage as then it gets the files that it lacks. Call it while nothing else runs on the folder.
    """
    # Late: pyiceberg takes 0.8 s and 50 MB, which no other start need pay.
    from zhanqiao.data_center.storage.engine.releases.moving import move_lake as moved
    from zhanqiao.data_center.storage.engine.releases.stores import fill_store

    place = warehouse()
    if place.store:
        fill_store(warehouse=place)
    old = f"{old_store.rstrip('/')}/" if old_store else f"file://{old_home / 'lake'}/"
    return moved(warehouse=place, old=old)
