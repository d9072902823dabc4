"""What a backup is made of, and when one is refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any, Self

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

FORMAT = 1
MANIFEST = "backup.json"
STATE, DATABASES = "state", "databases"
STORED = "lake"  # where files of object storage lie in a backup, as they would without one
DUMP = "metadata.dump"
STAMP = "%Y%m%dT%H%M%S.%fZ"
SECRETS = ("secret_key", ".key", ".pem")
# Made again by itself: static files, the search index, counters, what a crash left.
LEFT_OUT = frozenset({"static", "search", "metrics", "static.stamp"})
LEFT_OUT_ENDINGS = (".lock", ".generation", ".sqlite3", "-wal", "-shm", ".moving")
MAKING = (".making-", ".fetching-")
REMADE = frozenset({"instant", "shared", "data.csv", "data.geojson", "data.gpkg"})  # beside a release, when asked for


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup: its path below the state folder, size, time of change, both digests."""

    path: str
    size: int
    mtime_ns: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. ``counts`` are rows by table of the database, ``releases`` what was acknowledged.

    A release is table, id, number, rows, snapshot. ``audit_head`` is number and hash of the newest audit line.
    """

    made_at: str
    home: str
    database: str
    audit_head: tuple[int, str]
    counts: Mapping[str, int]
    releases: tuple[tuple[str, str, int, int, int], ...]
    files: tuple[Entry, ...]
    databases: tuple[Entry, ...]
    store: str = ""
    format: int = FORMAT
    gone: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote. Raises KeyError or TypeError for what is not one."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        for name in ("files", "databases"):
            known[name] = tuple(Entry(**each) for each in values[name])
        known["releases"] = tuple(tuple(each) for each in values["releases"])
        known["audit_head"] = tuple(values["audit_head"])
        known["gone"] = tuple(values.get("gone", ()))
        return cls(**known)


class BackupPlaceError(ZhanqiaoError):
    """Backups cannot be written where they were wanted; nothing was written."""

    status = 500
    code = "backup-place"
    sentence = Text(
        zh="备份目录 {place} 不可用：{why_zh}。没有写入任何内容。",
        en="Backups cannot go to {place}: {why_en}. Nothing was written.",
    )


class BackupStoreError(ZhanqiaoError):
    """A file of object storage cannot be copied; nothing was written."""

    status = 502
    code = "backup-store"
    sentence = Text(
        zh="对象存储中的 {name} 无法备份（{why}）。没有写入任何内容，请检查 ZHANQIAO_S3_* 与存储服务后重试。",
        en="{name} in object storage cannot be backed up ({why}). Nothing was written; check ZHANQIAO_S3_* and the storage, then repeat.",
    )


class RestoreStoreError(ZhanqiaoError):
    """The backup cannot be restored to the object storage of the settings; nothing was restored."""

    status = 409
    code = "restore-store"
    sentence = Text(
        zh="备份的数据文件来自“{was}”，不能恢复到“{wanted}”。没有恢复任何内容：请把 ZHANQIAO_LAKE_URL {advice_zh}。",
        en="The data files of the backup are of '{was}' and cannot be restored to '{wanted}'. Nothing was restored: {advice_en}.",
    )


class BackupMissingError(ZhanqiaoError):
    """There is no complete backup; nothing was restored."""

    status = 404
    code = "backup-missing"
    sentence = Text(
        zh="{place} 中没有完整的备份（缺少 backup.json）。没有恢复任何内容。",
        en="There is no complete backup in {place} (no backup.json). Nothing was restored.",
    )


class BackupDamagedError(ZhanqiaoError):
    """The backup is not what was written; nothing was restored."""

    status = 409
    code = "backup-damaged"
    sentence = Text(
        zh="备份已损坏：{name}（{why_zh}）。没有恢复任何内容，请改用另一份备份。",
        en="The backup is damaged: {name} ({why_en}). Nothing was restored; use another backup.",
    )


class BackupNewerError(ZhanqiaoError):
    """The backup was written by a newer version; nothing was restored."""

    status = 409
    code = "backup-newer"
    sentence = Text(
        zh="备份的格式版本是 {found}，本程序只认识到 {known}。没有恢复任何内容，请先升级程序。",
        en="The backup has format {found}, this version knows {known}. Nothing was restored; upgrade first.",
    )


class FolderInUseError(ZhanqiaoError):
    """The folder to restore into is not empty; nothing was restored."""

    status = 409
    code = "restore-folder-in-use"
    sentence = Text(
        zh="{place} 不是空目录，为免覆盖没有恢复任何内容。请指定一个空的或不存在的目录。",
        en="{place} is not empty; nothing was restored, so that nothing is overwritten. Name an empty or new folder.",
    )


class ToolMissingError(ZhanqiaoError):
    """A program of PostgreSQL that is needed is not there; nothing was written."""

    status = 500
    code = "postgres-tool-missing"
    sentence = Text(
        zh="找不到 {name}（PostgreSQL 客户端程序），元数据库无法{what_zh}。请安装 postgresql-client。",
        en="{name} (a client of PostgreSQL) was not found; the metadata database cannot be {what_en}. Install postgresql-client.",
    )


def require_store(*, backup: Backup, wanted: str) -> None:
    """Let a backup be restored to the object storage it is of, or to none where it holds the files itself.

    Raises RestoreStoreError.
    """
    was, then = backup.store.rstrip("/"), wanted.rstrip("/")
    holds = not backup.releases or any(each.path.startswith(f"{STORED}/") for each in backup.files)
    if then == was or (not then and holds):
        return
    advice = (
        Text("留空，或设为原来的值", "leave ZHANQIAO_LAKE_URL empty, or set it to what it was")
        if holds and was
        else Text("留空", "leave ZHANQIAO_LAKE_URL empty")
        if holds
        else Text(
            "设为原来的值（这份备份不含对象存储中的文件）",
            "set ZHANQIAO_LAKE_URL to what it was: this backup holds no files of object storage",
        )
    )
    raise RestoreStoreError(was=was or "file:", wanted=then or "file:", advice_zh=advice.zh, advice_en=advice.en)


def is_wanted(path: PurePosixPath, /) -> bool:
    """Say whether a path below the state folder belongs into a backup; what is made again by itself does not."""
    first, name = path.parts[0], path.name
    if first in LEFT_OUT or name.endswith(LEFT_OUT_ENDINGS):
        return False
    if any(part.startswith(MAKING) or part.endswith(".tmp") for part in path.parts):
        return False
    return not (first == "releases" and any(part in REMADE for part in path.parts[3:]))


def is_release_wanted(path: PurePosixPath, /, *, releases: frozenset[tuple[str, str]]) -> bool:
    """Say whether a file below ``releases/`` is of a release (table, id) that the database names."""
    parts = path.parts
    return parts[0] != "releases" or (len(parts) > 3 and (parts[1], parts[2]) in releases)  # noqa: PLR2004 - releases/table/release/file


def is_secret(path: PurePosixPath, /) -> bool:
    """Say whether a file is a key or another secret."""
    return path.name.endswith(SECRETS)
