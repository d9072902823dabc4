"""Searching the catalogue: pages of hits with facets, and suggestions while one types.

What a visitor may see is decided by ``people.access.rules.visible_states``, once per search, for
the rights classes that occur in the index; hits, counts, facets, corrections and suggestions regard
nothing else. What was taken down since the index last heard of it is left out (``search_overtaken``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil, floor

from zhanqiao.data_center.catalogue.engine import matching, searching, suggesting
from zhanqiao.data_center.catalogue.engine.column_matches import ColumnMatch
from zhanqiao.data_center.catalogue.engine.documents import RightsClass, SearchDocument
from zhanqiao.data_center.catalogue.engine.facets import Facet
from zhanqiao.data_center.catalogue.engine.highlighting import Segment, Segments
from zhanqiao.data_center.catalogue.engine.reader import Snapshot
from zhanqiao.data_center.catalogue.engine.schema import FACETS
from zhanqiao.data_center.catalogue.engine.searching import Question
from zhanqiao.data_center.catalogue.engine.suggesting import Suggestion
from zhanqiao.data_center.catalogue.queries import search_cursor, search_index
from zhanqiao.data_center.catalogue.queries.search_cursor import SearchQuestionError
from zhanqiao.data_center.catalogue.queries.search_labels import label
from zhanqiao.data_center.catalogue.queries.search_overtaken import overtaken
from zhanqiao.kit.texts import ENGLISH, Text
from zhanqiao.people.access.rules import AccessCard, visible_states

SORTS = {
    "relevance": "relevance",
    "updated": "updated",
    "newest": "updated",
    "title": "title",
    "rows": "rows",
    "id": "id",
}
MOST_HITS = 100
MOST_OFFSET = 100_000
RELAXED = Text(
    "没有数据集同时包含全部词语，以下结果只包含其中一部分。",
    "No dataset has all these words; these have some of them.",
)
SHORTENED = Text("检索词太长，只读取了前面一部分。", "The text was too long; only its beginning was searched for.")
BEYOND = Text(
    "当前筛选条件下没有结果；去掉筛选条件后有 {count} 个数据集。",
    "Nothing is left under these filters; without them there are {count} datasets.",
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One dataset found. ``title``, ``abstract`` and the columns are segments, the hits marked.

    ``columns_total`` counts all columns that match; ``columns`` has the first of them.
    """

    dataset: SearchDocument
    title: Segments
    abstract: Segments
    columns: tuple[ColumnMatch, ...]
    columns_total: int

    @property
    def dataset_id(self) -> str:
        """Return the dataset's id."""
        return self.dataset.id

    @property
    def slug(self) -> str:
        """Return the dataset's slug."""
        return self.dataset.slug

    @property
    def modified_at(self) -> datetime:
        """Return when its data last changed, the entry itself where there is no data yet."""
        return datetime.fromisoformat(self.dataset.modified)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with its words, how many hits it gives, whether it is chosen."""

    value: str
    label: Text
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """A facet and its values, most hits first; ``more`` counts hits under values that are not listed."""

    name: str
    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits. ``total`` counts all that the asker may see.

    ``suggestion`` is a text that may have been meant; ``notices`` say what was done differently from
    what was asked; ``next`` is the cursor of the page after this one, None on the last.
    """

    hits: tuple[SearchHit, ...]
    total: int
    facets: tuple[SearchFacet, ...]
    suggestion: str | None
    relaxed: bool
    beyond_filters: int
    notices: tuple[Text, ...]
    offset: int
    limit: int
    next: str | None

    def facet(self, name: str, /) -> SearchFacet:
        """Return a facet by its name."""
        return next(facet for facet in self.facets if facet.name == name)


def search(
    *,
    text: str = "",
    card: AccessCard,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    after: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    bbox: Sequence[float] = (),
    language: str = "zh-hans",
) -> SearchPage:
    """Search the catalogue; empty text lists everything, newest first.

    Words must all occur (in whatever field, by synonym or as part of a longer word); when no dataset has
    them all, those with most of them are returned and ``relaxed`` says so. "…" asks for a phrase. Values of
    one facet are alternatives, facets restrict each other; see ``FACETS``. ``sort`` is relevance, updated
    (or newest), title, rows or id (an order that stays the same, for harvesters). ``after`` is a page's ``next`` and takes the place of ``offset``.
    ``since`` and ``until`` keep to datasets whose data changed last in between, to the second; ``bbox`` (west, south, east,
    north in degrees) to those with places in it.

    Raises SearchQuestionError (400) and IndexUnusableError (503). No database query when warm.
    """
    wanted = {name: tuple(values) for name, values in (filters or {}).items() if values}
    _require_sensible(wanted, sort=sort, limit=limit, offset=offset)
    place = search_cursor.read(after) if after else search_cursor.Place(offset=offset, last_id="")
    question = Question(
        text=text, filters=wanted, sort=SORTS[sort], limit=limit, offset=place.offset, last_id=place.last_id,
        since=floor(since.timestamp()) if since else None, until=ceil(until.timestamp()) if until else None,
        bbox=tuple(bbox), gone=overtaken(card=card),
        english=language.lower().startswith(ENGLISH),
    )  # fmt: skip
    return search_index.asked(lambda snapshot: _page(question, snapshot, card))


def suggest(*, prefix: str, card: AccessCard, limit: int = 10, language: str = "zh-hans") -> tuple[Suggestion, ...]:
    """Suggest datasets, departments and columns by their first characters, pinyin or initials. No database query when warm.

    A suggestion's ``kind`` is dataset (``target``: slug), department (``target``: key) or column
    (``target`` empty: search for its ``text``).
    """
    english, gone = language.lower().startswith(ENGLISH), overtaken(card=card)

    def answer(snapshot: Snapshot) -> tuple[Suggestion, ...]:
        seen = matching.but(matching.seen_query(_rights(card, snapshot.rights)), gone=gone)
        return suggesting.suggested(prefix, searcher=snapshot.searcher, seen=seen, limit=limit, english=english)

    return search_index.asked(answer)


def _require_sensible(filters: Mapping[str, Sequence[str]], *, sort: str, limit: int, offset: int) -> None:
    for name in filters:
        if name not in FACETS:
            raise SearchQuestionError(parameter=name, expected=", ".join(FACETS))
    if sort not in SORTS:
        raise SearchQuestionError(parameter="sort", expected=", ".join(SORTS))
    if not 0 <= limit <= MOST_HITS:
        raise SearchQuestionError(parameter="limit", expected=f"0–{MOST_HITS}")
    if not 0 <= offset <= MOST_OFFSET:
        raise SearchQuestionError(parameter="offset", expected=f"0–{MOST_OFFSET}")


def _page(question: Question, snapshot: Snapshot, card: AccessCard) -> SearchPage:
    rights = _rights(card, snapshot.rights)
    found = searching.answer(question, rights=rights, searcher=snapshot.searcher, synonyms=search_index.synonyms())
    hits = tuple(SearchHit(hit.document, hit.title, hit.abstract, hit.columns, hit.columns_total) for hit in found.hits)
    end = found.offset + len(hits)
    return SearchPage(
        hits=hits,
        total=found.total,
        facets=tuple(_facet(facet) for facet in found.facets),
        suggestion=found.correction,
        relaxed=found.relaxed,
        beyond_filters=found.beyond_filters,
        notices=_notices(found),
        offset=found.offset,
        limit=question.limit,
        next=search_cursor.written(offset=end, last_id=hits[-1].dataset_id) if hits and end < found.total else None,
    )


@lru_cache(maxsize=1_000)
def _rights(card: AccessCard, present: frozenset[RightsClass]) -> tuple[str, ...]:
    """Return the rights terms of what lists show this card: the one place where search meets access."""
    visible = {one for one in present if one.state in visible_states(card=card, department_id=one.department_id)}
    return matching.rights_terms(visible=visible, present=present)


def _facet(facet: Facet) -> SearchFacet:
    values = tuple(
        FacetValue(
            value=one.value, label=label(facet=facet.name, value=one.value), count=one.count, selected=one.selected
        )
        for one in facet.values
    )
    return SearchFacet(name=facet.name, values=values, more=facet.more)


def _notices(found: searching.Answer) -> tuple[Text, ...]:
    said = [
        (found.relaxed, RELAXED),
        (found.shortened, SHORTENED),
        (found.beyond_filters > 0, BEYOND.filled(count=found.beyond_filters)),
    ]
    return tuple(text for holds, text in said if holds)


__all__ = [
    "FACETS", "SORTS", "ColumnMatch", "FacetValue", "SearchDocument", "SearchFacet", "SearchHit", "SearchPage",
    "SearchQuestionError", "Segment", "Segments", "Suggestion", "search", "suggest",
]  # fmt: skip
