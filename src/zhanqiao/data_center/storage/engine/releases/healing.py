"""After a crash: what nobody acknowledged is removed, what was acknowledged stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from zhanqiao.data_center.storage.engine.releases.durable import alone
from zhanqiao.data_center.storage.engine.releases.manifest import read_manifest
from zhanqiao.data_center.storage.engine.releases.stores import kept_parts, remove_part
from zhanqiao.data_center.storage.engine.releases.warehouse import MANIFEST, Warehouse
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LOCK = ".lock"
MANY = 10  # crashes leave one complete release behind at most; so many were not left by crashes
MAKING = ".making-"


class SuspiciousHealError(ZhanqiaoError):
    """The database knows so few of the releases on disk that it is probably the wrong one; nothing was removed."""

    status = 500
    code = "heal-suspicious"
    sentence = Text(
        zh="磁盘上有 {doomed} 个完整版本是元数据库不认识的，只有 {kept} 个是认识的。可能连错了数据库或恢复了旧备份；"
        "没有删除任何内容。请检查 ZHANQIAO_HOME 与 ZHANQIAO_DATABASE_URL。",
        en="{doomed} complete releases on disk are unknown to the metadata database and only {kept} are known. It may be "
        "the wrong database, or an old backup; nothing was removed. Check ZHANQIAO_HOME and ZHANQIAO_DATABASE_URL.",
    )


@dataclass(frozen=True, slots=True)
class HealReport:
    """What was removed (paths below the warehouse's root), how many releases stay, and which are damaged.

    ``missing`` names acknowledged releases (``table/release``) without a manifest on disk: nothing to be healed here,
    an operator must restore them from a backup.
    """

    removed: tuple[str, ...]
    kept: int
    missing: tuple[str, ...]


def heal(*, warehouse: Warehouse, acknowledged: Mapping[str, set[str]]) -> HealReport:
    """Remove half releases, releases that nobody acknowledged, and temporary files.

    ``acknowledged`` maps each table to its releases that count. Call it while no process prepares a release: one that
    is complete and waits to be acknowledged cannot be told from one whose writer died. Serving copies that are missing
    are rebuilt when they are asked for. Raises SuspiciousHealError, before removing anything, when ten or more complete
    releases are unknown and fewer are known.
    """
    removed: list[str] = []
    root = warehouse.root / "releases"
    _check(root, acknowledged)
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        kept = acknowledged.get(folder.name, set())
        with alone(folder):
            removed += [str(path.relative_to(warehouse.root)) for path in _swept(warehouse, folder, kept)]
    missing = [
        f"{table_id}/{release_id}"
        for table_id, ids in acknowledged.items()
        for release_id in sorted(ids)
        if not (root / table_id / release_id / MANIFEST).is_file()
    ]
    return HealReport(tuple(removed), sum(len(ids) for ids in acknowledged.values()) - len(missing), tuple(missing))


def delete_release(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Remove everything of a release that was not acknowledged, complete or half; nothing happens without one."""
    folder = warehouse.table_folder(table_id=table_id)
    if not folder.is_dir():
        return
    with alone(folder):
        for place in (warehouse.release_folder, warehouse.building_folder):
            shutil.rmtree(place(table_id=table_id, release_id=release_id), ignore_errors=True)
        for part in kept_parts(warehouse=warehouse, table_id=table_id):
            if PurePath(part).name.startswith(f"{release_id}-"):
                remove_part(warehouse=warehouse, part=part)
        _forget(warehouse, table_id, release_id)


def retire_release(*, warehouse: Warehouse, table_id: str, release_id: str) -> None:
    """Remove everything of a release that no other release needs: its files, its snapshot, its data files.

    What it shares with releases that stay is kept. Safe to repeat after a crash; nothing happens without one.
    """
    folder = warehouse.table_folder(table_id=table_id)
    if not folder.is_dir():
        return
    # Late: pyiceberg takes 0.8 s and 50 MB, which a start without garbage need not pay.
    from zhanqiao.data_center.storage.engine.releases import lake

    with alone(folder):
        own = set(_parts(warehouse, table_id, release_id))
        others = {path.parent.name for path in folder.glob(f"*/{MANIFEST}")} - {release_id}
        lake.retire_release(warehouse=warehouse, table_id=table_id, release_id=release_id)
        shutil.rmtree(warehouse.release_folder(table_id=table_id, release_id=release_id), ignore_errors=True)
        for part in own - {part for each in others for part in _parts(warehouse, table_id, each)}:
            remove_part(warehouse=warehouse, part=part)


def _check(root: Path, acknowledged: Mapping[str, set[str]]) -> None:
    found = [(path.parent.parent.name, path.parent.name) for path in root.glob(f"*/*/{MANIFEST}")]
    known = sum(release_id in acknowledged.get(table_id, ()) for table_id, release_id in found)
    doomed = len(found) - known
    if doomed >= MANY and doomed > known:
        raise SuspiciousHealError(doomed=doomed, kept=known)


def _swept(warehouse: Warehouse, folder: Path, kept: set[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == LOCK:
            continue
        if path.name not in kept:
            shutil.rmtree(path)
            _forget(warehouse, folder.name, path.name.removeprefix(".").removesuffix(".tmp"))
            yield path
            continue
        for making in path.glob(f"{MAKING}*"):
            shutil.rmtree(making)
            yield making
    yield from _swept_parts(warehouse, folder.name, kept)


def _swept_parts(warehouse: Warehouse, table_id: str, kept: set[str]) -> Iterator[Path]:
    used = {part for each in kept for part in _parts(warehouse, table_id, each)}
    for part in kept_parts(warehouse=warehouse, table_id=table_id):
        if part not in used:
            remove_part(warehouse=warehouse, part=part)
            _forget(warehouse, table_id, PurePath(part).name.rpartition("-")[0])
            yield warehouse.lake / part


def _parts(warehouse: Warehouse, table_id: str, release_id: str) -> tuple[str, ...]:
    folder = warehouse.release_folder(table_id=table_id, release_id=release_id)
    if not (folder / MANIFEST).is_file():
        return ()
    return read_manifest(warehouse=warehouse, table_id=table_id, release_id=release_id).parts


def _forget(warehouse: Warehouse, table_id: str, release_id: str) -> None:
    # Late: pyiceberg takes 0.8 s and 50 MB, which a start without garbage need not pay.
    from zhanqiao.data_center.storage.engine.releases.lake import forget_release

    forget_release(warehouse=warehouse, table_id=table_id, release_id=release_id)
