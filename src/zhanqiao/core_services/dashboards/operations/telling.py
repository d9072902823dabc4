"""Telling the followers of a dashboard that its readers see another version; changed rows are told by following itself."""

from __future__ import annotations

from datetime import datetime

from zhanqiao.core_services.dashboards.models import Dashboard
from zhanqiao.core_services.dashboards.queries import spec_at
from zhanqiao.core_services.dashboards.rules import Visibility
from zhanqiao.core_services.following.operations import tell_subject
from zhanqiao.core_services.following.rules import Subject
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

NEW_VERSION = Text("看板“{title_zh}”有新版本", "The dashboard '{title_en}' has a new version")


def tell_new_version(*, dashboard_id: str, slug: str, number: int, at: datetime) -> int:
    """Tell that a version came into the gallery, once for each; return to how many."""
    return _tell(dashboard_id, slug, number, f"version:{number}", at)


def tell_saved(*, dashboard_id: str, number: int, at: datetime) -> int:
    """Tell that a dashboard which is shown by link was changed, once a day however often it is saved; return to how many."""
    found = Dashboard.objects.filter(pk=dashboard_id, visibility=Visibility.LINK.value).first()
    if found is None:
        return 0  # nobody else sees it, or the public goes on seeing the approved version
    day = at.astimezone(CITY_TIME).date().isoformat()
    return _tell(dashboard_id, found.slug, number, f"saved:{day}", at)


def _tell(dashboard_id: str, slug: str, number: int, occurrence: str, at: datetime) -> int:
    title = spec_at(dashboard_id=dashboard_id, version=number).title
    text = NEW_VERSION.filled(title_zh=title.zh, title_en=title.en)
    return tell_subject(
        subject=Subject.DASHBOARD, key=slug, occurrence=occurrence, text=text, url=f"/dashboards/{slug}/", at=at
    )
