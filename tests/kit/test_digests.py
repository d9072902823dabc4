"""Digests of bytes in blocks are those of the bytes as a whole."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from zhanqiao.kit.digests import LARGE, Digesting, of_file, sm3


def test_sm3_of_the_standards_example() -> None:
    """GB/T 32905-2016, appendix A.1."""
    assert sm3(content=b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_blocks_of_any_size_give_the_digests_of_the_whole(tmp_path: Path) -> None:
    chance = random.Random(7)
    content = chance.randbytes(3_000_000)
    digesting, at = Digesting(), 0
    while at < len(content):
        size = chance.choice([1, 1000, LARGE, LARGE + 17, 700_000])
        digesting.update(content=content[at : at + size])
        at += size
    found = digesting.finish()
    national = hashes.Hash(hashes.SM3())
    national.update(content)
    assert found == (hashlib.sha256(content).hexdigest(), national.finalize().hex(), len(content))
    path = tmp_path / "whole"
    path.write_bytes(content)
    assert of_file(path=path) == found


def test_nothing_has_digests_too() -> None:
    assert Digesting().finish() == (hashlib.sha256(b"").hexdigest(), sm3(content=b""), 0)
