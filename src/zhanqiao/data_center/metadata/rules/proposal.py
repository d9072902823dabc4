"""A first dictionary line for a column nobody has described: from a glossary of common words, else pinyin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhanqiao.data_center.metadata.rules.glossary import CHINESE, ENGLISH, LONGEST, UNITS
from zhanqiao.data_center.metadata.rules.words import ColumnWords
from zhanqiao.data_center.storage.engine.fields import Field

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
UNIT_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(（\[【](?:单位[:：])?(?P<unit>[^()（）\[\]【】]{1,12})[)）\]】]$")
WORD_BREAKS = re.compile(r"[\s_\-./]+|(?<=[a-z0-9])(?=[A-Z])")


def proposed(*, field: Field) -> ColumnWords:
    """Return a proposal for a column, always marked ``suggested``.

    The other language is taken from the glossary, whole or composed word by word; a Chinese name made of
    unknown words gets its pinyin, an English one stays as it is. A unit in brackets becomes the unit.
    """
    bare, unit = _without_unit(field.name)
    if HAN.search(bare):
        name_zh, name_en = bare, _english(bare)
    else:
        name_zh, name_en = _chinese(bare), _sentence(" ".join(_latin_words(bare)))
    return ColumnWords(name=field.name, name_zh=name_zh, name_en=name_en, unit=field.unit or unit, suggested=True)


def merged_words(
    *, fields: Sequence[Field], known: Sequence[ColumnWords], given: Sequence[ColumnWords]
) -> tuple[ColumnWords, ...]:
    """Return one entry per field: the given one, else the known one, else a proposal."""
    stated = {one.name: one for one in (*known, *given)}
    return tuple(stated.get(field.name) or proposed(field=field) for field in fields)


def _without_unit(name: str) -> tuple[str, str]:
    match = UNIT_IN_BRACKETS.match(name)
    if match and match["unit"].strip().lower() in UNITS:
        return match["name"], UNITS[match["unit"].strip().lower()]
    words = _latin_words(name)
    if len(words) > 1 and words[-1].lower() in UNITS and not HAN.search(name):
        return name, UNITS[words[-1].lower()]
    return name, ""


def _english(name: str) -> str:
    if name in ENGLISH:
        return _sentence(ENGLISH[name])
    parts = _segmented(name)
    if parts is None:
        from pypinyin import lazy_pinyin  # late: its tables take 0.2 s, which most processes need not pay

        return _sentence(" ".join(lazy_pinyin(name)))
    return _sentence(" ".join(parts))


def _segmented(name: str) -> list[str] | None:
    """Return English words of a name cut into the longest glossary words from the left; None when one is unknown."""
    words, position = [], 0
    while position < len(name):
        for length in range(min(LONGEST, len(name) - position), 0, -1):
            if (word := name[position : position + length]) in ENGLISH:
                words.append(ENGLISH[word])
                position += length
                break
        else:
            return None
    return words


def _chinese(name: str) -> str:
    words = [word.lower() for word in _latin_words(name)]
    whole = CHINESE.get(" ".join(words))
    if whole:
        return whole
    known = [CHINESE.get(word) for word in words]
    return "".join(word for word in known if word) if words and all(known) else name


def _latin_words(name: str) -> list[str]:
    return [word for word in WORD_BREAKS.split(name.strip()) if word]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
