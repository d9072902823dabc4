"""Releases: immutable versions of a table, each an Iceberg snapshot, a serving copy, a profile and a manifest.

What it does not do: decide who may publish, or which release is current; a row of the metadata database says that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.releases.durable import force
from zhanqiao.data_center.storage.engine.releases.healing import (
    HealReport,
    SuspiciousHealError,
    delete_release,
    heal,
    retire_release,
)
from zhanqiao.data_center.storage.engine.releases.manifest import (
    Applied,
    FileEntry,
    Manifest,
    Mode,
    Source,
    read_manifest,
)
from zhanqiao.data_center.storage.engine.releases.rebuilding import (
    download_path,
    evict_serving,
    read_profile,
    serving_path,
)
from zhanqiao.data_center.storage.engine.releases.schemas import DuplicateColumnError, SchemaMismatchError
from zhanqiao.data_center.storage.engine.releases.warehouse import Warehouse
from zhanqiao.kit.progress import Progress, silent

__all__ = [
    "Applied",
    "DuplicateColumnError",
    "FileEntry",
    "HealReport",
    "Manifest",
    "Mode",
    "SchemaMismatchError",
    "Source",
    "SuspiciousHealError",
    "Warehouse",
    "behind_in_lake",
    "delete_release",
    "download_path",
    "evict_serving",
    "heal",
    "note_for_lake",
    "read_manifest",
    "read_profile",
    "retire_release",
    "serving_path",
    "show_in_lake",
    "write_release",
]

AS_IT_CAME = Applied()
NOTHING: Mapping[str, Path] = MappingProxyType({})


def write_release(
    *,
    warehouse: Warehouse,
    table_id: str,
    release_id: str,
    parquet: Path,
    fields: Sequence[Field],
    mode: Mode = "replace",
    previous: str | None = None,
    sidecars: Mapping[str, Path] = NOTHING,
    source: Source | None = None,
    at: datetime,
    progress: Progress = silent,
    applied: Applied = AS_IT_CAME,
) -> Manifest:
    """Make a release from the typed Parquet file that ingest wrote; complete and on disk when it returns.

    Nothing points at it yet: the caller's database row makes it count. ``append`` takes the rows of ``previous`` and
    adds the new ones; ``change`` takes a file of changes on ``previous`` (``changes.files``). Both keep the fields of
    ``previous``. An append to a release of 16 data files is written whole, so that small appends do not pile up. ``sidecars`` (``problems``, ``originals``, ``refused``,
    ``report`` …) and ``source`` are copied beside it with their digests; a source whose digests are given is linked, not
    copied, where the disk allows. ``applied`` is what the manifest says of masks and of converted places. The same ``release_id`` again gives the same
    release, also after a crash. Writers of one table wait for each other.

    Stages told to ``progress``: store, profile, index, parquet (unit percent), commit (rows). Call it outside of a
    database transaction when the Iceberg catalogue shares the database. Raises SchemaMismatchError (append),
    DuplicateColumnError, NotFoundError (``previous`` does not exist); nothing is left behind then.
    """
    # Late: pyiceberg and pyarrow take 1 s and 90 MB, which processes that only read need not pay.
    from zhanqiao.data_center.storage.engine.releases.writing import make_release

    return make_release(
        warehouse=warehouse,
        table_id=table_id,
        release_id=release_id,
        parquet=parquet,
        fields=fields,
        mode=mode,
        previous=previous,
        sidecars=sidecars,
        source=source,
        at=at,
        progress=progress,
        applied=applied,
    )


def show_in_lake(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Let the branch ``main`` of the Iceberg table, which outside engines read, show an acknowledged release."""
    # Late: as above.
    from zhanqiao.data_center.storage.engine.releases.lake import point_main

    snapshot = read_manifest(warehouse=warehouse, table_id=table_id, release_id=release_id).snapshot_id
    point_main(warehouse=warehouse, table_id=table_id, snapshot=snapshot)
    warehouse.lake_note(table_id=table_id).unlink(missing_ok=True)


def note_for_lake(*, warehouse: Warehouse, table_id: str) -> None:
    """Write down, durably, that ``main`` of a table is about to fall behind; :func:`show_in_lake` takes the note away."""
    note = warehouse.lake_note(table_id=table_id)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()
    force(note.parent)


def behind_in_lake(*, warehouse: Warehouse) -> tuple[str, ...]:
    """Return the ids of the tables whose ``main`` may not show their current release: a crash came in between."""
    return tuple(sorted(path.name for path in warehouse.notes.glob("*")))
