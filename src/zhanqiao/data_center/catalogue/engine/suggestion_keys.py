"""The terms from which suggestions and corrections are read by prefix.

A suggestion's term is ``key ␟ rank ␟ Chinese ␟ English ␟ target``: what is typed, whether it begins
the text (0) or a later word (1), what is shown in either language, and the slug or key it leads to. Keys are the folded text, its
pinyin and its initials, from each word on. A spelling's term is ``sound ␟ text``.
"""

from __future__ import annotations

from collections.abc import Iterator
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
        "column": {term for name, zh, en in columns for term in _terms(zh or name, en or name, target="", name=name)},
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


def _terms(zh: str, en: str, *, target: str, name: str = "") -> Iterator[str]:
    shown = [text[:LONGEST_TEXT].replace(UNIT, " ") for text in (zh or en, en or zh)]
    for text in {zh, en, name} - {""}:
        for index, start in enumerate(_starts(text)):
            for key in _keys(text[start:]):
                yield UNIT.join((key[:LONGEST_KEY], "0" if index == 0 else "1", *shown, target))


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


def _keys(text: str) -> set[str]:
    typed = compact(text)
    shorter = typed if typed.isascii() else "".join(_shortened(typed))
    keys = {typed, pinyin.full(typed), pinyin.initials(typed), pinyin.full(shorter), pinyin.initials(shorter)}
    return {key for key in keys if key}


def _shortened(typed: str) -> Iterator[str]:
    for run in runs(typed):
        yield from (pinyin.without_suffix(word) for word in cut(run.text)) if run.han else [run.text]
