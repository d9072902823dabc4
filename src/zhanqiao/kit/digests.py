"""SHA-256 and SM3 (GB/T 32905) of bytes and files."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes

BLOCK = 1 << 20
LARGE = 1 << 18  # bytes from which a thread is worth its hand-over


class Digests(NamedTuple):
    """Both digests of the same bytes, in lower-case hexadecimal."""

    sha256: str
    sm3: str
    size: int


def sm3(*, content: bytes) -> str:
    """Return the SM3 digest of ``content`` (GB/T 32905-2016) as 64 hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


class Digesting:
    """Both digests of bytes that arrive in blocks; SM3, the slow one, runs beside whatever the caller does meanwhile."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sha, self._national, self._size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
        self._helper: ThreadPoolExecutor | None = None
        self._pending: Future[None] | None = None

    def update(self, *, content: bytes) -> None:
        """Take the next bytes; they must not change afterwards."""
        if self._pending is not None:
            self._pending.result()
        if len(content) >= LARGE:
            self._helper = self._helper or ThreadPoolExecutor(1, "sm3")
            self._pending = self._helper.submit(self._national.update, content)
        else:
            self._pending = None
            self._national.update(content)
        self._sha.update(content)
        self._size += len(content)

    def finish(self) -> Digests:
        """Return the digests of all that came; nothing can be added afterwards."""
        if self._helper is not None:
            self._helper.shutdown()
        return Digests(sha256=self._sha.hexdigest(), sm3=self._national.finalize().hex(), size=self._size)


def of_file(*, path: Path) -> Digests:
    """Return both digests of a file and its size in bytes, read once in blocks of 1 MiB."""
    digesting = Digesting()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digesting.update(content=block)
    return digesting.finish()
