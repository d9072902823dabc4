"""News for feed readers (Atom, RFC 4287): what was published or changed last, and the releases of one dataset."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.queries.search import search
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue.rules import ListingState

FEED_SIZE = 50  # entries of one document; the next ones follow by ``rel="next"`` (RFC 5005)


class PagedFeed(Atom1Feed):
    """Atom with the links of a paged feed."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add where the feed begins and goes on."""
        super().add_root_elements(handler)
        for word in ("first", "previous", "next"):
            address = self.feed.get(word)
            if address:
                handler.addQuickElement("link", "", {"rel": word, "href": address})


def listing_feed(*, state: ListingState, card: AccessCard, site: str, language: str) -> str:
    """Return the datasets under the words and facets of ``state``, the newest change first, a page of 50."""
    start = (state.page - 1) * FEED_SIZE
    found = search(
        text=state.q, card=card, filters=state.filters, sort="newest", limit=FEED_SIZE, offset=start, language=language
    )
    cards = catalogue.dataset_cards(ids=[hit.dataset_id for hit in found.hits], card=card)
    title = " · ".join(
        (gettext("Datasets"), *(part for part in (state.q, *(value for _, value in state.chosen)) if part))
    )
    newest = state.address(page=1, sort="")
    feed = new_feed(
        title=title,
        page=f"{site}{reverse('catalogue:list')}{newest}",
        address=f"{site}{reverse('catalogue:feed')}{state.address(page=state.page)}",
        language=language,
        first=f"{site}{reverse('catalogue:feed')}{newest}",
        previous=f"{site}{reverse('catalogue:feed')}{state.address(page=state.page - 1)}" if state.page > 1 else "",
        next=f"{site}{reverse('catalogue:feed')}{state.address(page=state.page + 1)}"
        if start + FEED_SIZE < found.total
        else "",
    )
    for one in sorted(cards, key=lambda one: one.changed_at, reverse=True):
        _add_dataset(feed, one, site=site, language=language)
    return feed.writeString("utf-8")


def dataset_feed(*, slug: str, card: AccessCard, site: str, language: str) -> str:
    """Return the releases of a dataset's tables, newest first. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    releases = [(table, one) for table in dataset.tables for one in storage.release_cards(table_id=table.id)]
    feed = new_feed(
        title=f"{dataset.title.in_language(language)} · {gettext('Releases')}",
        page=f"{site}{reverse('catalogue:dataset', args=[slug])}",
        address=f"{site}{reverse('catalogue:dataset-feed', args=[slug])}",
        language=language,
    )
    for table, release in sorted(releases, key=lambda pair: pair[1].released_at, reverse=True)[:FEED_SIZE]:
        _add_release(feed, dataset, table, release, site=site, language=language)
    return feed.writeString("utf-8")


def new_feed(*, title: str, page: str, address: str, language: str, **links: Any) -> PagedFeed:
    """Return an empty feed of a page, at its own address; ``links`` are those of a paged feed."""
    return PagedFeed(title=title, link=page, description="", language=language, feed_url=address, **links)


def _add_dataset(feed: PagedFeed, dataset: DatasetCard, *, site: str, language: str) -> None:
    feed.add_item(
        title=dataset.title.in_language(language),
        link=f"{site}{reverse('catalogue:dataset', args=[dataset.slug])}",
        description=dataset.abstract.in_language(language) or dataset.title.in_language(language),
        unique_id=f"{site}/datasets/{dataset.slug}/#dataset",
        author_name=dataset.department.name.in_language(language),
        pubdate=dataset.issued_at,
        updateddate=dataset.changed_at,
        categories=[dataset.theme.text.in_language(language), *dataset.keywords],
        item_copyright=dataset.licence.text.in_language(language),
    )


def _add_release(
    feed: PagedFeed, dataset: DatasetCard, table: TableCard, release: ReleaseCard, *, site: str, language: str
) -> None:
    said = Text(
        f"{table.title.zh} 第 {release.number} 版：{release.rows} 行（新增 {release.rows_added}，修改 {release.rows_changed}，删除 {release.rows_removed}）",
        f"{table.title.en}, release {release.number}: {release.rows} rows ({release.rows_added} added, "
        f"{release.rows_changed} changed, {release.rows_removed} removed)",
    )
    feed.add_item(
        title=said.in_language(language),
        link=f"{site}{reverse('catalogue:releases', args=[dataset.slug])}",
        description=release.note,
        unique_id=f"{site}/api/v1/tables/{table.id}/releases/{release.id}",
        author_name=dataset.department.name.in_language(language),
        pubdate=release.released_at,
        updateddate=release.released_at,
    )
