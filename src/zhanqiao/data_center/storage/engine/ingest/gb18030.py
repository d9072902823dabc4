"""GB 18030-2022 over CPython's codec, which still maps as the 2000 edition does.

CPython decodes 18 double-byte codes (and A8BC of the 2005 edition) to the private use area. The
2022 edition assigns them real characters: A6D9–A6DF, A6EC, A6ED, A6F3 are vertical punctuation
U+FE10–FE19, and FE59, FE61, FE66, FE67, FE6D, FE7E, FE90, FEA0 are U+9FB4–9FBB.
Decoding follows the WHATWG Encoding Standard: both the old four-byte and the new two-byte code give
the real character, so nothing a reader sees is ever private use.
"""

from __future__ import annotations

import re

NAME = "gb18030-2022"

_PAIRS_2022 = {
    "A6D9": 0xFE10,
    "A6DA": 0xFE12,
    "A6DB": 0xFE11,
    "A6DC": 0xFE13,
    "A6DD": 0xFE14,
    "A6DE": 0xFE15,
    "A6DF": 0xFE16,
    "A6EC": 0xFE17,
    "A6ED": 0xFE18,
    "A6F3": 0xFE19,
    "FE59": 0x9FB4,
    "FE61": 0x9FB5,
    "FE66": 0x9FB6,
    "FE67": 0x9FB7,
    "FE6D": 0x9FB8,
    "FE7E": 0x9FB9,
    "FE90": 0x9FBA,
    "FEA0": 0x9FBB,
}
_PAIRS_2005 = {"A8BC": 0x1E3F}
# Six codes stay private in the standard, which has four-byte codes for their real characters.
_SUPERSEDED = {"FE51": 0x20087, "FE52": 0x20089, "FE53": 0x200CC, "FE6C": 0x215D7, "FE76": 0x2298F, "FE91": 0x241FE}


def _private(code: str) -> int:
    return ord(bytes.fromhex(code).decode("gb18030"))


FROM_REAL: dict[int, int] = {real: _private(code) for code, real in {**_PAIRS_2022, **_PAIRS_2005}.items()}
TO_REAL: dict[int, int] = {
    **{private: real for real, private in FROM_REAL.items()},
    **{_private(code): real for code, real in _SUPERSEDED.items()},
}

_PRIVATE = re.compile("[" + "".join(map(chr, TO_REAL)) + "]")


def modernised(*, text: str) -> str:
    """Return text decoded by CPython's ``gb18030`` with the code points of the 2022 edition."""
    return text.translate(TO_REAL) if _PRIVATE.search(text) else text


def decode(*, content: bytes, errors: str = "strict") -> str:
    """Decode bytes as GB 18030-2022. Raises UnicodeDecodeError as ``bytes.decode`` does."""
    return modernised(text=content.decode("gb18030", errors=errors))


def encode(*, text: str, errors: str = "strict") -> bytes:
    """Encode text as GB 18030-2022: the 19 reassigned characters get their double-byte codes."""
    return text.translate(FROM_REAL).encode("gb18030", errors=errors)
