"""Questions to the catalogue. Everything takes the asker's access card."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.queries.cards import DatasetCard, formats_of, has_places
from zhanqiao.data_center.catalogue.queries.counts import (
    DepartmentCount,
    Statistics,
    ThemeCount,
    departments_with_counts,
    largest,
    listed,
    newest,
    published_after,
    readable_tables,
    statistics,
    themes,
)
from zhanqiao.data_center.catalogue.queries.datasets import (
    RevisionCard,
    StateCard,
    dataset_card,
    dataset_cards,
    dataset_of_table,
    entry,
    id_of,
    readable_table,
    revisions,
    states,
    tables_of,
)
from zhanqiao.data_center.catalogue.queries.quality import PastQuality, TableQuality, quality_history, table_quality
from zhanqiao.data_center.catalogue.queries.search import (
    SearchFacet,
    SearchHit,
    SearchPage,
    SearchQuestionError,
    Segment,
    Suggestion,
    search,
    suggest,
)
from zhanqiao.data_center.catalogue.queries.search_index import warm
from zhanqiao.data_center.catalogue.queries.template import template_file

__all__ = [
    "DatasetCard",
    "DepartmentCount",
    "PastQuality",
    "RevisionCard",
    "SearchFacet",
    "SearchHit",
    "SearchPage",
    "SearchQuestionError",
    "Segment",
    "StateCard",
    "Statistics",
    "Suggestion",
    "TableQuality",
    "ThemeCount",
    "dataset_card",
    "dataset_cards",
    "dataset_of_table",
    "departments_with_counts",
    "entry",
    "formats_of",
    "has_places",
    "id_of",
    "largest",
    "listed",
    "newest",
    "published_after",
    "quality_history",
    "readable_table",
    "readable_tables",
    "revisions",
    "search",
    "states",
    "statistics",
    "suggest",
    "table_quality",
    "tables_of",
    "template_file",
    "themes",
    "warm",
]
