"""Where the releases of a warehouse lie on disk, and what each file is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SERVING = "serving.duckdb"
MANIFEST = "manifest.json"
PROFILE = "profile.json"
PARQUET = "data.parquet"
CSV = "data.csv"
GEOJSON = "data.geojson"
GEOPACKAGE = "data.gpkg"
SAFE_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,120}$")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """All releases of one installation.

    ``root`` is the state folder (``ZHANQIAO_HOME``); ``catalog_uri`` the SQLAlchemy URL of the database that holds
    the Iceberg catalogue, such as ``sqlite:////srv/zhanqiao/var/zhanqiao.sqlite3``;
    ``store`` the ``s3://bucket/folder`` that keeps the Iceberg tables, empty for a folder below ``root``.
    """

    root: Path
    catalog_uri: str
    store: str = ""

    @property
    def lake(self) -> Path:
        """Folder of the Iceberg tables (data and metadata files)."""
        return self.root / "lake"

    def address(self, *, part: str) -> str:
        """The address of a data file, or of what lies beside it, for engines outside of this process."""
        return f"{self.store.rstrip('/') or f'file://{self.lake}'}/{part}"

    @property
    def notes(self) -> Path:
        """Folder of notes on Iceberg tables whose branch ``main`` is behind."""
        return self.root / "lake-behind"

    def lake_note(self, *, table_id: str) -> Path:
        """The note on one table."""
        return self.notes / _safe(table_id)

    def table_folder(self, *, table_id: str) -> Path:
        """Folder of one table's releases."""
        return self.root / "releases" / _safe(table_id)

    def release_folder(self, *, table_id: str, release_id: str) -> Path:
        """Folder of one complete release; it exists only when the release is complete."""
        return self.table_folder(table_id=table_id) / _safe(release_id)

    def building_folder(self, *, table_id: str, release_id: str) -> Path:
        """Folder in which a release is built before it is renamed to its final name."""
        return self.table_folder(table_id=table_id) / f".{_safe(release_id)}.tmp"


def _safe(name: str) -> str:
    if not SAFE_NAME.match(name):
        raise ValueError(f"not an identifier: {name!r}")
    return name
