"""gz and zip: every member is read as a file of its own, within a budget no bomb can pass.

Sizes an archive declares are not believed: bytes are counted while they are written. Names are decoded
as UTF-8, GB 18030 or Big5, and never used as paths.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.refusals import (
    BombError,
    BrokenFileError,
    EncryptedFileError,
    TooManyMembersError,
    UnsafePathError,
)
from zhanqiao.data_center.storage.engine.ingest.shapefiles import PARTS
from zhanqiao.data_center.storage.engine.ingest.workshop import Source, Workshop
from zhanqiao.kit.progress import Step

BLOCK = 1 << 20
SMALL = 32 << 20  # unpacked bytes below which a high ratio is harmless
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_BESIDE_SHAPES = frozenset({"sbn", "sbx", "qix", "fbn", "fbx", "ain", "aih", "atx", "ixs", "mxs", "xml", "qmd", "qpj"})


class Member(NamedTuple):
    """One thing to read in an archive: a file, or the parts of a Shapefile by ending."""

    source: Source
    parts: dict[str, Path] | None = None


def members_of_gzip(*, source: Source, workshop: Workshop) -> Iterator[Member]:
    """Yield the one member of a gz file. Raises BombError, BrokenFileError."""
    inner = Source(workshop.scratch_file(), source.filename[:-3] if source.ending == "gz" else source.filename)
    try:
        with gzip.open(source.path) as packed:
            _unpack(packed, inner.path, packed_size=source.path.stat().st_size, workshop=workshop)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BrokenFileError(filename=source.filename, format="gzip", detail=str(error)[:200]) from None
    yield Member(inner)


def members_of_zip(*, source: Source, workshop: Workshop) -> Iterator[Member]:
    """Yield the members of a zip, Shapefiles as one.

    Raises EncryptedFileError, UnsafePathError, TooManyMembersError, BombError, BrokenFileError.
    """
    try:
        with zipfile.ZipFile(source.path) as archive:
            infos = _listed(archive, source, workshop)
            for names in _together(infos):
                yield _extracted(archive, {name: infos[name] for name in names}, workshop)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise BrokenFileError(filename=source.filename, format="ZIP", detail=str(error)[:200]) from None


def check_container(*, source: Source, workshop: Workshop) -> None:
    """Refuse a spreadsheet (itself a zip) that unpacks to more than allowed."""
    with zipfile.ZipFile(source.path) as archive:
        _check_ratio(archive.infolist(), source, workshop)


def _listed(archive: zipfile.ZipFile, source: Source, workshop: Workshop) -> dict[str, zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    limit = workshop.limits.max_members
    if len(infos) > limit:
        raise TooManyMembersError(filename=source.filename, count=len(infos), limit=limit)
    _check_ratio(infos, source, workshop)
    named = {_name(info): info for info in infos}
    for name, info in named.items():
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or name[1:2] == ":":
            raise UnsafePathError(filename=source.filename, member=name)
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedFileError(filename=source.filename)
    return {name: info for name, info in named.items() if not _is_litter(name)}


def _check_ratio(infos: list[zipfile.ZipInfo], source: Source, workshop: Workshop) -> None:
    size, packed = sum(info.file_size for info in infos), max(source.path.stat().st_size, 1)
    limits = workshop.limits
    if size > limits.max_unpacked_bytes:
        raise BombError(filename=source.filename, detail=f"{size} > {limits.max_unpacked_bytes} bytes")
    if size > SMALL and size > limits.max_ratio * packed:
        raise BombError(filename=source.filename, detail=f"{size // packed}:1 > {limits.max_ratio}:1")


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; names not marked as UTF-8 are in the maker's own encoding."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return encodings.decoded(content=raw)[0].replace("\\", "/")


def _is_litter(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith("__macosx/")
        or lower.rsplit("/", 1)[-1] in _LITTER
        or lower.rsplit("/", 1)[-1].startswith("._")
    )


def _together(infos: dict[str, zipfile.ZipInfo]) -> list[list[str]]:
    """Return names grouped: the parts of each Shapefile together, every other file alone."""
    stems: dict[str, list[str]] = defaultdict(list)
    for name in infos:
        stems[_stem(name)].append(name)
    groups: list[list[str]] = []
    for names in stems.values():
        if any(_ending(name) == "shp" for name in names):
            groups.append([name for name in names if _ending(name) in PARTS])
            groups.extend([name] for name in names if _ending(name) not in {*PARTS, *_BESIDE_SHAPES})
        else:
            groups.extend([name] for name in names)
    return groups


def _stem(name: str) -> str:
    lower = name.lower().removesuffix(".xml")
    return lower.rsplit(".", 1)[0]


def _ending(name: str) -> str:
    return name.lower().rsplit(".", 1)[-1] if "." in name else ""


def _extracted(archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], workshop: Workshop) -> Member:
    paths: dict[str, Path] = {}
    for name, info in infos.items():
        paths[name] = workshop.scratch_file(suffix=f".{_ending(name)[:8]}" if _ending(name).isalnum() else "")
        with archive.open(info) as packed:
            _unpack(packed, paths[name], packed_size=info.compress_size, workshop=workshop)
    first = next((name for name in paths if _ending(name) == "shp"), next(iter(paths)))
    source = Source(paths[first], first.rsplit("/", 1)[-1])
    return Member(source, {_ending(name): path for name, path in paths.items()} if _ending(first) == "shp" else None)


def _unpack(packed: IO[bytes] | gzip.GzipFile, target: Path, *, packed_size: int, workshop: Workshop) -> None:
    """Write the bytes of a member, stopping at the limits."""
    limits, size = workshop.limits, 0
    with target.open("wb") as out:
        while block := packed.read(BLOCK):
            size += len(block)
            workshop.unpacked += len(block)
            if workshop.unpacked > limits.max_unpacked_bytes:
                raise BombError(filename=workshop.filename, detail=f"> {limits.max_unpacked_bytes} bytes")
            if size > SMALL and size > limits.max_ratio * max(packed_size, 1):
                raise BombError(filename=workshop.filename, detail=f"> {limits.max_ratio}:1")
            out.write(block)
            workshop.progress(Step(stage="unpack", done=workshop.unpacked, unit="bytes"))
