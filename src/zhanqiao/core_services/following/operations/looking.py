"""What a subscription has to look at: its datasets, the new ones among them, and releases of a table since the last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl

from zhanqiao.core_services.following.events import SubjectAsked, subject_asked
from zhanqiao.core_services.following.models import Follow, FollowPlace, News
from zhanqiao.core_services.following.rules import BATCH_REST, MOST_RELEASES, Rhythm, Subject
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.queries.search import search
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.departments.queries import cards_by_id

NEWEST = 100  # datasets of a search or a department that are looked at in one round
PLACES_OF_A_LIST = frozenset({"page", "sort", "after"})


def worth_looking(*, follows: Sequence[Follow]) -> Iterator[Follow]:
    """Yield the subscriptions that may have news; those that tell of one dataset at once are left out by one query for all."""
    known: dict[int, dict[str, int]] = defaultdict(dict)
    rows = FollowPlace.objects.filter(follow__ended_at__isnull=True, follow__subject=Subject.DATASET.value)
    for follow_id, table_id, number in rows.values_list("follow_id", "table_id", "number").iterator():
        known[follow_id][table_id] = number
    for one in follows:
        plain = one.subject == Subject.DATASET and one.rhythm == Rhythm.AT_ONCE and one.looked_at is not None
        tables = catalogue.tables_of(dataset_id=one.dataset_id or "") if plain else ()
        if not plain or any(known[one.pk].get(table.id, -1) < table.release_number for table in tables):
            yield one


def datasets_of(*, follow: Follow, card: AccessCard) -> Sequence[DatasetCard]:
    """Return the published datasets whose rows a subscription is about, as far as ``card`` sees them."""
    if follow.subject == Subject.DATASET:
        found = catalogue.dataset_cards(ids=[follow.dataset_id or ""], card=card)
        return [one for one in found if one.state == "published"]
    if follow.subject == Subject.DEPARTMENT:
        return _of_department(follow, card)
    return () if follow.subject == Subject.SEARCH else datasets_asked(subject=follow.subject, key=follow.key, card=card)


def datasets_asked(*, subject: str, key: str, card: AccessCard) -> Sequence[DatasetCard]:
    """Return the published datasets that another module's subject reads, each with those of its tables that are read."""
    event = SubjectAsked(subject=subject, key=key, account_id=card.account_id or "")
    ids = [one for _, found in subject_asked.send(sender=SubjectAsked, event=event) for one in found or ()]
    datasets: dict[str, DatasetCard] = {}
    for table_id in ids:
        with suppress(NotFoundError):  # a dataset that this account may not know of is nothing to tell
            found = catalogue.dataset_of_table(table_id=table_id, card=card)
            datasets[found.id] = found
    read = [replace(one, tables=tuple(each for each in one.tables if each.id in ids)) for one in datasets.values()]
    return [one for one in read if one.state == "published"]


def new_datasets(*, follow: Follow, card: AccessCard) -> Sequence[DatasetCard]:
    """Return datasets of a search or a department that were published since the subscription began and not told yet."""
    if follow.subject == Subject.DEPARTMENT:
        found = _of_department(follow, card)
    elif follow.subject == Subject.SEARCH:
        found = _of_search(follow, card)
    else:
        return ()
    fresh = [one for one in found if one.issued_at and one.issued_at > follow.began_at]
    told = set(News.objects.filter(follow=follow, kind="dataset").values_list("dataset_id", flat=True))
    return [one for one in fresh if one.id not in told]


def releases_to_tell(*, rhythm: Rhythm, place: FollowPlace, table: TableCard, at: datetime) -> Sequence[ReleaseCard]:
    """Return the releases of a table that a subscription does not know, the oldest first.

    Those made of small batches, and what a daily or weekly subscription tells, are told together by the last of them.
    """
    if table.release_number <= place.number:
        return ()
    found = [one for one in storage.release_cards(table_id=table.id) if one.number > place.number]
    together = rhythm is not Rhythm.AT_ONCE
    if any(one.batches for one in found):
        if rhythm is Rhythm.AT_ONCE and at - place.told_at < BATCH_REST:
            return ()
        together = True
    return found[:1] if together else list(reversed(found[:MOST_RELEASES]))


def _of_department(follow: Follow, card: AccessCard) -> Sequence[DatasetCard]:
    department = next((one for one in cards_by_id().values() if one.key == follow.key), None)
    if department is None:
        return ()
    found, _ = catalogue.listed(card=card, department_id=department.id, state="published", limit=10_000)
    return found


def _of_search(follow: Follow, card: AccessCard) -> Sequence[DatasetCard]:
    filters: dict[str, list[str]] = {}
    for name, text in parse_qsl(follow.key):
        if name not in PLACES_OF_A_LIST:
            filters.setdefault(name, []).append(text)
    words = " ".join(filters.pop("q", []))
    found = search(text=words, card=card, filters=filters, sort="newest", limit=NEWEST)
    if found.relaxed:
        return ()  # datasets with only some of the words were not asked for
    return catalogue.dataset_cards(ids=[hit.dataset_id for hit in found.hits], card=card)
