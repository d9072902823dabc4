"""Zstandard (RFC 8878) for whole answers, block by block as they are made."""

from __future__ import annotations

from collections.abc import Iterator

import zstandard

LEVEL = 3


def zstd(blocks: Iterator[bytes], /) -> Iterator[bytes]:
    """Yield one Zstandard frame of ``blocks``; memory does not grow with the answer. Closing it closes ``blocks``."""
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()
    try:
        for block in blocks:
            packed = packer.compress(block)
            if packed:
                yield packed
        yield packer.flush()
    finally:
        close = getattr(blocks, "close", None)
        if close is not None:
            close()
