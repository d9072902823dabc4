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
from zhanqiao.data_center.catalogue.queries.metadata_quality import description_quality
from zhanqiao.data_center.catalogue.queries.publications import (
    Publication,
    Wanted,
    count_publications,
    first_publication,
    public_addresses,
    publication,
    publications,
)
from zhanqiao.data_center.catalogue.queries.quality import PastQuality, TableQuality, quality_history, table_quality
from zhanqiao.data_center.catalogue.queries.related import Related, related
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
    "Publication",
    "Related",
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
    "Wanted",
    "count_publications",
    "dataset_card",
    "dataset_cards",
    "dataset_of_table",
    "departments_with_counts",
    "description_quality",
    "entry",
    "first_publication",
    "formats_of",
    "has_places",
    "id_of",
    "largest",
    "listed",
    "newest",
    "public_addresses",
    "publication",
    "publications",
    "published_after",
    "quality_history",
    "readable_table",
    "readable_tables",
    "related",
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
