"""Changes of joining: visitors' own files, joins taken along, derived tables."""

from __future__ import annotations

from zhanqiao.core_services.joining.operations.bringing import bring_file, forget_file, forget_old_files
from zhanqiao.core_services.joining.operations.deriving import ask_for_run, change_plan, end_refreshing, keep_join
from zhanqiao.core_services.joining.operations.following_up import describe_first, refresh_of, resume_runs, settle_first
from zhanqiao.core_services.joining.operations.running import run_derived
from zhanqiao.core_services.joining.operations.taking_along import joined_file

__all__ = [
    "ask_for_run",
    "bring_file",
    "change_plan",
    "describe_first",
    "end_refreshing",
    "forget_file",
    "forget_old_files",
    "joined_file",
    "keep_join",
    "refresh_of",
    "resume_runs",
    "run_derived",
    "settle_first",
]
