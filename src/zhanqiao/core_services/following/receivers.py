"""Hears of datasets that leave the public, and of mails that tell of changed rows."""

from __future__ import annotations

from zhanqiao.core_services.following.operations import tell_gone
from zhanqiao.core_services.following.queries import ChangedRows, changed_rows, news_card
from zhanqiao.core_services.following.rules import GONE, ROWS_MAILED, Kind, row_line
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.events import DatasetWithdrawn, dataset_withdrawn
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.mails.events import ItemWritten, item_written

NEWS = "/my/subscriptions/news/"
MORE = Text("……另有 {count} 行，见链接。", "… and {count} more rows behind the link.")


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    dataset_withdrawn.connect(_gone, dispatch_uid="following.gone")
    item_written.connect(_rows, dispatch_uid="following.rows")


def _gone(*, event: DatasetWithdrawn, **_: object) -> None:
    entry = catalogue.entry(dataset_id=event.dataset_id)
    text = GONE.filled(zh=entry.title_zh, en=entry.title_en or entry.title_zh, reason=event.reason)
    tell_gone(dataset_id=event.dataset_id, text=text, url=f"/datasets/{event.slug}/", at=event.at)


def _rows(*, event: ItemWritten, **_: object) -> tuple[str, ...]:
    """Return the changed rows that a mail tells, as far as they are open to its account while it is written."""
    if not event.url.startswith(NEWS):
        return ()
    try:
        news = news_card(news_id=event.url.removeprefix(NEWS).strip("/"), account_id=event.account_id)
    except NotFoundError:
        return ()
    if news.kind != Kind.ROWS:
        return ()
    found = changed_rows(news=news, card=card_of(account_id=event.account_id), limit=ROWS_MAILED)
    if not isinstance(found, ChangedRows):
        return ()
    lines = tuple(row_line(kind=one.kind, old=one.old, new=one.new, columns=one.columns) for one in found.rows)
    more = found.total - len(lines)
    return lines if more <= 0 else (*lines, MORE.filled(count=more).in_language(event.language))
