"""The manifest of a release: what it holds, where it came from, and the digests that prove it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import orjson

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.releases.warehouse import MANIFEST, Warehouse
from zhanqiao.kit.digests import Digests
from zhanqiao.kit.errors import NotFoundError

Mode = Literal["replace", "append", "change"]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a release: its name in the release folder, size in bytes, and both digests (hexadecimal)."""

    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file a release was made from. ``name`` is what its sender called it; ``digests`` are given by who read it already."""

    path: Path
    name: str = ""
    digests: Digests | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The declared rules that were applied to the rows on their way: masks, and conversions of coordinates."""

    masking: Mapping[str, Any] | None = None
    coordinates: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One immutable release, as stored in ``releases/<table_id>/<release_id>/manifest.json``.

    ``rows`` counts all rows, ``rows_added`` those that came with this release, ``rows_changed`` and ``rows_removed``
    what it changed in the release before (mode ``change``). ``at`` is ISO 8601 in UTC. ``source``
    names the file the officer handed in. ``files`` maps what a file is (``parquet``, ``profile``, ``problems``,
    ``source`` …) to its entry. ``parts`` are the Iceberg data files in row order, relative to the warehouse's lake.
    ``masking`` says which columns were masked and how many cells of each, without a value (``masking.MaskedTable``).
    ``coordinates`` says which columns were converted from which system of coordinates (``storage.rules.Converted``).
    ``key_columns`` have an index in the serving copy. ``bbox`` is west, south, east, north in degrees (WGS 84).
    """

    table_id: str
    release_id: str
    snapshot_id: int
    fields: tuple[Field, ...]
    rows: int
    rows_added: int
    problem_cells: int
    mode: Mode
    at: str
    previous: str | None = None
    source: FileEntry | None = None
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    key_columns: tuple[str, ...] = ()
    serving_bytes: int = 0
    bbox: tuple[float, float, float, float] | None = None
    rows_changed: int = 0
    rows_removed: int = 0
    masking: Mapping[str, Any] | None = None
    coordinates: tuple[Mapping[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the manifest as plain JSON values."""
        return {**asdict(self), "fields": [each.as_dict() for each in self.fields]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        known["fields"] = tuple(Field.from_dict(each) for each in values["fields"])
        known["files"] = {kind: FileEntry(**entry) for kind, entry in values.get("files", {}).items()}
        known["source"] = FileEntry(**values["source"]) if values.get("source") else None
        known["masking"] = values.get("masking")
        known["coordinates"] = tuple(values.get("coordinates") or ())
        known["parts"] = tuple(values.get("parts", ()))
        known["key_columns"] = tuple(values.get("key_columns", ()))
        known["bbox"] = tuple(values["bbox"]) if values.get("bbox") else None
        return cls(**known)


def read_manifest(*, warehouse: Warehouse, table_id: str, release_id: str) -> Manifest:
    """Return the manifest of a complete release.

    Raises NotFoundError when there is no such release.
    """
    path = warehouse.release_folder(table_id=table_id, release_id=release_id) / MANIFEST
    try:
        return Manifest.from_dict(orjson.loads(path.read_bytes()))
    except FileNotFoundError:
        raise NotFoundError(what=release_id) from None


def write_manifest(*, manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json`` into ``folder`` and force it to disk."""
    with (folder / MANIFEST).open("wb") as file:
        file.write(orjson.dumps(manifest.as_dict(), option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
