"""What comes of the data counts when it can be looked at: apps that live and name datasets, answered suggestions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.core_services.data_requests.conftest import People, dataset, people

from zhanqiao.core_services.conversation import operations as conversation
from zhanqiao.core_services.conversation.rules import RemarkKind
from zhanqiao.core_services.gallery import operations as gallery
from zhanqiao.core_services.gallery.models import CHANGES
from zhanqiao.core_services.gallery.rules import AppWords, Kind
from zhanqiao.core_services.monitoring.models import LinkCheck
from zhanqiao.core_services.statistics.queries import evidence_of_use as use
from zhanqiao.core_services.statistics.queries.city import city
from zhanqiao.core_services.statistics.rules import Evidence

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ADDRESS = "https://parks.example.com/"


@pytest.fixture
def app(people: People) -> str:
    """An app that waits for review."""
    CHANGES.advance()
    words = AppWords(
        name_zh="找公园",
        about_zh="查找身边的公园。",
        address=ADDRESS,
        maker="海边工作室",
        kind=Kind.WEB,
        datasets=(dataset("parks", "公园", theme="9"),),
    )
    return gallery.hand_in(words=words, by=people.citizen, at=AT)


def test_an_app_counts_once_it_is_public_and_as_long_as_it_lives(app: str, people: People) -> None:
    assert use.applications(city(at=AT)) is None
    gallery.accept(app_id=app, number=1, by=people.authority, at=AT)
    CHANGES.advance()
    found = use.applications(city(at=AT))
    assert found is not None
    assert (found.value, proven(found)) == (1, True)
    LinkCheck.objects.create(
        dataset_id=app, url=ADDRESS, digest="0" * 64, is_well=False, failures=2, broken_since=AT, next_at=AT
    )
    assert use.applications(city(at=AT)) is None


def test_a_suggestion_counts_once_it_is_answered_in_public(people: People) -> None:
    for text, is_private in (("希望增加接口", False), ("只给你们看", True)):
        said = {"kind": RemarkKind.SUGGESTION, "text": text, "dataset": None, "is_private": is_private}
        made = conversation.say(**said, by=people.citizen, at=AT)  # type: ignore[arg-type]  # - of several types
        assert use.appeals(city(at=AT)) is None
        if is_private:
            conversation.answer(remark_id=made, text="已收到。", by=people.authority, at=AT)
            assert use.appeals(city(at=AT)) is None
    made = conversation.say(
        kind=RemarkKind.APPEAL, text="请更正面积", dataset=None, is_private=False, by=people.other, at=AT
    )
    conversation.answer(remark_id=made, text="已更正。", by=people.authority, at=AT)
    found = use.appeals(city(at=AT))
    assert found is not None
    assert proven(found)


def proven(found: Evidence) -> bool:
    """Say whether the words of each proof stand at its address."""
    return all(one.holds in Client().get(one.path).content.decode() for one in found.proofs)
