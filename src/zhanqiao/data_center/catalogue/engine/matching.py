"""What was asked, as a tantivy query: what counts as a hit, and how much each kind of hit weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from tantivy import FieldType, Occur, Query

from zhanqiao.data_center.catalogue.engine import segmentation, ways
from zhanqiao.data_center.catalogue.engine.asked import Asked, Unit
from zhanqiao.data_center.catalogue.engine.documents import RightsClass
from zhanqiao.data_center.catalogue.engine.schema import (
    EXACT,
    ID,
    MODIFIED,
    PINYIN,
    RIGHTS,
    STREAMS,
    TEXTS,
    WORDS,
    exact_form,
    schema,
)
from zhanqiao.data_center.catalogue.engine.suggestion_keys import compact
from zhanqiao.data_center.catalogue.engine.ways import Reading

WEAK = 0.2  # a word that says little
EXACT_TITLE = 40.0
IN_A_ROW = {"title": 12.0, "keywords": 6.0, "columns": 6.0}  # all words side by side, as they were typed
FOREMOST = {name: TEXTS[name] for name in ("title", "keywords")}
SHORTEST_SOUND = 2
QUESTION = 3  # words from which a text is a question rather than words to look for
PAIR = 0.5  # two characters that stand together in the question

Filters = Mapping[str, Sequence[str]]


def everything() -> Query:
    """Return the query of an empty text."""
    return Query.const_score_query(Query.all_query(), 1.0)


def strict(asked: Asked, *, readings: Iterable[Reading]) -> Query:
    """Return the query that every strong unit must satisfy, or the whole text be a title or an identifier."""
    strong = set(asked.strong)
    parts = [
        (Occur.Must, ways.ranked(reading))
        if reading.unit in strong
        else (Occur.Should, Query.boost_query(ways.ranked(reading), WEAK))
        for reading in readings
    ]
    bonus = [(Occur.Should, query) for query in _whole(asked)]
    return Query.boolean_query([(Occur.Should, Query.boolean_query([*parts, *bonus])), (Occur.Should, _exact(asked))])


def hits(asked: Asked, *, readings: Iterable[Reading]) -> Query:
    """Return the query of the same hits as :func:`strict`, which cannot be ranked by it but are counted far sooner."""
    strong = set(asked.strong)
    parts = [(Occur.Must, ways.counted(reading)) for reading in readings if reading.unit in strong]
    return ways.any_of([Query.boolean_query(parts), ways.term(EXACT, text=exact_form(asked.text))])


def foremost(asked: Asked, *, readings: Iterable[Reading]) -> Query:
    """Return the query of those hits of :func:`strict` that have all strong words in their title or keywords."""
    strong = set(asked.strong)
    parts = [(Occur.Must, ways.ranked(reading, texts=FOREMOST)) for reading in readings if reading.unit in strong]
    return Query.boolean_query([*parts, *((Occur.Should, query) for query in _whole(asked, texts=FOREMOST))])


def others(query: Query, *, but: Query) -> Query:
    """Return ``query`` without the hits of another one."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, but)])


def relaxed(asked: Asked, *, readings: Iterable[Reading], share: float) -> Query:
    """Return the query that at least this share of the units must satisfy, of a single long word its pairs.

    Of a whole question the pairs of characters count as well: they help where the dictionary cut it otherwise than
    the text (``元|皇后`` against ``元皇后``). What was quoted must stand as written all the same.
    """
    strong = set(asked.strong)
    loose = [reading for reading in readings if reading.unit in strong and not reading.unit.quoted]
    kept = [(Occur.Must, ways.ranked(Reading(unit=unit))) for unit in asked.units if unit.quoted]
    parts = [query for reading in loose for query in _loosened(reading, strong)]
    if len(strong) >= QUESTION:
        parts += _pairs(loose)
    if not parts:
        return Query.boolean_query(kept)
    least = max(1, math.ceil(len(parts) * share))
    some = Query.boolean_query([(Occur.Should, part) for part in parts], minimum_number_should_match=least)
    return Query.boolean_query([*kept, (Occur.Should if kept else Occur.Must, some)])


def filtered(query: Query, *, filters: Filters, seen: Query | None, without: str = "") -> Query:
    """Return ``query`` held to the filters (but the one of facet ``without``) and to what is ``seen``."""
    held = [Query.term_set_query(schema(), name, list(values)) for name, values in filters.items() if name != without]
    if seen is not None:
        held.append(seen)
    if not held:
        return query
    silent = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in held]
    return Query.boolean_query([(Occur.Must, query), *silent])


def rights_terms(*, visible: AbstractSet[RightsClass], present: AbstractSet[RightsClass]) -> tuple[str, ...]:
    """Return the fewest terms that stand for ``visible`` among the rights classes ``present``.

    A state that is visible throughout is one term, whatever the number of departments.
    """
    partly = {rights.state for rights in present - visible}
    whole = {rights.state for rights in visible} - partly
    return (*sorted(whole), *sorted(rights.as_term() for rights in visible if rights.state in partly))


def seen_query(terms: Sequence[str] | None) -> Query | None:
    """Return the query of what these rights terms let see; None when that is everything."""
    if terms is None:
        return None
    if len(terms) == 1:
        return ways.term(RIGHTS, text=terms[0])
    return Query.term_set_query(schema(), RIGHTS, list(terms)) if terms else Query.empty_query()


def but(seen: Query | None, *, gone: Sequence[str]) -> Query | None:
    """Return ``seen`` without the datasets of these ids."""
    if not gone:
        return seen
    whole = Query.all_query() if seen is None else seen
    return Query.boolean_query([(Occur.Must, whole), (Occur.MustNot, Query.term_set_query(schema(), ID, list(gone)))])


def within(
    seen: Query | None, *, since: int | None = None, until: int | None = None, bbox: Sequence[float] = ()
) -> Query | None:
    """Return ``seen`` held to what changed last in a period (seconds of 1970, both ends included) and lies in a box.

    ``bbox`` is west, south, east, north in degrees; what reaches into it counts, what has no places does not.
    """
    held = [] if seen is None else [seen]
    if since is not None or until is not None:
        held.append(Query.range_query(schema(), MODIFIED, FieldType.Integer, since, until))
    if bbox:
        west, south, east, north = bbox
        for name, low, high in (
            ("west", None, east),
            ("south", None, north),
            ("east", west, None),
            ("north", south, None),
        ):
            held.append(Query.range_query(schema(), name, FieldType.Float, low, high))
    if len(held) < 2:  # noqa: PLR2004 - one needs no other
        return held[0] if held else None
    return Query.boolean_query([(Occur.Must, one) for one in held])


def word_query(word: str) -> Query:
    """Return the query of a Latin word in any text: what decides whether it is known at all."""
    forms = segmentation.whole_forms(word)
    return Query.boolean_query([(Occur.Should, ways.term(name + WORDS, text=form)) for name in TEXTS for form in forms])


def sound_query(key: str) -> Query:
    """Return the query of a pinyin or initials key."""
    return ways.term(PINYIN, text=key)


def sound_of(unit: Unit) -> str:
    """Return what a Latin unit would be as pinyin, empty when it cannot be."""
    key = compact(unit.text)
    return key if not unit.han and key.isascii() and key.isalpha() and len(key) >= SHORTEST_SOUND else ""


def _loosened(reading: Reading, strong: set[Unit]) -> list[Query]:
    text = reading.unit.text
    if len(strong) == 1 and reading.unit.inner:
        return [ways.ranked(Reading(unit=inner)) for inner in reading.unit.inner]
    if len(strong) > 1 or not reading.unit.han or len(text) < ways.SHORTEST_TO_SPLIT:
        return [ways.ranked(reading)]
    pairs = [text[index : index + ways.PIECE] for index in range(len(text) - 1)]
    return [Query.disjunction_max_query(ways.written(pair, whole=True), ways.TIE) for pair in pairs]


def _pairs(readings: Sequence[Reading]) -> list[Query]:
    """Return the pairs of characters of several words, those included that reach from one word into the next."""
    terms = dict.fromkeys(
        placed.term
        for row in _rows(readings)
        for placed in segmentation.stream(row)
        if len(placed.term) == ways.PIECE and not placed.term.isascii()
    )
    return [Query.boost_query(_anywhere(term), PAIR) for term in terms]


def _rows(readings: Sequence[Reading]) -> list[str]:
    """Return the Chinese words that stood side by side, each row as one text."""
    row, rows = "", []
    for reading in readings:
        if reading.unit.han:
            row += reading.unit.text
        else:
            rows.append(row)
            row = ""
    return [one for one in (*rows, row) if one]


def _anywhere(term: str) -> Query:
    stands = [Query.boost_query(ways.term(STREAMS[name], text=term), weight) for name, weight in TEXTS.items()]
    return Query.disjunction_max_query(stands, ways.TIE)


def _whole(asked: Asked, *, texts: Iterable[str] = TEXTS) -> list[Query]:
    placed = segmentation.phrase(asked.text)
    if len(asked.units) < 2 or len(placed) < 2:  # noqa: PLR2004 -- one word is no row of words
        return []
    return [
        Query.boost_query(ways.phrase(STREAMS[name], placed=placed), weight / len(placed))
        for name, weight in IN_A_ROW.items()
        if name in texts
    ]


def _exact(asked: Asked) -> Query:
    return Query.boost_query(Query.const_score_query(ways.term(EXACT, text=exact_form(asked.text)), 1.0), EXACT_TITLE)
