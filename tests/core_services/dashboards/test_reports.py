"""Reports of dashboards by mail: weekly, monthly, after a release; under what their account may see when they are sent."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from pypdf import PdfReader
from tests.core_services.dashboards.conftest import ANONYMOUS, MORE, People, card
from tests.people.mails.conftest import inbox, text_of, verify
from tests.seeding import published
from tests.servers import Inbox

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.operations import send_reports
from zhanqiao.core_services.dashboards.rules import ReportRhythm, Visibility
from zhanqiao.core_services.dashboards.rules.reports import last_turn
from zhanqiao.kit.clock import CITY_TIME, now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.mails.operations import send_due
from zhanqiao.people.notices.models import Notice

__all__ = ["inbox"]
WEEK, MONTH, RELEASE = ReportRhythm.WEEKLY, ReportRhythm.MONTHLY, ReportRhythm.RELEASE


@pytest.fixture
def reader(people: People, inbox: Inbox) -> str:
    """Somebody else than the maker, with an address of mail."""
    verify(inbox, people.other, "other@example.com")
    return people.other


def chosen(slug: str, account_id: str, rhythm: ReportRhythm, **values: str) -> str:
    one = queries.dashboard_card(slug=slug, card=card(account_id))
    found = queries.values_in(spec=one.spec, given=values)
    return dashboards.choose_report(dashboard=one, account_id=account_id, rhythm=rhythm, chosen=found, at=now())


def attached(inbox: Inbox) -> list[str]:
    """Return the words of the files that came with the newest mail."""
    files = [part.get_content() for part in inbox.mails[-1].iter_attachments()]
    return ["".join(page.extract_text() for page in PdfReader(io.BytesIO(one)).pages) for one in files]


def later(days: float) -> datetime:
    return now() + timedelta(days=days)


def mailed(at: datetime) -> int:
    return send_due(clock=lambda: at)


@pytest.mark.parametrize(
    ("rhythm", "at", "turn"),
    [
        (WEEK, "2026-12-01T09:00", "2026-11-30T08:00"),
        (WEEK, "2026-11-30T07:59", "2026-11-23T08:00"),
        (MONTH, "2026-12-01T08:00", "2026-12-01T08:00"),
        (MONTH, "2026-12-01T07:59", "2026-11-01T08:00"),
    ],
)
def test_turns_are_mondays_and_first_days_at_eight(rhythm: ReportRhythm, at: str, turn: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=CITY_TIME)
    assert last_turn(rhythm=rhythm, at=moment) == datetime.fromisoformat(turn).replace(tzinfo=CITY_TIME)


def test_a_weekly_report_comes_once_a_week_with_its_pdf_and_a_way_out(slug: str, reader: str, inbox: Inbox) -> None:
    chosen(slug, reader, WEEK, district="市南区")
    assert send_reports(at=now()) == 0
    assert (send_reports(at=later(7)), send_reports(at=later(7))) == (1, 0)
    assert mailed(later(7)) == 1
    (paper,) = attached(inbox)
    assert "行道树" in paper
    assert "50" in paper
    assert "报告（PDF）附在这封邮件里" in text_of(inbox)
    assert inbox.mails[-1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert send_reports(at=later(14)) == 1


def test_a_report_after_releases_comes_when_the_data_changed_and_not_else(
    slug: str, reader: str, trees: dict[str, str], inbox: Inbox
) -> None:
    chosen(slug, reader, RELEASE)
    assert send_reports(at=later(30)) == 0
    published(name="trees", title="行道树普查", content=MORE, append=True)
    assert (send_reports(at=later(1)), send_reports(at=later(2))) == (1, 0)
    assert mailed(later(2)) == 1
    assert "100" in attached(inbox)[0]


def test_who_may_not_see_the_dashboard_any_more_gets_no_report(slug: str, reader: str, people: People) -> None:
    chosen(slug, reader, MONTH)
    key = queries.dashboard_card(slug=slug, card=ANONYMOUS).id
    dashboards.show_to(dashboard_id=key, visibility=Visibility.PRIVATE, by=people.citizen, at=now())
    assert send_reports(at=later(40)) == 0
    assert not Notice.objects.filter(account_id=reader).exists()
    (line,) = queries.reports_of(card=card(reader))
    assert line.title is None


def test_access_is_asked_again_when_the_mail_is_sent(slug: str, reader: str, people: People, inbox: Inbox) -> None:
    report = chosen(slug, reader, WEEK)
    assert send_reports(at=later(7)) == 1
    key = queries.dashboard_card(slug=slug, card=ANONYMOUS).id
    dashboards.show_to(dashboard_id=key, visibility=Visibility.PRIVATE, by=people.citizen, at=now())
    assert mailed(later(7)) == 1
    assert attached(inbox) == []
    assert "未附报告" in text_of(inbox)
    with pytest.raises(NotFoundError):
        queries.printed_report(report_id=report, card=card(reader), language="zh-hans", at=now())


def test_a_report_is_its_accounts_own_and_ends(slug: str, reader: str, people: People) -> None:
    report = chosen(slug, reader, WEEK)
    assert chosen(slug, reader, MONTH) == report
    assert [one.rhythm for one in queries.reports_of(card=card(reader))] == [MONTH]
    with pytest.raises(NotFoundError):
        queries.printed_report(report_id=report, card=card(people.citizen), language="zh-hans", at=now())
    with pytest.raises(NotFoundError):
        dashboards.end_report(report_id=report, account_id=people.citizen, at=now())
    dashboards.end_report(report_id=report, account_id=reader, at=now())
    assert (queries.reports_of(card=card(reader)), send_reports(at=later(40))) == ((), 0)
