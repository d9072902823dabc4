"""What may be meant by the first letters typed: datasets, columns, departments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import tantivy
from tantivy import Query

from zhanqiao.data_center.catalogue.engine.highlighting import Marks, Segments, marked
from zhanqiao.data_center.catalogue.engine.schema import SUGGESTIONS
from zhanqiao.data_center.catalogue.engine.segmentation import runs
from zhanqiao.data_center.catalogue.engine.suggestion_keys import LONGEST_KEY, Suggested, compact, read

CANDIDATES = 60
SHARES = {"dataset": 5, "department": 2, "column": 3}  # of ten; what one kind leaves, the next may take


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion. ``target`` is a dataset's slug or a department's key, empty for a column.

    ``count`` is in how many visible datasets it occurs. ``segments`` is ``text`` with what was typed marked.
    """

    kind: str
    text: str
    target: str
    count: int
    segments: Segments
    first: bool


def suggested(
    typed: str, *, searcher: tantivy.Searcher, seen: Query | None, limit: int, english: bool = False
) -> tuple[Suggestion, ...]:
    """Return up to ``limit`` suggestions for what was typed, in characters, pinyin or initials."""
    key = compact(typed)[:LONGEST_KEY]
    if not key or limit <= 0:
        return ()
    held = Query.all_query() if seen is None else seen
    found = {kind: _of_kind(kind, _found(kind, key, searcher, held), key, english=english) for kind in SHARES}
    return tuple(_shared(found, limit))


def _found(kind: str, key: str, searcher: tantivy.Searcher, seen: Query) -> list[tuple[Suggested, int]]:
    terms = searcher.terms_with_prefix(SUGGESTIONS[kind], key, seen, CANDIDATES)
    return [(read(term), count) for term, count in terms if count]


def _of_kind(kind: str, found: list[tuple[Suggested, int]], key: str, *, english: bool) -> list[Suggestion]:
    typed = Marks(texts=tuple(run.text for run in runs(key)))
    best: dict[str, Suggestion] = {}
    for one, count in found:
        text = one.en if english else one.zh
        name = one.target or text
        if name not in best or (one.first and not best[name].first):
            best[name] = Suggestion(kind, text, one.target, count, marked(text, wanted=typed), one.first)
    return sorted(best.values(), key=_order)


def _order(one: Suggestion) -> tuple[bool, int, int, str]:
    return not one.first, -one.count, len(one.text), one.text


def _shared(found: dict[str, list[Suggestion]], limit: int) -> Iterator[Suggestion]:
    """Yield each kind's share, then let the kinds that have more fill what is left, in the kinds' order."""
    shares = {kind: max(1, limit * share // sum(SHARES.values())) for kind, share in SHARES.items()}
    taken = {kind: min(shares[kind], len(found[kind])) for kind in SHARES}
    for kind in SHARES:
        room = limit - sum(taken.values())
        taken[kind] += max(0, min(room, len(found[kind]) - taken[kind]))
    kept = [one for kind in SHARES for one in found[kind][: taken[kind]]]
    yield from kept[:limit]
