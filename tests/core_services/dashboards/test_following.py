"""Followers of a dashboard: told once which rows of its tables changed, none for an unchanged release, and of new versions."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.core_services.dashboards.conftest import ANONYMOUS, MORE, TREES, People, card
from tests.core_services.dashboards.test_making import listed, retitled
from tests.core_services.following.conftest import Web, told_to, web
from tests.seeding import published

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.rules import Visibility
from zhanqiao.core_services.following.operations import (
    follow_subject,
    make_webhook,
    revise,
    send_due_messages,
    tell_changes,
)
from zhanqiao.core_services.following.queries import news_cards
from zhanqiao.core_services.following.rules import Rhythm, Subject
from zhanqiao.kit.clock import now

__all__ = ["web"]


def later(days: float) -> datetime:
    return now() + timedelta(days=days)


@pytest.fixture
def follower(slug: str, people: People) -> str:
    """Somebody else than the maker, told at once."""
    follow = follow_subject(account_id=people.other, subject=Subject.DASHBOARD, key=slug, at=now())
    revise(follow_id=follow, account_id=people.other, rhythm=Rhythm.AT_ONCE, by_mail=True, webhook_id="", at=now())
    return people.other


def told(account_id: str) -> list[str]:
    return [one.text.zh for one in reversed(news_cards(account_id=account_id))]


def test_a_follower_is_told_once_which_rows_changed(slug: str, follower: str) -> None:
    assert tell_changes(at=later(1)) == 0
    published(name="trees", title="行道树普查", content=MORE, append=True)
    assert (tell_changes(at=later(1)), tell_changes(at=later(1))) == (1, 0)
    assert told(follower) == ["“行道树普查”第 2 版：新增 1 行，删除 0 行，更改 0 行"]


def test_an_unchanged_release_is_not_told(slug: str, follower: str) -> None:
    published(name="trees", title="行道树普查", content=TREES)
    assert (tell_changes(at=later(1)), told(follower)) == (0, [])


def test_a_follower_who_may_not_see_the_dashboard_is_told_nothing(slug: str, follower: str, people: People) -> None:
    key = queries.dashboard_card(slug=slug, card=ANONYMOUS).id
    dashboards.show_to(dashboard_id=key, visibility=Visibility.PRIVATE, by=people.citizen, at=now())
    published(name="trees", title="行道树普查", content=MORE, append=True)
    retitled(slug, people.citizen)
    assert (tell_changes(at=later(1)), told(follower)) == (0, [])


def test_a_table_that_comes_onto_the_dashboard_counts_as_known(slug: str, follower: str, people: People) -> None:
    parks = published(name="parks", title="公园", content="名称,面积\n中山公园,10\n")
    one = queries.dashboard_card(slug=slug, card=card(people.citizen), latest=True)
    tile = one.spec.tiles[0]
    number = type(tile)("t9", "number", tile.title, 1, parks["table"], said={"measure": "count"})
    told_by = {"by": people.citizen, "at": now()}
    dashboards.save(dashboard_id=one.id, spec=one.spec.with_tile(number), upon=one.version, **told_by)
    assert tell_changes(at=later(1)) == 0
    published(name="parks", title="公园", content="名称,面积\n八大关,10\n", append=True)
    assert tell_changes(at=later(1)) == 1
    assert told(follower) == ["看板“行道树”有新版本", "“公园”第 2 版：新增 1 行，删除 0 行，更改 0 行"]


def test_a_version_shown_by_link_is_told_once_a_day_and_one_in_the_gallery_when_it_is_approved(
    slug: str, follower: str, people: People
) -> None:
    retitled(slug, people.citizen)
    retitled(slug, people.citizen)
    assert told(follower) == ["看板“新标题”有新版本"]
    listed(slug, people)
    assert told(follower) == ["看板“新标题”有新版本"] * 2
    retitled(slug, people.citizen)
    assert len(told(follower)) == 2


def test_a_program_is_told_with_the_rows(slug: str, people: People, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_WEBHOOK_ALLOW", web.url.removeprefix("http://"))
    follow = follow_subject(account_id=people.other, subject=Subject.DASHBOARD, key=slug, at=now())
    webhook, _ = make_webhook(account_id=people.other, url=web.url, at=now())
    told_as = {"account_id": people.other, "at": now()}
    revise(follow_id=follow, rhythm=Rhythm.AT_ONCE, by_mail=False, webhook_id=webhook, **told_as)
    published(name="trees", title="行道树普查", content=MORE, append=True)
    assert tell_changes(at=later(1)) == 1
    send_due_messages(at=later(1))
    (message,) = told_to(web)
    assert (message["type"], len(message["data"]["changes"])) == ("dataset.rows_changed", 1)
