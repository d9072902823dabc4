"""The way of a correction, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhanqiao.core_services.corrections.rules.origins import Origin
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class CorrectionState(StrEnum):
    """Where a correction stands."""

    FORWARDING = "forwarding"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REJECTED = "rejected"
    RETRACTED = "retracted"


WORDS = {
    CorrectionState.FORWARDING: Text("待主管部门转交", "To be forwarded by the authority"),
    CorrectionState.RECEIVED: Text("已收到，核实中", "Received, being looked into"),
    CorrectionState.ACCEPTED: Text("已采纳，待复核发布", "Accepted, to be confirmed"),
    CorrectionState.PUBLISHED: Text("已更正", "Corrected"),
    CorrectionState.REJECTED: Text("未采纳", "Not accepted"),
    CorrectionState.RETRACTED: Text("已撤回", "Taken back"),
}
S = CorrectionState
OPEN = frozenset({S.FORWARDING, S.RECEIVED, S.ACCEPTED})
IN_HAND = frozenset({S.RECEIVED, S.ACCEPTED})
RETRACTABLE = frozenset({S.FORWARDING, S.RECEIVED})
NEXT: Mapping[Origin, Mapping[S, frozenset[S]]] = {
    Origin.CITIZEN: {
        S.FORWARDING: frozenset({S.RECEIVED, S.RETRACTED}),
        S.RECEIVED: frozenset({S.ACCEPTED, S.REJECTED, S.RETRACTED, S.FORWARDING}),
        S.ACCEPTED: frozenset({S.PUBLISHED, S.RECEIVED}),
    },
    Origin.COMPARISON: {S.ACCEPTED: frozenset({S.PUBLISHED, S.REJECTED, S.RETRACTED})},
}
NOWHERE: frozenset[S] = frozenset()


class CorrectionStepError(ZhanqiaoError):
    """The correction is not where this can be done; it stays as it was."""

    status = 409
    code = "correction-step-impossible"
    sentence = Text(
        zh="这条校核申请现在是“{now_zh}”，不能变为“{then_zh}”，什么都没有改变。",
        en="The correction is '{now_en}' and cannot become '{then_en}'; nothing was changed.",
    )


class EmptyWordsError(ZhanqiaoError):
    """A reason is missing; nothing was kept."""

    status = 422
    code = "words-missing"
    sentence = Text(zh="请写明理由，没有保存。", en="Give the reason; nothing was kept.")


class SameValueError(ZhanqiaoError):
    """The cell holds that value already; nothing was kept."""

    status = 422
    code = "same-value"
    sentence = Text(
        zh="“{column}”列现在就是这个值，没有提交。请填写您认为正确的值。",
        en="Column '{column}' holds that value already; nothing was sent. Give the value that you think is right.",
    )


class PersonalTextError(ZhanqiaoError):
    """The words hold personal data, and they would be public; nothing was kept."""

    status = 422
    code = "personal-data"
    sentence = Text(
        zh="填写的内容含有{kinds_zh}，而这些内容会公开，因此没有保存。请删去后重新提交。",
        en="The words hold {kinds_en}, and they would be public, so nothing was kept. Take them out and send it again.",
    )


class MaskedColumnError(ZhanqiaoError):
    """The column is published masked, so no clear value may stand in it; nothing was kept."""

    status = 409
    code = "column-masked"
    sentence = Text(
        zh="“{column}”列按脱敏规则发布，不能逐格更正，什么都没有改变。请向部门说明问题，由部门提交改正后的文件，发布时会自动脱敏。",
        en="Column '{column}' is published masked and takes no single values; nothing was changed. Tell the department, which hands in a "
        "corrected file: it is masked when it is published.",
    )


class OwnDecisionError(ZhanqiaoError):
    """Nobody confirms a decision of their own; nothing was changed."""

    status = 403
    code = "own-work"
    sentence = Text(
        zh="这条申请由您提出或采纳，不能再由您复核。请由本部门另一位审核员复核，状态没有改变。",
        en="You asked for this correction or accepted it, so you cannot confirm it. Another reviewer of the department has to; "
        "nothing was changed.",
    )


class UnderWayError(ZhanqiaoError):
    """A correction of the cell is under way already; nothing was kept."""

    status = 409
    code = "correction-under-way"
    sentence = Text(
        zh="这个单元格已有正在办理的更正（{correction}），没有重复建立。请办理那一条。",
        en="A correction of this cell is under way already ({correction}); no other was begun. Go on with that one.",
    )


class NoCellError(ZhanqiaoError):
    """The discrepancy is a whole row, so there is no cell to set right; nothing was kept."""

    status = 422
    code = "no-cell"
    sentence = Text(
        zh="这条差异是整行只在一张表中，没有可更正的单元格。请更正数据后用“答复”写明所在版本，没有任何改变。",
        en="The discrepancy is a whole row of one table, so there is no cell to set right. Mend the data and answer with the "
        "release; nothing was changed.",
    )


def require_step(*, origin: Origin, now: CorrectionState, then: CorrectionState) -> None:
    """Raise CorrectionStepError unless a correction of this origin can go from one state to the other."""
    if then not in NEXT[origin].get(now, NOWHERE):
        before, after = WORDS[now], WORDS[then]
        raise CorrectionStepError(now_zh=before.zh, then_zh=after.zh, now_en=before.en, then_en=after.en)


def require_words(*, text: str) -> str:
    """Return the text without blanks around it. Raises EmptyWordsError."""
    if not text.strip():
        raise EmptyWordsError
    return text.strip()


def require_other(*, by: str, involved: frozenset[str]) -> None:
    """Raise OwnDecisionError when the person had a part in it."""
    if by in involved:
        raise OwnDecisionError
