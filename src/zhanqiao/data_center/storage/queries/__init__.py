"""Questions to storage: cards of tables and releases, and their rows."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.diffs import KINDS as CHANGE_KINDS
from zhanqiao.data_center.storage.engine.diffs import Change, Difference, DiffKeyError
from zhanqiao.data_center.storage.engine.duck import QueryTimeoutError, quoted_name
from zhanqiao.data_center.storage.engine.export import MEDIA_TYPES, Format, Naming
from zhanqiao.data_center.storage.engine.export.sidecars import kept_as_csv
from zhanqiao.data_center.storage.engine.fields import NUMERIC, TEMPORAL, Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import Finding, IngestReport, TableReport
from zhanqiao.data_center.storage.engine.joins import Join, JoinPage, JoinTooLargeError, Match, SideMatch
from zhanqiao.data_center.storage.engine.linkage import (
    MOST_DISCREPANCIES,
    Different,
    FieldRule,
    How,
    LinkageError,
    LinkageTooLargeError,
    LinkageTooSlowError,
    Linked,
    MatchColumn,
)
from zhanqiao.data_center.storage.engine.linkage import Kind as LinkKind
from zhanqiao.data_center.storage.engine.linkage import Method as LinkMethod
from zhanqiao.data_center.storage.engine.preview import preview
from zhanqiao.data_center.storage.engine.quality import Measures
from zhanqiao.data_center.storage.engine.query import (
    MAX_ROWS,
    MOST_ORDERED,
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
from zhanqiao.data_center.storage.engine.sql import Named as NamedTable
from zhanqiao.data_center.storage.engine.sql import SqlAnswer, SqlLimits
from zhanqiao.data_center.storage.engine.tiles import Clusters, MapFacts, MapNotReadyError, Tile, TileOutsideError
from zhanqiao.data_center.storage.queries.batches import BatchCard, batch_card, refused_batches
from zhanqiao.data_center.storage.queries.cards import (
    ReleaseCard,
    TableCard,
    card_as_of,
    release_card,
    release_cards,
    table_card,
    table_cards,
)
from zhanqiao.data_center.storage.queries.comparing import (
    WHOLE_ROWS,
    changes,
    difference,
    identity_of,
    narrowed,
    release_before,
)
from zhanqiao.data_center.storage.queries.conforming import ColumnRule, Conformance, conforming
from zhanqiao.data_center.storage.queries.drafts import draft_card, draft_difference, draft_measures
from zhanqiao.data_center.storage.queries.holdings import Holding, Waiting, holdings, waiting_batches
from zhanqiao.data_center.storage.queries.joinable import (
    JoinableTable,
    UnionableTable,
    joinable_tables,
    unionable_tables,
)
from zhanqiao.data_center.storage.queries.joining import (
    edge_points,
    join_match,
    joined_rows,
    most_pairs,
    parsed_join,
    parsed_place_join,
)
from zhanqiao.data_center.storage.queries.linking import link_tables
from zhanqiao.data_center.storage.queries.locating import is_key, place_of, row_at
from zhanqiao.data_center.storage.queries.loose import loose_card
from zhanqiao.data_center.storage.queries.placing import MapPlace, map_place
from zhanqiao.data_center.storage.queries.privacy import (
    SMALL,
    ColumnMask,
    Grain,
    Ground,
    Method,
    PersonalCell,
    PersonalFinding,
    PersonalKind,
    Risk,
    masked_preview,
    personal_cells,
    reidentification_risk,
    risk_columns,
)
from zhanqiao.data_center.storage.queries.proofs import ReleaseProof, lake_problems, release_proofs
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
from zhanqiao.data_center.storage.queries.sidecars import file_path, parts_of, problem_cells, refused_rows
from zhanqiao.data_center.storage.queries.sql import sql_answer, sql_functions, sql_limits, sql_plan, sql_tables
from zhanqiao.data_center.storage.queries.stored import StoredObject, object_at, opened_object, stored_objects
from zhanqiao.data_center.storage.queries.tiling import has_place, map_facts, map_outline, tile, tile_key
from zhanqiao.data_center.storage.queries.values import ValueFound, ValuesFound, find_value
from zhanqiao.data_center.storage.queries.warehouse import generation, remembered, warehouse

__all__ = [
    "CHANGE_KINDS",
    "MAX_ROWS",
    "MEDIA_TYPES",
    "MOST_DISCREPANCIES",
    "MOST_ORDERED",
    "NUMERIC",
    "PARAMETERS",
    "SMALL",
    "TEMPORAL",
    "WHOLE_ROWS",
    "BatchCard",
    "Change",
    "Clusters",
    "ColumnMask",
    "ColumnRule",
    "Conformance",
    "CursorExpiredError",
    "DiffKeyError",
    "Difference",
    "Different",
    "Estimate",
    "Field",
    "FieldRule",
    "Finding",
    "Format",
    "Grain",
    "Ground",
    "Holding",
    "How",
    "IngestReport",
    "Join",
    "JoinPage",
    "JoinTooLargeError",
    "JoinableTable",
    "LinkKind",
    "LinkMethod",
    "LinkageError",
    "LinkageTooLargeError",
    "LinkageTooSlowError",
    "Linked",
    "LogicalType",
    "MapFacts",
    "MapNotReadyError",
    "MapPlace",
    "Match",
    "MatchColumn",
    "Measures",
    "Method",
    "NamedTable",
    "Naming",
    "NoPlaceError",
    "PersonalCell",
    "PersonalFinding",
    "PersonalKind",
    "Query",
    "QueryError",
    "QueryTimeoutError",
    "ReleaseCard",
    "ReleaseProof",
    "Risk",
    "RowsPage",
    "Sample",
    "SideMatch",
    "SqlAnswer",
    "SqlLimits",
    "StoredObject",
    "TableCard",
    "TableReport",
    "Tile",
    "TileOutsideError",
    "UnionableTable",
    "ValueFound",
    "ValuesFound",
    "Waiting",
    "aggregate",
    "batch_card",
    "card_as_of",
    "changes",
    "condition",
    "conforming",
    "cursor_release",
    "difference",
    "download_path",
    "draft_card",
    "draft_difference",
    "draft_measures",
    "edge_points",
    "export",
    "facets",
    "file_path",
    "find_value",
    "generation",
    "has_place",
    "holdings",
    "iceberg_file",
    "iceberg_metadata",
    "identity_of",
    "is_key",
    "join_match",
    "joinable_tables",
    "joined_rows",
    "kept_as_csv",
    "lake_problems",
    "link_tables",
    "loose_card",
    "map_facts",
    "map_outline",
    "map_place",
    "masked_preview",
    "measures",
    "misfit_reason",
    "most_pairs",
    "narrowed",
    "object_at",
    "opened_object",
    "parsed",
    "parsed_join",
    "parsed_place_join",
    "parts_of",
    "personal_cells",
    "place_of",
    "preview",
    "problem_cells",
    "profile",
    "quoted_name",
    "refused_batches",
    "refused_rows",
    "reidentification_risk",
    "release_before",
    "release_card",
    "release_cards",
    "release_proofs",
    "remembered",
    "risk_columns",
    "row_at",
    "rows",
    "sql_answer",
    "sql_functions",
    "sql_limits",
    "sql_plan",
    "sql_tables",
    "stored_objects",
    "table_card",
    "table_cards",
    "tile",
    "tile_key",
    "unionable_tables",
    "waiting_batches",
    "warehouse",
]
