"""The lake under another address: Iceberg writes whole addresses into its files, and a restored lake lies elsewhere.

What changes are addresses only: snapshots, their ids, tags and data files stay what they were.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pyiceberg.catalog.sql import IcebergTables, SqlCatalog
from pyiceberg.io import FileIO
from pyiceberg.manifest import ManifestFile, read_manifest_list, write_manifest, write_manifest_list
from pyiceberg.schema import Schema
from pyiceberg.serializers import FromInputFile
from pyiceberg.table.metadata import TableMetadata
from pyiceberg.table.snapshots import Snapshot

from zhanqiao.data_center.storage.engine.releases.durable import force
from zhanqiao.data_center.storage.engine.releases.lake import lake_catalog
from zhanqiao.data_center.storage.engine.releases.warehouse import Warehouse

MANIFEST_PATH, MANIFEST_LENGTH, FILE_PATH = 0, 1, 1  # their places in pyiceberg's records
V2: Literal[2] = 2
CODEC: Literal["deflate"] = "deflate"


def move_lake(*, warehouse: Warehouse, old: str) -> int:
    """Rewrite every address that begins with ``old`` to the warehouse's own; return how many tables there were.

    ``old`` is what ``Warehouse.address(part="")`` said where the lake came from. Nothing happens when it is the same,
    or with a store: the bucket stays where it is. Nobody else may use the lake meanwhile. Safe to repeat.
    """
    new = warehouse.address(part="")
    if warehouse.store or old == new:
        return 0
    catalog = lake_catalog(warehouse=warehouse)
    locations = _moved_catalogue(catalog, old, new)
    for path in sorted(warehouse.lake.glob("*/metadata/*.metadata.json")):
        _replace(path, path.read_bytes().replace(old.encode(), new.encode()))
    for location in locations:
        files = catalog._load_file_io({}, location)  # noqa: SLF001 - pyiceberg offers no other way
        _move_table(FromInputFile.table_metadata(files.new_input(location)), files, old, new)
    return len(locations)


def _moved_catalogue(catalog: SqlCatalog, old: str, new: str) -> list[str]:
    table: Any = IcebergTables.__table__
    found: list[str] = []
    with catalog.engine.begin() as connection:
        for row in connection.execute(table.select()).mappings().all():
            present = {name: row[name] for name in ("metadata_location", "previous_metadata_location")}
            moved = {name: text and text.replace(old, new) for name, text in present.items()}
            keys = ("catalog_name", "table_namespace", "table_name")
            chosen = [getattr(table.c, name) == row[name] for name in keys]
            connection.execute(table.update().where(*chosen).values(**moved))
            found.append(str(moved["metadata_location"]))
    return found


def _move_table(metadata: TableMetadata, files: FileIO, old: str, new: str) -> None:
    schemas = {each.schema_id: each for each in metadata.schemas}
    done: dict[str, int] = {}
    for snapshot in metadata.snapshots:
        schema = schemas[metadata.current_schema_id if snapshot.schema_id is None else snapshot.schema_id]
        manifests = list(read_manifest_list(files.new_input(snapshot.manifest_list)))
        for each in manifests:
            each[MANIFEST_PATH] = each.manifest_path.replace(old, new)
            if each.manifest_path not in done:
                done[each.manifest_path] = _move_manifest(each, metadata, schema, files, (old, new))
            each[MANIFEST_LENGTH] = done[each.manifest_path]
        _write_list(snapshot, manifests, files)


def _move_manifest(
    manifest: ManifestFile, metadata: TableMetadata, schema: Schema, files: FileIO, addresses: tuple[str, str]
) -> int:
    """Write a manifest anew with moved addresses of its data files; return its length."""
    spec = next(each for each in metadata.partition_specs if each.spec_id == manifest.partition_spec_id)
    entries = manifest.fetch_manifest_entry(files, discard_deleted=False)
    making = f"{manifest.manifest_path}.moving"
    with write_manifest(V2, spec, schema, files.new_output(making), manifest.added_snapshot_id or 0, CODEC) as writer:
        for entry in entries:
            entry.data_file[FILE_PATH] = entry.data_file.file_path.replace(*addresses)
            writer.add_entry(entry)
    return _renamed(making)


def _write_list(snapshot: Snapshot, manifests: list[ManifestFile], files: FileIO) -> None:
    making = f"{snapshot.manifest_list}.moving"
    number = snapshot.sequence_number
    with write_manifest_list(
        V2, files.new_output(making), snapshot.snapshot_id, snapshot.parent_snapshot_id, number, CODEC
    ) as listing:
        listing.add_manifests(manifests)
    _renamed(making)


def _renamed(address: str) -> int:
    path = Path(address.removeprefix("file://"))
    force(path)
    path.replace(path.with_suffix(""))
    return path.with_suffix("").stat().st_size


def _replace(path: Path, content: bytes) -> None:
    making = path.with_name(f"{path.name}.moving")
    with making.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
