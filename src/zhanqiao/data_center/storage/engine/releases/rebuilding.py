"""What can be made again from the durable form: serving copies that were evicted, and files to download."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.instant import instant_folder
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.releases.durable import alone, force
from zhanqiao.data_center.storage.engine.releases.manifest import Manifest, read_manifest
from zhanqiao.data_center.storage.engine.releases.serving import Builder
from zhanqiao.data_center.storage.engine.releases.stores import parts_here
from zhanqiao.data_center.storage.engine.releases.warehouse import (
    CSV,
    GEOJSON,
    GEOPACKAGE,
    PARQUET,
    PROFILE,
    SERVING,
    Warehouse,
)
from zhanqiao.data_center.storage.engine.tiles.opening import map_path
from zhanqiao.kit import environment
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.progress import silent

MADE = {"csv": CSV, "geojson": GEOJSON, "gpkg": GEOPACKAGE}  # when first asked for
DOWNLOADS = {**MADE, "parquet": PARQUET}


def serving_path(*, warehouse: Warehouse, table_id: str, release_id: str, locked: bool = False) -> Path:
    """Return the serving copy of a release, rebuilt from its Iceberg data files when it was evicted.

    Rebuilding takes about as long as publishing did. ``locked`` says that the caller is alone on this table already.
    Raises NotFoundError when there is no such release.
    """
    folder = warehouse.release_folder(table_id=table_id, release_id=release_id)
    path = folder / SERVING
    if path.is_file():
        return path
    manifest = read_manifest(warehouse=warehouse, table_id=table_id, release_id=release_id)
    with nullcontext() if locked else alone(warehouse.table_folder(table_id=table_id)):
        _once(path, lambda target: _rebuild(warehouse, manifest, target))
    return path


def evict_serving(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Remove the serving copy, the instant and map copies and the made downloads of a release; they are made again when needed."""
    folder = warehouse.release_folder(table_id=table_id, release_id=release_id)
    shutil.rmtree(instant_folder(serving=folder / SERVING), ignore_errors=True)
    map_path(serving=folder / SERVING).unlink(missing_ok=True)
    (folder / SERVING).unlink(missing_ok=True)
    for name in MADE.values():
        (folder / name).unlink(missing_ok=True)


def download_path(*, warehouse: Warehouse, table_id: str, release_id: str, kind: str) -> Path:
    """Return the whole release as a file to be sent with range and sendfile.

    ``kind`` is ``parquet``, ``csv`` (UTF-8 with byte order mark, so that Excel reads it), ``geojson`` or ``gpkg``. All but
    the Parquet file of a release that appends nothing are made at the first asking: about 0.2 s per 100,000 rows, 0.7 s
    for a GeoPackage. Raises NotFoundError, and NoPlaceError for a map of a table without a place.
    """
    if kind not in DOWNLOADS:
        raise NotFoundError(what=kind)
    manifest = read_manifest(warehouse=warehouse, table_id=table_id, release_id=release_id)
    path = warehouse.release_folder(table_id=table_id, release_id=release_id) / DOWNLOADS[kind]
    if not path.is_file():
        serving = serving_path(warehouse=warehouse, table_id=table_id, release_id=release_id)
        with alone(warehouse.table_folder(table_id=table_id)):
            _once(path, lambda target: _export(manifest, serving, kind, target))
    return path


def read_profile(*, warehouse: Warehouse, table_id: str, release_id: str) -> dict[str, dict[str, Any]]:
    """Return the profile that was computed at publication, per column. Raises NotFoundError."""
    path = warehouse.release_folder(table_id=table_id, release_id=release_id) / PROFILE
    try:
        found: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise NotFoundError(what=release_id) from None
    return found


def _once(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file under another name and rename it, unless somebody made it while we waited."""
    if path.is_file():
        return
    folder = Path(mkdtemp(prefix=".making-", dir=path.parent))
    try:
        make(folder / path.name)
        force(folder / path.name)
        (folder / path.name).replace(path)
        force(path.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rebuild(warehouse: Warehouse, manifest: Manifest, target: Path) -> None:
    memory = environment.value("BUILD_MEMORY_BYTES")
    builder = Builder(path=target, fields=manifest.fields, memory=memory, progress=silent)
    with parts_here(warehouse=warehouse, parts=manifest.parts) as parts, builder:
        builder.fill(parts=parts, names=[each.name for each in manifest.fields])
        builder.index(keys=manifest.key_columns)
        builder.note(release_id=manifest.release_id)


def _export(manifest: Manifest, serving: Path, kind: str, target: Path) -> None:
    with target.open("wb") as file:
        for block in export(serving=serving, fields=manifest.fields, query=Query(), format=kind, bom=kind == "csv"):
            file.write(block)
    if kind == "gpkg":
        from zhanqiao.data_center.storage.engine.export.geopackages import date_layer  # late: it needs pyarrow

        date_layer(path=target, at=manifest.at)
