"""From a connector to what reads its source: secrets opened, addresses looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.operations.places import require_place
from zhanqiao.core_services.connectors.operations.secrets import opened
from zhanqiao.core_services.connectors.rules import DATABASES, Kind, settings_of
from zhanqiao.core_services.connectors.rules.settings import (
    DatabaseSettings,
    FolderSettings,
    FtpSettings,
    HttpSettings,
    S3Settings,
    SftpSettings,
    SqliteSettings,
)
from zhanqiao.core_services.exchange.operations import address_of, read_document
from zhanqiao.kit.environment import value

if TYPE_CHECKING:  # else every page would load SQLAlchemy and asyncssh
    from zhanqiao.core_services.connectors.engine import databases
    from zhanqiao.core_services.connectors.engine.pieces import Piece
    from zhanqiao.core_services.connectors.engine.shelves import Shelf

MOST_IN_A_PIECE = 5_000


def pieces_of(connector: Connector, /, *, once: bool, limit: int = 0) -> Iterator[Piece]:
    """Read a database or an interface on from the connector's position. ``once``: without a key nothing may come again.

    ``limit`` is the most rows a database is asked for; 0: all.
    """
    from zhanqiao.core_services.connectors.engine import databases, interfaces  # late, as said above

    settings = settings_of(kind=Kind(connector.kind), given=connector.settings)
    if isinstance(settings, HttpSettings):
        asked = interfaces.Reading(settings=settings, ask=_asking(connector), column=connector.watermark, once=once)
        return interfaces.pieces(reading=asked, position=dict(connector.position))
    return databases.pieces(reading=_of_database(connector, once=once, limit=limit), position=dict(connector.position))


def rows_without_watermark(connector: Connector, /) -> int:
    """Return how many rows of a database have no watermark and are never read; 0 for other sources."""
    from zhanqiao.core_services.connectors.engine import databases  # late, as said above

    if not connector.watermark or Kind(connector.kind) not in DATABASES:
        return 0
    return databases.without_watermark(reading=_of_database(connector, once=False))


def shelf_of(connector: Connector, /, *, clock: Callable[[], datetime]) -> Shelf:
    """Return the shelf of files, not yet connected. Raises AddressRefusedError, SecretLostError."""
    # Late, as said above.
    from zhanqiao.core_services.connectors.engine.buckets import Bucket
    from zhanqiao.core_services.connectors.engine.folders import Folder
    from zhanqiao.core_services.connectors.engine.ftp import FtpFolder
    from zhanqiao.core_services.connectors.engine.sftp import SftpFolder

    settings = settings_of(kind=Kind(connector.kind), given=connector.settings)
    secret = _secret(connector)
    if isinstance(settings, S3Settings):
        return Bucket(settings, secret=secret.get("secret_key", ""), ask=_document, clock=clock)
    if isinstance(settings, FtpSettings):
        ip = address_of(host=settings.host, port=settings.port)
        return FtpFolder(settings, ip=ip, password=secret.get("password", ""))
    if isinstance(settings, SftpSettings):
        return SftpFolder(settings, ip=address_of(host=settings.host, port=settings.port), secret=secret)
    assert isinstance(settings, FolderSettings)  # the only kind that is left
    require_place(connector)
    return Folder(settings)


def piece_rows() -> int:
    """Return how many rows make a piece: half of what a batch may hold, so that one value need not be divided."""
    return max(1, min(MOST_IN_A_PIECE, int(value("BATCH_ROWS")) // 2))


def _of_database(connector: Connector, *, once: bool, limit: int = 0) -> databases.Reading:
    from zhanqiao.core_services.connectors.engine.databases import Reading  # late, as said above

    settings = settings_of(kind=Kind(connector.kind), given=connector.settings)
    assert isinstance(settings, DatabaseSettings | SqliteSettings)  # its kind says so
    require_place(connector)
    return Reading(
        kind=Kind(connector.kind),
        settings=settings,
        secret=_secret(connector),
        ip=address_of(host=settings.host, port=settings.port) if isinstance(settings, DatabaseSettings) else "",
        column=connector.watermark,
        once=once,
        limit=limit,
        size=piece_rows(),
        most=int(value("BATCH_ROWS")),
    )


def _asking(connector: Connector) -> Any:
    from zhanqiao.core_services.connectors.engine.interfaces import Answer  # late, as said above

    settings = settings_of(kind=Kind(connector.kind), given=connector.settings)
    assert isinstance(settings, HttpSettings)  # its kind says so
    token = _secret(connector).get("token", "")
    headers = {settings.header: f"{settings.header_prefix}{token}"} if token else {}
    origin = _origin(settings.url)

    def ask(url: str) -> Answer:
        # A next page elsewhere does not get the token.
        found = read_document(url=url, headers=headers if _origin(url) == origin else {})
        return Answer(found.content, found.link)

    return ask


def _origin(url: str) -> tuple[str, str]:
    scheme, _, rest = url.partition("://")
    return scheme.lower(), rest.partition("/")[0].partition("?")[0].lower()


def _document(url: str, headers: Mapping[str, str]) -> bytes:
    return read_document(url=url, headers=headers).content


def _secret(connector: Connector) -> dict[str, str]:
    return opened(connector.secret, key=connector.key)
