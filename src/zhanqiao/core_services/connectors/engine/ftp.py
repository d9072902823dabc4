"""A folder of an FTP server (RFC 959, RFC 3659), in the clear or by TLS."""

from __future__ import annotations

import ftplib
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self

from zhanqiao.core_services.connectors.engine.folders import require_size
from zhanqiao.core_services.connectors.engine.pieces import SourceClosedError, SourceDownError, down
from zhanqiao.core_services.connectors.engine.shelves import Shelf, Shelved
from zhanqiao.core_services.connectors.rules.settings import FtpSettings

SECONDS = 30
BLOCK = 1 << 16
FAILURES: tuple[type[Exception], ...] = (ftplib.Error, OSError, EOFError)  # what ftplib.all_errors holds


class FtpFolder(Shelf):
    """The files of one folder, connected to by an address that was looked at."""

    def __init__(self, settings: FtpSettings, *, ip: str, password: str) -> None:
        """Keep what to read."""
        self.settings, self.ip, self.password = settings, ip, password
        self.pattern, self.quiet = settings.pattern, settings.quiet
        self.server: ftplib.FTP | None = None

    def listed(self) -> list[Shelved]:
        """Return the files as MLSD lists them, with their exact times."""
        try:
            return [_shelved(name, facts) for name, facts in self._open().mlsd() if facts.get("type") == "file"]
        except FAILURES as error:
            raise self._down(error) from None

    def content(self, file: Shelved, /, *, most: int) -> bytes:
        """Return the file's bytes; reading ends where there are too many."""
        parts: list[bytes] = []
        size = 0

        def keep(block: bytes) -> None:
            nonlocal size
            size += len(block)
            parts.append(block)
            require_size(block if size <= most else b"\0" * (most + 1), file=file.name, most=most)

        try:
            self._open().retrbinary(f"RETR {file.name}", keep, blocksize=BLOCK)
        except FAILURES as error:
            raise self._down(error) from None
        return b"".join(parts)

    def __enter__(self) -> Self:
        """Connect, log in, go to the folder."""
        secure = ftplib.FTP_TLS(context=ssl.create_default_context()) if self.settings.tls else None  # noqa: S321 - the operator chose FTP
        server = secure or ftplib.FTP()  # noqa: S321 - the operator chose FTP
        try:
            server.encoding = "utf-8"
            server.connect(self.ip, self.settings.port, timeout=SECONDS)
            server.host = self.settings.host  # whose certificate it must be, though the connection goes to the address
            server.login(self.settings.user, self.password)
            if secure:
                secure.prot_p()
            server.cwd(self.settings.path)
        except FAILURES as error:
            server.close()
            raise self._down(error) from None
        self.server = server
        return self

    def __exit__(self, *_: object) -> None:
        """Take leave."""
        if self.server:
            with suppress(*FAILURES):  # it is gone already
                self.server.quit()
            self.server.close()

    def _open(self) -> ftplib.FTP:
        assert self.server is not None  # used within ``with``
        return self.server

    def _down(self, error: BaseException) -> SourceDownError | SourceClosedError:
        return down(error, hide=(self.password,) if self.password else ())


def _shelved(name: str, facts: dict[str, Any]) -> Shelved:
    written = datetime.strptime(str(facts["modify"])[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    stamp = f"{facts['modify']}-{facts.get('size', '')}"
    return Shelved(name, int(facts.get("size", 0)), stamp, written, time.time() - written)
