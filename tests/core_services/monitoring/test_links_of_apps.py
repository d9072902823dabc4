"""Addresses of public apps are asked as those of datasets are, and one that stays dead is said so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.data_requests.conftest import People, dataset, people
from tests.core_services.monitoring.conftest import Web

from zhanqiao.core_services.gallery import operations as gallery
from zhanqiao.core_services.gallery.models import AppVersion
from zhanqiao.core_services.gallery.queries import app_names
from zhanqiao.core_services.gallery.rules import AppWords, Kind
from zhanqiao.core_services.monitoring import operations, queries
from zhanqiao.core_services.monitoring.models import LinkCheck

__all__ = ["people"]
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_an_app_that_stays_dead_is_not_reachable_since_it_failed_first(
    people: People, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", web.url.removeprefix("http://"))
    words = AppWords(
        name_zh="找公园",
        about_zh="查找公园。",
        address="https://parks.example.com/",
        maker="海边工作室",
        kind=Kind.WEB,
        source="https://code.example.com/",
        licence="MIT",
        datasets=(dataset("parks", "公园"),),
    )
    app = gallery.hand_in(words=words, by=people.citizen, at=AT)
    dead, well = f"{web.url}/gone", f"{web.url}/well"
    AppVersion.objects.update(address=dead, source=well)
    web.answers |= {("HEAD", "/gone"): (404, ""), ("GET", "/gone"): (404, "")}
    assert operations.list_links(at=AT) == 0  # not public yet
    gallery.accept(app_id=app, number=1, by=people.authority, at=AT)
    assert operations.list_links(at=AT) == 2
    assert operations.check_links(clock=lambda: AT) == 2
    assert queries.broken_links(of=[app]) == {}  # one failure may be a hiccup
    assert operations.check_links(clock=lambda: AT + DAY) == 1
    assert queries.broken_links(of=[app]) == {(app, dead): AT}
    assert [one.zh for one in app_names(ids=[app]).values()] == ["找公园"]
    web.answers.clear()
    operations.check_links(clock=lambda: AT + 2 * DAY)
    assert queries.broken_links(of=[app]) == {}
    gallery.withdraw(app_id=app, by=people.citizen, at=AT + 2 * DAY)
    assert (operations.list_links(at=AT + 2 * DAY), LinkCheck.objects.count()) == (0, 0)
