"""Merkle trees as RFC 6962 §2.1 hashes them: a batch of transfers under one root. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(*, content: bytes) -> bytes:
    """Return the hash of one entry."""
    return sha256(LEAF + content).digest()


def root_of(*, leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of the entries, in their order; of none, the hash of nothing."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _joined(root_of(leaves=leaves[:middle]), root_of(leaves=leaves[middle:]))


def path_of(*, leaves: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """Return what proves that the entry at ``place`` stands under the root: the hashes beside its way up, lowest first.

    Raises IndexError for a place outside the batch.
    """
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    if len(leaves) == 1:
        return ()
    middle = _split(len(leaves))
    if place < middle:
        return (*path_of(leaves=leaves[:middle], place=place), root_of(leaves=leaves[middle:]))
    return (*path_of(leaves=leaves[middle:], place=place - middle), root_of(leaves=leaves[:middle]))


def root_by_path(*, leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an entry's hash leads to (RFC 9162 §2.1.3.2), None when the path cannot be one of such a tree."""
    if not 0 <= place < size:
        return None
    number, last, found = place, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if number % 2 == 1 or number == last:
            found = _joined(beside, found)
            while number % 2 == 0 and number != 0:
                number, last = number >> 1, last >> 1
        else:
            found = _joined(found, beside)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()
