"""What the pages of subscriptions show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext

from zhanqiao.core_services.contests import queries as contests
from zhanqiao.core_services.contests.rules import Stage
from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.following import queries as following
from zhanqiao.core_services.following.queries import ChangedRows, FollowCard
from zhanqiao.core_services.following.rules import RHYTHM_NAMES, SUBJECT_NAMES, Subject
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.queries.search_labels import label
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.changes import CHANGE_KINDS, changes_body
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.departments.queries import cards_by_id

ROWS = 100
FACETS = frozenset({"theme", "department", "district", "open_type", "format", "update_cycle", "scene"})


@dataclass(frozen=True, slots=True)
class Line:
    """A subscription in the list: what it is about, where that stands (empty: not visible any more), how it tells."""

    card: FollowCard
    kind: Text
    title: Text
    url: str
    rhythm: Text


def home_page(*, card: AccessCard) -> dict[str, Any]:
    """Return all subscriptions of whoever holds the card, the requests they follow, and what they were told last."""
    me = card.account_id or ""
    follows = following.follow_cards(account_id=me)
    datasets = {
        one.id: one
        for one in catalogue.dataset_cards(ids=[one.dataset_id for one in follows if one.dataset_id], card=card)
    }
    return {
        "lines": [_line(one, datasets, card) for one in follows],
        "reports": dashboards.reports_of(card=card),
        "openings": requests.openings_of(account_id=me),
        "news": following.news_cards(account_id=me),
        "dead": sum(one.state == "dead" for one in following.message_cards(account_id=me)),
    }


def one_page(*, follow_id: int, card: AccessCard) -> dict[str, Any]:
    """Return a subscription of one's own with what its form needs. Raises NotFoundError."""
    me = card.account_id or ""
    follow = following.follow_card(follow_id=follow_id, account_id=me)
    datasets = {one.id: one for one in catalogue.dataset_cards(ids=[follow.dataset_id], card=card)}
    tables: tuple[TableCard, ...] = datasets[follow.dataset_id].tables if follow.dataset_id in datasets else ()
    return {
        "line": _line(follow, datasets, card),
        "tables": tables,
        "webhooks": following.webhook_cards(account_id=me),
        "news": tuple(one for one in following.news_cards(account_id=me) if one.follow_id == follow.id),
    }


def new_page(*, subject: str, key: str, card: AccessCard) -> dict[str, Any]:
    """Return what a new subscription would be about. Raises NotFoundError for what cannot be subscribed to so."""
    if subject not in {Subject.SEARCH, Subject.DEPARTMENT, Subject.DASHBOARD, Subject.CONTEST} or not key:
        raise NotFoundError(what=subject)
    if subject == Subject.SEARCH:
        key = urlencode(parse_qsl(key))  # two ways to write one search are one subscription
    title, url = _titled(subject, key, card)
    if not url:
        raise NotFoundError(what=key)
    there = following.follow_of(account_id=card.account_id, subject=subject, key=key)
    return {
        "subject": subject,
        "key": key,
        "kind": SUBJECT_NAMES[Subject(subject)],
        "title": title,
        "url": url,
        "there": there,
    }


def news_page(*, news_id: str, page: int, card: AccessCard, language: str) -> dict[str, Any]:
    """Return news of one's own with the rows that are open now. Raises NotFoundError."""
    news = following.news_card(news_id=news_id, account_id=card.account_id or "")
    datasets = catalogue.dataset_cards(ids=[news.dataset_id], card=card) if news.dataset_id else ()
    shown: dict[str, Any] = {"news": news, "dataset": datasets[0] if datasets else None}
    if news.kind != "rows":
        return shown
    here = pages(total=_counted(news.counts), size=ROWS, number=page)
    found = following.changed_rows(news=news, card=card, limit=ROWS, offset=(here.number - 1) * ROWS)
    if not isinstance(found, ChangedRows):
        return shown | {"problem": None if isinstance(found, NotFoundError) else found.text, "is_refused": True}
    known = {each.name for each in found.new.fields}
    fields = [*found.new.fields, *(each for each in found.old.fields if each.name not in known)]
    return shown | {
        "found": found,
        "kinds": [(name, text, found.found.counts.of(name)) for name, text in CHANGE_KINDS.items()],
        "fields": fields,
        "body": changes_body(fields=fields, rows=found.rows, language=language),
        "pages": here,
        "first": (here.number - 1) * ROWS + 1,
        "last": (here.number - 1) * ROWS + len(found.rows),
    }


def webhooks_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the programs of whoever holds the card, and the messages to them."""
    me = card.account_id or ""
    return {"webhooks": following.webhook_cards(account_id=me), "messages_sent": following.message_cards(account_id=me)}


def _counted(counts: Mapping[str, Any]) -> int:
    return sum(int(counts.get(name, 0)) for name in CHANGE_KINDS)


def _line(follow: FollowCard, datasets: Mapping[str, DatasetCard], card: AccessCard) -> Line:
    kind = SUBJECT_NAMES.get(Subject(follow.subject)) if follow.subject in set(Subject) else None
    if follow.subject == Subject.DATASET:
        found = datasets.get(follow.dataset_id)
        title, url = (
            (found.title, f"/datasets/{found.slug}/") if found else (Text(follow.dataset_id, follow.dataset_id), "")
        )
    else:
        title, url = _titled(follow.subject, follow.key, card)
    return Line(follow, kind or Text(follow.subject, follow.subject), title, url, RHYTHM_NAMES[follow.rhythm])


def _titled(subject: str, key: str, card: AccessCard) -> tuple[Text, str]:
    """Return what a subject is called, and its page; an empty one where there is none."""
    if subject == Subject.DEPARTMENT:
        found = next((one for one in cards_by_id().values() if one.key == key), None)
        return (found.name, f"/departments/{key}/") if found else (Text(key, key), "")
    if subject == Subject.SEARCH:
        return _searched(key), f"/datasets/?{key}"
    if subject == Subject.DASHBOARD:
        return _dashboard(key, card)
    if subject == Subject.CONTEST:
        return _contest(key, card)
    return Text(key, key), ""


def _dashboard(key: str, card: AccessCard) -> tuple[Text, str]:
    try:
        return dashboards.dashboard_card(slug=key, card=card).title, f"/dashboards/{key}/"
    except NotFoundError:
        return Text(key, key), ""


def _contest(key: str, card: AccessCard) -> tuple[Text, str]:
    try:
        found = contests.contest_card(contest_id=key, card=card, at=now())
    except NotFoundError:
        return Text(key, key), ""
    return (Text(key, key), "") if found.stage is Stage.HIDDEN else (found.title, f"/contests/{key}/")


def _searched(key: str) -> Text:
    pairs = parse_qsl(key)
    words = [text for name, text in pairs if name == "q"]
    chosen = [label(facet=name, value=value) for name, value in pairs if name in FACETS]
    parts = [*(Text(f"“{one}”", f"'{one}'") for one in words), *chosen]
    if not parts:
        everything = gettext("All datasets")
        return Text(everything, everything)
    return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))
