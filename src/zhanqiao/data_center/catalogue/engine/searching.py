"""A question to the index and its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import tantivy
from tantivy import Query

from zhanqiao.data_center.catalogue.engine import asked as asking
from zhanqiao.data_center.catalogue.engine import column_matches, facets, highlighting, matching, pinyin, spelling
from zhanqiao.data_center.catalogue.engine.asked import Asked, Unit
from zhanqiao.data_center.catalogue.engine.column_matches import ColumnMatch
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.facets import Counts, Facet
from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.data_center.catalogue.engine.highlighting import Marks, Segments
from zhanqiao.data_center.catalogue.engine.matching import Filters
from zhanqiao.data_center.catalogue.engine.ranking import BY_SCORE, Order, Ranking, run
from zhanqiao.data_center.catalogue.engine.schema import ID, SORT_FIELDS, STORED, VOCABULARY, WEIGHT
from zhanqiao.data_center.catalogue.engine.synonyms import Synonyms
from zhanqiao.data_center.catalogue.engine.ways import Reading

RELEVANCE = "relevance"
SHARES = (0.6, 0.01)  # of the units a hit must have once none has them all: most, then any
LONG_SOUND = 4  # letters from which a word may be pinyin although it is also a known word
MOST_SOUNDED = 4  # words typed apart that may be the pinyin of one
SHORTEST_PREFIX = 3
MOST_PREFIXED = 6
MOST_LABELS = 40  # columns of a hit whose labels are read for words typed as pinyin
DRIFT = 50  # places by which a list may have moved between two of its pages
FEW = 2  # hits, up to which a correction is looked for
MANY = 2_000  # hits from which those with the words in title or keywords come first, ranked by these alone


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``last_id`` is the hit before this page: should the list have moved, the page moves with it.

    ``since`` and ``until`` (seconds of 1970) keep to datasets that changed last in between, both included; ``bbox`` (west,
    south, east, north) to those with places in it. ``gone`` are ids that the index still has and that count no longer.
    """

    text: str = ""
    filters: Filters = field(default_factory=dict)
    sort: str = RELEVANCE
    limit: int = 20
    offset: int = 0
    english: bool = False
    last_id: str = ""
    since: int | None = None
    until: int | None = None
    bbox: tuple[float, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One dataset found: what the list shows of it and where the words were found."""

    document: SearchDocument
    title: Segments
    abstract: Segments
    columns: tuple[ColumnMatch, ...]
    columns_total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, the count of all, the facets.

    ``relaxed``: nothing had all the words, these have some. ``correction``: what may be meant, when
    there is little. ``beyond_filters``: hits without the filters, when there are none with them.
    ``shortened``: the text was too long and only its beginning was read.
    """

    hits: tuple[Hit, ...]
    total: int
    offset: int
    facets: tuple[Facet, ...]
    relaxed: bool = False
    correction: str | None = None
    beyond_filters: int = 0
    shortened: bool = False


def answer(
    question: Question, *, rights: tuple[str, ...] | None, searcher: tantivy.Searcher, synonyms: Synonyms
) -> Answer:
    """Answer a question for one who sees what is filed under ``rights`` (``matching.rights_terms``; None: all).

    Counts, facets and corrections regard nothing else.
    """
    seen = matching.but(matching.seen_query(rights), gone=question.gone)
    held = matching.within(seen, since=question.since, until=question.until, bbox=question.bbox)
    inquiry = _Inquiry(question, searcher, held)
    asked = _heard(asking.read(question.text, synonyms=synonyms), inquiry)
    readings = [_reading(unit, inquiry) for unit in asked.units]
    found = _found(asked, readings, inquiry)
    documents = [_document(searcher, address) for address in found.addresses]
    wanted = highlighting.marks(readings, sounded=_sounded(readings, documents))
    exactly = 0 if found.relaxed else found.total
    return Answer(
        hits=tuple(_hit(document, wanted, english=question.english) for document in documents),
        total=found.total,
        offset=found.offset,
        facets=found.facets,
        relaxed=found.relaxed,
        correction=_correction(inquiry, synonyms, total=exactly) if asked.units and exactly <= FEW else None,
        beyond_filters=found.beyond_filters,
        shortened=asked.shortened,
    )


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A question, the commit it is put to, and what the asker may see of it."""

    question: Question
    searcher: tantivy.Searcher
    seen: Query | None

    @property
    def seen_or_all(self) -> Query:
        return Query.all_query() if self.seen is None else self.seen

    def page(self, ranked: Query, *, counts: Counts, foremost: Query | None = None, empty: bool = False) -> _Found:
        """Return the page of hits of a query, held to the filters and to what is visible.

        Of many hits the ``foremost`` come first; the rest is ranked only for who reads on beyond them.
        """
        order = _order(self.question, empty=empty)
        tiers = [ranked]
        if foremost is not None and order.weight and counts.total > MANY:
            tiers = [foremost, matching.others(ranked, but=foremost)]
        ranking = Ranking(self.searcher, tuple(self.held(tier) for tier in tiers), order)
        start = _start(self.question, ranking)
        return _Found(ranking.window(start, self.question.limit), counts.total, start, counts.facets)

    def counts(self, query: Query) -> Counts:
        """Count the hits of a query and the facets."""
        return facets.counted(searcher=self.searcher, query=query, filters=self.question.filters, seen=self.seen)

    def held(self, query: Query) -> Query:
        """Return a query held to the filters and to what is visible."""
        return matching.filtered(query, filters=self.question.filters, seen=self.seen)

    def count(self, query: Query, *, filtered: bool = False) -> int:
        """Return how many visible datasets a query hits."""
        filters = self.question.filters if filtered else {}
        held = matching.filtered(query, filters=filters, seen=self.seen)
        return run(self.searcher, query=held, order=BY_SCORE, limit=1)[1]


@dataclass(frozen=True, slots=True)
class _Found:
    """The page of the query that was settled on."""

    addresses: list[tantivy.DocAddress]
    total: int
    offset: int
    facets: tuple[Facet, ...]
    relaxed: bool = False
    beyond_filters: int = 0


def _heard(asked: Asked, inquiry: _Inquiry) -> Asked:
    """Return what was asked with words that are pinyin only together, ``kongqi zhiliang``, as the one they sound like."""
    rest, units = list(asked.units), list[Unit]()
    while rest:
        count = next((count for count in range(MOST_SOUNDED, 1, -1) if _sounds(rest[:count], count, inquiry)), 1)
        joined = Unit(text="".join(unit.text for unit in rest[:count]), han=False)
        units.append(joined if count > 1 else rest[0])
        rest = rest[count:]
    return replace(asked, units=tuple(units))


def _sounds(row: list[Unit], count: int, inquiry: _Inquiry) -> bool:
    """Say whether this many words, not all of them known as such, are known as the sound of one."""
    if len(row) < count or any(unit.han or unit.quoted or not matching.sound_of(unit) for unit in row):
        return False
    if all(inquiry.count(matching.word_query(unit.text)) for unit in row):
        return False
    return bool(_known_sound(Unit(text="".join(unit.text for unit in row), han=False), inquiry))


def _reading(unit: Unit, inquiry: _Inquiry) -> Reading:
    sound = _known_sound(unit, inquiry)
    if unit.han or unit.quoted or inquiry.count(matching.word_query(unit.text)):
        return Reading(unit=unit, sound=sound if len(sound) >= LONG_SOUND else "")
    if len(unit.text) < SHORTEST_PREFIX:
        return Reading(unit=unit, sound=sound)
    words = inquiry.searcher.terms_with_prefix(VOCABULARY, unit.text, inquiry.seen_or_all, MOST_PREFIXED)
    return Reading(unit=unit, prefixed=tuple(word for word, count in words if count), sound=sound)


def _known_sound(unit: Unit, inquiry: _Inquiry) -> str:
    key = matching.sound_of(unit)
    return key if key and inquiry.count(matching.sound_query(key)) else ""


def _found(asked: Asked, readings: list[Reading], inquiry: _Inquiry) -> _Found:
    """Return the page of the strictest query that finds something."""
    if not asked.units:
        everything = matching.everything()
        return inquiry.page(everything, counts=inquiry.counts(everything), empty=True)
    hits = matching.hits(asked, readings=readings)
    counts = inquiry.counts(hits)
    if counts.total:
        strict, foremost = (way(asked, readings=readings) for way in (matching.strict, matching.foremost))
        return inquiry.page(strict, counts=counts, foremost=foremost)
    beyond = inquiry.count(hits) if inquiry.question.filters else 0
    nothing = _Found([], 0, inquiry.question.offset, counts.facets, beyond_filters=beyond)
    if beyond or all(unit.quoted for unit in asked.units):
        return nothing
    for share in SHARES:
        query = matching.relaxed(asked, readings=readings, share=share)
        counts = inquiry.counts(query)
        if counts.total:
            return replace(inquiry.page(query, counts=counts), relaxed=True)
    return nothing


def _start(question: Question, ranking: Ranking) -> int:
    """Return where the page begins: right after ``last_id``, which may have moved since the page before."""
    offset, wanted = question.offset, question.last_id
    if not (offset and wanted):
        return offset
    for first, last in ((offset - 1, offset), (max(0, offset - DRIFT), offset + DRIFT)):
        addresses = ranking.window(first, last - first)
        ids = [ranking.searcher.doc(address).get_first(ID) for address in addresses]
        if wanted in ids:
            return first + ids.index(wanted) + 1
    return offset


RISING = frozenset({"title", "id"})


def _order(question: Question, *, empty: bool) -> Order:
    sort = "updated" if empty and question.sort == RELEVANCE else question.sort
    if sort == RELEVANCE:
        return Order(by=None, weight=WEIGHT, direction=tantivy.Order.Desc)
    name = SORT_FIELDS["title_en" if sort == "title" and question.english else sort]
    return Order(by=name, weight=None, direction=tantivy.Order.Asc if sort in RISING else tantivy.Order.Desc)


def _document(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> SearchDocument:
    content: Any = searcher.doc(address).get_first(STORED)
    return SearchDocument.from_bytes(content)


def _sounded(readings: list[Reading], documents: list[SearchDocument]) -> set[str]:
    """Return the words of the hits that a unit typed as pinyin stands for."""
    sounds = {reading.sound for reading in readings if reading.sound}
    if not sounds:
        return set()
    texts = {text for one in documents for text in (one.title_zh, *one.keywords, one.department_zh, *_labels(one))}
    spelled = (spelling for text in texts for spelling in pinyin.spellings(text))
    return {fold(one.text) for one in spelled if one.full in sounds or one.initials in sounds}


def _labels(document: SearchDocument) -> Iterator[str]:
    return (column.label_zh for column in document.columns[:MOST_LABELS])


def _hit(document: SearchDocument, wanted: Marks, *, english: bool) -> Hit:
    title = (english and document.title_en) or document.title_zh
    abstract = (english and document.abstract_en) or document.abstract_zh or document.abstract_en
    columns, total = column_matches.found(document.columns, wanted=wanted, english=english)
    return Hit(
        document=document,
        title=highlighting.marked(title, wanted=wanted),
        abstract=highlighting.snippet(abstract, wanted=wanted),
        columns=columns,
        columns_total=total,
    )


def _correction(inquiry: _Inquiry, synonyms: Synonyms, *, total: int) -> str | None:
    """Return a better text when it has more hits than these."""
    text = spelling.corrected(inquiry.question.text, searcher=inquiry.searcher, seen=inquiry.seen_or_all)
    if text is None:
        return None
    asked = asking.read(text, synonyms=synonyms)
    query = matching.strict(asked, readings=[Reading(unit=unit) for unit in asked.units])
    return text if inquiry.count(query, filtered=True) > total else None
