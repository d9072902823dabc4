"""The terms from which suggestions and corrections are read by prefix.

A suggestion's term is ``key ␟ rank ␟ Chinese ␟ English ␟ target``: what is typed, whether it begins
the text (0) or a later word (1), what is shown in either language, and the slug or key it leads to.
Keys are the folded text, its pinyin and its initials, from each word on. A spelling's term is
``sound ␟ text``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from zhanqiao.data_center.catalogue.engine import pinyin
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.folding import fold, without_marks
from zhanqiao.data_center.catalogue.engine.segmentation import Run, cut, runs

UNIT = "\x1f"
LONGEST_KEY = 40  # characters typed before nobody needs a suggestion any more
MOST_STARTS = 8  # words of a text from which typing may begin
LONGEST_TEXT = 300  # characters shown of a title
SHORTEST_LATIN = 4  # a shorter word has too many neighbours to be corrected


class Suggested(NamedTuple):
    """One suggestion as its term tells it."""

    first: bool
    zh: str
    en: str
    target: str


def compact(text: str) -> str:
    """Return what was typed without blanks and signs, folded: the form keys are in."""
    return without_marks("".join(char for char in fold(text) if char.isalnum()))


def terms(document: SearchDocument) -> dict[str, set[str]]:
    """Return the suggestion terms of a document by kind: dataset, column, department."""
    columns = {(column.name, column.label_zh, column.label_en) for column in document.columns}
    return {
        "dataset": set(_terms(document.title_zh, document.title_en, target=document.slug)),
        "department": set(_terms(document.department_zh, document.department_en, target=document.department)),
        "column": {term for column in columns for term in _column_terms(*column)},
    }


def read(term: str) -> Suggested:
    """Read a suggestion's term back."""
    _, rank, zh, en, target = term.split(UNIT)
    return Suggested(first=rank == "0", zh=zh, en=en, target=target)


def spelling_term(text: str) -> str:
    """Return the term under which a Chinese word is found by its sound."""
    return f"{pinyin.sounds_like(text)}{UNIT}{text}"


def latin_words(text: str) -> Iterator[str]:
    """Yield the Latin words of a text that are long enough to be corrected to."""
    for run in runs(text):
        if not run.han and len(run.text) >= SHORTEST_LATIN and run.text.isalpha():
            yield without_marks(run.text)


@lru_cache(maxsize=20_000)
def _column_terms(name: str, zh: str, en: str) -> tuple[str, ...]:
    """The same columns come in many datasets."""
    return tuple(_terms(zh or name, en or name, target="", name=name))


def _terms(zh: str, en: str, *, target: str, name: str = "") -> Iterator[str]:
    shown = [text[:LONGEST_TEXT].replace(UNIT, " ") for text in (zh or en, en or zh)]
    for text in {zh, en, name} - {""}:
        for key, rank in _ranked_keys(text):
            yield UNIT.join((key, rank, *shown, target))


def _ranked_keys(text: str) -> Iterator[tuple[str, str]]:
    pieces = [without_marks(char) if char.isalnum() else "" for char in fold(text)]
    whole, places = "".join(pieces), list(accumulate(map(len, pieces), initial=0))
    sounds, spare = pinyin.syllables(whole), pinyin.spare_suffixes(whole)
    for index, start in enumerate(_starts(text)):
        at = places[start]
        short = [sound for place, sound in enumerate(sounds[at:], start=at) if place not in spare]
        for key in _keys(whole[at:], sounds[at:], short):
            yield key[:LONGEST_KEY], "0" if index == 0 else "1"


def _keys(typed: str, *spoken: Sequence[str]) -> set[str]:
    full = ("".join(sounds) for sounds in spoken)
    initials = ("".join(sound[:1] for sound in sounds) for sounds in spoken)
    return {typed} if typed.isascii() else {typed, *full, *initials} - {""}


def _starts(text: str) -> list[int]:
    starts: list[int] = []
    for run in runs(text):
        starts += _word_starts(run)
    return starts[:MOST_STARTS]


def _word_starts(run: Run) -> Iterator[int]:
    position = run.start
    for word in cut(run.text) if run.han else [run.text]:
        yield position
        position += len(word)
