"""What the status page shows: components with their days, incidents; as a page, as JSON, as a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from zhanqiao.core_services.monitoring import queries as monitoring
from zhanqiao.core_services.monitoring.queries import ComponentCard, Day, IncidentCard, NoteCard
from zhanqiao.core_services.monitoring.rules.incidents import UPTIME_DAYS, Minutes
from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text

FULL, SHORT = 0.999, 0.95  # shares of a day from which it counts as whole, as mostly well
ALL_WELL = Text("一切正常", "Everything works")
NOT_WELL = Text("部分功能异常", "Some parts do not work")
UNKNOWN = Text("暂无监测数据", "Nothing was measured of late")


def status_page(*, at: datetime) -> dict[str, Any]:
    """Return components and incidents for the page."""
    found = monitoring.components(at=at)
    incidents = monitoring.incident_cards()
    return {
        "components": [
            {"card": one, "days": [_bar(day) for day in one.days], "share": _percent(one.minutes)} for one in found
        ],
        "overall": _overall(found),
        "is_well": all(one.is_up is not False for one in found),
        "open": [one for one in incidents if one.resolved_at is None],
        "past": [one for one in incidents if one.resolved_at is not None],
        "days": UPTIME_DAYS,
        "section": "status",
    }


def status_document(*, at: datetime) -> dict[str, Any]:
    """Return the same as plain JSON values; times are UTC, shares 0 to 1."""
    found = monitoring.components(at=at)
    return {
        "at": at.astimezone(UTC).isoformat(),
        "status": _overall(found).as_dict(),
        "components": [_component(one) for one in found],
        "incidents": [_incident(one) for one in monitoring.incident_cards()],
    }


def incident_feed(*, site: str, language: str) -> str:
    """Return the incidents as an Atom feed (RFC 4287); ``site`` is the address of the status page."""
    name = Text(f"{value('SITE_NAME_ZH')}运行状态", f"Status of {value('SITE_NAME_EN')}").in_language(language)
    feed = Atom1Feed(title=name, link=site, description="", language=language, feed_url=f"{site}incidents.atom")
    for one in monitoring.incident_cards(limit=30):
        feed.add_item(
            title=f"{one.title.in_language(language)} · {one.state_text.in_language(language)}",
            link=f"{site}incidents/{one.id}/",
            description="\n".join(_told(note, language) for note in one.notes),
            pubdate=one.begun_at,
            updateddate=one.changed_at,
            unique_id=f"{site}incidents/{one.id}/",
        )
    return feed.writeString("utf-8")


def _told(note: NoteCard, language: str) -> str:
    return f"{_utc(note.at)} {note.state_text.in_language(language)}: {note.text.in_language(language)}"


def _overall(found: tuple[ComponentCard, ...]) -> Text:
    if any(one.is_up is False for one in found):
        return NOT_WELL
    return ALL_WELL if any(one.is_up for one in found) else UNKNOWN


def _bar(day: Day) -> dict[str, Any]:
    share = day.minutes.share
    kind = "none" if share is None else "full" if share >= FULL else "short" if share >= SHORT else "down"
    return {"day": day.day, "kind": kind, "percent": None if share is None else 100 * share, "down": day.minutes.down}


def _percent(minutes: Minutes) -> float | None:
    return None if minutes.share is None else 100 * minutes.share


def _component(one: ComponentCard) -> dict[str, Any]:
    days = [
        {"day": each.day.isoformat(), "up": each.minutes.up, "down": each.minutes.down, "missed": each.minutes.missed}
        for each in one.days
        if each.minutes.up or each.minutes.down
    ]
    return {
        "id": one.component.value,
        "name": one.name.as_dict(),
        "up": one.is_up,
        "seen_at": _utc(one.since) if one.since else None,
        "uptime": one.minutes.share,
        "days": days,
    }


def _incident(one: IncidentCard) -> dict[str, Any]:
    notes = [{"state": note.state.value, "text": note.text.as_dict(), "at": _utc(note.at)} for note in one.notes]
    return {
        "id": one.id,
        "title": one.title.as_dict(),
        "components": [each.as_dict() for each in one.components],
        "state": one.state.value,
        "begun_at": _utc(one.begun_at),
        "resolved_at": _utc(one.resolved_at) if one.resolved_at else None,
        "notes": notes,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
