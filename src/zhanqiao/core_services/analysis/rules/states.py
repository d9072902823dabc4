"""The life of a discrepancy: found, given to its source, answered, confirmed, closed (政务数据共享条例 art 26: verify, correct, tell back)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class DiscrepancyState(StrEnum):
    """Where a discrepancy stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of it."""

    NONE = ""
    CORRECTED = "corrected"
    NO_ERROR = "no_error"


class DifferenceKind(StrEnum):
    """What is wrong; A and B are the two tables."""

    DIFFERENT = "different"
    MISSING_IN_A = "missing_in_a"
    MISSING_IN_B = "missing_in_b"
    ONLY_IN_A = "only_in_a"
    ONLY_IN_B = "only_in_b"


S = DiscrepancyState
UNSETTLED = frozenset({S.OPEN, S.ASSIGNED, S.REJECTED})  # a correction of the cell would settle it
STATES: Mapping[S, Text] = {
    S.OPEN: Text("待派发", "Open"),
    S.ASSIGNED: Text("待核实", "With its source"),
    S.CORRECTED: Text("已更正", "Corrected"),
    S.REJECTED: Text("无误", "Not an error"),
    S.CONFIRMED: Text("已确认", "Confirmed"),
    S.CLOSED: Text("已关闭", "Closed"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.NONE: Text("–", "–"),
    Outcome.CORRECTED: Text("数据已更正", "The data were corrected"),
    Outcome.NO_ERROR: Text("核实无误，数据不变", "Verified: not an error"),
}
KINDS: Mapping[DifferenceKind, Text] = {
    DifferenceKind.DIFFERENT: Text("不一致", "Different"),
    DifferenceKind.MISSING_IN_A: Text("甲表缺值", "Missing in A"),
    DifferenceKind.MISSING_IN_B: Text("乙表缺值", "Missing in B"),
    DifferenceKind.ONLY_IN_A: Text("只在甲表", "Only in A"),
    DifferenceKind.ONLY_IN_B: Text("只在乙表", "Only in B"),
}
MOVES: Mapping[S, frozenset[S]] = {
    S.OPEN: frozenset({S.ASSIGNED, S.CORRECTED, S.CLOSED}),
    S.ASSIGNED: frozenset({S.CORRECTED, S.REJECTED, S.CLOSED}),
    S.CORRECTED: frozenset({S.CONFIRMED, S.ASSIGNED, S.CLOSED, S.OPEN}),
    S.REJECTED: frozenset({S.CONFIRMED, S.CORRECTED, S.ASSIGNED, S.CLOSED, S.OPEN}),
    S.CONFIRMED: frozenset({S.CORRECTED, S.CLOSED, S.OPEN}),
    S.CLOSED: frozenset({S.OPEN}),
}


class DiscrepancyStateError(ZhanqiaoError):
    """A discrepancy does not stand where this is done; nothing was changed."""

    status = 409
    code = "discrepancy-state"
    sentence = Text(
        zh="差异现在是“{state_zh}”，不能改为“{to_zh}”，什么都没有改变。请刷新页面查看。",
        en="The discrepancy is '{state_en}' and cannot become '{to_en}'; nothing was changed. Reload the page.",
    )


def require_move(*, state: DiscrepancyState, to: DiscrepancyState) -> None:
    """Return when a discrepancy may go from one state to the other. Raises DiscrepancyStateError."""
    if to not in MOVES[state]:
        raise _impossible(state, to)


def require_with_source(*, state: DiscrepancyState) -> None:
    """Return when a discrepancy is with its source, who may accept it. Raises DiscrepancyStateError."""
    if state is not S.ASSIGNED:
        raise _impossible(state, S.CORRECTED)


def _impossible(state: S, to: S) -> DiscrepancyStateError:
    now, then = STATES[state], STATES[to]
    return DiscrepancyStateError(state_zh=now.zh, to_zh=then.zh, state_en=now.en, to_en=then.en)
