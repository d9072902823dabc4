"""When a report of a dashboard goes to who chose it, and what it says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SENT_AT = time(8, 0)  # of the city
REST = timedelta(hours=1)  # between two reports after releases: many small ones are reported together
MOST_REPORTS = 50  # of one account
LARGEST_ATTACHED = 8 << 20  # bytes of a PDF that goes with a mail


class ReportRhythm(StrEnum):
    """When a report is made."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    RELEASE = "release"


REPORT_RHYTHMS = {
    ReportRhythm.WEEKLY: Text("每周一 8:00", "every Monday at 8:00"),
    ReportRhythm.MONTHLY: Text("每月 1 日 8:00", "on the first of each month at 8:00"),
    ReportRhythm.RELEASE: Text("数据发布新版本后", "after each release of its data"),
}
REPORTED = Text("看板“{title_zh}”的报告（{day}）", "Report of the dashboard '{title_en}', {day}")
ATTACHED = Text("报告（PDF）附在这封邮件里。", "The report (PDF) is attached to this mail.")
NOT_SEEN = Text("您现在不能查看这个看板，未附报告。", "The dashboard is not open to you now; no report is attached.")
TOO_LARGE = Text("报告过大，未附在邮件里，请打开链接。", "The report is too large for a mail; open the link.")


class TooManyReportsError(ZhanqiaoError):
    """An account wants more reports than are made for one; none was added."""

    status = 422
    code = "too-many-reports"
    sentence = Text(
        zh=f"一个账号最多订阅 {MOST_REPORTS} 份报告，没有新增。请先结束一些。",
        en=f"An account has at most {MOST_REPORTS} reports; none was added. End some first.",
    )


def last_turn(*, rhythm: ReportRhythm, at: datetime) -> datetime:
    """Return the last moment at or before ``at`` at which weekly or monthly reports go."""
    here = at.astimezone(CITY_TIME)
    day: date = here.date() - timedelta(days=here.time() < SENT_AT)
    day = day.replace(day=1) if rhythm is ReportRhythm.MONTHLY else day - timedelta(days=day.weekday())
    return datetime.combine(day, SENT_AT, tzinfo=CITY_TIME)


def is_report_due(
    *,
    rhythm: ReportRhythm,
    since: datetime,
    sent_at: datetime | None,
    known: Mapping[str, int],
    numbers: Mapping[str, int],
    at: datetime,
) -> bool:
    """Say whether a report goes: its turn came after ``since``, or a release of a known table and an hour's rest are over."""
    if rhythm is not ReportRhythm.RELEASE:
        return last_turn(rhythm=rhythm, at=at) > since
    rested = sent_at is None or at - sent_at >= REST
    return rested and any(number > known.get(table, number) for table, number in numbers.items())
