"""What search engines should visit (sitemaps.org): the pages of all that is public, with the time of their last change."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.urls import reverse

from zhanqiao.core_services.news import queries as news
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.queries import ANONYMOUS

PART = 40_000  # addresses of one file; the protocol allows 50,000
AT_ONCE = 500
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_index(*, site: str) -> str:
    """Return the list of parts."""
    parts = max(1, -(-catalogue.statistics(card=ANONYMOUS).datasets // PART))
    addresses = (f"{site}{reverse('sitemap-part', args=[number])}" for number in range(1, parts + 1))
    inside = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in addresses)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{inside}</sitemapindex>'


def sitemap_part(*, number: int, site: str) -> Iterator[str]:
    """Yield one part; the first begins with the pages that are no datasets."""
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">'
    if number == 1:
        for name in ("home", "catalogue:list", "catalogue:themes", "catalogue:departments", "news:list"):
            yield f"<url><loc>{escape(site + reverse(name))}</loc></url>"
        yield from _news(site)
    start = (number - 1) * PART
    for offset in range(start, start + PART, AT_ONCE):
        found = catalogue.public_addresses(limit=AT_ONCE, offset=offset)
        for slug, changed in found:
            address = escape(site + reverse("catalogue:dataset", args=[slug]))
            yield f"<url><loc>{address}</loc><lastmod>{changed.isoformat(timespec='seconds')}</lastmod></url>"
        if len(found) < AT_ONCE:
            break
    yield "</urlset>"


def _news(site: str) -> Iterator[str]:
    for article_id, changed in news.public_addresses():
        address = escape(site + reverse("news:article", args=[article_id]))
        yield f"<url><loc>{address}</loc><lastmod>{changed.isoformat(timespec='seconds')}</lastmod></url>"
