"""Contests for feed readers (Atom, RFC 4287): those that were announced, where they stand, and their changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from zhanqiao.core_services.contests import queries as contests

FEED_SIZE = 50


def contests_feed(*, site: str, language: str, at: datetime) -> str:
    """Return the contests that everybody may read with their changes, the last changed first."""
    feed = Atom1Feed(
        title=gettext("Contests"),
        link=f"{site}{reverse('contests:list')}",
        description="",
        language=language,
        feed_url=f"{site}{reverse('contests:feed')}",
    )
    entries = [*_contests(site, language, at), *_changes(site, language)]
    for one in sorted(entries, key=lambda one: one["updateddate"], reverse=True)[:FEED_SIZE]:
        feed.add_item(**one)
    return feed.writeString("utf-8")


def _contests(site: str, language: str, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title.in_language(language),
            "link": f"{site}{reverse('contests:contest', args=[one.id])}",
            "description": one.stage_text.in_language(language),
            "unique_id": f"{site}/contests/{one.id}/",
            "author_name": one.department.name.in_language(language),
            "updateddate": one.changed_at,
        }
        for one in contests.public_contests(at=at)
    ]


def _changes(site: str, language: str) -> list[dict[str, Any]]:
    return [
        {
            "title": gettext("%(title)s: changed") % {"title": title.in_language(language)},
            "link": f"{site}{reverse('contests:contest', args=[contest_id])}#changes",
            "description": change.reason,
            "unique_id": f"{site}/contests/{contest_id}/#change-{change.number}",
            "author_name": change.office.in_language(language),
            "updateddate": change.at,
        }
        for contest_id, title, change in contests.newest_changes(limit=FEED_SIZE)
    ]
