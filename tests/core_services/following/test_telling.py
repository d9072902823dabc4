"""Subscribers hear once, with the exact rows, of a release that changed, and never of one that did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.core_services.following.conftest import FIRST, PASSWORD, SECOND, Parks, verify
from tests.people.mails.conftest import text_of
from tests.seeding import BY, published
from tests.servers import Inbox

from zhanqiao.core_services.following import operations, queries
from zhanqiao.core_services.following.models import Follow, FollowPlace
from zhanqiao.core_services.following.queries import ChangedRows, NewsCard
from zhanqiao.core_services.following.rules import FollowRefusedError, Rhythm
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries as catalogue_queries
from zhanqiao.data_center.catalogue.operations import drain_search_changes
from zhanqiao.data_center.storage.queries import QueryError
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.mails.operations import send_due
from zhanqiao.people.notices.queries import notices_of

pytestmark = pytest.mark.django_db
Soon = Callable[[float], datetime]


def news_of(account_id: str) -> list[NewsCard]:
    return list(queries.news_cards(account_id=account_id))


def rows_of(account_id: str) -> list[tuple[str, str, str]]:
    """Return kind, park and area (before → after) of the rows behind the newest news."""
    found = queries.changed_rows(news=news_of(account_id)[0], card=card_of(account_id=account_id), limit=100)
    assert isinstance(found, ChangedRows)
    return [
        (
            one.kind,
            (one.new or one.old or {})["名称"],
            f"{(one.old or {}).get('面积')} → {(one.new or {}).get('面积')}",
        )
        for one in found.rows
    ]


def revised(account_id: str, **how: object) -> None:
    card = queries.follow_cards(account_id=account_id)[0]
    settings = {"rhythm": Rhythm.AT_ONCE, "by_mail": True, "webhook_id": "", **how}
    operations.revise(follow_id=card.id, account_id=account_id, at=now(), **settings)


def test_a_changed_release_is_told_once_with_the_exact_rows(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    assert operations.tell_changes(at=soon(0)) == 0
    parks.publish(SECOND)
    assert [operations.tell_changes(at=soon(hours)) for hours in (0, 1, 48)] == [1, 0, 0]
    assert [(one.text.zh, one.text.en) for one in news_of(citizen)] == [
        (
            "“公园”第 2 版：新增 1 行，删除 1 行，更改 1 行",
            "'公园', release 2: 1 rows added, 1 removed, 1 changed",
        )
    ]
    assert rows_of(citizen) == [
        ("changed", "中山公园", "750 → 751"),
        ("added", "石老人", "None → 200"),
        ("removed", "八大关", "140 → None"),
    ]
    notice = notices_of(account_id=citizen)
    assert [one.url for one in notice] == [f"/my/subscriptions/news/{news_of(citizen)[0].id}/"]


def test_an_unchanged_release_is_told_to_nobody(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    parks.publish(FIRST)
    assert operations.tell_changes(at=soon(0)) == 0
    assert (news_of(citizen), notices_of(account_id=citizen)) == ([], ())
    assert FollowPlace.objects.get().number == 2
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1
    assert news_of(citizen)[0].counts == {"added": 1, "removed": 1, "changed": 1}


def test_every_release_between_two_looks_is_told(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    for content in (SECOND, FIRST):
        parks.publish(content)
    assert operations.tell_changes(at=soon(0)) == 2
    assert [one.text.zh[:9] for one in news_of(citizen)] == ["“公园”第 3 版", "“公园”第 2 版"]


def test_a_column_that_came_is_told_though_no_row_differs(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    lines = FIRST.splitlines()
    parks.publish("\n".join([f"{lines[0]},备注", *(f"{one},无" for one in lines[1:])]) + "\n")
    assert operations.tell_changes(at=soon(0)) == 1
    assert news_of(citizen)[0].text.zh == "“公园”第 2 版：列有变化，共有列的各行相同"


def test_a_filter_tells_only_of_rows_that_fit_it(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    revised(citizen, filter_table=parks.table, where="区市 = '崂山区'")
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1
    assert rows_of(citizen) == [("added", "石老人", "None → 200")]
    revised(citizen, filter_table=parks.table, where="区市 = '李沧区'")
    parks.publish(FIRST)
    assert operations.tell_changes(at=soon(0)) == 0
    revised(citizen, filter_table=parks.table, where="面积 > 750")
    parks.publish(SECOND)  # 中山公园 rises above the limit: it fits after, not before
    assert operations.tell_changes(at=soon(0)) == 1
    assert rows_of(citizen) == [("changed", "中山公园", "750 → 751")]


def test_a_filter_that_the_table_cannot_answer_is_refused(parks: Parks, citizen: str) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    with pytest.raises(QueryError):
        revised(citizen, filter_table=parks.table, where="层数 > 3")
    with pytest.raises(FollowRefusedError):
        revised(citizen, filter_table="tbl_none", where="面积 > 3")
    assert queries.follow_cards(account_id=citizen)[0].where == ""


def test_a_day_or_a_week_is_told_together_as_what_it_comes_to(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    revised(citizen, rhythm=Rhythm.DAILY)
    for content in (SECOND, FIRST, FIRST + "P5,浮山,崂山区,90\n"):
        parks.publish(content)
    Follow.objects.update(looked_at=now())
    assert operations.tell_changes(at=now()) == 0
    assert operations.tell_changes(at=soon(25)) == 1
    assert rows_of(citizen) == [("added", "浮山", "None → 90")]


def test_what_rests_is_not_told_and_afterwards_all_at_once(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    card = queries.follow_cards(account_id=citizen)[0]
    operations.pause(follow_id=card.id, account_id=citizen, rest=True, at=now())
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 0
    operations.pause(follow_id=card.id, account_id=citizen, rest=False, at=now())
    assert operations.tell_changes(at=soon(0)) == 1
    operations.end_follow(follow_id=card.id, account_id=citizen, at=now())
    parks.publish(FIRST)
    assert operations.tell_changes(at=soon(0)) == 0


def test_nobody_changes_the_subscription_of_another(parks: Parks, citizen: str) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    card = queries.follow_cards(account_id=citizen)[0]
    with pytest.raises(NotFoundError):
        operations.end_follow(follow_id=card.id, account_id="acc_other", at=now())
    assert len(queries.follow_cards(account_id=citizen)) == 1


def test_what_is_not_open_is_told_without_rows(department: str, citizen: str, soon: Soon) -> None:
    def publish(content: str) -> dict[str, str]:
        return published(
            name="wells", title="监测井", content=content, open_type="conditional", open_condition="签订协议后提供。",
            contact_phone="0532-12345678",
        )  # fmt: skip

    made = publish("井号,深度\nJ1,35\n")
    operations.follow(account_id=citizen, dataset_id=made["dataset"], at=now())
    publish("井号,深度\nJ1,36\n")
    publish("井号,深度\nJ1,36\n")
    assert operations.tell_changes(at=soon(0)) == 1  # the third release holds what the second held
    news = news_of(citizen)[0]
    assert (news.text.zh, news.counts) == ("“监测井”发布了第 2 版", {})
    assert isinstance(queries.changed_rows(news=news, card=card_of(account_id=citizen), limit=9), NotFoundError)
    with pytest.raises(FollowRefusedError):
        revised(citizen, filter_table=made["table"], where="深度 > 3")


def test_rows_are_shown_no_more_once_the_dataset_is_withdrawn(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1
    catalogue.withdraw_dataset(dataset_id=parks.dataset, reason="复核", by=BY, at=now())
    shown = queries.changed_rows(news=news_of(citizen)[0], card=card_of(account_id=citizen), limit=9)
    assert not isinstance(shown, ChangedRows)
    assert operations.tell_changes(at=soon(0)) == 0


def test_a_mail_carries_the_rows_that_are_open_when_it_is_sent(
    parks: Parks, citizen: str, soon: Soon, inbox: Inbox
) -> None:
    verify(inbox, citizen, "zhao.min@example.com")
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1
    assert send_due(clock=lambda: soon(48)) == 1
    assert text_of(inbox).split("\n\n")[1].split("\n")[:4] == [
        "“公园”第 2 版：新增 1 行，删除 1 行，更改 1 行",
        "~ 编号: P1 · 名称: 中山公园 · 区市: 市南区 · 面积: 750 → 751",
        "+ 编号: P4 · 名称: 石老人 · 区市: 崂山区 · 面积: 200",
        "- 编号: P2 · 名称: 八大关 · 区市: 市南区 · 面积: 140",
    ]
    parks.publish(FIRST)
    assert operations.tell_changes(at=soon(0)) == 1
    catalogue.withdraw_dataset(dataset_id=parks.dataset, reason="复核", by=BY, at=now())
    assert send_due(clock=lambda: soon(96)) == 1
    assert "石老人" not in text_of(inbox)


def test_a_subscription_without_mail_is_told_on_the_site_alone(
    parks: Parks, citizen: str, soon: Soon, inbox: Inbox
) -> None:
    verify(inbox, citizen, "zhao.min@example.com")
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    revised(citizen, by_mail=False)
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1
    assert (send_due(clock=lambda: soon(48)), len(notices_of(account_id=citizen))) == (0, 1)


def test_a_saved_search_tells_of_new_datasets_that_match(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow_subject(account_id=citizen, subject="search", key="q=水库", at=now())
    for name, title in (("reservoirs", "水库水位"), ("roads", "道路")):
        published(name=name, title=title, content="编号,值\nA1,3\n")
    drain_search_changes(at=now())
    assert [operations.tell_changes(at=soon(hours)) for hours in (25, 26, 50)] == [1, 0, 0]
    assert [one.text.zh for one in news_of(citizen)] == ["符合您订阅的新数据集：“水库水位”"]


def test_a_department_tells_of_new_datasets_and_of_changed_rows(parks: Parks, citizen: str, soon: Soon) -> None:
    operations.follow_subject(account_id=citizen, subject="department", key="qingdao-parks", at=now())
    published(name="roads", title="绿道", content="编号,值\nA1,3\n")
    parks.publish(SECOND)
    assert [operations.tell_changes(at=soon(hours)) for hours in (25, 50)] == [2, 0]
    assert sorted(one.text.zh for one in news_of(citizen)) == [
        "“公园”第 2 版：新增 1 行，删除 1 行，更改 1 行",
        "符合您订阅的新数据集：“绿道”",
    ]
    with pytest.raises(NotFoundError):
        operations.follow_subject(account_id=citizen, subject="department", key="none", at=now())


def test_a_follower_from_before_places_were_kept_hears_of_what_comes(parks: Parks, citizen: str, soon: Soon) -> None:
    Follow.objects.create(account_id=citizen, dataset_id=parks.dataset, began_at=now())
    assert operations.tell_changes(at=soon(0)) == 0
    parks.publish(SECOND)
    assert operations.tell_changes(at=soon(0)) == 1


def test_another_module_tells_its_own_subject_once(citizen: str, soon: Soon) -> None:

    operations.follow_subject(account_id=citizen, subject="dashboard", key="dsh_1", at=now())
    say = {"subject": "dashboard", "key": "dsh_1", "occurrence": "v2", "text": Text("有变", "Changed"), "url": "/d/1/"}
    assert [operations.tell_subject(**say, at=soon(0)) for _ in range(2)] == [1, 0]
    assert [one.url for one in notices_of(account_id=citizen)] == ["/d/1/"]


def test_a_round_without_news_costs_the_same_for_one_subscriber_and_for_five(
    parks: Parks, citizen: str, soon: Soon, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    operations.follow(account_id=citizen, dataset_id=parks.dataset, at=now())
    operations.tell_changes(at=soon(0))
    for number in (0, 4):
        for each in range(number):
            other = create_account(username=f"sun{each}", display_name="孙", password=PASSWORD, by="system", at=now())
            operations.follow(account_id=other, dataset_id=parks.dataset, at=now())
        catalogue_queries.tables_of(dataset_id=parks.dataset)  # warm, as in the job process
        with django_assert_num_queries(2):
            assert operations.tell_changes(at=soon(0)) == 0
