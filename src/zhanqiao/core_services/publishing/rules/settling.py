"""When personal data no longer stands against publication: masked, or exempted by somebody else, and assessed.

个人信息保护法 art 55 (an assessment before personal information is opened) and art 56 (what it says; kept for three years).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from zhanqiao.core_services.publishing.rules.gate import GateFinding, PersonalDataError
from zhanqiao.core_services.publishing.rules.masking import TableMasking
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Exempted = AbstractSet[tuple[str, str, str]]  # table, column, kind
KEPT_YEARS = 3
ASSESSMENT_DAYS = 365  # our own rule: an assessment of a dataset holds for its further files for a year
CONCLUSIONS = {
    "publish": Text("可以公开", "May be published"),
    "measures": Text("采取保护措施后可以公开", "May be published with the protective measures"),
    "refuse": Text("不得公开", "Must not be published"),
}


class AssessmentMissingError(ZhanqiaoError):
    """Personal data is to be opened, masked or exempted, without an assessment that allows it; nothing was published."""

    status = 409
    code = "assessment-missing"
    sentence = Text(
        zh="这次提交含有个人信息，公开前须完成个人信息保护影响评估，且结论为可以公开。什么都没有改变，请先填写评估。",
        en="This submission holds personal data. Before it is opened its impact on personal information is to be assessed, with a "
        "conclusion that allows it. Nothing was changed; fill in the assessment first.",
    )


class OwnExemptionError(ZhanqiaoError):
    """Whoever handed a file in cannot exempt its personal data; nothing was changed."""

    status = 403
    code = "own-exemption"
    sentence = Text(
        zh="提交人不能批准自己文件的豁免。什么都没有改变，请由数据主管部门的其他人员批准。",
        en="Whoever handed the file in cannot exempt it. Nothing was changed; ask somebody else of the data authority.",
    )


class NothingToExemptError(ZhanqiaoError):
    """There is no such finding, or it does not block; nothing was changed."""

    status = 409
    code = "nothing-to-exempt"
    sentence = Text(
        zh="“{column}”列没有需要豁免的个人信息。什么都没有改变。",
        en="Column '{column}' has no personal data that needs an exemption. Nothing was changed.",
    )


class ReasonMissingError(ZhanqiaoError):
    """An exemption, or an assessment, says why; nothing was changed."""

    status = 422
    code = "reason-missing"
    sentence = Text(
        zh="请填写“{zh}”（至少 {least} 个字）。什么都没有改变。",
        en="Fill in '{en}', {least} characters at least. Nothing was changed.",
    )


class MaskingInsufficientError(ZhanqiaoError):
    """The masked table still holds personal data; nothing was published."""

    status = 422
    code = "masking-insufficient"
    sentence = Text(
        zh="按规则脱敏后复查，以下列仍含有个人信息：{columns}。没有发布，请选择更严格的规则。",
        en="After masking, these columns still hold personal data: {columns}. Nothing was published; choose stricter rules.",
    )


class TooFewAlikeError(ZhanqiaoError):
    """Rows are alike with fewer others than the k-anonymity asked for; nothing was published."""

    status = 422
    code = "too-few-alike"
    sentence = Text(
        zh="按“{columns}”相同的行至少应有 {least} 行（k-匿名），而最小的组只有 {k} 行，共 {rows} 行在少于 {small} 行的组中。"
        "没有发布，原来的数据不变。请把这些列泛化得更粗，或略去这些行。",
        en="By {columns} each group of equal rows is to have {least} rows at least (k-anonymity); the smallest has {k}, and {rows} rows "
        "stand in groups of fewer than {small}. Nothing was published, the data stays as it was. Say less in these columns, or leave "
        "these rows out.",
    )


def open_findings(
    *, findings: Sequence[GateFinding], maskings: Mapping[str, TableMasking], exempted: Exempted
) -> tuple[GateFinding, ...]:
    """Return the blocking findings that neither a rule nor an exemption answers."""
    return tuple(
        one
        for one in findings
        if one.blocks
        and (one.table, one.column, one.kind) not in exempted
        and not maskings.get(one.table, TableMasking()).covers(column=one.column)
    )


def require_settled(
    *, findings: Sequence[GateFinding], maskings: Mapping[str, TableMasking], exempted: Exempted, assessed: bool
) -> None:
    """Raise PersonalDataError with what is open, AssessmentMissingError where personal data is opened unassessed."""
    still = [one.text for one in open_findings(findings=findings, maskings=maskings, exempted=exempted)]
    if still:
        raise PersonalDataError(zh="".join(text.zh for text in still), en=" ".join(text.en for text in still))
    if not assessed and any(one.blocks for one in findings):
        raise AssessmentMissingError


def holds(*, conclusion: str, assessed_on: date, on: date) -> bool:
    """Say whether an assessment allows publication on a day."""
    return conclusion in {"publish", "measures"} and on - assessed_on <= timedelta(days=ASSESSMENT_DAYS)


def kept_until(*, assessed_on: date) -> date:
    """Return the day until which an assessment is kept: three years (个人信息保护法 art 56)."""
    try:
        return assessed_on.replace(year=assessed_on.year + KEPT_YEARS)
    except ValueError:  # the 29th of February
        return assessed_on.replace(year=assessed_on.year + KEPT_YEARS, month=3, day=1)


def require_reason(*, text: str, zh: str, en: str, least: int = 4) -> None:
    """Raise ReasonMissingError unless ``text`` says something."""
    if len(text.strip()) < least:
        raise ReasonMissingError(zh=zh, en=en, least=least)
