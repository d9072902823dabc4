"""How long records are kept, by which rule; nothing is removed before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhanqiao.kit.texts import Text

MONTHS_6 = 184  # six months of the longest kind, in days
YEARS_3 = 3 * 366

NEVER = Text("不清除", "Never removed")
CYBERSECURITY = Text(
    "《网络安全法》第二十三条：日志留存不少于六个月", "Cybersecurity Law, art. 23: logs for at least six months"
)
SHARING = Text(
    "《政务数据共享条例》第二十九条：不少于三年", "Regulation on government data sharing, art. 29: at least three years"
)
ASSESSMENT = Text(
    "《个人信息保护法》第五十六条：不少于三年", "Personal Information Protection Law, art. 56: at least three years"
)
PROVISION = Text(
    "《网络数据安全管理条例》第十二条：不少于三年", "Network data security regulation, art. 12: at least three years"
)
OWN = Text("本平台的规定", "A rule of this platform")


@dataclass(frozen=True, slots=True)
class Term:
    """A kind of record: shortest time it must be kept, in days (0: none), the rule, and whether it is ever removed."""

    kind: str
    label: Text
    days: int
    ground: Text
    is_purged: bool


TERMS = (
    Term("logs", Text("运行日志文件", "Log files"), MONTHS_6, CYBERSECURITY, True),
    Term("audit", Text("审计链", "Audit chain"), MONTHS_6, CYBERSECURITY, False),
    Term("queries", Text("慢查询与失败查询", "Slow and failed queries"), 0, OWN, True),
    Term("jobs", Text("任务记录", "Job records"), MONTHS_6, CYBERSECURITY, True),
    Term("alerts", Text("告警及其发送记录", "Alerts and their messages"), MONTHS_6, CYBERSECURITY, True),
    Term("mails", Text("发给账号的邮件（一个月）", "Mails to accounts (one month)"), 0, OWN, True),
    Term("incidents", Text("公开的事件", "Public incidents"), YEARS_3, OWN, False),
    Term("sharing", Text("共享与使用记录", "Sharing and use records"), YEARS_3, SHARING, False),
    Term(
        "assessments",
        Text("个人信息保护影响评估", "Personal-information impact assessments"),
        YEARS_3,
        ASSESSMENT,
        False,
    ),
    Term(
        "provision",
        Text("对外提供个人信息和重要数据的记录", "Records of personal and important data given to others"),
        YEARS_3,
        PROVISION,
        False,
    ),
)


def purge_before(*, term: Term, at: datetime, days: int) -> datetime | None:
    """Return the moment before which records of a kind may go: ``days``, but never less than the term. None: never."""
    return at - timedelta(days=max(days, term.days)) if term.is_purged else None
