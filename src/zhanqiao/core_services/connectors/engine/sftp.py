"""A folder of an SFTP server, whose key must be the one the operator wrote down: it is never trusted at first sight."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

import asyncssh

from zhanqiao.core_services.connectors.engine.folders import require_size
from zhanqiao.core_services.connectors.engine.pieces import SourceClosedError, SourceDownError, down, first_line
from zhanqiao.core_services.connectors.engine.shelves import Shelf, Shelved
from zhanqiao.core_services.connectors.rules.settings import SftpSettings

SECONDS = 30
T = TypeVar("T")
FAILURES = (asyncssh.Error, OSError, TimeoutError)


class SftpFolder(Shelf):
    """The files of one folder, connected to by an address that was looked at."""

    def __init__(self, settings: SftpSettings, *, ip: str, secret: dict[str, str]) -> None:
        """Keep what to read."""
        self.settings, self.ip, self.secret = settings, ip, secret
        self.pattern, self.quiet = settings.pattern, settings.quiet
        self.runner = asyncio.Runner()
        self.thread = ThreadPoolExecutor(1, "sftp")  # its own: whoever calls may stand in a running loop
        self.connection: asyncssh.SSHClientConnection | None = None
        self.client: asyncssh.SFTPClient | None = None

    def listed(self) -> list[Shelved]:
        """Return the regular files of the folder."""
        return self._done(self._listed())

    def content(self, file: Shelved, /, *, most: int) -> bytes:
        """Return the file's bytes, reading no more than may be."""
        return require_size(self._done(self._content(file.name, most)), file=file.name, most=most)

    def __enter__(self) -> Self:
        """Connect and log in."""
        try:
            self._done(self._connect())
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Take leave."""
        if self.client and self.connection:
            self.client.exit()
            self.connection.abort()
            self._run(asyncio.wait_for(self.connection.wait_closed(), SECONDS))
        self._close()

    async def _connect(self) -> None:
        settings, secret = self.settings, self.secret
        hosts = f"{settings.host},[{settings.host}]:{settings.port} {settings.host_key}\n"
        key = self._key()
        self.connection = connection = await asyncio.wait_for(
            asyncssh.connect(
                self.ip,
                settings.port,
                host_key_alias=settings.host,
                known_hosts=asyncssh.import_known_hosts(hosts),
                username=settings.user,
                password=secret.get("password"),
                client_keys=[key] if key else None,
                config=None,
                agent_path=None,
            ),
            SECONDS,
        )
        self.client = await connection.start_sftp_client()

    def _key(self) -> asyncssh.SSHKey | None:
        """Return the key to log in with, opened by its passphrase where it has one. Raises SourceClosedError."""
        if not self.secret.get("private_key"):
            return None
        try:
            return asyncssh.import_private_key(self.secret["private_key"], self.secret.get("passphrase") or None)
        except ValueError as error:  # KeyImportError, KeyEncryptionError
            raise SourceClosedError(why=first_line(error, hide=self._hidden())) from None

    async def _listed(self) -> list[Shelved]:
        assert self.client is not None  # used within ``with``
        found = await self.client.readdir(self.settings.path)
        return [_shelved(str(one.filename), one.attrs) for one in found if stat.S_ISREG(one.attrs.permissions or 0)]

    async def _content(self, name: str, most: int) -> bytes:
        assert self.client is not None  # used within ``with``
        async with self.client.open(f"{self.settings.path}/{name}", "rb") as file:
            found: Any = await file.read(most + 1)
            return bytes(found)

    def _done(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._run(work)
        except FAILURES as error:
            raise self._down(error) from None

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.thread.submit(self.runner.run, work).result()

    def _close(self) -> None:
        self.thread.submit(self.runner.close).result()
        self.thread.shutdown()

    def _down(self, error: BaseException) -> SourceDownError | SourceClosedError:
        return down(error, hide=self._hidden())

    def _hidden(self) -> tuple[str, ...]:
        return tuple(one for one in self.secret.values() if one)


def _shelved(name: str, found: asyncssh.SFTPAttrs) -> Shelved:
    written = float(found.mtime or 0)
    return Shelved(name, found.size or 0, f"{found.mtime}-{found.size}", written, time.time() - written)
