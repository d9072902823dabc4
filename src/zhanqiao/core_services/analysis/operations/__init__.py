"""Changes of comparison and calibration."""

from __future__ import annotations

from zhanqiao.core_services.analysis.operations.calibrating import (
    NoReasonError,
    TooManyAtOnceError,
    answer,
    assign,
    await_answer,
    await_confirmation,
    close,
    confirm,
    mark_corrected,
    require_answering,
)
from zhanqiao.core_services.analysis.operations.defining import (
    ComparisonKeyTakenError,
    define_comparison,
    redefine_comparison,
)
from zhanqiao.core_services.analysis.operations.drafting import (
    begin_draft,
    discard_draft,
    preview_draft,
    retire_comparison,
    save_draft,
)
from zhanqiao.core_services.analysis.operations.running import (
    ComparisonBusyError,
    ComparisonRetiredError,
    ask_for_run,
    run_comparison,
)

__all__ = [
    "ComparisonBusyError",
    "ComparisonKeyTakenError",
    "ComparisonRetiredError",
    "NoReasonError",
    "TooManyAtOnceError",
    "answer",
    "ask_for_run",
    "assign",
    "await_answer",
    "await_confirmation",
    "begin_draft",
    "close",
    "confirm",
    "define_comparison",
    "discard_draft",
    "mark_corrected",
    "preview_draft",
    "redefine_comparison",
    "require_answering",
    "retire_comparison",
    "run_comparison",
    "save_draft",
]
