"""Whether what was acknowledged is really there: every release's files against the digests of its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhanqiao.data_center.storage.engine.releases import FileEntry, Manifest, read_manifest
from zhanqiao.data_center.storage.models import Release
from zhanqiao.data_center.storage.queries.warehouse import warehouse
from zhanqiao.kit import digests
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

SOURCE = "source"  # under this name the file an officer handed in is kept
LOST = Text("发布版本 {release}：缺少文件 {name}。", "Release {release}: the file {name} is missing.")
ALTERED = Text(
    "发布版本 {release}：文件 {name} 与摘要不符。", "Release {release}: the file {name} does not match its digests."
)
OTHER = Text(
    "发布版本 {release}：清单与数据库记录不一致（{name}）。",
    "Release {release}: its manifest and its row in the database differ ({name}).",
)
SAME = ("snapshot_id", "rows", "rows_added", "problem_cells")


@dataclass(frozen=True, slots=True)
class ReleaseProof:
    """An acknowledged release and what is wrong with it; nothing when it is whole."""

    table_id: str
    release_id: str
    number: int
    rows: int
    snapshot_id: int
    problems: tuple[Text, ...]


def release_proofs() -> Iterator[ReleaseProof]:
    """Check every acknowledged release that is kept, in the order of tables and numbers; reads all their files."""
    found = Release.objects.filter(acknowledged_at__isnull=False, retired_at__isnull=True)
    for release in found.order_by("table_id", "number").iterator(chunk_size=200):
        yield ReleaseProof(
            table_id=release.table_id,
            release_id=release.id,
            number=release.number or 0,
            rows=release.rows or 0,
            snapshot_id=release.snapshot_id or 0,
            problems=tuple(_problems(release)),
        )


def lake_problems() -> Iterator[Text]:
    """Yield what is wrong with the Iceberg tables: each kept release must be a tagged snapshot with its data files."""
    # Late: pyiceberg takes 0.8 s and 50 MB, which processes that only read need not pay.
    from zhanqiao.data_center.storage.engine.releases.lake import snapshot_files

    place = warehouse()
    found = Release.objects.filter(acknowledged_at__isnull=False, retired_at__isnull=True)
    for release in found.order_by("table_id", "number").iterator(chunk_size=200):
        snapshot, files = snapshot_files(warehouse=place, table_id=release.table_id, release_id=release.id)
        manifest = read_manifest(warehouse=place, table_id=release.table_id, release_id=release.id)
        if snapshot != release.snapshot_id:
            yield OTHER.filled(release=release.id, name="snapshot")
        elif {place.address(part=part) for part in manifest.parts} != set(files):
            yield OTHER.filled(release=release.id, name="parts")


def _problems(release: Release) -> Iterator[Text]:
    place = warehouse()
    try:
        manifest = read_manifest(warehouse=place, table_id=release.table_id, release_id=release.id)
    except NotFoundError:
        yield LOST.filled(release=release.id, name="manifest.json")
        return
    yield from _against_row(release, manifest)
    folder = place.release_folder(table_id=release.table_id, release_id=release.id)
    for entry in manifest.files.values():
        yield from _against_digests(release.id, folder / entry.name, entry)
    if manifest.source is not None:
        yield from _against_digests(release.id, folder / SOURCE, manifest.source)
    if not place.store:
        for part in manifest.parts:
            if not (place.lake / part).is_file():
                yield LOST.filled(release=release.id, name=part)


def _against_row(release: Release, manifest: Manifest) -> Iterator[Text]:
    for name in SAME:
        if getattr(release, name) != getattr(manifest, name):
            yield OTHER.filled(release=release.id, name=name)
    kept = release.manifest.get("files", {})
    if {kind: entry["sm3"] for kind, entry in kept.items()} != {kind: one.sm3 for kind, one in manifest.files.items()}:
        yield OTHER.filled(release=release.id, name="files")


def _against_digests(release_id: str, path: Path, entry: FileEntry) -> Iterator[Text]:
    if not path.is_file():
        yield LOST.filled(release=release_id, name=entry.name)
    elif digests.of_file(path=path) != (entry.sha256, entry.sm3, entry.size):
        yield ALTERED.filled(release=release_id, name=entry.name)
