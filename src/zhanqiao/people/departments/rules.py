"""Decisions about departments: credit codes, division codes, levels, dates. Pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from zhanqiao.kit.texts import Text


class Level(StrEnum):
    """The level of government a department belongs to."""

    city = "city"
    district = "district"
    street = "street"


RANK = {Level.city: 0, Level.district: 1, Level.street: 2}
DIVISION_LENGTHS = {Level.city: (6,), Level.district: (6, 9), Level.street: (9, 12)}
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY_LENGTH = 64

# GB 32100-2015: base 31 without I, O, S, V, Z; weights are powers of 3 modulo 31.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
CREDIT_LENGTH = 18
# GB 11714-1997: digits and letters as 0 to 35.
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_CHECKS = "0123456789X"

WRONG_LENGTH = Text(
    "统一社会信用代码应为18位，现为{length}位。", "A credit code has 18 characters, this one has {length}."
)
WRONG_CHARACTER = Text(
    "第{place}位“{character}”不能出现在统一社会信用代码中（只用数字和大写字母，不用 I、O、S、V、Z）。",
    "Character {place}, '{character}', cannot stand in a credit code (digits and capitals without I, O, S, V, Z).",
)
WRONG_DIVISION = Text("第3至8位应为6位行政区划数字。", "Characters 3 to 8 must be the six digits of a division.")
WRONG_ORGANISATION = Text(
    "第17位（组织机构代码校验位）应为“{expected}”，现为“{found}”。",
    "Character 17, the organisation's check digit, should be '{expected}' but is '{found}'.",
)
WRONG_CHECK = Text(
    "第18位（校验位）应为“{expected}”，现为“{found}”。",
    "Character 18, the check digit, should be '{expected}' but is '{found}'.",
)
WRONG_KEY = Text(
    "短名只能用小写字母、数字和连字符，最长64个字符，例如 qingdao-transport。",
    "A key has small letters, digits and hyphens, at most 64, such as qingdao-transport.",
)
WRONG_DIVISION_CODE = Text(
    "{level}一级的区划代码应为{lengths}位数字。", "The division code of a {level} must have {lengths} digits."
)
NO_PARENT = Text("区县和镇街部门必须有上级部门。", "A district or street department needs a department above it.")
LOWER_PARENT = Text("上级部门的层级不能低于本部门。", "The department above cannot be of a lower level.")
PARENT_BELOW = Text("上级部门不能是本部门或其下级。", "A department cannot stand below itself.")
PARENT_NOT_THERE = Text(
    "在成立之日，上级部门尚未成立或已撤销。", "The department above does not exist on the first day."
)
ENDS_BEFORE_START = Text("撤销日期早于成立日期。", "The last day is before the first.")
NO_NAME = Text("中文名称和英文名称都要填写。", "Both the Chinese and the English name are needed.")
LEVEL_NAMES = {
    Level.city: Text("市级", "city"),
    Level.district: Text("区县", "district"),
    Level.street: Text("镇街", "street"),
}


def credit_code_problem(code: str, /) -> Text | None:
    """Return what is wrong with a unified social credit code (GB 32100-2015), or None.

    Both check digits are checked: the 17th over the organisation code (GB 11714) and the 18th over
    all. The first two characters may be letters. The code must be written in capitals.
    """
    if len(code) != CREDIT_LENGTH:
        return WRONG_LENGTH.filled(length=len(code))
    for place, character in enumerate(code, start=1):
        if character not in CREDIT_ALPHABET:
            return WRONG_CHARACTER.filled(place=place, character=character)
    if not all(character in "0123456789" for character in code[2:8]):
        return WRONG_DIVISION
    if code[16] != (expected := organisation_check(code[8:16])):
        return WRONG_ORGANISATION.filled(expected=expected, found=code[16])
    if code[17] != (expected := credit_check(code[:17])):
        return WRONG_CHECK.filled(expected=expected, found=code[17])
    return None


def complete_credit_code(stem: str, /) -> str:
    """Return the 18 characters whose first 16 are ``stem``: both check digits are computed.

    For made-up bodies of demonstrations and tests; a real body has its code on its certificate.
    """
    seventeen = stem + organisation_check(stem[8:16])
    return seventeen + credit_check(seventeen)


def organisation_check(eight: str, /) -> str:
    """Return the check digit of an organisation code's eight characters (GB 11714)."""
    total = sum(
        weight * ORGANISATION_ALPHABET.index(character)
        for weight, character in zip(ORGANISATION_WEIGHTS, eight, strict=True)
    )
    return ORGANISATION_CHECKS[-total % 11]


def credit_check(seventeen: str, /) -> str:
    """Return the 18th character for the first seventeen (GB 32100-2015, 4.5)."""
    total = sum(
        weight * CREDIT_ALPHABET.index(character) for weight, character in zip(CREDIT_WEIGHTS, seventeen, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def key_problem(key: str, /) -> Text | None:
    """Return what is wrong with a department's key, or None."""
    return None if KEY.fullmatch(key) and len(key) <= KEY_LENGTH else WRONG_KEY


def division_problem(*, code: str, level: Level) -> Text | None:
    """Return what is wrong with a division code (GB/T 2260: 6 digits; streets 9 or 12), or None."""
    lengths = DIVISION_LENGTHS[level]
    if code.isascii() and code.isdigit() and len(code) in lengths:
        return None
    name, choice = LEVEL_NAMES[level], [str(length) for length in lengths]
    return Text(
        zh=WRONG_DIVISION_CODE.zh.format(level=name.zh, lengths="或".join(choice)),
        en=WRONG_DIVISION_CODE.en.format(level=name.en, lengths=" or ".join(choice)),
    )


def parent_problem(*, level: Level, parent_level: Level | None) -> Text | None:
    """Return why a department of ``level`` cannot stand below one of ``parent_level``, or None."""
    if parent_level is None:
        return None if level is Level.city else NO_PARENT
    return LOWER_PARENT if RANK[parent_level] > RANK[level] else None


def exists_on(*, day: date, valid_from: date, valid_to: date | None) -> bool:
    """Say whether a department with these dates exists on ``day``; the last day counts."""
    return valid_from <= day and (valid_to is None or day <= valid_to)
