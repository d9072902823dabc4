"""The rows that the last releases of a dataset changed, for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhanqiao.core_services.following.rules import row_line, rows_text
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue.queries.feeds import new_feed

FEED_RELEASES, FEED_ROWS = 10, 20  # releases in the feed; changed rows of each
MOST_ROWS = 200_000  # of a table that is compared for a feed; larger ones are told without rows
MORE = Text("另有 {count} 行，见链接。", "{count} more rows behind the link.")
UNTOLD = Text(
    "表中超过 {limit} 行或无法比较，这里不列出各行；见链接。",
    "The table has more than {limit} rows, or cannot be compared; the rows are behind the link.",
)


def changes_feed(*, slug: str, card: AccessCard, site: str, language: str) -> str:
    """Return the last ten releases of a dataset that changed a row, with the first changed rows of each.

    Raises NotFoundError, LoginRequiredError and ForbiddenError where the rows are not open to ``card``.
    """
    dataset = catalogue.dataset_card(slug=slug, card=card)
    found = sorted(_pairs(dataset, card), key=lambda pair: pair[1].released_at, reverse=True)
    feed = new_feed(
        title=f"{dataset.title.in_language(language)} · {gettext('Changed rows')}",
        page=f"{site}{reverse('catalogue:changes', args=[slug])}",
        address=f"{site}{reverse('catalogue:changes-feed', args=[slug])}",
        language=language,
    )
    for old, new in found[:FEED_RELEASES]:
        told = _told(dataset, old, new, card, language)
        if told is None:
            continue
        query = urlencode({"table": new.table_id, "from": old.id, "to": new.id})
        feed.add_item(
            title=told[0],
            link=f"{site}{reverse('catalogue:changes', args=[slug])}?{query}",
            description="<br>".join(escape(line) for line in told[1:]),
            unique_id=f"{site}/api/v1/tables/{new.table_id}/diff?from={old.id}&to={new.id}",
            author_name=dataset.department.name.in_language(language),
            pubdate=new.released_at,
            updateddate=new.released_at,
        )
    return feed.writeString("utf-8")


def _pairs(dataset: DatasetCard, card: AccessCard) -> Iterator[tuple[ReleaseCard, ReleaseCard]]:
    for table in dataset.tables:
        catalogue.readable_table(table_id=table.id, card=card)
        releases = storage.release_cards(table_id=table.id)[: FEED_RELEASES + 1]
        yield from ((old, new) for new, old in pairwise(releases))


def _told(
    dataset: DatasetCard, old: ReleaseCard, new: ReleaseCard, card: AccessCard, language: str
) -> list[str] | None:
    """Return the title and lines of one release; None where it changed nothing."""
    counts: dict[str, int] = {}
    lines = [UNTOLD.filled(limit=f"{MOST_ROWS:,}").in_language(language)]
    if max(old.rows, new.rows) <= MOST_ROWS:
        try:
            sides = [catalogue.readable_table(table_id=new.table_id, card=card, as_of=one.id) for one in (old, new)]
            found = storage.difference(old=sides[0], new=sides[1], key=())
            rows = storage.changes(difference=found, old=sides[0], new=sides[1], kind=None, limit=FEED_ROWS, offset=0)
        except ZhanqiaoError:
            rows, found = [], None
        if found is not None:
            if not found.counts.total and found.columns.same:
                return None
            counts = {name: found.counts.of(name) for name in ("added", "removed", "changed")}
            lines = [row_line(kind=one.kind, old=one.old, new=one.new, columns=one.columns) for one in rows]
            more = found.counts.total - len(rows)
            lines += [MORE.filled(count=more).in_language(language)] if more > 0 else []
    title = rows_text(counts=counts, title=dataset.title, number=new.number)
    return [title.in_language(language), *lines]
