"""What search engines should visit (sitemaps.org): the pages of all that is public, with the time of their last change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.urls import reverse

from zhanqiao.core_services.consultations import queries as consultations
from zhanqiao.core_services.contests import queries as contests
from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.gallery import queries as gallery
from zhanqiao.core_services.news import queries as news
from zhanqiao.core_services.surveys import queries as surveys
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.queries import ANONYMOUS

PART = 40_000  # addresses of one file; the protocol allows 50,000
AT_ONCE = 500
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LISTS = (
    *("home", "catalogue:list", "catalogue:themes", "catalogue:departments", "interaction:home", "news:list"),
    *(
        "contests:list",
        "interaction:consultations",
        "interaction:surveys",
        "dashboards:gallery",
        "applications:gallery",
    ),
)


def sitemap_index(*, site: str, at: datetime) -> str:
    """Return the list of parts."""
    total = len(_other_pages(site, at)) + catalogue.statistics(card=ANONYMOUS).datasets
    addresses = (
        f"{site}{reverse('sitemap-part', args=[number])}" for number in range(1, max(1, -(-total // PART)) + 1)
    )
    inside = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in addresses)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">{inside}</sitemapindex>'


def sitemap_part(*, number: int, site: str, at: datetime) -> Iterator[str]:
    """Yield one part; first come the pages that are no datasets."""
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">'
    others, start = _other_pages(site, at), (number - 1) * PART
    mine = others[start : start + PART]
    yield from mine
    first = max(0, start - len(others))
    last = first + PART - len(mine)
    for offset in range(first, last, AT_ONCE):
        limit = min(AT_ONCE, last - offset)
        found = catalogue.public_addresses(limit=limit, offset=offset)
        for slug, changed in found:
            yield _entry(site + reverse("catalogue:dataset", args=[slug]), changed)
        if len(found) < limit:
            break
    yield "</urlset>"


def _other_pages(site: str, at: datetime) -> list[str]:
    """Return the entries of lists, articles, contests, consultations, surveys, dashboards and apps that everybody may read."""
    kinds = (
        ("news:article", news.public_addresses()),
        ("contests:contest", contests.public_addresses()),
        ("interaction:consultation", consultations.public_addresses()),
        ("interaction:survey", surveys.public_addresses(at=at)),
        ("dashboards:dashboard", dashboards.public_addresses()),
        ("applications:application", gallery.public_pages()),
    )
    lists = [_entry(site + reverse(name)) for name in LISTS]
    return lists + [
        _entry(site + reverse(name, args=[key]), changed) for name, found in kinds for key, changed in found
    ]


def _entry(address: str, changed: datetime | None = None) -> str:
    told = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{told}</url>"
