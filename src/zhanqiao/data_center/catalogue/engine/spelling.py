"""'Did you mean': words that sound alike or are a letter away, among those the visitor may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import tantivy
from tantivy import Query

from zhanqiao.data_center.catalogue.engine import pinyin
from zhanqiao.data_center.catalogue.engine.folding import without_marks
from zhanqiao.data_center.catalogue.engine.schema import LONGEST_SPELLING, SPELLINGS, VOCABULARY
from zhanqiao.data_center.catalogue.engine.segmentation import runs
from zhanqiao.data_center.catalogue.engine.suggestion_keys import SHORTEST_LATIN, UNIT

SHORTEST_HAN = 2
SHORTEST_FOR_ONE_WRONG = 3  # characters; of two, one wrong leaves too little
LONG_LATIN = 8  # letters from which two may be wrong
MOST_NEIGHBOURS = 3_000


class Spelt(NamedTuple):
    """A known word, how it sounds, in how many visible datasets it occurs."""

    sound: str
    text: str
    datasets: int


def corrected(text: str, *, searcher: tantivy.Searcher, seen: Query) -> str | None:
    """Return the text with its unknown words replaced by known neighbours; None when nothing was found."""
    pieces: list[str] = []
    at = 0
    for run in runs(text):
        pieces.append(text[at : run.start])
        pieces.append(_han(run.text, searcher, seen) if run.han else _latin(run.text, searcher, seen))
        at = run.end
    result = "".join([*pieces, text[at:]])
    return None if result.lower() == text.lower() else result


def distance(*, one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or swapped; ``most + 1`` when more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _han(run: str, searcher: tantivy.Searcher, seen: Query) -> str:
    result, at = "", 0
    while at < len(run):
        found = next(_longest(run[at:], searcher, seen), run[at])
        result += found
        at += len(found)
    return result


def _longest(rest: str, searcher: tantivy.Searcher, seen: Query) -> Iterator[str]:
    """Yield what the beginning of ``rest`` may be, longest first, always as many characters as it replaces."""
    lengths = range(min(LONGEST_SPELLING, len(rest)), SHORTEST_HAN - 1, -1)
    nearby = _spelled(pinyin.sounds_like(rest[:1]), searcher, seen)
    for length in lengths:
        found = _by_sound(rest[:length], nearby) or _by_one_wrong(rest[:length], nearby)
        if found:
            yield found


def _by_sound(wanted: str, nearby: list[Spelt]) -> str | None:
    sound = pinyin.sounds_like(wanted)
    same = [one for one in nearby if one.sound == sound and len(one.text) == len(wanted)]
    return max(same, key=lambda one: (_alike(one.text, wanted), one.datasets)).text if same else None


def _by_one_wrong(wanted: str, nearby: list[Spelt]) -> str | None:
    if len(wanted) < SHORTEST_FOR_ONE_WRONG:
        return None
    near = [one for one in nearby if len(one.text) == len(wanted) and _alike(one.text, wanted) == len(wanted) - 1]
    return max(near, key=lambda one: one.datasets).text if near else None


def _spelled(prefix: str, searcher: tantivy.Searcher, seen: Query) -> list[Spelt]:
    terms = searcher.terms_with_prefix(SPELLINGS, prefix, seen, MOST_NEIGHBOURS)
    parted = ((term.split(UNIT), count) for term, count in terms if count)
    return [Spelt(sound=sound, text=text, datasets=count) for (sound, text), count in parted]


def _alike(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def _latin(run: str, searcher: tantivy.Searcher, seen: Query) -> str:
    word = without_marks(run)
    if len(word) < SHORTEST_LATIN or not word.isalpha():
        return run
    most = 2 if len(word) >= LONG_LATIN else 1
    known = searcher.terms_with_prefix(VOCABULARY, word[0], seen, MOST_NEIGHBOURS)
    near = [(distance(one=word, other=other, most=most), -count, other) for other, count in known if count]
    best = min(near, default=None)
    return best[2] if best is not None and best[0] <= most else run
