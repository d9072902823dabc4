"""Where the data files of releases are kept: a folder of this machine, or S3-compatible object storage.

With a store, a data file is made here, sent there, and taken away here; serving copies and other files of a release
stay on this machine. Keys come from the settings S3_*; without them the usual AWS variables and roles apply.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from zhanqiao.data_center.storage.engine.releases.durable import force
from zhanqiao.data_center.storage.engine.releases.warehouse import Warehouse
from zhanqiao.kit import environment

BLOCK = 8 << 20
# Settings by the names that pyiceberg gives them.
PROPERTIES = {
    "s3.endpoint": "S3_ENDPOINT",
    "s3.access-key-id": "S3_ACCESS_KEY",
    "s3.secret-access-key": "S3_SECRET_KEY",
    "s3.region": "S3_REGION",
}


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A file in the store: its name below the lake, its size in bytes, when it was written."""

    name: str
    size: int
    mtime_ns: int


def stored_objects(*, warehouse: Warehouse) -> Iterator[StoredObject]:
    """Yield every file of the lake in the store, data and metadata, in order of names; nothing without a store."""
    if not warehouse.store:
        return
    # Late: as above.
    from pyarrow.fs import FileSelector

    files, root = _store(warehouse, "")
    for each in sorted(
        files.get_file_info(FileSelector(root.rstrip("/"), recursive=True, allow_not_found=True)),
        key=lambda one: one.path,
    ):
        if each.is_file:
            yield StoredObject(each.path.removeprefix(root), each.size, each.mtime_ns)


def stored_object(*, warehouse: Warehouse, name: str) -> StoredObject | None:
    """Return a file of the store, or None."""
    files, place = _store(warehouse, name)
    found = files.get_file_info(place)
    return StoredObject(name, found.size, found.mtime_ns) if found.is_file else None


@contextmanager
def opened_object(*, warehouse: Warehouse, name: str) -> Iterator[BinaryIO]:
    """Open a file of the store to be read as a stream. Raises FileNotFoundError."""
    files, place = _store(warehouse, name)
    with files.open_input_stream(place) as read:
        yield read


def fill_store(*, warehouse: Warehouse) -> int:
    """Send to the store what of the lake's folder it lacks, and take the folder's files away; return how many were sent."""
    sent = 0
    for path in sorted(each for each in warehouse.lake.rglob("*") if each.is_file()):
        part = str(path.relative_to(warehouse.lake))
        there = stored_object(warehouse=warehouse, name=part)
        if there is None or there.size != path.stat().st_size:
            send(warehouse=warehouse, part=part)
            sent += 1
        path.unlink()
    return sent


def file_properties() -> Mapping[str, str]:
    """Return how pyiceberg reaches the store."""
    found = {name: str(environment.value(setting)) for name, setting in PROPERTIES.items()}
    return {name: text for name, text in found.items() if text}


def send(*, warehouse: Warehouse, part: str) -> None:
    """Send a data file from its place in the lake's folder to the store; nothing without one."""
    if not warehouse.store:
        return
    files, place = _store(warehouse, part)
    with (warehouse.lake / part).open("rb") as read, files.open_output_stream(place) as write:
        shutil.copyfileobj(read, write, BLOCK)


def forget_sent(*, warehouse: Warehouse, part: str) -> None:
    """Take away the local file of a data file that the store keeps."""
    if warehouse.store:
        (warehouse.lake / part).unlink(missing_ok=True)


@contextmanager
def parts_here(*, warehouse: Warehouse, parts: tuple[str, ...]) -> Iterator[list[Path]]:
    """Give data files as local paths, fetched from the store for as long as the block runs."""
    if not warehouse.store:
        yield [warehouse.lake / each for each in parts]
        return
    with TemporaryDirectory(prefix=".fetching-", dir=warehouse.root) as folder:
        paths = [Path(folder) / f"{number}.parquet" for number in range(len(parts))]
        for part, path in zip(parts, paths, strict=True):
            _fetch(warehouse, part, path)
        yield paths


def part_file(*, warehouse: Warehouse, part: str, cache: Path) -> Path:
    """Return a data file as a local path: in the lake's folder, or fetched once to ``cache``."""
    if not warehouse.store:
        return warehouse.lake / part
    if not cache.is_file():
        with TemporaryDirectory(prefix=".making-", dir=cache.parent) as folder:
            _fetch(warehouse, part, Path(folder) / cache.name)
            (Path(folder) / cache.name).replace(cache)
    return cache


def kept_parts(*, warehouse: Warehouse, table_id: str) -> list[str]:
    """Return the data files of a table that are there, sorted."""
    found = [f"{table_id}/data/{path.name}" for path in (warehouse.lake / table_id / "data").glob("*.parquet")]
    if warehouse.store:
        # Late: pyarrow takes 0.3 s, which installations without a store need not pay at the start.
        from pyarrow.fs import FileSelector

        files, place = _store(warehouse, f"{table_id}/data")
        entries = files.get_file_info(FileSelector(place, allow_not_found=True))
        found += [f"{table_id}/data/{each.base_name}" for each in entries if each.base_name.endswith(".parquet")]
    return sorted(set(found))


def remove_part(*, warehouse: Warehouse, part: str) -> None:
    """Remove a data file, here and in the store."""
    (warehouse.lake / part).unlink(missing_ok=True)
    if warehouse.store:
        files, place = _store(warehouse, part)
        if files.get_file_info(place).is_file:
            files.delete_file(place)


def _fetch(warehouse: Warehouse, part: str, target: Path) -> None:
    files, place = _store(warehouse, part)
    with files.open_input_stream(place) as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, BLOCK)
    force(target)


def _store(warehouse: Warehouse, part: str) -> tuple[Any, str]:
    # Late: as above.
    from pyarrow.fs import S3FileSystem

    address = urlsplit(warehouse.store)
    endpoint = urlsplit(str(environment.value("S3_ENDPOINT")))
    wishes = {
        "endpoint_override": endpoint.netloc,
        "scheme": endpoint.scheme,
        "access_key": environment.value("S3_ACCESS_KEY"),
        "secret_key": environment.value("S3_SECRET_KEY"),
        "region": environment.value("S3_REGION"),
    }
    files = S3FileSystem(**{name: text for name, text in wishes.items() if text})
    return files, f"{address.netloc}{address.path.rstrip('/')}/{part}"
