"""The fields of the index and how a document fills them.

Raise ``VERSION`` with every change here, in ``segmentation``, ``folding`` or ``pinyin`` that alters
what is written: an index of another version is rebuilt when it is next opened.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache

import tantivy

from zhanqiao.data_center.catalogue.engine import pinyin, segmentation, suggestion_keys
from zhanqiao.data_center.catalogue.engine.documents import SearchColumn, SearchDocument
from zhanqiao.data_center.catalogue.engine.folding import fold

VERSION = 5
WORDS, STREAM = "_words", "_stream"
SUBJECTS = "subjects" + STREAM  # all but the names in one: what is only counted need not look into each class of text
TEXTS: Mapping[str, float] = {"title": 6.0, "keywords": 3.5, "names": 2.5, "columns": 2.0, "details": 1.0}
"""Classes of text, each indexed twice (words and stream), with the weight of a hit in it."""
SUBJECT_TEXTS = {name: weight for name, weight in TEXTS.items() if name != "names"}  # a name has no synonyms
STREAMS = {name: SUBJECTS if name == "details" else name + STREAM for name in TEXTS}
"""The stream of each class; the details, which are long, share the one of all subjects and have none of their own."""
FACETS = ("theme", "department", "district", "open_type", "format", "update_cycle", "scene", "licence", "synthetic")
SORT_FIELDS = {"id": "id", "updated": "modified", "title": "title_sort", "title_en": "title_en_sort", "rows": "rows"}
PINYIN, EXACT, RIGHTS, ID, STORED, WEIGHT = "pinyin", "exact", "rights", "id", "stored", "weight"
MODIFIED = "modified"
BOX = ("west", "south", "east", "north")
SPELLINGS, VOCABULARY = "spellings", "vocabulary"  # Chinese words by sound; Latin words
SUGGESTIONS = {"dataset": "suggest_dataset", "column": "suggest_column", "department": "suggest_department"}
YEAR_ZERO = 946_684_800.0  # 2000-01-01 in seconds
SECONDS_PER_STEP = 36_525 * 86_400.0  # a century: a year newer is worth about half a per cent of the score
USES_PER_STEP = 50  # ten times the use is worth about one per cent
LONGEST_SPELLING = 10  # characters; what is misspelt is a word, not a sentence


@cache
def schema() -> tantivy.Schema:
    """Return the one schema of the index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name + WORDS, tokenizer_name="whitespace", index_option="freq")
    for name in STREAMS.values():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field(RIGHTS, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (PINYIN, EXACT, SPELLINGS, VOCABULARY, *SUGGESTIONS.values()):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field(STORED, stored=True)
    builder.add_float_field(WEIGHT, fast=True)
    builder.add_integer_field(MODIFIED, fast=True)
    builder.add_integer_field("rows", fast=True)
    for name in BOX:
        builder.add_float_field(name, fast=True)
    builder.add_text_field("title_sort", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("title_en_sort", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def indexed(document: SearchDocument) -> tantivy.Document:
    """Return the document as the index files it."""
    entry = tantivy.Document()
    texts = {name: [value for value in values if value] for name, values in _texts(document).items()}
    for name, values in texts.items():
        entry.add_text(name + WORDS, " ".join(word for value in values for word in segmentation.words(value)))
        if STREAMS[name] != SUBJECTS:
            _add_stream(entry, name=STREAMS[name], values=values)
    subjects = (value for name, values in texts.items() if name in SUBJECT_TEXTS for value in values)
    _add_stream(entry, name=SUBJECTS, values=dict.fromkeys(subjects))
    for name, listed in facet_values(document).items():
        for value in listed:
            entry.add_text(name, value)
    _add_terms(entry, document)
    _add_order(entry, document)
    entry.add_bytes(STORED, document.as_bytes())
    return entry


def facet_values(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    """Return the values under which each facet counts the document."""
    single = {
        name: getattr(document, name) for name in ("department", "district", "open_type", "update_cycle", "scene")
    }
    return {
        "theme": document.themes,
        "format": document.formats,
        "licence": (document.licence,) if document.licence else (),
        "synthetic": ("true" if document.synthetic else "false",),
        **{name: (value,) if value else () for name, value in single.items()},
    }


def _texts(document: SearchDocument) -> dict[str, list[str]]:
    columns = document.columns
    return {
        "title": [document.title_zh, document.title_en],
        "keywords": [*document.keywords, *document.theme_names, *document.scene_names],
        "names": [
            document.department_zh,
            document.department_en,
            *document.division_names,
            *document.table_titles,
            document.origin_zh,
            document.origin_en,
        ],
        "columns": [text for column in columns for text in (column.name, column.label_zh, column.label_en)],
        "details": [document.abstract_zh, document.abstract_en, *_descriptions(columns)],
    }


def _descriptions(columns: Iterable[SearchColumn]) -> list[str]:
    return [text for column in columns for text in (column.description_zh, column.description_en)]


def _add_stream(entry: tantivy.Document, *, name: str, values: Iterable[str]) -> None:
    tokens = [tantivy.Token(term, position, 0, 0) for position, term in segmentation.streams(values)]
    entry.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))


def _add_terms(entry: tantivy.Document, document: SearchDocument) -> None:
    entry.add_text(ID, document.id)
    entry.add_text(RIGHTS, document.rights.as_term())
    entry.add_text(RIGHTS, document.state)
    for exact in {document.id, document.slug, *document.identifiers, document.title_zh, document.title_en} - {""}:
        entry.add_text(EXACT, exact_form(exact))
    for name, term in {pair for text in _spoken(document) for pair in _sounds(text)}:
        entry.add_text(name, term)
    for kind, terms in suggestion_keys.terms(document).items():
        for term in terms:
            entry.add_text(SUGGESTIONS[kind], term)


@lru_cache(maxsize=20_000)
def _sounds(text: str) -> tuple[tuple[str, str], ...]:
    """Return under which terms a text is found by its sound and its words, each with its field."""
    spoken = pinyin.spellings(text)
    keys = {key for spelling in spoken for key in (spelling.full, spelling.initials) if len(key) > 1}
    written = {spelling.text for spelling in spoken if 1 < len(spelling.text) <= LONGEST_SPELLING}
    return (
        *((PINYIN, key) for key in keys),
        *((SPELLINGS, suggestion_keys.spelling_term(one)) for one in written),
        *((VOCABULARY, word) for word in set(suggestion_keys.latin_words(text))),
    )


def _spoken(document: SearchDocument) -> set[str]:
    labels = {text for column in document.columns for text in (column.name, column.label_zh, column.label_en)}
    titles = {document.title_zh, document.title_en, document.department_zh, document.department_en}
    return {text for text in (*titles, *document.keywords, *document.theme_names, *labels) if text}


def exact_form(text: str) -> str:
    """Return the form under which a whole title or identifier is compared: folded, letters and digits only."""
    return "".join(char for char in fold(text) if char.isalnum())


def _add_order(entry: tantivy.Document, document: SearchDocument) -> None:
    moment = datetime.fromisoformat(document.modified).timestamp() if document.modified else YEAR_ZERO
    newness = max(moment - YEAR_ZERO, 0.0) / SECONDS_PER_STEP
    entry.add_float(WEIGHT, newness + math.log10(1 + document.popularity) / USES_PER_STEP)
    entry.add_integer(MODIFIED, int(moment))
    entry.add_integer("rows", document.rows)
    for name, degrees in zip(BOX, document.bbox, strict=False):  # without places there are none
        entry.add_float(name, degrees)
    entry.add_text("title_sort", pinyin.sort_key(document.title_zh or document.title_en))
    entry.add_text("title_en_sort", pinyin.sort_key(document.title_en or document.title_zh))
