"""The duties that have a clock: how long, from which rule, how far it may be extended.

Where no statute could be read the term is a proposal (``statutory`` is False). Every term may be set otherwise by
``ZHANQIAO_DEADLINES``: a city has rules of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhanqiao.kit.deadlines import Term, Unit, term_of
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SHARING = Text("政务数据共享条例", "Regulations on Government Data Sharing")
QINGDAO = Text("青岛市公共数据管理办法", "Qingdao Measures on Public Data")
SHANDONG = Text("山东省公共数据开放工作细则", "Shandong Rules on Opening Public Data")
PROPOSED = Text("本平台建议值，可配置", "proposed by this platform, configurable")


class UnknownDutyError(ZhanqiaoError):
    """There is no such duty; nothing was changed."""

    status = 500
    code = "unknown-duty"
    sentence = Text(
        zh="没有“{code}”这种办理时限，可用的有：{known}。什么都没有改变。",
        en="There is no duty '{code}'; there are: {known}. Nothing was changed.",
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: its name, its term, the rule it comes from, the longest extension that the rule allows."""

    code: str
    name: Text
    term: Term
    source: Text
    longest_extension: Term | None = None
    statutory: bool = True


def _wd(amount: int) -> Term:
    return Term(amount, Unit.WORKING_DAYS)


def _article(rule: Text, number: int) -> Text:
    return Text(f"{rule.zh}第{number}条", f"{rule.en}, art {number}")


def _duty(code: str, name: Text, term: Term, source: Text = PROPOSED, longest: Term | None = None) -> Duty:
    return Duty(code, name, term, source, longest, statutory=source is not PROPOSED)


_ALL = (
    _duty("department_review", Text("部门审核", "Department review"), _wd(3)),
    _duty("authority_review", Text("主管部门审核发布", "Review by the authority"), _wd(2), _article(SHARING, 17)),
    _duty("permit_renewal", Text("续期程序更新许可", "Renewal of the permit for updates"), Term(366, Unit.DAYS)),
    _duty("rework", Text("退回修改", "Rework"), _wd(10)),
    _duty("entry_update", Text("目录更新", "Catalogue update"), _wd(10), _article(SHARING, 17), _wd(5)),
    _duty("completeness_check", Text("材料规范性审查", "Check of completeness"), _wd(5), SHANDONG),
    _duty("supplement", Text("补正材料", "Supplement"), _wd(15)),
    _duty("owner_decision", Text("开放主体审核", "Decision of the owner"), _wd(10)),
    _duty("agreement", Text("签订利用协议", "Agreement"), _wd(15)),
    _duty("use_report", Text("利用情况报告", "Report on use"), Term(6, Unit.MONTHS)),
    _duty("rectification", Text("限期整改", "Rectification"), Term(15, Unit.DAYS)),
    _duty("request_answer", Text("数据需求答复", "Answer to a request"), _wd(20)),
    _duty("share_unconditional", Text("无条件共享答复", "Unconditional sharing"), _wd(1), _article(SHARING, 21)),
    _duty("share_conditional", Text("有条件共享答复", "Conditional sharing"), _wd(10), _article(SHARING, 21), _wd(10)),
    _duty("share_supply", Text("提供共享数据", "Supply of shared data"), _wd(20), _article(SHARING, 22)),
    _duty("calibration", Text("数据核实更正", "Calibration"), _wd(10), _article(SHARING, 26)),
    _duty("correction", Text("公众校核申请", "Correction asked by the public"), _wd(5), _article(QINGDAO, 17), _wd(5)),
    _duty("remark", Text("答复留言", "Answer to a remark"), _wd(5)),
    _duty("consultation_feedback", Text("公布意见采纳情况", "Publishing outcomes of opinions"), Term(30, Unit.DAYS)),
    _duty("forwarding", Text("转交数据提供单位", "Forwarding to the source"), _wd(2), _article(QINGDAO, 17)),
)
DUTIES: Mapping[str, Duty] = {duty.code: duty for duty in _ALL}


def duty_of(*, code: str, terms: Mapping[str, Term]) -> Duty:
    """Return a duty, with the term that the city set for it. Raises UnknownDutyError."""
    if code not in DUTIES:
        raise UnknownDutyError(code=code, known=", ".join(DUTIES))
    return replace(DUTIES[code], term=terms.get(code, DUTIES[code].term))


def terms_of_settings(*, text: str) -> dict[str, Term]:
    """Read ``owner_decision=15 WD, use_report=12 M``. Raises TermError, UnknownDutyError."""
    terms = {}
    for one in filter(str.strip, text.split(",")):
        code, _, term = one.partition("=")
        terms[duty_of(code=code.strip(), terms={}).code] = term_of(text=term)
    return terms
