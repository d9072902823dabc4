"""What a receipt, the head of a batch and a proof say, as JSON that both sides read alike. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from zhanqiao.people.audit.rules import canonical

__all__ = [
    "KEYS_FORMAT",
    "PROOF_FORMAT",
    "Call",
    "Receipt",
    "Sealed",
    "call_digest",
    "head_of",
    "leaf_content",
    "moment",
    "packed",
    "proof_of",
    "signature_of",
    "stamped_content",
    "succession_of",
]

PROOF_FORMAT = "zhanqiao-receipt/1"
KEYS_FORMAT = "zhanqiao-keys/1"
KEY_FORMAT = "zhanqiao-key/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the platform confirms of a transfer. ``taken_as`` is the batch of rows or the submission that it became.

    ``call`` is the digest of the signed call, so that neither side can put another in its place.
    """

    transfer: str
    platform: str
    node: str
    department: str
    table: str
    operation: str
    rows: int | None
    bytes: int
    sha256: str
    sm3: str
    idempotency_key: str
    taken_as: str
    accepted_at: str
    call: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as the object that is signed."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Call:
    """The signed call: the text that the node signed (RFC 9421 §2.5), and its signature."""

    base: str
    signature: bytes
    key: str
    algorithm: str

    def as_dict(self) -> dict[str, str]:
        """Return it as a proof shows it."""
        return {
            "base": self.base,
            "signature": b64encode(self.signature).decode(),
            "key": self.key,
            "algorithm": self.algorithm,
        }


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a receipt stands in its batch, and who vouches for the batch and its time."""

    head: Mapping[str, Any]
    signature: Mapping[str, str]
    place: int
    path: Sequence[bytes]
    stamp: bytes
    stamp_kind: str


def moment(at: datetime, /) -> str:
    """Return a time as receipts write it: UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def packed(value: Mapping[str, Any], /) -> bytes:
    """Return the bytes that are signed and hashed: canonical JSON (as RFC 8785 for the texts and whole numbers here)."""
    return canonical(value=value).encode()


def call_digest(*, base: str, signature: bytes) -> str:
    """Return the SHA-256 of a signed call in hexadecimal."""
    return sha256(base.encode() + b"\n" + signature).hexdigest()


def succession_of(entry: Mapping[str, Any], /) -> dict[str, Any]:
    """Return what the platform key before signs about the next one: which key follows it, and from when."""
    named = ("id", "algorithm", "public", "valid_from")
    return {"format": KEY_FORMAT, **{name: entry[name] for name in named}}


def signature_of(*, key: str, algorithm: str, value: bytes) -> dict[str, str]:
    """Return a signature as documents show it."""
    return {"key": key, "algorithm": algorithm, "value": b64encode(value).decode()}


def leaf_content(*, receipt: Mapping[str, Any], signature: Mapping[str, str]) -> bytes:
    """Return what is an entry of the hash tree: the receipt with its signature."""
    return packed({"receipt": receipt, "signature": signature})


def head_of(*, number: int, size: int, root: bytes, previous: str, platform: str, at: datetime) -> dict[str, Any]:
    """Return the head of a batch; ``previous`` is the root of the batch before, so that none can be left out later."""
    return {
        "batch": number,
        "size": size,
        "root": root.hex(),
        "previous": previous,
        "platform": platform,
        "sealed_at": moment(at),
        "hash": "sha-256 (RFC 6962)",
    }


def stamped_content(*, head: Mapping[str, Any], signature: Mapping[str, str]) -> bytes:
    """Return what is time-stamped: the head with its signature."""
    return packed({"head": head, "signature": signature})


def proof_of(
    *, receipt: Mapping[str, Any], signature: Mapping[str, str], call: Call, sealed: Sealed | None
) -> dict[str, Any]:
    """Return the one document by which both sides prove a transfer; ``batch`` is None until it is sealed."""
    return {
        "format": PROOF_FORMAT,
        "receipt": dict(receipt),
        "signature": dict(signature),
        "call": call.as_dict(),
        "batch": None
        if sealed is None
        else {
            "head": dict(sealed.head),
            "signature": dict(sealed.signature),
            "place": sealed.place,
            "path": [one.hex() for one in sealed.path],
        },
        "time_stamp": {"kind": sealed.stamp_kind, "token": b64encode(sealed.stamp).decode()}
        if sealed is not None and sealed.stamp
        else None,
    }
