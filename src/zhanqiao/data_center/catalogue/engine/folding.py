"""One form for what people write in several: width, case, traditional characters.

Folding never changes the length of a text, so a position in the folded text is the same position
in the original, and highlighting can cut the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

FULL_WIDTH_FIRST, FULL_WIDTH_LAST, WIDTH_DISTANCE = 0xFF01, 0xFF5E, 0xFEE0
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3007"
NUMERALS = "一二三四五六七八九"
NUMBERED = re.compile(f"(?<![{NUMERALS}十百千万第])[{NUMERALS}](?=号)")  # 五号线 and 5号线 are one line
BASIC_HAN = range(0x3400, 0xA000)  # the basic plane; rarer traditional characters are searched as written
HAN_RUN = re.compile(f"[{HAN}]+")
LATIN_PART = re.compile(r"\d+|[^\W\d_]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<latin>[^\W_{HAN}]+(?:[._\-][^\W_{HAN}]+)*)")


def fold(text: str) -> str:
    """Return ``text`` in lower case, half width and simplified characters, 五号 as 5号, of equal length."""
    if text.isascii():
        return text.lower()
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(_lowered(char) for char in text)
    return NUMBERED.sub(_digit, lowered.translate(_table()))


def without_marks(word: str) -> str:
    """Return a Latin word without accents: ``café`` becomes ``cafe``. The length may change."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def is_han(text: str) -> bool:
    """Say whether ``text`` is one run of Chinese characters."""
    return HAN_RUN.fullmatch(text) is not None


def _digit(match: re.Match[str]) -> str:
    return str(NUMERALS.index(match.group()) + 1)


def _lowered(char: str) -> str:
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


@cache
def _table() -> dict[int, str]:
    width = {code: chr(code - WIDTH_DISTANCE).lower() for code in range(FULL_WIDTH_FIRST, FULL_WIDTH_LAST + 1)}
    return {**width, 0x3000: " ", 0x00A0: " "} | _simplified()


def _simplified() -> dict[int, str]:
    """Return the simplified character of each traditional one; those that GB 2312 has (著, 乾) stay themselves."""
    written = [chr(code) for code in BASIC_HAN if not _is_simplified(chr(code))]
    converted = OpenCC("t2s").convert("\n".join(written)).split("\n")
    return {
        ord(before): after
        for before, after in zip(written, converted, strict=True)
        if len(after) == 1 and after != before
    }


def _is_simplified(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
