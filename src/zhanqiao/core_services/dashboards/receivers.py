"""Hears of mails that tell a report, and attaches it as its account may read it then; says which tables a followed one reads."""

from __future__ import annotations

from zhanqiao.core_services.dashboards.operations.reports import PLACE
from zhanqiao.core_services.dashboards.queries import dashboard_card, printed_report
from zhanqiao.core_services.dashboards.queries.reports import release_numbers
from zhanqiao.core_services.dashboards.rules.reports import ATTACHED, LARGEST_ATTACHED, NOT_SEEN, TOO_LARGE
from zhanqiao.core_services.following.events import SubjectAsked, subject_asked
from zhanqiao.core_services.following.rules import Subject
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.mails.events import Attachment, ItemWritten, item_written


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    item_written.connect(_report, dispatch_uid="dashboards.report")
    subject_asked.connect(_tables, dispatch_uid="dashboards.tables")


def _report(*, event: ItemWritten, **_: object) -> tuple[str | Attachment, ...]:
    if not event.url.startswith(PLACE):
        return ()
    report_id, card = event.url.removeprefix(PLACE).strip("/"), card_of(account_id=event.account_id)
    try:
        slug, content = printed_report(report_id=report_id, card=card, language=event.language, at=now())
    except NotFoundError:
        return (NOT_SEEN.in_language(event.language),)
    if len(content) > LARGEST_ATTACHED:
        return (TOO_LARGE.in_language(event.language),)
    return ATTACHED.in_language(event.language), Attachment(f"{slug}.pdf", content, "application/pdf")


def _tables(*, event: SubjectAsked, **_: object) -> tuple[str, ...]:
    """Return the tables that a dashboard reads live, none where its follower may not see it now."""
    if event.subject != Subject.DASHBOARD:
        return ()
    card = card_of(account_id=event.account_id)
    try:
        spec = dashboard_card(slug=event.key, card=card).spec
    except NotFoundError:
        return ()
    return tuple(release_numbers(spec=spec, card=card))
