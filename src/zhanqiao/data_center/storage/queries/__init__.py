"""Questions to storage: cards of tables and releases, and their rows."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.diffs import KINDS as CHANGE_KINDS
from zhanqiao.data_center.storage.engine.diffs import Change, Difference, DiffKeyError
from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.export import MEDIA_TYPES, Format, Naming
from zhanqiao.data_center.storage.engine.export.sidecars import kept_as_csv
from zhanqiao.data_center.storage.engine.fields import NUMERIC, TEMPORAL, Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import Finding, IngestReport, TableReport
from zhanqiao.data_center.storage.engine.joins import Join, JoinPage, Match, SideMatch
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.preview import preview
from zhanqiao.data_center.storage.engine.quality import Measures
from zhanqiao.data_center.storage.engine.query import (
    MAX_ROWS,
    PARAMETERS,
    CursorExpiredError,
    Estimate,
    NoPlaceError,
    Query,
    QueryError,
    RowsPage,
    Sample,
    cursor_release,
)
from zhanqiao.data_center.storage.engine.sql import SqlAnswer, as_bytes
from zhanqiao.data_center.storage.queries.batches import BatchCard, batch_card
from zhanqiao.data_center.storage.queries.cards import (
    ReleaseCard,
    TableCard,
    card_as_of,
    release_card,
    release_cards,
    table_card,
    table_cards,
)
from zhanqiao.data_center.storage.queries.comparing import WHOLE_ROWS, changes, difference, release_before
from zhanqiao.data_center.storage.queries.conforming import ColumnRule, Conformance, conforming
from zhanqiao.data_center.storage.queries.joinable import (
    JoinableTable,
    UnionableTable,
    joinable_tables,
    unionable_tables,
)
from zhanqiao.data_center.storage.queries.joining import join_match, joined_rows, parsed_join
from zhanqiao.data_center.storage.queries.quality import measures, misfit_reason
from zhanqiao.data_center.storage.queries.reading import (
    aggregate,
    condition,
    download_path,
    export,
    facets,
    parsed,
    profile,
    rows,
)
from zhanqiao.data_center.storage.queries.sharing import iceberg_file, iceberg_metadata
from zhanqiao.data_center.storage.queries.sidecars import (
    file_path,
    parts_of,
    problem_cells,
    refused_rows,
)
from zhanqiao.data_center.storage.queries.sql import sql_answer, sql_plan, sql_tables
from zhanqiao.data_center.storage.queries.values import ValueFound, ValuesFound, find_value
from zhanqiao.data_center.storage.queries.warehouse import generation, remembered, warehouse

__all__ = [
    "CHANGE_KINDS",
    "MAX_ROWS",
    "MEDIA_TYPES",
    "NUMERIC",
    "PARAMETERS",
    "TEMPORAL",
    "WHOLE_ROWS",
    "BatchCard",
    "Change",
    "ColumnRule",
    "Conformance",
    "CursorExpiredError",
    "DiffKeyError",
    "Difference",
    "Estimate",
    "Field",
    "Finding",
    "Format",
    "IngestReport",
    "Join",
    "JoinPage",
    "JoinableTable",
    "LogicalType",
    "Match",
    "Measures",
    "Naming",
    "NoPlaceError",
    "PersonalFinding",
    "PersonalKind",
    "Query",
    "QueryError",
    "ReleaseCard",
    "RowsPage",
    "Sample",
    "SideMatch",
    "SqlAnswer",
    "TableCard",
    "TableReport",
    "UnionableTable",
    "ValueFound",
    "ValuesFound",
    "aggregate",
    "as_bytes",
    "batch_card",
    "card_as_of",
    "changes",
    "condition",
    "conforming",
    "cursor_release",
    "difference",
    "download_path",
    "export",
    "facets",
    "file_path",
    "find_value",
    "generation",
    "iceberg_file",
    "iceberg_metadata",
    "join_match",
    "joinable_tables",
    "joined_rows",
    "kept_as_csv",
    "measures",
    "misfit_reason",
    "parsed",
    "parsed_join",
    "parts_of",
    "preview",
    "problem_cells",
    "profile",
    "quoted_name",
    "refused_rows",
    "release_before",
    "release_card",
    "release_cards",
    "remembered",
    "rows",
    "sql_answer",
    "sql_plan",
    "sql_tables",
    "table_card",
    "table_cards",
    "unionable_tables",
    "warehouse",
]
