"""What is new of a dashboard, as a feed: versions that its readers see, and releases of the tables that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.dashboards.queries import DashboardCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard

FEED_SIZE = 50


def feed_of(*, slug: str, card: AccessCard, site: str, language: str) -> str:
    """Return the feed, the newest first; of tables only those ``card`` may know of. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    page = f"{site}/dashboards/{slug}/"
    title = dashboard.title.in_language(language)
    feed = Atom1Feed(title=title, link=page, description="", language=language, feed_url=f"{page}feed.atom")
    entries = [*_versions(dashboard, page), *_releases(dashboard, card, site, language)]
    for key, told, link, at in sorted(entries, key=lambda one: one[3], reverse=True)[:FEED_SIZE]:
        feed.add_item(title=told, link=link, description=told, unique_id=f"{page}#{key}", pubdate=at, updateddate=at)
    return feed.writeString("utf-8")


def _versions(dashboard: DashboardCard, page: str) -> Iterator[tuple[str, str, str, datetime]]:
    """Yield the version that readers see now."""
    told = gettext("Version %(number)s") % {"number": dashboard.shown}
    yield f"version-{dashboard.shown}", told, page, dashboard.listed_at or dashboard.shown_at


def _releases(
    dashboard: DashboardCard, card: AccessCard, site: str, language: str
) -> Iterator[tuple[str, str, str, datetime]]:
    for table_id in dict.fromkeys(one.table for one in dashboard.spec.tiles if one.table and not one.as_of):
        dataset = dashboards.dataset_named(table_id=table_id, card=card)
        for one in storage.release_cards(table_id=table_id)[:FEED_SIZE] if dataset else ():
            title = dataset.title.in_language(language) if dataset else ""
            told = gettext("%(title)s: release %(number)s, %(rows)s rows")
            said = told % {"title": title, "number": one.number, "rows": f"{one.rows:,}"}
            link = f"{site}/datasets/{dataset.slug if dataset else ''}/releases/"
            yield one.id, said, link, one.released_at
