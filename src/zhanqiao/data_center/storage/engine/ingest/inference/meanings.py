"""What the digits of a code mean: credit code, identity number, division code, telephone.

Check digits follow GB 32100-2015 (unified social credit code), GB 11714 (organisation code inside
it) and GB 11643-1999 (identity number); division codes begin with a province of GB/T 2260.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

MOST = 0.9  # share of sampled values that must fit a meaning
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    """
    11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81
    82
    """.split()  # noqa: SIM905 - words read better as words
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9][0-9]{9}")
_LANDLINE = re.compile(
    r"(?:[(（]?0[0-9]{2,3}[)）]?[- ]?)?[2-9][0-9]{6,7}(?:[-转][0-9]{1,5})?|400[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}"
)
_DIVISION_LENGTHS = frozenset({2, 4, 6, 9, 12})
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def is_credit_code(text: str) -> bool:
    """Say whether a text is a unified social credit code with both check digits right."""
    if len(text) != 18 or any(char not in _CREDIT_ALPHABET for char in text):  # noqa: PLR2004 - the standard's length
        return False
    total = sum(_CREDIT_ALPHABET.index(char) * weight for char, weight in zip(text, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[17] and _has_organisation_digit(text[8:17])


def _has_organisation_digit(code: str) -> bool:
    total = sum(int(char, 36) * weight for char, weight in zip(code, _ORGANISATION_WEIGHTS, strict=False))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11)) == code[8]


def is_identity_number(text: str) -> bool:
    """Say whether a text is an 18-character identity number with a real birth date and the right check digit."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", text):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(char) * weight for char, weight in zip(text, _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def is_division_code(text: str) -> bool:
    """Say whether a text has the form of a division code of 2, 4, 6, 9 or 12 digits."""
    return len(text) in _DIVISION_LENGTHS and text.isdecimal() and text.isascii() and text[:2] in _PROVINCES


def is_phone(text: str) -> bool:
    """Say whether a text has the form of a Chinese telephone number."""
    return bool(_MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text))


def is_mobile(text: str) -> bool:
    """Say whether a text has the form of a Chinese mobile number."""
    return bool(_MOBILE.fullmatch(text))


def code_meaning(*, values: Sequence[str], named_division: bool, named_phone: bool) -> str | None:  # noqa: PLR0911 - one return for each rule
    """Return the meaning nearly all values fit: ``credit_code``, ``identity_number``, ``division_code``, ``phone``."""
    tidy = [value.strip() for value in values if value.strip()]
    if not tidy:
        return None
    if _share(tidy, is_credit_code):
        return "credit_code"
    if _share(tidy, is_identity_number):
        return "identity_number"
    if named_phone and _share(tidy, is_phone):
        return "phone"
    if _share(tidy, is_mobile):
        return "phone"
    if _share(tidy, is_division_code) and (named_division or _long_divisions(tidy)):
        return "division_code"
    return "identifier" if _share(tidy, lambda text: bool(_UUID.fullmatch(text))) else None


def _share(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Say whether nearly all values pass a test; gives up as soon as too many have failed."""
    allowed = (1 - MOST) * len(values)
    for value in values:
        if not test(value):
            allowed -= 1
            if allowed < 0:
                return False
    return True


def _long_divisions(values: Sequence[str]) -> bool:
    """Nine or twelve digits that all begin with a province are division codes whatever the header says."""
    lengths = {len(value) for value in values}
    return len(values) >= 5 and len(lengths) == 1 and lengths <= {9, 12}  # noqa: PLR2004 - fewer may be chance
