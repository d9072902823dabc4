"""The durable form of releases: one Iceberg table per published table, a snapshot and a tag per release.

A release is built on the snapshot of the release before it, or on none, on a branch of its own that is gone when the
commit is done; so rows of a release nobody acknowledged never reach another one. A replacing release may change the
schema: a column whose type changes is dropped and added anew under the same name, and older snapshots keep reading
with their own schema. Data files carry the schema's field ids.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.io.pyarrow import PyArrowFile, PyArrowFileIO, parquet_file_to_data_file
from pyiceberg.schema import Schema
from pyiceberg.table import Table, Transaction
from pyiceberg.table.snapshots import Snapshot
from pyiceberg.table.update.snapshot import ManageSnapshots
from pyiceberg.types import (
    BinaryType,
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    IcebergType,
    LongType,
    NestedField,
    StringType,
    TimestampType,
    TimeType,
)

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.releases.schemas import MAX_PRECISION
from zhanqiao.data_center.storage.engine.releases.stores import file_properties
from zhanqiao.data_center.storage.engine.releases.warehouse import Warehouse

NAMESPACE = "tables"
OPENING = "lake.lock"
CATALOG = "zhanqiao"
MAIN = "main"
TYPES: Mapping[LogicalType, IcebergType] = {
    LogicalType.TEXT: StringType(),
    LogicalType.INTEGER: LongType(),
    LogicalType.NUMBER: DoubleType(),
    LogicalType.BOOLEAN: BooleanType(),
    LogicalType.DATE: DateType(),
    LogicalType.TIME: TimeType(),
    LogicalType.TIMESTAMP: TimestampType(),
    LogicalType.GEOMETRY: BinaryType(),
    LogicalType.JSON: StringType(),
}
PROPERTIES = {
    "format-version": "2",
    "write.parquet.compression-codec": "zstd",
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "20",
}


def field_ids(*, warehouse: Warehouse, table_id: str, fields: Sequence[Field]) -> dict[str, int]:
    """Make the Iceberg table's schema hold exactly these fields; return the id of each by name."""
    catalog = _catalog(warehouse)
    wanted = {each.name: _iceberg_type(each) for each in fields}
    try:
        table = catalog.load_table((NAMESPACE, table_id))
    except NoSuchTableError:
        table = _created(catalog, warehouse, table_id, wanted)
    if not table.metadata.snapshots:
        _begin(table)
    if {each.name: each.field_type for each in table.schema().fields} != wanted:
        _evolve(table, wanted)
    return {each.name: each.field_id for each in table.schema().fields}


def commit_snapshot(*, warehouse: Warehouse, table_id: str, release_id: str, part: str, base: int | None) -> int:
    """Commit one data file as a release and tag it ``release-<id>``; return the snapshot's id.

    ``part`` is relative to the lake. ``base`` is the snapshot it adds to, None for a release that stands for itself. One atomic commit.
    """
    table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    branch = f"building-{release_id}"
    with table.transaction() as change:
        _clear(change, branch, tag_of(release_id))
        if base is not None:
            with ManageSnapshots(change) as refs:
                refs.create_branch(base, branch)
        properties = {"zhanqiao.release": release_id}
        with change.update_snapshot(snapshot_properties=properties, branch=branch).fast_append() as append:
            append.append_data_file(
                parquet_file_to_data_file(
                    io=table.io, table_metadata=change.table_metadata, file_path=warehouse.address(part=part)
                )
            )
            snapshot = int(append.snapshot_id)
        with ManageSnapshots(change) as refs:
            refs.create_tag(snapshot, tag_of(release_id)).remove_branch(branch)
    return snapshot


def point_main(*, warehouse: Warehouse, table_id: str, snapshot: int) -> None:
    """Let the branch ``main``, which outside engines read, show a release."""
    table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    table.manage_snapshots().set_current_snapshot(snapshot_id=snapshot).commit()


def forget_release(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Remove the tag of a release that nobody acknowledged; its snapshot stays, unreferenced and harmless."""
    try:
        table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    except NoSuchTableError:
        return
    with table.transaction() as change:
        _clear(change, tag_of(release_id))


def retire_release(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Take a release out of the Iceberg table for good: its tag, its snapshot, and metadata files nothing else names.

    Data files are not touched. A release that is not there changes nothing.
    """
    forget_release(warehouse=warehouse, table_id=table_id, release_id=release_id)
    try:
        table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    except NoSuchTableError:
        return
    named = {reference.snapshot_id for reference in table.metadata.refs.values()}
    lost = [each for each in table.metadata.snapshots if each.snapshot_id not in named]
    if not lost:
        return
    files = {path for each in lost for path in _files_of(table, each)}
    table.maintenance.expire_snapshots().by_ids([each.snapshot_id for each in lost]).commit()
    kept = {path for each in table.metadata.snapshots if each.snapshot_id in named for path in _files_of(table, each)}
    for path in sorted(files - kept):
        table.io.delete(path)


def _files_of(table: Table, snapshot: Snapshot) -> list[str]:
    """Return the metadata files of a snapshot: its list of manifests, and these."""
    try:
        return [snapshot.manifest_list, *(each.manifest_path for each in snapshot.manifests(table.io))]
    except FileNotFoundError:  # an earlier attempt was killed between the two halves
        return [snapshot.manifest_list]


def release_rows(*, warehouse: Warehouse, table_id: str, release_id: str) -> Any:
    """Return the rows of a release as an Arrow table, read through Iceberg: for checks, and for small tables."""
    table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    snapshot = table.metadata.refs[tag_of(release_id)].snapshot_id
    return table.scan(snapshot_id=snapshot).to_arrow()


def lake_catalog(*, warehouse: Warehouse) -> SqlCatalog:
    """Return the Iceberg catalogue."""
    return _catalog(warehouse)


def table_in_lake(*, warehouse: Warehouse, table_id: str) -> Table:
    """Return the Iceberg table as it is now. Raises NoSuchTableError."""
    return _catalog(warehouse).load_table((NAMESPACE, table_id))


def snapshot_files(*, warehouse: Warehouse, table_id: str, release_id: str) -> tuple[int, list[str]]:
    """Return the snapshot that a release's tag names and the addresses of its data files; 0 and none without one."""
    try:
        table = _catalog(warehouse).load_table((NAMESPACE, table_id))
    except NoSuchTableError:
        return 0, []
    reference = table.metadata.refs.get(tag_of(release_id))
    snapshot = table.snapshot_by_id(reference.snapshot_id) if reference else None
    if snapshot is None:
        return 0, []
    entries = (entry for each in snapshot.manifests(table.io) for entry in each.fetch_manifest_entry(table.io))
    return snapshot.snapshot_id, [entry.data_file.file_path for entry in entries]


def tag_of(release_id: str) -> str:
    """Return the tag of a release."""
    return f"release-{release_id}"


class _DurableStream:
    """A file whose content is on disk when it is closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")

    def write(self, content: bytes) -> int:
        return self._file.write(content)

    def close(self) -> None:
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def tell(self) -> int:
        return self._file.tell()

    @property
    def closed(self) -> bool:
        return self._file.closed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _DurableFile(PyArrowFile):
    """Writes through :class:`_DurableStream`, so that the catalogue never points at a file a power cut may lose."""

    def create(self, overwrite: bool = False) -> Any:  # noqa: FBT001, FBT002 - pyiceberg's signature
        if not overwrite and self.exists():
            raise FileExistsError(self.location)
        return _DurableStream(Path(self._path))


class DurableFileIO(PyArrowFileIO):
    """Local files, forced to disk on close; files of a store as they are."""

    def new_output(self, location: str) -> Any:
        """Return an output that is durable once closed."""
        plain = super().new_output(location)
        if not location.startswith("file:"):
            return plain
        path, files = plain._path, plain._filesystem  # noqa: SLF001 - pyiceberg offers no other way
        return _DurableFile(location=location, path=path, fs=files)


def _catalog(warehouse: Warehouse) -> SqlCatalog:
    return _opened(warehouse, os.getpid())


@lru_cache(maxsize=8)
def _opened(warehouse: Warehouse, _process: int) -> SqlCatalog:
    warehouse.lake.mkdir(parents=True, exist_ok=True)
    properties = {
        "uri": warehouse.catalog_uri,
        "warehouse": warehouse.address(part="").rstrip("/"),
        **file_properties(),
        "py-io-impl": f"{__name__}.{DurableFileIO.__name__}",
    }
    with (warehouse.root / OPENING).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two writers on a fresh folder would both make the catalogue's tables
        catalog = SqlCatalog(CATALOG, **properties)
        catalog.create_namespace_if_not_exists(NAMESPACE)
    return catalog


def _created(catalog: SqlCatalog, warehouse: Warehouse, table_id: str, wanted: Mapping[str, IcebergType]) -> Table:
    numbered = enumerate(wanted.items(), start=1)
    schema = Schema(*(NestedField(number, name, kind, required=False) for number, (name, kind) in numbered))
    location = warehouse.address(part=table_id)
    return catalog.create_table((NAMESPACE, table_id), schema, location=location, properties=PROPERTIES)


def _begin(table: Table) -> None:
    # Iceberg wants the first snapshot of a table on main: an empty one, which outside engines see until a release
    # is shown there.
    with table.transaction() as change, change.update_snapshot().fast_append():
        pass


def _evolve(table: Table, wanted: Mapping[str, IcebergType]) -> None:
    present = {each.name: each.field_type for each in table.schema().fields}
    with table.update_schema(allow_incompatible_changes=True) as change:
        for name, kind in present.items():
            if wanted.get(name) != kind:
                change.delete_column((name,))
        for name, kind in wanted.items():
            if present.get(name) != kind:
                change.add_column((name,), kind)


def _clear(change: Transaction, *names: str) -> None:
    present = [name for name in names if name in change.table_metadata.refs]
    if not present:
        return
    with ManageSnapshots(change) as refs:
        for name in present:
            refs.remove_tag(name)


def _iceberg_type(field: Field) -> IcebergType:
    if field.type is LogicalType.DECIMAL:
        return DecimalType(field.precision or MAX_PRECISION, field.scale or 0)
    return TYPES[field.type]
