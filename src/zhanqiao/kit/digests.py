"""SHA-256 and SM3 (GB/T 32905) of bytes and files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes

BLOCK = 1 << 20


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


def of_file(*, path: Path) -> Digests:
    """Return both digests of a file and its size in bytes, read once in blocks of 1 MiB."""
    sha, national, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            sha.update(block)
            national.update(block)
            size += len(block)
    return Digests(sha256=sha.hexdigest(), sm3=national.finalize().hex(), size=size)
