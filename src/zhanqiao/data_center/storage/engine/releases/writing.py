"""Makes a release: serving copy, Parquet part, Iceberg snapshot, profile and manifest, complete or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import orjson
import pyarrow.parquet as pq

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.profile import Profile
from zhanqiao.data_center.storage.engine.releases import lake, stores
from zhanqiao.data_center.storage.engine.releases.durable import alone, entry_of, force, force_tree, link_or_copy
from zhanqiao.data_center.storage.engine.releases.manifest import (
    Applied,
    FileEntry,
    Manifest,
    Mode,
    Source,
    read_manifest,
    write_manifest,
)
from zhanqiao.data_center.storage.engine.releases.rebuilding import serving_path
from zhanqiao.data_center.storage.engine.releases.schemas import check_append, check_names
from zhanqiao.data_center.storage.engine.releases.serving import Builder, key_columns
from zhanqiao.data_center.storage.engine.releases.warehouse import (
    MANIFEST,
    PARQUET,
    PROFILE,
    SAFE_NAME,
    SERVING,
    Warehouse,
)
from zhanqiao.data_center.storage.rules import converted_together
from zhanqiao.kit import environment
from zhanqiao.kit.digests import Digests
from zhanqiao.kit.progress import Progress, Step

PROBLEMS = "problems"
PARTS_MOST = 16  # data files of a release; an append that would make more is written whole: compaction


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become a release."""

    warehouse: Warehouse
    table_id: str
    release_id: str
    parquet: Path
    fields: tuple[Field, ...]
    mode: Mode
    base: Manifest | None
    sidecars: Mapping[str, Path]
    source: Source | None
    at: datetime
    progress: Progress
    applied: Applied

    @property
    def is_whole(self) -> bool:
        """Say whether its data file holds all rows, not those alone that are new."""
        return self.mode != "append" or self.base is None or len(self.base.parts) >= PARTS_MOST

    @property
    def folder(self) -> Path:
        """Folder in which it is built."""
        return self.warehouse.building_folder(table_id=self.table_id, release_id=self.release_id)

    @property
    def place(self) -> Path:
        """Folder it ends in."""
        return self.warehouse.release_folder(table_id=self.table_id, release_id=self.release_id)


@dataclass(frozen=True, slots=True)
class Built:
    """What the building gave: counts, profile, keys, extent, and the Parquet part."""

    rows: int
    rows_added: int
    rows_changed: int
    rows_removed: int
    profile: Profile
    keys: tuple[str, ...]
    bbox: tuple[float, float, float, float] | None
    part: Path


def make_release(
    *,
    warehouse: Warehouse,
    table_id: str,
    release_id: str,
    parquet: Path,
    fields: Sequence[Field],
    mode: Mode,
    previous: str | None,
    sidecars: Mapping[str, Path],
    source: Source | None,
    at: datetime,
    progress: Progress,
    applied: Applied,
) -> Manifest:
    """Do what :func:`releases.write_release` says, alone on this table."""
    check_names(fields=fields)
    with alone(warehouse.table_folder(table_id=table_id)):
        place = warehouse.release_folder(table_id=table_id, release_id=release_id)
        if (place / MANIFEST).is_file():
            return read_manifest(warehouse=warehouse, table_id=table_id, release_id=release_id)
        base = _base(warehouse, table_id, mode=mode, previous=previous)
        own = base.fields if base else tuple(fields)
        plan = Plan(
            warehouse=warehouse,
            table_id=table_id,
            release_id=release_id,
            parquet=parquet,
            fields=own,
            mode=mode,
            base=base,
            sidecars=sidecars,
            source=source,
            at=at,
            progress=progress,
            applied=applied,
        )
        if base and mode == "append":
            check_append(table=base.fields, added=fields, empty=_empty_columns(parquet))
        return _made(plan)


def _base(warehouse: Warehouse, table_id: str, *, mode: Mode, previous: str | None) -> Manifest | None:
    if mode == "replace":
        return None
    if previous is None:
        raise ValueError("an append or a change names the release it builds on")
    return read_manifest(warehouse=warehouse, table_id=table_id, release_id=previous)


def _empty_columns(parquet: Path) -> frozenset[str]:
    meta = pq.read_metadata(parquet)
    empty = set(meta.schema.to_arrow_schema().names)
    for group in range(meta.num_row_groups):
        row_group = meta.row_group(group)
        for index in range(row_group.num_columns):
            column = row_group.column(index)
            if column.statistics is None or column.statistics.null_count != row_group.num_rows:
                empty.discard(column.path_in_schema)
    return frozenset(empty)


def _made(plan: Plan) -> Manifest:
    shutil.rmtree(plan.folder, ignore_errors=True)
    plan.folder.mkdir(parents=True)
    try:
        with ThreadPoolExecutor(max_workers=1) as copier:
            kept = copier.submit(_keep_files, plan)
            built = _build(plan)
            return _finish(plan, built, kept)
    except BaseException:
        shutil.rmtree(plan.folder, ignore_errors=True)
        raise


def _keep_files(plan: Plan) -> dict[str, FileEntry]:
    """Bring the source and the sidecars into the release; they stay as they were handed in."""
    kept = {kind: _kept(plan.folder, kind, path, known=None) for kind, path in plan.sidecars.items()}
    if plan.source is not None:
        kept["source"] = _kept(plan.folder, "source", plan.source.path, known=plan.source.digests)
    return kept


def _kept(folder: Path, kind: str, path: Path, *, known: Digests | None) -> FileEntry:
    suffix = "".join(each for each in path.suffixes[-2:] if SAFE_NAME.match(each[1:]))
    name = f"{kind}{suffix}"
    if not SAFE_NAME.match(name) or name in {SERVING, MANIFEST, PROFILE, PARQUET}:
        raise ValueError(f"not a name for a sidecar: {kind!r}")
    return link_or_copy(source=path, target=folder / name, name=name, known=known)


def _build(plan: Plan) -> Built:
    target = plan.folder / SERVING
    if plan.base and plan.mode == "append":
        shutil.copyfile(_base_serving(plan, plan.base), target)
    with _builder(plan, target) as builder:
        changed = _fill(plan, builder)
        profile = builder.profile()
        keys = key_columns(fields=plan.fields, profile=profile, rows=builder.rows)
        builder.index(keys=keys)
        builder.note(release_id=plan.release_id)
        part = _write_part(plan, builder)
        counts = (builder.rows, builder.rows_added, changed, builder.rows_removed)
        return Built(*counts, profile, keys, builder.bbox(), part)


def _fill(plan: Plan, builder: Builder) -> int:
    """Bring the rows into the serving copy; return how many rows of the base have other values now."""
    if plan.base and plan.mode == "change":
        builder.change(base=_base_serving(plan, plan.base), changes=plan.parquet)
        touched = int(pq.read_metadata(plan.parquet).num_rows)
        return touched - builder.rows_added - builder.rows_removed
    names = pq.read_schema(plan.parquet).names
    (builder.extend if plan.base else builder.fill)(parts=[plan.parquet], names=names)
    return 0


def _base_serving(plan: Plan, base: Manifest) -> Path:
    return serving_path(warehouse=plan.warehouse, table_id=plan.table_id, release_id=base.release_id, locked=True)


def _builder(plan: Plan, target: Path) -> Builder:
    memory = environment.value("BUILD_MEMORY_BYTES")
    return Builder(path=target, fields=plan.fields, memory=memory, progress=plan.progress)


def _write_part(plan: Plan, builder: Builder) -> Path:
    ids = lake.field_ids(warehouse=plan.warehouse, table_id=plan.table_id, fields=plan.fields)
    folder = plan.warehouse.lake / plan.table_id / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{plan.release_id}-*.parquet"):  # of an attempt that was killed
        old.unlink()
    part = folder / f"{plan.release_id}-{token_hex(4)}.parquet"
    builder.write_part(target=part, ids=ids, whole=plan.is_whole)
    force(part)
    force(folder)
    stores.send(warehouse=plan.warehouse, part=str(part.relative_to(plan.warehouse.lake)))
    return part


def _finish(plan: Plan, built: Built, kept: Future[dict[str, FileEntry]]) -> Manifest:
    plan.progress(Step("commit", 0, built.rows))
    (plan.folder / PROFILE).write_bytes(orjson.dumps(built.profile, option=orjson.OPT_INDENT_2))
    files = {"profile": entry_of(path=plan.folder / PROFILE, name=PROFILE), **_parquet(plan, built), **kept.result()}
    snapshot = lake.commit_snapshot(
        warehouse=plan.warehouse,
        table_id=plan.table_id,
        release_id=plan.release_id,
        part=_name_of(plan, built),
        base=plan.base.snapshot_id if plan.base and not plan.is_whole else None,
    )
    manifest = _manifest(plan, built, files, snapshot)
    shutil.rmtree(plan.folder / "spill", ignore_errors=True)
    write_manifest(manifest=manifest, folder=plan.folder)
    force_tree(plan.folder)
    plan.folder.rename(plan.place)
    force(plan.place.parent)
    stores.forget_sent(warehouse=plan.warehouse, part=_name_of(plan, built))
    plan.progress(Step("commit", built.rows, built.rows))
    return manifest


def _name_of(plan: Plan, built: Built) -> str:
    return str(built.part.relative_to(plan.warehouse.lake))


def _parquet(plan: Plan, built: Built) -> dict[str, FileEntry]:
    """Offer the part as the release's Parquet file when it is the whole release; the same bytes, linked."""
    if not plan.is_whole:
        return {}
    os.link(built.part, plan.folder / PARQUET)
    return {"parquet": entry_of(path=built.part, name=PARQUET)}


def _manifest(plan: Plan, built: Built, files: dict[str, FileEntry], snapshot: int) -> Manifest:
    source = files.get("source")
    if source is not None and plan.source is not None:
        source = FileEntry(plan.source.name or plan.source.path.name, source.size, source.sha256, source.sm3)
    before = plan.base.parts if plan.base and not plan.is_whole else ()
    converted = plan.base.coordinates if plan.base else ()
    problems = plan.sidecars.get(PROBLEMS)
    return Manifest(
        table_id=plan.table_id,
        release_id=plan.release_id,
        snapshot_id=snapshot,
        fields=plan.fields,
        rows=built.rows,
        rows_added=built.rows_added,
        rows_changed=built.rows_changed,
        rows_removed=built.rows_removed,
        problem_cells=pq.read_metadata(problems).num_rows if problems else 0,
        mode=plan.mode,
        at=plan.at.astimezone(UTC).isoformat(),
        previous=plan.base.release_id if plan.base else None,
        source=source,
        files=files,
        parts=(*before, _name_of(plan, built)),
        key_columns=built.keys,
        serving_bytes=(plan.folder / SERVING).stat().st_size,
        bbox=built.bbox,
        masking=plan.applied.masking or (plan.base.masking if plan.base else None),
        coordinates=converted_together(before=converted, added=plan.applied.coordinates),
    )
