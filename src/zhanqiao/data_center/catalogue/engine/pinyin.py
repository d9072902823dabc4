"""Chinese as it is typed on a Latin keyboard: full pinyin and initials, and keys that forgive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from zhanqiao.data_center.catalogue.engine.segmentation import cut, runs

LONGEST_SPAN = 4  # words; a longer memory of a title is typed in characters
DIVISION_SUFFIXES = "省市区县镇乡"
SHORTEST_DIVISION = 3  # 青岛市 loses its suffix, 城市 does not
CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))


class Spelling(NamedTuple):
    """How a span of words sounds: its text, full pinyin, initials."""

    text: str
    full: str
    initials: str


def warm() -> None:
    """Load the tables now (about 0.2 s), not in the first request."""
    syllables("栈桥")


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable per Chinese character, without tones; other characters as they are."""
    return tuple(_lazy_pinyin()(text, errors=list))


def full(text: str) -> str:
    """Return the pinyin of a text in one word."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """Return the first letters of a text's syllables."""
    return "".join(syllable[:1] for syllable in syllables(text))


def sounds_like(text: str) -> str:
    """Return a key that texts which sound alike share, also to a speaker who hears no zh, ng or l."""
    return "".join(_forgiven(syllable) for syllable in syllables(text))


def sort_key(text: str) -> str:
    """Return a key that orders Chinese titles by pinyin, as a dictionary does, and Latin ones by letter."""
    return " ".join(syllables(text.casefold())) + "\x00" + text


def without_suffix(word: str) -> str:
    """Return a division's name as people type it: 青岛市 becomes 青岛, short names stay."""
    return word[:-1] if len(word) >= SHORTEST_DIVISION and word[-1] in DIVISION_SUFFIXES else word


@lru_cache(maxsize=10_000)
def spellings(text: str) -> tuple[Spelling, ...]:
    """Return every span of up to four words in the text's Chinese runs.

    A division's suffix may be left out in typing, so 青岛市乡镇 is also spelled without 市.
    """
    return tuple(spelling for run in runs(text) if run.han for spelling in _of_run(run.text))


def _of_run(run: str) -> Iterator[Spelling]:
    words = cut(run)
    for index in range(len(words)):
        for end in range(index + 1, min(index + LONGEST_SPAN, len(words)) + 1):
            span = words[index:end]
            yield _spelled(span, "".join(span))
            shorter = [without_suffix(word) for word in span]
            if shorter != span:
                yield _spelled(shorter, "".join(span))


def _spelled(words: list[str], text: str) -> Spelling:
    typed = "".join(words)
    return Spelling(text=text, full=full(typed), initials=initials(typed))


def _forgiven(syllable: str) -> str:
    for heard, key in CONFUSED:
        syllable = syllable.replace(heard, key)
    return syllable


@cache
def _lazy_pinyin() -> Any:
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s, which commands without search need not pay

    return lazy_pinyin
