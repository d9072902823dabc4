"""Where the metadata lives: SQLite beside the data by default, PostgreSQL by ``ZHANQIAO_DATABASE_URL``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from zhanqiao.kit.environment import SettingError, value

SECONDS_KEPT = 60  # of a connection
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA cache_size=-32000;"
)


def connection(*, home: Path) -> dict[str, Any]:
    """Return Django's entry for the metadata database.

    SQLite runs in WAL mode with every commit synced (what was acknowledged survives a power cut)
    and transactions that take the write lock at their start. Connections live for a minute: opening
    one costs more than a small query, and an idle job process asks twelve of those a second.
    """
    url = str(value("DATABASE_URL"))
    return _postgres(url) if url else _sqlite(home)


def catalog_uri(*, home: Path) -> str:
    """Return the SQLAlchemy address of the same database, for the Iceberg catalogue."""
    url = str(value("DATABASE_URL"))
    if not url:
        return f"sqlite:///{home / 'iceberg.sqlite3'}"
    return url.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")


def _sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "zhanqiao.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": SECONDS_KEPT,
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(
            name="ZHANQIAO_DATABASE_URL", value=parts.scheme, expected="postgres://user:password@host/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": SECONDS_KEPT,
    }
