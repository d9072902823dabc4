"""The words of a question found again in the text of a hit, as segments a page can show safely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zhanqiao.data_center.catalogue.engine.folding import LATIN_PART, RUN, fold
from zhanqiao.data_center.catalogue.engine.segmentation import whole_forms
from zhanqiao.data_center.catalogue.engine.ways import PIECE, SHORTEST_TO_SPLIT, Reading

WIDTH_HAN, WIDTH_LATIN = 110, 220  # characters of a snippet
TELLING = 3  # letters at the beginning of a word, which stemming leaves alone
LEAD = 20  # characters before the first hit
ELLIPSIS = "…"


class Segment(NamedTuple):
    """A stretch of text; ``is_hit`` ones are what was looked for."""

    text: str
    is_hit: bool


Segments = tuple[Segment, ...]
Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark: texts anywhere, Latin stems at words, pieces when nothing else is there."""

    texts: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()
    pieces: tuple[str, ...] = ()


def marks(readings: Iterable[Reading], *, sounded: Iterable[str] = ()) -> Marks:
    """Return what the units of a question leave to mark in a text; ``sounded`` are words it meant by their pinyin."""
    listed = list(readings)
    written = [text for reading in listed for text in (reading.unit.text, *reading.unit.synonyms, *reading.prefixed)]
    latin = [text for text in written if text.isascii() and " " not in text]
    han = [text for text in (*sounded, *written) if text not in latin]
    free = [reading.unit.text for reading in listed if reading.unit.han and not reading.unit.quoted]
    return Marks(
        texts=_telling(han, alone=not latin),
        stems=frozenset(form for text in latin for form in whole_forms(text)),
        pieces=tuple(dict.fromkeys((*_inner(listed), *_pairs(free)))),
    )


def _telling(texts: Iterable[str], *, alone: bool) -> tuple[str, ...]:
    """Return the texts worth marking: a single character only when nothing longer was asked for."""
    listed = list(dict.fromkeys(texts))
    longer = [text for text in listed if len(text) > 1]
    return tuple(longer if longer or not alone else listed)


def _inner(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        for inner in reading.unit.inner:
            yield from (text for text in (inner.text, *inner.synonyms) if not text.isascii())


def _pairs(texts: Iterable[str]) -> Iterator[str]:
    long = (text for text in texts if len(text) >= SHORTEST_TO_SPLIT)
    return (text[at : at + PIECE] for text in long for at in range(len(text) - 1))


def marked(text: str, *, wanted: Marks) -> Segments:
    """Return the whole text in segments."""
    return _segments(text, ranges(text, wanted=wanted))


def snippet(text: str, *, wanted: Marks) -> Segments:
    """Return the stretch of a long text where most hits are, in segments; its beginning when there is none."""
    flat = " ".join(text.split())
    found = ranges(flat, wanted=wanted)
    width = WIDTH_LATIN if flat[:WIDTH_LATIN].isascii() else WIDTH_HAN
    if len(flat) <= width:
        return _segments(flat, found)
    start = _best_start(found, width, len(flat))
    end = min(len(flat), start + width)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start]
    before = [Segment(ELLIPSIS, is_hit=False)] if start else []
    after = [Segment(ELLIPSIS, is_hit=False)] if end < len(flat) else []
    return (*before, *_segments(flat[start:end], inside), *after)


def ranges(text: str, *, wanted: Marks) -> Ranges:
    """Return where the marks are in a text, in order and joined where they touch."""
    folded = fold(text)
    found = [*_texts(folded, wanted.texts), *_stems(folded, wanted.stems)]
    if not found:
        found = list(_texts(folded, wanted.pieces))
    return _joined(sorted(found))


def _texts(folded: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for text in texts:
        at = folded.find(text)
        while at >= 0:
            yield at, at + len(text)
            at = folded.find(text, at + len(text))


def _stems(folded: str, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not any(stem[:TELLING] in folded for stem in stems):
        return  # most texts have no word that begins so, and are not taken apart
    for match in RUN.finditer(folded):
        if match.lastgroup == "latin":
            yield from _stems_in(match.group(), match.start(), stems)


def _stems_in(word: str, start: int, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the whole word when it matches, else those of its parts that do: ``code`` in ``station_code``."""
    if not stems.isdisjoint(whole_forms(word)):
        yield start, start + len(word)
        return
    for part in LATIN_PART.finditer(word):
        if not stems.isdisjoint(whole_forms(part.group())):
            yield start + part.start(), start + part.end()


def _joined(found: Ranges) -> Ranges:
    joined: Ranges = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _best_start(found: Ranges, width: int, length: int) -> int:
    starts = [max(0, start - LEAD) for start, _ in found]
    best = max(starts, key=lambda at: sum(at <= start < at + width - LEAD for start, _ in found), default=0)
    return min(best, max(0, length - width)) if best > LEAD else 0


def _segments(text: str, found: Ranges) -> Segments:
    cut: list[Segment] = []
    at = 0
    for start, end in found:
        cut += [Segment(text[at:start], is_hit=False), Segment(text[start:end], is_hit=True)]
        at = end
    cut.append(Segment(text[at:], is_hit=False))
    return tuple(segment for segment in cut if segment.text)
