"""A table of the lake as outside engines may see it: acknowledged releases only, under addresses that everybody reaches.

The lake's own metadata names files of this machine and snapshots that nobody acknowledged. What is shared is made of
it: table metadata with the acknowledged snapshots, and for each of them a manifest list and a manifest whose addresses
begin with the root the caller chooses. Data files are sent as they are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal

import orjson
from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.manifest import DataFile, ManifestEntry, ManifestEntryStatus, write_manifest, write_manifest_list
from pyiceberg.schema import Schema
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot

from zhanqiao.data_center.storage.engine.releases.durable import alone
from zhanqiao.data_center.storage.engine.releases.lake import table_in_lake, tag_of
from zhanqiao.data_center.storage.engine.releases.stores import part_file
from zhanqiao.data_center.storage.engine.releases.warehouse import Warehouse

SNAPSHOT, MANIFEST = "snapshot.avro", "manifest.avro"
KEPT = ("format-version", "table-uuid", "last-sequence-number", "last-updated-ms", "last-column-id", "partition-specs",
        "default-spec-id", "last-partition-id", "sort-orders", "default-sort-order-id")  # fmt: skip
V2: Literal[2] = 2
CODEC: Literal["deflate"] = "deflate"
MANIFEST_PATH, FILE_PATH = 0, 1  # their places in pyiceberg's records of a manifest and of a data file


@dataclass(frozen=True, slots=True)
class SharedRelease:
    """An acknowledged release: its id and its snapshot."""

    release_id: str
    snapshot_id: int


def shared_metadata(
    *, warehouse: Warehouse, table_id: str, releases: Sequence[SharedRelease], current: str, root: str
) -> dict[str, Any]:
    """Return Iceberg table metadata (format 2) with these releases; ``main`` shows ``current``, tags name each.

    Files lie below ``root/<release id>/``.
    """
    table = table_in_lake(warehouse=warehouse, table_id=table_id)
    whole = orjson.loads(table.metadata.model_dump_json(by_alias=True))
    by_id = {each["snapshot-id"]: each for each in whole["snapshots"]}
    snapshots = [_snapshot(by_id[each.snapshot_id], f"{root}/{each.release_id}/{SNAPSHOT}") for each in releases]
    schemas = {each["schema-id"] for each in snapshots}
    shown = next(each for each in releases if each.release_id == current)
    refs = {tag_of(each.release_id): {"snapshot-id": each.snapshot_id, "type": "tag"} for each in releases}
    return {
        **{key: whole[key] for key in KEPT},
        "location": root,
        "properties": {},
        "schemas": [each for each in whole["schemas"] if each["schema-id"] in schemas],
        "current-schema-id": by_id[shown.snapshot_id]["schema-id"],
        "current-snapshot-id": shown.snapshot_id,
        "snapshots": snapshots,
        "refs": {"main": {"snapshot-id": shown.snapshot_id, "type": "branch"}, **refs},
    }


def shared_file(*, warehouse: Warehouse, table_id: str, release: SharedRelease, name: str, root: str) -> Path | None:
    """Return one file of a shared release, None when it has none of this name.

    ``snapshot.avro``, ``manifest.avro`` are made at the first asking; ``<number>.parquet`` are the data files.
    """
    if name in {SNAPSHOT, MANIFEST}:
        folder = warehouse.release_folder(table_id=table_id, release_id=release.release_id) / "shared"
        if not (folder / name).is_file():
            _make(warehouse, table_id, release, folder, f"{root}/{release.release_id}")
        return folder / name
    table = table_in_lake(warehouse=warehouse, table_id=table_id)
    found = {_data_name(number): each for number, each in enumerate(_data_files(table, release))}
    if name not in found:
        return None
    part = found[name].file_path.removeprefix(warehouse.address(part=""))
    folder = warehouse.release_folder(table_id=table_id, release_id=release.release_id)
    return part_file(warehouse=warehouse, part=part, cache=folder / f"shared-{name}")


def _snapshot(snapshot: dict[str, Any], address: str) -> dict[str, Any]:
    kept = {key: value for key, value in snapshot.items() if key != "parent-snapshot-id"}
    return {**kept, "manifest-list": address}


def _make(warehouse: Warehouse, table_id: str, release: SharedRelease, folder: Path, root: str) -> None:
    """Write both files into a folder that appears whole."""
    with alone(warehouse.table_folder(table_id=table_id)):
        if folder.is_dir():
            return
        table = table_in_lake(warehouse=warehouse, table_id=table_id)
        making = Path(mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            _write(table, release, making, root)
            making.rename(folder)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise


def _write(table: Table, release: SharedRelease, folder: Path, root: str) -> None:
    snapshot, files = _in_lake(table, release), PyArrowFileIO()
    output = files.new_output(f"file://{folder / MANIFEST}")
    with write_manifest(V2, table.spec(), _schema(table, snapshot), output, release.snapshot_id, CODEC) as writer:
        for number, each in enumerate(_data_files(table, release)):
            each[FILE_PATH] = f"{root}/{_data_name(number)}"
            added = ManifestEntryStatus.ADDED
            writer.add_entry(ManifestEntry.from_args(status=added, snapshot_id=release.snapshot_id, data_file=each))
    manifest = writer.to_manifest_file()
    manifest[MANIFEST_PATH] = f"{root}/{MANIFEST}"
    output = files.new_output(f"file://{folder / SNAPSHOT}")
    with write_manifest_list(V2, output, release.snapshot_id, None, snapshot.sequence_number, CODEC) as listing:
        listing.add_manifests([manifest])


def _schema(table: Table, snapshot: Snapshot) -> Schema:
    found: Schema = table.schema() if snapshot.schema_id is None else table.schemas()[snapshot.schema_id]
    return found


def _data_files(table: Table, release: SharedRelease) -> Iterator[DataFile]:
    """Yield the data files of a release in row order: each release that appended after the one before."""
    manifests = _in_lake(table, release).manifests(table.io)
    for manifest in sorted(manifests, key=lambda each: each.sequence_number):
        for entry in manifest.fetch_manifest_entry(table.io):
            yield entry.data_file


def _in_lake(table: Table, release: SharedRelease) -> Snapshot:
    found = table.snapshot_by_id(release.snapshot_id)
    if found is None:
        raise FileNotFoundError(release.release_id)
    return found


def _data_name(number: int) -> str:
    return f"{number}.parquet"
