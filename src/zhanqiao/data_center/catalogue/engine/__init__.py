"""Catalogue search as a library: Chinese segmentation, pinyin, synonyms, ranking, facets, one writer and many readers.

Knows no Django and no database: it is given :class:`documents.SearchDocument` and gives back pages
of hits. It does not decide who may see what; it is told which rights classes are visible.

From text to hits: ``folding`` (one form for several) → ``segmentation`` and ``pinyin`` → ``schema``
(what is filed) → ``folder`` (writing) → ``reader`` → ``asked`` (what was typed) → ``matching`` (the
query) → ``searching`` (the answer, with ``facets``, ``highlighting``, ``column_matches``,
``spelling``); ``suggesting`` answers while one types.
"""
