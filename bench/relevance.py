"""How well search finds: the shipped configuration on CMRC 2018 trial, plain bigrams and plain jieba beside it.

    python -m bench.relevance --cmrc ../data/search/cmrc2018_trial.json

Every paragraph is a document (its text as the abstract, no title), every question a query, and the right document
is the paragraph it was asked about. Every contestant is tantivy with its BM25; the plain ones ask for any of their
terms, the shipped one is asked as the catalogue asks it (``searching.answer``), corrections left out.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import rjieba
import tantivy
from tantivy import Occur, Query

from zhanqiao.data_center.catalogue.engine import folder, searching, synonyms
from zhanqiao.data_center.catalogue.engine.documents import SearchDocument
from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.data_center.catalogue.engine.reader import Reader
from zhanqiao.data_center.catalogue.engine.searching import Question

PLACES = 10
Ask = Callable[[str], Sequence[str]]
"""Gives the ids of the first ten documents for a text."""
Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by id, and questions with the id of the one text that answers each."""

    texts: dict[str, str]
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contestant reached; ``milliseconds`` is the mean of a question."""

    name: str
    mrr: float
    ndcg: float
    milliseconds: float


def read_cmrc(path: Path, /) -> Collection:
    """Return paragraphs and questions of a file in the form of SQuAD."""
    paragraphs = [one for article in json.loads(path.read_bytes())["data"] for one in article["paragraphs"]]
    return Collection(
        texts={one["id"]: one["context"] for one in paragraphs},
        questions=tuple((asked["question"], one["id"]) for one in paragraphs for asked in one["qas"]),
    )


def reciprocal_rank(found: Sequence[str], grades: dict[str, int], /) -> float:
    """Return one through the place of the first of the best answers, 0 when it is not among the first ten."""
    best = max(grades.values())
    return next((1 / place for place, one in enumerate(found[:PLACES], start=1) if grades.get(one) == best), 0.0)


def discounted_gain(found: Sequence[str], grades: dict[str, int], /) -> float:
    """Return nDCG of the first ten: 1 when the best answers stand first, the better before the good."""
    reached = _gain([grades.get(one, 0) for one in found[:PLACES]])
    return reached / _gain(sorted(grades.values(), reverse=True)[:PLACES])


def measured(name: str, ask: Ask, questions: Sequence[tuple[str, dict[str, int]]], /) -> Measured:
    """Ask every question and return the means."""
    begun = time.perf_counter()
    answers = [(ask(text), grades) for text, grades in questions]
    took = (time.perf_counter() - begun) / len(answers) * 1000
    mrr = sum(reciprocal_rank(found, grades) for found, grades in answers) / len(answers)
    ndcg = sum(discounted_gain(found, grades) for found, grades in answers) / len(answers)
    return Measured(name=name, mrr=mrr, ndcg=ndcg, milliseconds=took)


def shipped(root: Path, documents: Sequence[SearchDocument], /, *, key: str = "id") -> Ask:
    """Return the catalogue's own search over these documents; hits are told by ``key`` (id or slug)."""
    with folder.writing(root):
        folder.build(root, documents=documents)
    searcher, known = Reader(root).snapshot().searcher, synonyms.load()

    def ask(text: str) -> list[str]:
        question = Question(text=text, limit=PLACES)
        answer = searching.answer(question, rights=None, searcher=searcher, synonyms=known)
        return [getattr(hit.document, key) for hit in answer.hits]

    return ask


def plain(texts: dict[str, str], cut: Cut, /) -> Ask:
    """Return BM25 over one field cut by ``cut``, any term of the question counting."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000, 1)
    for identifier, text in texts.items():
        writer.add_document(tantivy.Document(id=identifier, text=" ".join(cut(fold(text)))))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[str]:
        terms = [(Occur.Should, Query.term_query(schema, "text", term)) for term in dict.fromkeys(cut(fold(text)))]
        hits = searcher.search(Query.boolean_query(terms), PLACES).hits if terms else []
        return [str(searcher.doc(address).get_first("id")) for _, address in hits]

    return ask


def bigrams(text: str, /) -> list[str]:
    """Cut a text into pairs of neighbouring characters."""
    return [pair for pair in (text[at : at + 2] for at in range(len(text) - 1)) if pair.isalnum()]


def jieba(text: str, /) -> list[str]:
    """Cut a text into words, as jieba does by itself."""
    return [word for word in rjieba.cut(text) if word.strip()]


def compared(collection: Collection, root: Path, /) -> list[Measured]:
    """Measure the shipped configuration and the two plain ones on a collection."""
    documents = [document(identifier, text) for identifier, text in collection.texts.items()]
    questions = [(text, {right: 1}) for text, right in collection.questions]
    contestants = {
        "shipped": shipped(root, documents),
        "plain bigrams, BM25": plain(collection.texts, bigrams),
        "plain jieba, BM25": plain(collection.texts, jieba),
    }
    return [measured(name, ask, questions) for name, ask in contestants.items()]


def document(identifier: str, text: str, /) -> SearchDocument:
    """Return a text as the catalogue files a dataset that has nothing but an abstract."""
    return SearchDocument(
        id=identifier,
        slug=identifier.lower(),
        title_zh="",
        abstract_zh=text,
        state="published",
        department_id="dep",
        open_type="unconditional",
    )


def main() -> None:
    """Print MRR@10 and nDCG@10 of the three."""
    parser = argparse.ArgumentParser(prog="bench.relevance")
    parser.add_argument("--cmrc", type=Path, required=True, help="cmrc2018_trial.json")
    collection = read_cmrc(parser.parse_args().cmrc)
    print(f"{len(collection.texts)} paragraphs, {len(collection.questions)} questions")
    print(f"{'':<22}{'MRR@10':>8}{'nDCG@10':>9}{'ms a question':>15}")
    with tempfile.TemporaryDirectory() as root:
        for one in compared(collection, Path(root)):
            print(f"{one.name:<22}{one.mrr:>8.4f}{one.ndcg:>9.4f}{one.milliseconds:>15.2f}")


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


if __name__ == "__main__":
    main()
