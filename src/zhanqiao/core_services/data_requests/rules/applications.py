"""Applications for conditionally open data: the form, the states, the reports that are due.

Sources: 山东省公共数据开放工作细则 (application form, undertaking, proof; completeness check within 5 working days, then
the data owner; agreement; authorisation; reports of use) and DB37/T 3523.5-2024 (form and undertaking).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from zhanqiao.core_services.data_requests.rules.steps import Problems, missing
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way
from zhanqiao.people.departments.rules import credit_code_problem

LONGEST = 2_000  # characters of a field of the form
LONGEST_YEARS = 3
DEFAULT_PER_DAY, MOST_PER_DAY = 1_000, 1_000_000
REPORT_MONTHS = 6
WRONG_QUOTA = Text(f"每日次数应为1至{MOST_PER_DAY}。", f"Uses a day are from 1 to {MOST_PER_DAY}.")


class ApplicantKind(StrEnum):
    """Who applies."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ApplicationState(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    DECIDING = "deciding"
    REFUSED = "refused"
    AGREEING = "agreeing"
    GRANTED = "granted"
    SUSPENDED = "suspended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


APPLICANT_KINDS: Mapping[ApplicantKind, Text] = {
    ApplicantKind.PERSON: Text("自然人", "person"),
    ApplicantKind.ORGANISATION: Text("法人或其他组织", "organisation"),
}
WAYS: Mapping[Way, Text] = {
    Way.API: Text("数据接口", "API"),
    Way.FILE: Text("文件下载", "file download"),
    Way.ENVIRONMENT: Text(
        "受控环境（平台之外由数据提供单位安排）", "controlled environment (arranged by the owner, outside this site)"
    ),
}
APPLICATION_STATES: Mapping[ApplicationState, Text] = {
    ApplicationState.SUBMITTED: Text("材料审查中", "materials being checked"),
    ApplicationState.INCOMPLETE: Text("待补正", "waiting for missing materials"),
    ApplicationState.DECIDING: Text("数据提供单位审核中", "with the data owner for decision"),
    ApplicationState.REFUSED: Text("不予同意", "refused"),
    ApplicationState.AGREEING: Text("已同意，待签协议", "consented, waiting for the agreement"),
    ApplicationState.GRANTED: Text("已授权", "granted"),
    ApplicationState.SUSPENDED: Text("已暂停，限期整改", "suspended until rectified"),
    ApplicationState.ENDED: Text("已终止", "ended"),
    ApplicationState.WITHDRAWN: Text("申请人已撤回", "withdrawn by the applicant"),
}
_S = ApplicationState
APPLICATION_STEPS = frozenset(
    {
        (_S.SUBMITTED, _S.INCOMPLETE),
        (_S.SUBMITTED, _S.DECIDING),
        (_S.SUBMITTED, _S.WITHDRAWN),
        (_S.INCOMPLETE, _S.SUBMITTED),
        (_S.INCOMPLETE, _S.WITHDRAWN),
        (_S.DECIDING, _S.REFUSED),
        (_S.DECIDING, _S.AGREEING),
        (_S.DECIDING, _S.WITHDRAWN),
        (_S.AGREEING, _S.GRANTED),
        (_S.AGREEING, _S.WITHDRAWN),
        (_S.GRANTED, _S.SUSPENDED),
        (_S.GRANTED, _S.ENDED),
        (_S.SUSPENDED, _S.GRANTED),
        (_S.SUSPENDED, _S.ENDED),
    }
)
NAMES = {
    "applicant": Text("申请人名称", "applicant's name"),
    "contact": Text("联系方式", "contact"),
    "purpose": Text("使用用途", "purpose"),
    "scene": Text("使用场景", "scene of use"),
    "scope": Text("申请的数据范围", "scope of the data"),
    "security": Text("安全保障能力", "security abilities"),
}
WRONG_SPAN = Text(
    f"使用期限应从今天或以后开始，止于开始之后，最长{LONGEST_YEARS}年。",
    f"The time of use begins today or later and ends after that, at most {LONGEST_YEARS} years on.",
)
NOT_PROMISED = Text("请阅读并接受公共数据安全承诺书。", "Read and accept the undertaking on public data security.")
CODE_NOT_DUE = Text("自然人不填统一社会信用代码。", "A person has no unified social credit code.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForm:
    """What the statutory form asks. ``credit_code`` is an organisation's; dates are inclusive."""

    kind: ApplicantKind
    applicant: str
    credit_code: str
    contact: str
    purpose: str
    scene: str
    scope: str
    from_on: date
    to_on: date
    way: Way
    security: str
    promised: bool


def application_problems(*, form: ApplicationForm, on: date) -> Problems:
    """Return what is wrong with an application handed in on a day, by field."""
    found = missing(values=asdict(form), names=NAMES, longest=LONGEST)
    code = form.credit_code.strip()
    if form.kind is ApplicantKind.ORGANISATION and (problem := credit_code_problem(code)):
        found["credit_code"] = problem
    if form.kind is ApplicantKind.PERSON and code:
        found["credit_code"] = CODE_NOT_DUE
    if not on <= form.from_on < form.to_on <= later(form.from_on, months=12 * LONGEST_YEARS):
        found["to_on"] = WRONG_SPAN
    if not form.promised:
        found["promised"] = NOT_PROMISED
    return found


def quota_problems(*, per_day: int) -> dict[str, Text]:
    """Return what is wrong with the uses a day that an office allows, by field; empty when nothing is."""
    return {} if 1 <= per_day <= MOST_PER_DAY else {"per_day": WRONG_QUOTA}


def report_dates(*, from_on: date, to_on: date, months: int = REPORT_MONTHS) -> tuple[date, ...]:
    """Return the days on which reports of use are due: every so many months, and on the last day."""
    found, number = [], 1
    while (due := later(from_on, months=months * number)) < to_on:
        found.append(due)
        number += 1
    return (*found, to_on)


def later(day: date, /, *, months: int) -> date:
    """Return the same day some months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError(day)  # every month has a 28th
