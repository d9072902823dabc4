"""Relevance over the demo city's catalogue, measured; the figures stand in the failure message."""

from __future__ import annotations

import math
from pathlib import Path

from tests.data_center.catalogue.search.judged import demo_documents, judgements

from zhanqiao.data_center.catalogue.engine import folder, searching, synonyms
from zhanqiao.data_center.catalogue.engine.reader import Reader, Snapshot
from zhanqiao.data_center.catalogue.engine.searching import Question

LEAST_MRR, LEAST_NDCG = 0.95, 0.95


def found(text: str, snapshot: Snapshot) -> list[str]:
    """What a person comes to: the hits, or those of the correction where there was nothing better."""
    known = synonyms.load()
    answer = searching.answer(Question(text=text, limit=10), rights=None, searcher=snapshot.searcher, synonyms=known)
    if answer.correction and (answer.relaxed or not answer.total):
        question = Question(text=answer.correction, limit=10)
        answer = searching.answer(question, rights=None, searcher=snapshot.searcher, synonyms=known)
    return [hit.document.slug for hit in answer.hits]


def reciprocal_rank(slugs: list[str], grades: dict[str, int]) -> float:
    best = max(grades.values())
    return next((1 / place for place, slug in enumerate(slugs, start=1) if grades.get(slug) == best), 0.0)


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def test_people_find_what_they_ask_for(tmp_path: Path) -> None:
    documents = demo_documents()
    with folder.writing(tmp_path):
        folder.build(tmp_path, documents=documents)
    snapshot, slugs = Reader(tmp_path).snapshot(), {one.slug for one in documents}
    ranks, gains, missed = [], [], []
    for text, grades in judgements():
        assert set(grades) <= slugs, f"{text}: the demo city has no {set(grades) - slugs}"
        hits = found(text, snapshot)
        ranks.append(reciprocal_rank(hits, grades))
        ideal = gain(sorted(grades.values(), reverse=True)[:10])
        gains.append(gain([grades.get(slug, 0) for slug in hits]) / ideal)
        if ranks[-1] < 1:
            missed.append(f"{text}: {hits[:4]}")
    mrr, ndcg = sum(ranks) / len(ranks), sum(gains) / len(gains)
    assert mrr >= LEAST_MRR, f"MRR@10 {mrr:.3f} of {len(ranks)}; not first: {missed}"
    assert ndcg >= LEAST_NDCG, f"nDCG@10 {ndcg:.3f}"
