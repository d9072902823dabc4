"""What tus 1.0 writes in headers: metadata, offsets, checksums."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
ALGORITHMS = ("sha256", "sha1")
WHOLE = re.compile(r"\d{1,18}")
DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):\s*(?:$|,)")
SHA256_BYTES = 32


class TusVersionError(ZhanqiaoError):
    """The client speaks another version of tus; nothing was changed."""

    status = 412
    code = "tus-version"
    sentence = Text(
        zh=f"请求头 Tus-Resumable 应为 {VERSION}。没有任何改变。",
        en=f"The header Tus-Resumable should be {VERSION}. Nothing was changed.",
    )


class HeaderError(ZhanqiaoError):
    """A header is missing or not understood; nothing was changed."""

    status = 400
    code = "header-invalid"
    sentence = Text(
        zh="请求头 {header} 缺失或无效，应为{expected_zh}。没有任何改变。",
        en="The header {header} is missing or not understood; expected {expected_en}. Nothing was changed.",
    )


def whole(*, header: str, text: str) -> int:
    """Return a number of bytes. Raises HeaderError."""
    if not WHOLE.fullmatch(text):
        raise HeaderError(header=header, expected_zh="字节数", expected_en="a number of bytes")
    return int(text)


def filename_in(*, metadata: str) -> str:
    """Return the file name of ``Upload-Metadata``, a default when it has none. Raises HeaderError."""
    for pair in metadata.split(","):
        name, _, value = pair.strip().partition(" ")
        if name in {"filename", "name"} and value:
            return _decoded("Upload-Metadata", value).decode("utf-8", "replace")
    return "file"


def checksum_in(*, text: str) -> tuple[str, bytes] | None:
    """Return algorithm and digest of ``Upload-Checksum``, None without one. Raises HeaderError."""
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        known = ", ".join(ALGORITHMS)
        raise HeaderError(header="Upload-Checksum", expected_zh=f" {known} 之一", expected_en=f"one of {known}")
    return algorithm, _decoded("Upload-Checksum", value)


def sha256_in(*, text: str) -> str:
    """Return the SHA-256 of ``Repr-Digest`` or ``Content-Digest`` in hexadecimal, empty without one. Raises HeaderError."""
    found = DIGEST.search(text)
    if not text:
        return ""
    digest = _decoded("Repr-Digest", found[1]) if found else b""
    if len(digest) != SHA256_BYTES:
        raise HeaderError(header="Repr-Digest", expected_zh=" sha-256=:Base64:", expected_en="sha-256=:Base64:")
    return digest.hex()


def _decoded(header: str, value: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except Base64Error:
        raise HeaderError(header=header, expected_zh=" Base64", expected_en="Base64") from None
