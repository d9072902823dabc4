"""The side doors: errors, memories, headers, counts, searches and old moments betray nothing of what may not be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.contracts.permissions.asking import Answer, ask
from tests.contracts.permissions.calls import Call, Shows
from tests.contracts.permissions.conftest import Site
from tests.contracts.permissions.expected import BOUND, Outcome, of_call
from tests.contracts.permissions.kinds import HIDDEN, NOWHERE, Ground
from tests.contracts.permissions.routes import CALLS, LISTS
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.kit.clock import now
from zhanqiao.portal.open_service.rules.declared import EXPORT_FORMATS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]
READS = [call for call in CALLS if call.shows in BOUND and call.shows is not Shows.SENDING]
OUTSIDERS = ("anonymous", "officer_other", "write_key_other")
TWISTS = ("as_of=2020-01-01", "as_of=rel_111111111111", "where=none+%3D", "table=tbl_111111111111", "limit=x", "f=x")
PASSING = re.compile(r"20\d\d-\d\d-\d\dt[\d:.]+z?|csrfmiddlewaretoken.{0,80}|expires=[^;]+|content-length: \d+")
NONSENSE = "zqkkkkkkkkkkkkkk"


def asked(call: Call, ground: Ground, site: Site, **more: object) -> Answer:
    """Send a call about a dataset."""
    places = ground.places | {"beside": site.grounds["open"].table}
    body = call.body.format(**places).encode()
    return ask(call.address.format(**places), method=call.method, body=body, content_type=call.content_type, **more)


def neutral(answer: Answer, ground: Ground) -> tuple[int, str]:
    """Return an answer without the names of the dataset that was asked about, and without what passes."""
    text = answer.text
    for mark in sorted(
        (*ground.marks, ground.release, ground.places["dashboard"], quote(ground.entry)), key=len, reverse=True
    ):
        text = text.replace(mark, "…") if mark else text
    return answer.status, PASSING.sub("", text)


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("method", ["", "HEAD", "OPTIONS", "DELETE"])
def test_what_is_hidden_sounds_like_what_does_not_exist(site: Site, name: str, method: str) -> None:
    headers = site.people[name].headers
    hidden = site.grounds["draft"]
    for call in CALLS:
        if call.shows in BOUND:
            given = {"method": method} if method else {}
            called = Call(**{**vars(call), **given})
            there, nowhere = (asked(called, ground, site, headers=headers) for ground in (hidden, _like(hidden)))
            assert neutral(there, hidden) == neutral(nowhere, _like(hidden)), (method, call.address)


@pytest.mark.parametrize("twist", TWISTS)
def test_a_twisted_question_to_what_is_hidden_sounds_like_one_to_nothing(site: Site, twist: str) -> None:
    hidden = site.grounds["draft"]
    for call in READS:
        sign = "&" if "?" in call.address else "?"
        twisted = Call(**{**vars(call), "address": f"{call.address}{sign}{twist}"})
        there, nowhere = (asked(twisted, ground, site) for ground in (hidden, _like(hidden)))
        assert neutral(there, hidden) == neutral(nowhere, _like(hidden)), twisted.address


def test_nobody_gets_304_or_bytes_that_another_warmed(site: Site) -> None:
    """Who may asks first; who may not asks the same, with the other's entity tag and for a part of it."""
    authority = site.people["authority"]
    tried = 0
    for call in READS:
        for ground in site.grounds.values():
            if call.tells or of_call(call=call, person="anonymous", ground=ground) is Outcome.OPEN:
                continue
            tag = asked(call, ground, site, headers=authority.headers).header("ETag")
            for headers in ({"If-None-Match": tag or "*"}, {"If-None-Match": "*"}, {"Range": "bytes=0-99"}):
                again = asked(call, ground, site, headers=headers)
                to_login = again.status == 302 and again.header("Location").startswith("/login/")
                assert to_login or again.status in (401, 403, 404), (call.address, ground.name, headers)
                assert ground.cells not in again.text
            tried += bool(tag)
    assert tried > 100


def test_who_only_asks_for_headers_learns_no_more(site: Site) -> None:
    for call in READS:
        for ground in site.grounds.values():
            if call.method != "GET":
                continue
            answer = asked(Call(**{**vars(call), "method": "HEAD"}), ground, site)
            whole = asked(call, ground, site)
            assert answer.status == whole.status, call.address
            if of_call(call=call, person="anonymous", ground=ground) is not Outcome.OPEN:
                assert ground.cells not in answer.text


@pytest.mark.parametrize("person", ["anonymous", "citizen", "write_key_other"])
def test_no_format_exports_what_is_not_open(site: Site, person: str) -> None:
    for name in ("draft", "conditional", "closed", "suspended", "withdrawn"):
        for form in EXPORT_FORMATS:
            answer = ask(
                f"/api/v1/tables/{site.grounds[name].table}/export.{form}", headers=site.people[person].headers
            )
            assert answer.status == (404 if name == "draft" else 403), (name, form)


def test_what_is_open_is_not_kept_by_anybody_in_between(site: Site) -> None:
    """A withdrawal counts at once only if browsers and proxies ask again each time."""
    for call in READS:
        answer = asked(call, site.grounds["open"], site)
        kept = answer.header("Cache-Control")
        age = re.search(r"(?:max-age|s-maxage)=(\d+)", kept)
        assert age is None or age[1] == "0", (call.address, kept)
        assert not answer.header("Expires"), call.address


def test_lists_and_counts_are_as_if_the_hidden_did_not_exist(site: Site) -> None:
    for address in LISTS:
        before, after = site.before[address], ask(address)
        assert before.status == after.status == 200, address
        assert _listed(after, address) == _listed(before, address), address


@pytest.mark.parametrize("step", [catalogue.withdraw_dataset, catalogue.suspend_dataset])
def test_what_is_taken_down_is_in_no_list_even_before_the_index_has_heard_of_it(site: Site, step: Any) -> None:
    gone = site.grounds["pending"]
    step(dataset_id=gone.dataset, reason="试验", by="tests", at=now())
    marks = (gone.entry, gone.slug, gone.table, gone.dataset)
    for address in LISTS:
        told = [mark for mark in marks if mark in ask(address).text]
        assert told == ([gone.dataset] if address.startswith("/oai?verb=List") and "Sets" not in address else []), (
            address
        )
    for address in _searches():
        there, nowhere = (ask(address.format(word)) for word in (gone.entry, NONSENSE))
        assert _said(there, gone.entry) == _said(nowhere, NONSENSE), address
    assert gone.dataset in ask(f"/api/v1/datasets?q={gone.entry}", headers=site.people["officer_own"].headers).text


def test_a_search_for_words_of_the_hidden_is_a_search_for_nonsense(site: Site) -> None:
    for ground in (site.grounds[name] for name in HIDDEN):
        for word in (ground.entry, ground.entry[:-1], ground.entry[1:], ground.entry[:-1] + "x", ground.slug):
            for address in _searches():
                there, nowhere = (ask(address.format(quote(one))) for one in (word, NONSENSE[: len(word)]))
                assert _said(there, word) == _said(nowhere, NONSENSE[: len(word)]), (ground.name, address, word)


def test_a_value_of_closed_rows_stands_nowhere(site: Site) -> None:
    for name in (*HIDDEN, "conditional", "closed"):
        word = site.grounds[name].cells
        for address in ("/api/v1/values?value={}", "/datasets/values/?q={}", "/api/v1/datasets?q={}"):
            there, nowhere = (ask(address.format(one)) for one in (word, NONSENSE))
            assert _said(there, word) == _said(nowhere, NONSENSE), (name, address)


def test_sql_reaches_no_table_that_is_not_open(site: Site) -> None:
    open_table = site.grounds["open"].table
    for name in ("draft", "conditional", "closed", "suspended", "withdrawn"):
        ground = site.grounds[name]
        for sql in _attempts(ground, open_table):
            for address in ("/api/v1/query?sql={}", "/api/3/action/datastore_search_sql?sql={}"):
                answer = ask(address.format(quote(sql)))
                assert ground.cells not in answer.text, sql
                assert ground.entry not in answer.text or ground.entry in sql, sql
                assert answer.status in (400, 403, 404, 409, 422) or "information" in sql or "duckdb" in sql, sql


def _attempts(ground: Ground, beside: str) -> Iterator[str]:
    for name in (ground.table, f'"{ground.slug}"', f'"{ground.slug}/{ground.entry}"'):
        yield f"select * from {name}"
        yield f"select * from {beside} a join {name} b using (编码)"
        yield f"with x as (select * from {name}) select count(*) from x"
        yield f"select (select max(编码) from {name})"
    yield "select * from information_schema.tables"
    yield "select * from duckdb_tables()"


def _searches() -> tuple[str, ...]:
    return (
        *("/api/v1/datasets?q={}", "/datasets/?q={}", "/api/v1/suggest?q={}", "/suggest/?q={}"),
        *(
            "/ogc/records/collections/catalog/items?q={}",
            "/api/3/action/package_search?q={}",
            "/datasets/feed.atom?q={}",
        ),
        "/api/3/action/tag_list?query={}",
    )


def _like(ground: Ground) -> Ground:
    """Return a dataset that does not exist, whose column has a name of the same length."""
    return Ground(**{**vars(NOWHERE), "entry": "q" * len(ground.entry)})


def _said(answer: Answer, word: str) -> str:
    return re.sub(r"etag: \S+", "", PASSING.sub("", answer.text.replace(word, "…")))


def _listed(answer: Answer, address: str) -> str:
    """Return a list as it speaks of datasets: OAI-PMH also says that something is gone."""
    text = PASSING.sub("", answer.text)
    if address.startswith("/oai"):
        text = re.sub(r'(<record>)?<header status="deleted">.*?</header>(</record>)?', "", text)
    return re.sub(r"etag: \S+", "", text)
