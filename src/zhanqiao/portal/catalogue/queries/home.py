"""The first page, and the page of themes."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.news import queries as news
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.departments import districts
from zhanqiao.portal.catalogue.queries.markup import site_markup

SHOWN, NEWS = 6, 3


def home_page(*, card: AccessCard, site: str) -> dict[str, Any]:
    """Return the numbers, themes, districts, and the newest and largest datasets that ``card`` sees."""
    return {
        "markup": site_markup(site=site),
        "statistics": catalogue.statistics(card=card),
        "themes": theme_tiles(card=card),
        "districts": districts(card=card),
        "newest": catalogue.newest(card=card, n=SHOWN),
        "story": dashboards.featured(),
        "news": news.newest(n=NEWS),
        "largest": catalogue.largest(card=card, n=SHOWN),
    }


def themes_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the 22 themes with their counts."""
    return {"themes": theme_tiles(card=card), "section": "themes"}


def theme_tiles(*, card: AccessCard) -> tuple[dict[str, Any], ...]:
    """Return each theme with its icon and its number of datasets, in the official order."""
    return tuple(
        {"theme": one.theme, "count": one.datasets, "icon": rules.theme_icon(code=one.theme.code)}
        for one in catalogue.themes(card=card)
    )
