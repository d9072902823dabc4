"""HTTP interfaces as sources: every way of paging, the watermark, the token, and interfaces that misbehave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import counts, register, rows_of, run, waiting
from tests.portals import Answer, Portal, portal

from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.rules import ConnectorInvalidError, Drift, Kind, Mode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    with portal() as served:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", served.place)
        yield served


def lot(number: int, **more: Any) -> dict[str, Any]:
    return {
        "车场编号": f"P{number:03d}",
        "名称": "车场",
        "余位": number,
        "更新时间": f"2026-11-{number:02d}T08:00:00",
        **more,
    }


LOTS = [lot(n) for n in range(1, 8)]
EXPECTED = [(f"P{n:03d}", n) for n in range(1, 8)]


def asked(path: str, name: str, default: int) -> int:
    return int(parse_qs(urlsplit(path).query).get(name, [str(default)])[0])


def by_page(path: str) -> Answer:
    page = asked(path, "page", 1)
    return Answer(json.dumps({"data": {"items": LOTS[3 * (page - 1) : 3 * page]}}).encode())


def by_offset(path: str) -> Answer:
    start, size = asked(path, "start", 0), min(asked(path, "count", 3), 3)  # it gives fewer than it is asked for
    return Answer(json.dumps(LOTS[start : start + size]).encode())


def by_cursor(path: str) -> Answer:
    start = asked(path, "cursor", 0)
    following = start + 3 if start + 3 < len(LOTS) else None
    return Answer(json.dumps({"items": LOTS[start : start + 3], "meta": {"next": following}}).encode())


def by_link(path: str) -> Answer:
    start = asked(path, "from", 0)
    more = (
        {"Link": f'</lots?from=0>; rel="first", </lots?from={start + 3}>; rel="next"'} if start + 3 < len(LOTS) else {}
    )
    return Answer(json.dumps(LOTS[start : start + 3]).encode(), headers=more)


WAYS = {
    "page": (by_page, {"paging": "page", "records": "data.items"}, 4),
    "offset": (by_offset, {"paging": "offset", "page_parameter": "start", "size_parameter": "count", "size": 100}, 4),
    "cursor": (by_cursor, {"paging": "cursor", "records": "items", "cursor": "meta.next"}, 3),
    "link": (by_link, {"paging": "link"}, 3),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_all_pages_are_read(site: Portal, way: str) -> None:
    answer, settings, pages = WAYS[way]
    site.answers["/lots"] = answer
    table = grounds.published_table(keyed=True)
    register(table, kind=Kind.HTTP, mode=Mode.UPSERT, settings={"url": f"{site.url}/lots", **settings})
    done = run()
    assert (counts(done), done.pieces) == (("finished", 7, 7, 0), pages)
    assert (rows_of(table), Connector.objects.get().position) == (EXPECTED, {})


def test_csv_is_read_and_its_columns_are_named_as_ours(site: Portal) -> None:
    site.put(
        "/lots.csv",
        "no,名称,free,更新时间\nP001,一,10,2026-11-01 08:00:00\nP002,二,满,2026-11-02 08:00:00\n".encode("gb18030"),
    )
    table = grounds.published_table(keyed=True)
    register(
        table,
        kind=Kind.HTTP,
        mode=Mode.UPSERT,
        settings={"url": f"{site.url}/lots.csv", "form": "csv"},
        columns={"no": "车场编号", "free": "余位"},
    )
    assert counts(run()) == ("finished", 2, 1, 1)
    assert (rows_of(table), waiting()) == ([("P001", 10)], [(2, ["余位"])])


def test_the_watermark_is_asked_for_and_held_until_the_last_page(site: Portal) -> None:
    site.answers["/lots"] = by_page
    table = grounds.published_table(keyed=False)
    settings = {"url": f"{site.url}/lots", "paging": "page", "records": "data.items", "since_parameter": "since"}
    register(table, kind=Kind.HTTP, mode=Mode.INCREMENTAL, watermark="更新时间", settings=settings)
    assert counts(run()) == ("finished", 7, 7, 0)
    assert counts(run(1)) == ("finished", 0, 0, 0)
    assert site.asked[-1] == "/lots?page=4&since=2026-11-07T08%3A00%3A00"
    assert (rows_of(table), queries.run_cards(connector="lots")[0].after) == (EXPECTED, "2026-11-07T08:00:00")


def test_a_run_that_broke_off_goes_on_at_its_page_without_a_row_twice(site: Portal) -> None:
    def broken(path: str) -> Answer:
        return Answer(b"gone", 404) if asked(path, "page", 1) == 3 else by_page(path)

    site.answers["/lots"] = broken
    table = grounds.published_table(keyed=False)
    settings = {"url": f"{site.url}/lots", "paging": "page", "records": "data.items"}
    register(table, kind=Kind.HTTP, mode=Mode.INCREMENTAL, watermark="更新时间", settings=settings)
    first = run()
    assert (counts(first), first.code) == (("failed", 6, 6, 0), "harvest-fetch-failed")
    site.answers["/lots"] = by_page
    assert counts(run(1)) == ("finished", 1, 1, 0)
    assert rows_of(table) == EXPECTED


def test_a_page_that_comes_again_and_again_is_found_out(site: Portal) -> None:
    site.put("/lots", json.dumps([lot(1)]))
    table = grounds.published_table(keyed=True)
    register(table, kind=Kind.HTTP, mode=Mode.UPSERT, settings={"url": f"{site.url}/lots", "paging": "page"})
    stopped = run()
    assert (counts(stopped), stopped.code) == (("failed", 1, 1, 0), "connector-source-unreadable")


def test_the_token_goes_to_the_interface_and_not_elsewhere(site: Portal) -> None:
    with portal() as other:
        following = {"Link": f"<{other.url}/more>; rel=next"}
        site.answers["/lots"] = lambda _: Answer(json.dumps([lot(1)]).encode(), headers=following)
        other.put("/more", json.dumps([lot(2)]))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
            table = grounds.published_table(keyed=True)
            settings = {"url": f"{site.url}/lots", "paging": "link"}
            register(table, kind=Kind.HTTP, mode=Mode.UPSERT, settings=settings, secret={"token": "t-3141"})
            assert counts(run()) == ("finished", 2, 2, 0)
        assert site.headers[0]["Authorization"] == "Bearer t-3141"
        assert "Authorization" not in other.headers[0]


def test_an_internal_address_that_nobody_allowed_is_not_asked(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHANQIAO_HARVEST_ALLOW")
    table = grounds.published_table(keyed=True)
    register(table, kind=Kind.HTTP, mode=Mode.UPSERT, settings={"url": f"{site.url}/lots"})
    assert (run().code, site.asked) == ("harvest-address-refused", [])


def test_new_members_of_json_are_refused_or_left_out(site: Portal) -> None:
    site.put("/lots", json.dumps([lot(1), lot(2, 车位图={"x": 1})]))
    table = grounds.published_table(keyed=True)
    stated = {"kind": Kind.HTTP, "mode": Mode.UPSERT, "settings": {"url": f"{site.url}/lots"}}
    register(table, **stated)
    assert run().code == "connector-drifted"
    register(table, **stated, drift=Drift.IGNORE, again=True)
    taken = run(1)
    assert (counts(taken), taken.new_columns, rows_of(table)) == (("finished", 2, 2, 0), ("车位图",), EXPECTED[:2])


def test_what_is_described_wrongly_is_not_saved(site: Portal) -> None:
    table = grounds.published_table(keyed=True)
    url = f"{site.url}/lots"
    for wrong, field in (
        ({"mode": Mode.APPEND, "settings": {"url": url}}, "mode"),
        ({"mode": Mode.INCREMENTAL, "settings": {"url": url}}, "watermark"),
        ({"mode": Mode.UPSERT, "drift": Drift.ADD, "settings": {"url": url}}, "drift"),
        ({"mode": Mode.UPSERT, "settings": {"url": url, "paging": "cursor"}}, "cursor"),
        ({"mode": Mode.UPSERT, "settings": {"url": url, "size": "many"}}, "size"),
        ({"mode": Mode.UPSERT, "settings": {"url": url, "pages": 3}}, "pages"),
        ({"mode": Mode.UPSERT, "settings": {}}, "url"),
        ({"mode": Mode.UPSERT, "settings": {"url": url}, "secret": {"password": "x"}}, "secret.password"),
        ({"mode": Mode.UPSERT, "settings": {"url": url}, "key": "Lots"}, "key"),
    ):
        with pytest.raises(ConnectorInvalidError) as caught:
            register(table, kind=Kind.HTTP, **wrong)
        assert caught.value.facts["field"] == field
    assert not Connector.objects.exists()


def test_a_paused_connector_rests(site: Portal) -> None:
    site.answers["/lots"] = by_link
    table = grounds.published_table(keyed=True)
    register(table, kind=Kind.HTTP, mode=Mode.UPSERT, settings={"url": f"{site.url}/lots"}, schedule="daily")
    assert [one.connector for one in operations.waiting_runs(at=grounds.AT)] == ["lots"]
    operations.pause_connector(key="lots", by=grounds.BY, at=grounds.AT)
    assert operations.waiting_runs(at=grounds.AT) == ()
    for act in (operations.ask_for_run, lambda **given: run()):
        with pytest.raises(operations.ConnectorPausedError):
            act(key="lots", by=grounds.BY, at=grounds.AT)
    operations.resume_connector(key="lots", by=grounds.BY, at=grounds.AT)
    operations.ask_for_run(key="lots", by="acc_zhang", at=grounds.AT)
    (one,) = operations.waiting_runs(at=grounds.AT)
    done = operations.run_waiting(waiting=one, at=grounds.AT, clock=lambda: grounds.AT)
    assert (done.by, operations.waiting_runs(at=grounds.AT)) == ("acc_zhang", ())
