"""Views are kept under a name, by each account its own, live or pinned to the release that was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from tests import seeding

from zhanqiao.core_services.exploring import operations, queries
from zhanqiao.core_services.exploring.models import SavedView
from zhanqiao.core_services.exploring.rules import ViewRefusedError
from zhanqiao.core_services.exploring.rules.saved import LONGEST_NAME, MOST_VIEWS, kept_query
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import LoginRequiredError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.xdist_group("charts")
AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
ASKED = {"slug": "trees", "kind": "chart", "query": "?where=胸径+>+30&kind=bar&x=树种&nonsense=1", "name": "粗的树"}


@pytest.fixture(scope="module")
def _published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Trees in two releases, and wells that are open on condition; removed after the module."""
    with django_db_blocker.unblock():
        seeding.register_department()
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(1, 20))
        seeding.published(name="trees", title="行道树普查", content=seeding.trees(21, 30), append=True)
        seeding.published(
            name="wells", title="井", content=seeding.WELLS, open_type="conditional", open_condition="签订协议", contact_phone="1"
        )  # fmt: skip
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def people(_published: None, db: None) -> tuple[AccessCard, AccessCard]:
    """Two citizens with accounts."""
    made = [
        create_account(username=name, display_name=name, password="Red-Roofs-1891", department_id=None, by="t", at=AT)
        for name in ("wang.fang", "zhao.lei")
    ]
    first, second = (AccessCard(account_id=one) for one in made)
    return first, second


def save(card: AccessCard, *, is_pinned: bool = False, **changes: str) -> str:
    return operations.save_view(card=card, is_pinned=is_pinned, by=card.actor, at=AT, **{**ASKED, **changes})


def test_a_view_is_kept_renamed_and_deleted(people: tuple[AccessCard, AccessCard]) -> None:
    me, other = people
    view = save(me)
    (found,) = queries.saved_views(card=me)
    assert (found.name, found.kind.zh, found.dataset.zh, found.release) == ("粗的树", "图表", "行道树普查", "")
    assert found.address == (
        "/datasets/trees/chart/?where=%E8%83%B8%E5%BE%84+%3E+30&kind=bar&x=%E6%A0%91%E7%A7%8D&y=count"
    )
    operations.rename_view(view_id=view, name="  很粗  的树 ", by=me.actor, at=AT)
    assert [one.name for one in queries.saved_views(card=me)] == ["很粗 的树"]
    assert queries.saved_views(card=other) == ()
    operations.delete_view(view_id=view, by=me.actor, at=AT)
    assert queries.saved_views(card=me) == ()
    lines = AuditLine.objects.filter(object_id=view).order_by("seq").values_list("action", "by")
    assert list(lines) == [(f"view.{step}", me.actor) for step in ("save", "rename", "delete")]


def test_a_pinned_view_names_the_release_that_was_seen(people: tuple[AccessCard, AccessCard]) -> None:
    me, _ = people
    save(me, is_pinned=True)
    save(me, is_pinned=True, query="?as_of=1&down=树种", kind="pivot")
    save(me, query="?as_of=1&q=银杏", kind="data")
    kept = {
        one.kind.en: (one.release, parse_qs(one.address.partition("?")[2]).get("as_of"))
        for one in queries.saved_views(card=me)
    }
    assert kept == {"Chart": ("2", ["2"]), "Pivot": ("1", ["1"]), "Data": ("", None)}


def test_nobody_changes_the_view_of_another(people: tuple[AccessCard, AccessCard]) -> None:
    me, other = people
    view = save(me)
    with pytest.raises(NotFoundError):
        operations.rename_view(view_id=view, name="别的", by=other.actor, at=AT)
    with pytest.raises(NotFoundError):
        operations.delete_view(view_id=view, by=other.actor, at=AT)
    assert [one.name for one in queries.saved_views(card=me)] == ["粗的树"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "  "}, "请写一个名称。"),
        ({"name": "名" * (LONGEST_NAME + 1)}, f"名称最多 {LONGEST_NAME} 个字。"),
        ({"kind": "api"}, "只能保存“数据”“图表”“透视表”页的视图。"),
        ({"query": "?q=" + "x" * 5_000}, "视图的地址太长。请去掉一些筛选条件。"),
    ],
)
def test_what_cannot_be_kept_says_why(
    people: tuple[AccessCard, AccessCard], changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(ViewRefusedError) as refused:
        save(people[0], **changes)
    assert refused.value.text.zh == f"没有保存：{reason}"
    assert SavedView.objects.count() == 0


def test_rows_that_may_not_be_read_are_not_kept(people: tuple[AccessCard, AccessCard]) -> None:
    with pytest.raises(NotFoundError):
        save(people[0], slug="nowhere")
    with pytest.raises(LoginRequiredError):
        save(replace(people[0], account_id=None, kind="anonymous"), slug="wells")


def test_an_account_keeps_so_many_views_and_no_more(people: tuple[AccessCard, AccessCard]) -> None:
    me, _ = people
    first = SavedView.objects.get(id=save(me))
    SavedView.objects.bulk_create(
        SavedView(account_id=me.actor, dataset_id=first.dataset_id, kind="data", name=str(number), saved_at=AT)
        for number in range(MOST_VIEWS - 1)
    )
    with pytest.raises(ViewRefusedError):
        save(me)
    assert SavedView.objects.count() == MOST_VIEWS


def test_an_address_keeps_only_what_the_page_understands() -> None:
    assert kept_query(kind="data", query="?q=a&next=//evil.example&as_of=3", release=None) == "?q=a"
    assert kept_query(kind="data", query="", release=2) == "?as_of=2"
