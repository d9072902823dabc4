"""Chinese as it is typed on a Latin keyboard: full pinyin and initials, and keys that forgive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from zhanqiao.data_center.catalogue.engine.folding import HAN_RUN
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
    found: list[str] = []
    last = 0
    for match in HAN_RUN.finditer(text):
        found += text[last : match.start()]
        found += _syllables_of_run(match.group())
        last = match.end()
    return (*found, *text[last:])


@lru_cache(maxsize=50_000)
def _syllables_of_run(run: str) -> tuple[str, ...]:
    """Titles differ, by a year or a number; the runs of characters they are made of come again and again."""
    return tuple(_lazy_pinyin()(run, errors=list))


@lru_cache(maxsize=50_000)
def sounds_like(text: str) -> str:
    """Return a key that texts which sound alike share, also to a speaker who hears no zh, ng or l."""
    return "".join(_forgiven(syllable) for syllable in syllables(text))


def sort_key(text: str) -> str:
    """Return a key that orders Chinese titles by pinyin, as a dictionary does, and Latin ones by letter."""
    return " ".join(syllables(text.casefold())) + "\x00" + text


def spare_suffixes(text: str) -> frozenset[int]:
    """Return where a division's suffix stands that people leave out: the 市 of 青岛市; short names keep theirs."""
    spare: set[int] = set()
    for run in runs(text):
        position = run.start
        for word in cut(run.text) if run.han else ():
            position += len(word)
            if len(word) >= SHORTEST_DIVISION and word[-1] in DIVISION_SUFFIXES:
                spare.add(position - 1)
    return frozenset(spare)


def spellings(text: str) -> tuple[Spelling, ...]:
    """Return every span of up to four words in the text's Chinese runs.

    A division's suffix may be left out in typing, so 青岛市乡镇 is also spelled without 市.
    """
    return tuple(dict.fromkeys(spelling for run in runs(text) if run.han for spelling in _spellings_of_run(run.text)))


@lru_cache(maxsize=20_000)
def _spellings_of_run(run: str) -> tuple[Spelling, ...]:
    return tuple(dict.fromkeys(_of_run(run)))


def _of_run(run: str) -> Iterator[Spelling]:
    sounds, spare = syllables(run), spare_suffixes(run)
    ends = list(accumulate(map(len, cut(run)), initial=0))
    for index, start in enumerate(ends[:-1]):
        for end in ends[index + 1 : index + 1 + LONGEST_SPAN]:
            yield _spelled(run[start:end], sounds[start:end])
            yield _spelled(run[start:end], [sounds[place] for place in range(start, end) if place not in spare])


def _spelled(text: str, sounds: Sequence[str]) -> Spelling:
    return Spelling(text=text, full="".join(sounds), initials="".join(sound[:1] for sound in sounds))


@lru_cache(maxsize=2_000)
def _forgiven(syllable: str) -> str:
    for heard, key in CONFUSED:
        syllable = syllable.replace(heard, key)
    return syllable


@cache
def _lazy_pinyin() -> Any:
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s, which commands without search need not pay

    return lazy_pinyin
