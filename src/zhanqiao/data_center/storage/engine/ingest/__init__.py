"""Ingest: from a department's file to typed Parquet tables and a report that says what was understood.

``understand`` reads in this process, ``understand_safely`` in a limited child process. Neither knows
Django, a server or a database.
"""

from zhanqiao.data_center.storage.engine.ingest.containment import understand_safely
from zhanqiao.data_center.storage.engine.ingest.inference.reasons import REASONS
from zhanqiao.data_center.storage.engine.ingest.limits import Limits, limits_of_settings
from zhanqiao.data_center.storage.engine.ingest.refusals import ALL_REFUSALS, RefusedFileError
from zhanqiao.data_center.storage.engine.ingest.report import (
    ColumnProblems,
    Finding,
    IngestReport,
    ProblemSample,
    TableReport,
)
from zhanqiao.data_center.storage.engine.ingest.understanding import understand

__all__ = [
    "ALL_REFUSALS",
    "REASONS",
    "ColumnProblems",
    "Finding",
    "IngestReport",
    "Limits",
    "ProblemSample",
    "RefusedFileError",
    "TableReport",
    "limits_of_settings",
    "understand",
    "understand_safely",
]
