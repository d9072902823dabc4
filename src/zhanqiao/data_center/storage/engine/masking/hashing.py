"""Keyed hashes of masks: HMAC (RFC 2104) with SHA-256 in SQL, and with SM3 (GB/T 32905-2016) of the library ``cryptography``.

The key is passed to DuckDB as a value or kept in this process; it is part of no statement.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import duckdb
from cryptography.hazmat.primitives import hashes, hmac
from duckdb import sqltypes
from duckdb.func import PythonUDFType

if TYPE_CHECKING:  # pyarrow takes 0.3 s and 40 MB, which most processes need not pay
    import pyarrow as pa

BLOCK = 64  # bytes of a block of SHA-256
INNER, OUTER = 0x36, 0x5C
HASH_CHARACTERS = 32  # 128 bits: no two persons share it, and it stays readable
SM3_FUNCTION = "masked_by_sm3"


def keep_secret(*, connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Let ``by_sha256`` and ``by_sm3`` be used in this connection, with this key."""
    connection.execute("CREATE TEMP TABLE secret AS SELECT ? AS inner_pad, ? AS outer_pad", list(_pads(key)))
    keyed = hmac.HMAC(key, hashes.SM3())
    text = sqltypes.VARCHAR
    connection.create_function(
        SM3_FUNCTION, lambda values: _all_by_sm3(keyed, values), [text], text, type=PythonUDFType.ARROW
    )


def by_sha256(*, text: str) -> str:
    """Return SQL for the hash of a text; an empty cell stays empty."""
    inner = f"unhex(sha256((SELECT inner_pad FROM secret) || encode({text})))"  # noqa: S608 - quoted identifier, constants
    return f"left(sha256((SELECT outer_pad FROM secret) || {inner}), {HASH_CHARACTERS})"  # noqa: S608 - as above


def by_sm3(*, text: str) -> str:
    """Return SQL for the hash of a text; an empty cell stays empty."""
    return f"{SM3_FUNCTION}({text})"


def _all_by_sm3(keyed: hmac.HMAC, values: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa  # late: see above

    return pa.array([_by_sm3(keyed, value) for value in values.to_pylist()], pa.string())


def _by_sm3(keyed: hmac.HMAC, value: Any) -> str | None:
    if value is None:
        return None
    one = keyed.copy()
    one.update(value.encode())
    return one.finalize().hex()[:HASH_CHARACTERS]


def _pads(key: bytes) -> tuple[bytes, bytes]:
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return bytes(byte ^ INNER for byte in block), bytes(byte ^ OUTER for byte in block)
