"""Files of releases: which file an address names, and where it lies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, Action
from zhanqiao.portal.open_service.queries.documents import public_files
from zhanqiao.portal.open_service.queries.reading import readable

LATEST = "latest"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Download(NamedTuple):
    """A file to send: where it lies, the name to save it under, its digests in hexadecimal."""

    path: Path
    name: str
    sha256: str
    sm3: str


def release_named(*, table_id: str, name: str) -> ReleaseCard:
    """Return a release by id, number, or ``latest``. Raises NotFoundError."""
    for release in storage.release_cards(table_id=table_id):
        if name in (release.id, str(release.number)) or (name == LATEST and release.is_current):
            return release
    raise NotFoundError(what=name)


def source_of(*, table_id: str, release: str, card: AccessCard) -> Download:
    """Return the file the department handed in. Raises NotFoundError when the release kept none, DataNotOpenError."""
    found = _downloadable(table_id=table_id, release=release, card=card)
    kept = found.files.get("source")
    if found.source is None or kept is None:
        raise NotFoundError(what=f"{found.id} source")
    return _download(release=found, kept=kept, name=str(found.source["name"]))


def file_of(*, table_id: str, release: str, name: str, card: AccessCard) -> Download:
    """Return one of the files that the release lists. Raises NotFoundError, DataNotOpenError."""
    found = _downloadable(table_id=table_id, release=release, card=card)
    kept = public_files(found).get(name)
    if kept is None:
        raise NotFoundError(what=name)
    return _download(release=found, kept=kept, name=name)


def file_stem(*, table: TableCard) -> str:
    """Return what downloads of the table are called: its title, without what file systems forbid."""
    return UNSAFE.sub("_", table.title.zh).strip(" .") or table.id


def _downloadable(*, table_id: str, release: str, card: AccessCard) -> ReleaseCard:
    readable(table_id=table_id, card=card, as_of=None, action=Action.download)
    return release_named(table_id=table_id, name=release)


def _download(*, release: ReleaseCard, kept: dict[str, Any], name: str) -> Download:
    folder = storage.warehouse().release_folder(table_id=release.table_id, release_id=release.id)
    return Download(path=folder / str(kept["name"]), name=name, sha256=str(kept["sha256"]), sm3=str(kept["sm3"]))
