"""Files of releases: which file an address names, and where it lies."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query, ReleaseCard, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, Action
from zhanqiao.portal.open_service.queries.documents import public_files
from zhanqiao.portal.open_service.queries.reading import readable

LATEST = "latest"
PREPARED = frozenset({"csv", "geojson", "gpkg", "parquet"})
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Download(NamedTuple):
    """A file to send: where it lies, its entity tag, the name to save it under, its digests (hexadecimal) if known.

    ``skip`` bytes at its beginning are left out.
    """

    path: Path
    tag: str
    name: str
    sha256: str = ""
    sm3: str = ""
    skip: int = 0


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
    return _download(release=found, kept=kept, kind="source", name=str(found.source["name"]))


def file_of(*, table_id: str, release: str, name: str, card: AccessCard) -> Download:
    """Return one of the files that the release lists. Raises NotFoundError, DataNotOpenError."""
    found = _downloadable(table_id=table_id, release=release, card=card)
    for kind, kept in public_files(found).items():
        if kept["name"] == name:
            return _download(release=found, kept=kept, kind=kind, name=name)
    raise NotFoundError(what=name)


def file_stem(*, table: TableCard) -> str:
    """Return what downloads of the table are called: its title, without what file systems forbid."""
    return UNSAFE.sub("_", table.title.zh).strip(" .") or table.id


def whole_file(*, table: TableCard, query: Query, format: str, bom: bool, tag: str) -> Download | None:  # noqa: A002 - the word of the interface
    """Return the prepared file of the whole table, if that is what the query asks for and the format has one."""
    if format not in PREPARED or query.params():
        return None
    path = storage.download_path(card=table, kind=format)
    skip = len(BOM_UTF8) if format == "csv" and not bom else 0  # the prepared CSV begins with one
    return Download(path=path, tag=tag, name=f"{file_stem(table=table)}.{format}", skip=skip)


def sidecar(*, table: TableCard, kind: str) -> Iterator[bytes]:
    """Stream what is kept beside the rows: kind ``problems`` or ``refused``."""
    return storage.problem_cells(card=table) if kind == "problems" else storage.refused_rows(card=table)


def _downloadable(*, table_id: str, release: str, card: AccessCard) -> ReleaseCard:
    readable(table_id=table_id, card=card, as_of=None, action=Action.download)
    return release_named(table_id=table_id, name=release)


def _download(*, release: ReleaseCard, kept: dict[str, Any], kind: str, name: str) -> Download:
    path = storage.file_path(release=release, kind=kind)
    if path is None or not path.is_file():
        raise NotFoundError(what=name)
    sha256 = str(kept["sha256"])
    return Download(path=path, tag=f'"{sha256}"', name=name, sha256=sha256, sm3=str(kept["sm3"]))
