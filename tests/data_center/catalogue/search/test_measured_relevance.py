"""Relevance on questions that nothing was tuned on, and on CMRC 2018 trial where its file is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bench.relevance import compared, discounted_gain, read_cmrc, reciprocal_rank
from tests.data_center.catalogue.search.held_out import HELD_OUT
from tests.data_center.catalogue.search.judged import demo_documents, judgements
from tests.data_center.catalogue.search.test_judged import found

from zhanqiao.data_center.catalogue.engine import folder
from zhanqiao.data_center.catalogue.engine.reader import Reader

CMRC = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent") / "search" / "cmrc2018_trial.json"


def test_questions_that_nothing_was_tuned_on_are_answered(tmp_path: Path) -> None:
    with folder.writing(tmp_path):
        folder.build(tmp_path, documents=demo_documents())
    snapshot, asked = Reader(tmp_path).snapshot(), judgements(text=HELD_OUT)
    answers = [(found(text, snapshot), grades) for text, grades in asked]
    mrr = sum(reciprocal_rank(*one) for one in answers) / len(asked)
    ndcg = sum(discounted_gain(*one) for one in answers) / len(asked)
    assert min(mrr, ndcg) >= 0.95, f"MRR@10 {mrr:.3f}, nDCG@10 {ndcg:.3f}"


@pytest.mark.skipif(not CMRC.is_file(), reason="ZHANQIAO_DEMO_DATA names no folder with search/cmrc2018_trial.json")
def test_a_question_finds_the_paragraph_that_answers_it(tmp_path: Path) -> None:
    shipped, *plain = compared(read_cmrc(CMRC), tmp_path)
    assert shipped.mrr >= 0.90
    assert shipped.mrr >= max(one.mrr for one in plain), [shipped, *plain]
