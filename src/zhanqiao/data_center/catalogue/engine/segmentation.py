"""Texts cut into what the index files them under.

Two views of every text. *Words*: rjieba's words and the words inside them, Latin words stemmed.
*Stream*: every character and pair of characters at its position, so that any part of a word is
found as a phrase, however the dictionary would have cut it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

import tantivy

from zhanqiao.data_center.catalogue.engine.folding import CAMEL, LATIN_PART, RUN, fold, without_marks

VALUE_GAP = 10  # positions between two values of a field: no phrase reaches from one keyword into the next
REPEATED = 40  # characters up to which a text is likely to come again: a column's label, a department's name
SHORTEST_PART = 2  # the 2 and 5 of PM2.5 say nothing alone


class Run(NamedTuple):
    """A stretch of one script in a text; ``text`` is folded, the positions are those of the original."""

    text: str
    start: int
    end: int
    han: bool


class Placed(NamedTuple):
    """A term of the stream at its position."""

    position: int
    term: str


def warm() -> None:
    """Load the dictionary now (about 0.1 s), not in the first request."""
    _jieba().cut("栈桥")
    stem("piers")


def runs(text: str) -> tuple[Run, ...]:
    """Return the stretches of Chinese and of Latin letters and digits; what separates them is left out."""
    return _short_runs(text) if len(text) <= REPEATED else tuple(_runs(text))


def cut(run: str) -> list[str]:
    """Return a folded Chinese run as consecutive words."""
    words: list[str] = _jieba().cut(run)
    return words


def inner_words(word: str) -> tuple[str, ...]:
    """Return the dictionary words of which a longer one is made, ``股票`` and ``代码`` of ``股票代码``, or nothing."""
    known = sorted({one for one in _jieba().cut_for_search(word) if 1 < len(one) < len(word)}, key=len, reverse=True)
    found: list[str] = []
    rest = word
    while rest:
        longest = next((one for one in known if rest.startswith(one)), None)
        if longest is None:
            return ()
        found.append(longest)
        rest = rest[len(longest) :]
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """Return every word to index of a text, inner words included, in the text's order."""
    return _short_words(text) if len(text) <= REPEATED else tuple(_words(text))


@lru_cache(maxsize=50_000)
def latin_forms(token: str) -> tuple[str, ...]:
    """Return a Latin token's forms, stemmed: ``provinceCode`` gives itself, ``province`` and ``code``."""
    spread = without_marks(fold(CAMEL.sub(" ", token)))
    parts = [part for part in LATIN_PART.findall(spread) if len(part) >= SHORTEST_PART]
    return tuple(dict.fromkeys((*whole_forms(token), *map(stem, parts))))


@lru_cache(maxsize=50_000)
def whole_forms(token: str) -> tuple[str, ...]:
    """Return a Latin token as a whole, stemmed: as written and, where that differs, without its signs."""
    folded = without_marks(fold(token))
    joined = "".join(char for char in folded if char.isalnum())
    return tuple(dict.fromkeys((stem(folded), stem(joined))))


def stream(text: str) -> tuple[Placed, ...]:
    """Return a text's characters, pairs of characters and Latin parts, each at its position."""
    return _short_stream(text) if len(text) <= REPEATED else _long_stream(text)


def streams(texts: Iterable[str]) -> list[tuple[int, str]]:
    """Return the streams of several values one after the other, with a gap that no phrase crosses."""
    placed: list[tuple[int, str]] = []
    start = 0
    for text in texts:
        placed += [(start + position, term) for position, term in stream(text)]
        start = placed[-1][0] + VALUE_GAP if placed else start
    return placed


def phrase(text: str) -> list[Placed]:
    """Return the fewest terms of the stream that pin down ``text``: every other pair, else single characters."""
    longest: dict[int, str] = {}
    for placed in stream(text):
        longest[placed.position] = max(longest.get(placed.position, ""), placed.term, key=len)
    terms = [Placed(position, term) for position, term in sorted(longest.items())]
    found: list[Placed] = []
    for placed, after in zip_longest(terms, terms[1:]):
        begun = bool(found) and _is_pair(found[-1]) and found[-1].position + 1 == placed.position
        ended = not _is_pair(placed) or (after is not None and _is_pair(after))
        if not (begun and ended):  # its first character is said, and its second will be, or there is none
            found.append(placed)
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return an English word's stem (Porter); anything with a digit or another letter is left alone."""
    if not (word.isascii() and word.isalpha()):
        return word
    stems: list[str] = _stemmer().analyze(word)
    return stems[0]


def _runs(text: str) -> Iterator[Run]:
    for match in RUN.finditer(fold(text)):
        yield Run(text=match.group(), start=match.start(), end=match.end(), han=match.lastgroup == "han")


def _words(text: str) -> Iterator[str]:
    for run in runs(text):
        if run.han:
            yield from _jieba().cut_for_search(run.text)
        else:
            yield from latin_forms(text[run.start : run.end])


def _stream(text: str) -> Iterator[Placed]:
    position = 0
    for run in runs(text):
        pieces = run.text if run.han else LATIN_PART.findall(without_marks(run.text))
        if run.han:
            pairs = zip(run.text, run.text[1:], strict=False)
            yield from [Placed(index, first + second) for index, (first, second) in enumerate(pairs, start=position)]
        yield from [Placed(index, piece) for index, piece in enumerate(pieces, start=position)]
        position += len(pieces)


@lru_cache(maxsize=20_000)
def _short_runs(text: str) -> tuple[Run, ...]:
    return tuple(_runs(text))


@lru_cache(maxsize=20_000)
def _short_words(text: str) -> tuple[str, ...]:
    return tuple(_words(text))


@lru_cache(maxsize=20_000)
def _short_stream(text: str) -> tuple[Placed, ...]:
    return tuple(_stream(text))


@lru_cache(maxsize=100)
def _long_stream(text: str) -> tuple[Placed, ...]:
    """The abstract of a document is filed twice."""
    return tuple(_stream(text))


def _is_pair(placed: Placed) -> bool:
    return not placed.term.isascii() and len(placed.term) == 2  # noqa: PLR2004 -- a pair is two


@cache
def _jieba() -> Any:
    import rjieba  # late: importing it loads its dictionary, 0.1 s that commands without search need not pay

    return rjieba


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
