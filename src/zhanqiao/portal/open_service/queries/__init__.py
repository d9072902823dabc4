"""What the endpoints ask: catalogue, tables, files, kept answers."""

from __future__ import annotations

from zhanqiao.portal.open_service.queries.differing import diff_envelope, diff_question
from zhanqiao.portal.open_service.queries.documents import dataset_document, table_summary
from zhanqiao.portal.open_service.queries.exchanging import transfer_document, transfer_seen, transfers_envelope
from zhanqiao.portal.open_service.queries.files import Download, file_of, file_stem, sidecar, source_of, whole_file
from zhanqiao.portal.open_service.queries.geocoding import geocode_document, geocode_documents, reverse_document
from zhanqiao.portal.open_service.queries.going_together import joinable_envelope, unionable_envelope, values_envelope
from zhanqiao.portal.open_service.queries.joining import join_envelope, join_question
from zhanqiao.portal.open_service.queries.judging import quality_document
from zhanqiao.portal.open_service.queries.kept import ANSWERS, kept_reply, present, remember
from zhanqiao.portal.open_service.queries.reading import (
    aggregate_envelope,
    columns_named,
    exported,
    facets_envelope,
    parsed,
    parsed_whole,
    readable,
    rows_envelope,
)
from zhanqiao.portal.open_service.queries.searching import dataset_list, suggestions
from zhanqiao.portal.open_service.queries.seeing import dataset_named, release_seen, releases_of, table_document
from zhanqiao.portal.open_service.queries.sql import (
    sql_answer,
    sql_envelope,
    sql_limits,
    sql_links,
    sql_plan,
    sql_question,
)
from zhanqiao.portal.open_service.queries.tiles import limits_header, tilejson
from zhanqiao.portal.open_service.queries.writing import (
    batch_document,
    batch_now,
    batch_seen,
    dataset_writable,
    job_document,
    require_writable,
)

__all__ = [
    "ANSWERS",
    "Download",
    "aggregate_envelope",
    "batch_document",
    "batch_now",
    "batch_seen",
    "columns_named",
    "dataset_document",
    "dataset_list",
    "dataset_named",
    "dataset_writable",
    "diff_envelope",
    "diff_question",
    "exported",
    "facets_envelope",
    "file_of",
    "file_stem",
    "geocode_document",
    "geocode_documents",
    "job_document",
    "join_envelope",
    "join_question",
    "joinable_envelope",
    "kept_reply",
    "limits_header",
    "parsed",
    "parsed_whole",
    "present",
    "quality_document",
    "readable",
    "release_seen",
    "releases_of",
    "remember",
    "require_writable",
    "reverse_document",
    "rows_envelope",
    "sidecar",
    "source_of",
    "sql_answer",
    "sql_envelope",
    "sql_limits",
    "sql_links",
    "sql_plan",
    "sql_question",
    "suggestions",
    "table_document",
    "table_summary",
    "tilejson",
    "transfer_document",
    "transfer_seen",
    "transfers_envelope",
    "unionable_envelope",
    "values_envelope",
    "whole_file",
]
