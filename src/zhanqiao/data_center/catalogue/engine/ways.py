"""One thing asked for, as tantivy queries: the ways it can stand in a text, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query

from zhanqiao.data_center.catalogue.engine import segmentation
from zhanqiao.data_center.catalogue.engine.asked import Unit
from zhanqiao.data_center.catalogue.engine.folding import is_han
from zhanqiao.data_center.catalogue.engine.schema import (
    PINYIN,
    STREAMS,
    SUBJECT_TEXTS,
    SUBJECTS,
    TEXTS,
    WORDS,
    schema,
)

WITHIN = 0.5  # part of a longer word
SYNONYM = 0.6  # said otherwise
PREFIX = 0.4  # the beginning of a word
PIECES = 0.3  # its pieces apart, as 地铁站 in 地铁车站
INNER = 0.5  # the words it is made of, wherever they stand
SOUND = 0.5  # typed as pinyin
TIE = 0.1  # of what the other ways of hitting add to the best one
PIECE_TEXTS = ("title", "keywords", "columns")
NAMES = STREAMS["names"]
PIECE = 2
SHORTEST_TO_SPLIT = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """How a unit is understood against the index: its own text, what else it may mean, its sound."""

    unit: Unit
    prefixed: tuple[str, ...] = ()
    sound: str = ""


def ranked(reading: Reading, *, texts: Mapping[str, float] = TEXTS) -> Query:
    """Return the query of one thing asked for in these classes of text, each way of standing there with its weight."""
    unit = reading.unit
    ways = written(unit.text, whole=not unit.quoted, texts=texts)
    for synonym in unit.synonyms:
        subjects = {name: weight for name, weight in texts.items() if name in SUBJECT_TEXTS}
        ways += _scaled(written(synonym, whole=True, texts=subjects), SYNONYM)
    for word in reading.prefixed:
        ways += _scaled(written(word, whole=True, texts=texts), PREFIX)
    if unit.inner:
        parts = [(Occur.Must, ranked(Reading(unit=inner), texts=texts)) for inner in unit.inner]
        ways.append(Query.boost_query(Query.boolean_query(parts), INNER / len(parts)))
    elif unit.han and not unit.quoted:
        ways += _in_pieces(unit.text, [name for name in PIECE_TEXTS if name in texts])
    if reading.sound and texts is TEXTS:
        ways.append(Query.boost_query(term(PINYIN, text=reading.sound), SOUND * TEXTS["title"]))
    return Query.disjunction_max_query(ways, TIE)


def counted(reading: Reading) -> Query:
    """Return the query of what :func:`ranked` hits.

    What stands as a Chinese word stands in the stream too, a compound wherever all its words stand, and a text
    wherever one that contains it does.
    """
    unit = reading.unit
    own = () if unit.inner else (unit.text,)
    ways = [way for text in _shortest((*own, *unit.synonyms)) for way in _places(text, whole=not unit.quoted)]
    ways += [way for text in own for way in _places(text, whole=not unit.quoted, stream=NAMES, texts=("names",))]
    for word in reading.prefixed:
        ways += _places(word, whole=True) + _places(word, whole=True, stream=NAMES, texts=("names",))
    if unit.inner:
        ways.append(Query.boolean_query([(Occur.Must, counted(Reading(unit=inner))) for inner in unit.inner]))
    elif unit.han and not unit.quoted:
        ways += _in_pieces(unit.text, PIECE_TEXTS)
    if reading.sound:
        ways.append(term(PINYIN, text=reading.sound))
    return any_of(ways)


def _shortest(texts: Iterable[str]) -> list[str]:
    """Return the texts without the Chinese ones that contain another: where they stand, that stands too."""
    kept: list[str] = []
    for text in sorted(texts, key=len):
        if not (is_han(text) and any(is_han(one) and one in text for one in kept)):
            kept.append(text)
    return kept


def _places(text: str, *, whole: bool, stream: str = SUBJECTS, texts: Iterable[str] = SUBJECT_TEXTS) -> list[Query]:
    placed = segmentation.phrase(text)
    if not placed:
        return []
    words = _word_terms(text) if whole and not is_han(text) else ()
    return [phrase(stream, placed=placed), *(term(name + WORDS, text=word) for name in texts for word in words)]


def any_of(queries: Iterable[Query]) -> Query:
    """Return the query of what one of the queries hits."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def written(text: str, *, whole: bool, texts: Mapping[str, float] = TEXTS) -> list[Query]:
    """Return the ways a text can stand in each class of texts: as a word, and within words."""
    placed = segmentation.phrase(text)
    if not placed:
        return [Query.empty_query()]
    words = _word_terms(text) if whole else ()
    ways: list[Query] = []
    for name, weight in texts.items():
        ways += [Query.boost_query(term(name + WORDS, text=word), weight) for word in words]
        factor = WITHIN / len(placed) if whole else 1.0
        ways.append(Query.boost_query(phrase(STREAMS[name], placed=placed), weight * factor))
    return ways


def _word_terms(text: str) -> tuple[str, ...]:
    runs = list(segmentation.runs(text))
    if len(runs) != 1:
        return ()
    return (text,) if runs[0].han else segmentation.whole_forms(text)


def _in_pieces(text: str, texts: Iterable[str]) -> list[Query]:
    if len(text) < SHORTEST_TO_SPLIT:
        return []
    pieces = [text[index : index + PIECE] for index in range(0, len(text), PIECE)]
    return [
        Query.boost_query(
            Query.boolean_query([(Occur.Must, term(STREAMS[name], text=piece)) for piece in pieces]),
            TEXTS[name] * PIECES / len(pieces),
        )
        for name in texts
    ]


def phrase(stream: str, *, placed: Sequence[segmentation.Placed]) -> Query:
    """Return the query of terms of a stream at their distances from each other."""
    if len(placed) == 1:
        return term(stream, text=placed[0].term)
    return Query.phrase_query(schema(), stream, [(one.position, one.term) for one in placed])


def term(field: str, *, text: str) -> Query:
    """Return the query of one term of a field."""
    return Query.term_query(schema(), field, text)


def _scaled(queries: Iterable[Query], factor: float) -> list[Query]:
    return [Query.boost_query(query, factor) for query in queries]
