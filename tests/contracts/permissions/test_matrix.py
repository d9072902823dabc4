"""Every role at every route on every kind of dataset: the outcome, and that nothing else comes along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from tests.architecture.test_routes import routes
from tests.contracts.permissions import page
from tests.contracts.permissions.asking import Answer, ask
from tests.contracts.permissions.calls import Call, Shows
from tests.contracts.permissions.conftest import Site
from tests.contracts.permissions.expected import BOUND, GROUNDS, SUBMITTED, Outcome, forbidden, of_call, of_dataset
from tests.contracts.permissions.kinds import NOWHERE, Ground
from tests.contracts.permissions.roles import NAMES, Person
from tests.contracts.permissions.routes import CALLS
from zhanqiao.portal.open_service.operations.ckan import WRITES
from zhanqiao.portal.open_service.queries.ckan import ACTIONS
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS
from zhanqiao.portal.open_service.rules.writing import WRITINGS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]
LESSON = (
    "is not in the matrix of permissions. Add one line to tests/contracts/permissions/routes.py: "
    "Call(route, address, Shows.…), which says how it is called and what its answer is about; see Shows for the choices."
)
LOGIN = "/login/"


def missing(places: Iterator[str], *, known: set[str]) -> list[str]:
    return [f"{place} {LESSON}" for place in places if place not in known]


def test_every_route_is_in_the_matrix() -> None:
    places = (place for place, _ in routes(get_resolver().url_patterns))
    assert missing(places, known={call.route for call in CALLS}) == []


def test_a_planted_route_is_found_and_taught() -> None:
    assert missing(iter(("/planted/", "/")), known={call.route for call in CALLS}) == [f"/planted/ {LESSON}"]


def test_no_line_is_about_a_route_that_is_gone() -> None:
    places = {place for place, _ in routes(get_resolver().url_patterns)}
    assert {call.route for call in CALLS} - places == set()


def test_every_operation_of_the_interfaces_is_in_the_matrix() -> None:
    operations = {(f"/api/v1/{one.route}", "POST" if one.body else "GET") for one in ENDPOINTS}
    operations |= {(f"/api/v1/{one.route}", one.method) for one in WRITINGS}
    named = {call.address.partition("?")[0].rpartition("/")[2] for call in CALLS if "/action/" in call.route}
    assert operations - {(call.route, call.method) for call in CALLS} == set(), LESSON
    assert {*ACTIONS, *WRITES} - named == set(), LESSON


def test_the_page_for_operators_is_current() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "Run python -m tests.contracts.permissions.page."


def test_the_letters_speak_of_every_dataset(site: Site) -> None:
    assert set(GROUNDS) == set(site.grounds)
    assert set(NAMES) == set(site.people)


@pytest.mark.parametrize("name", NAMES)
def test_a_person_is_answered_as_the_law_of_the_house_says(site: Site, name: str) -> None:
    person = site.people[name]
    found = [fault for call in CALLS for ground in _grounds(call, site) for fault in faults(call, person, ground, site)]
    assert not found, "\n".join((f"{len(found)} faults", *found))


def faults(call: Call, person: Person, ground: Ground, site: Site) -> Iterator[str]:
    """Ask, and yield what is wrong with the answer."""
    expected = of_call(call=call, person=person.name, ground=ground)
    if call.harmful and expected is Outcome.OPEN:
        return
    places = ground.places | {"beside": site.grounds["open"].table}
    address, body = call.address.format(**places), call.body.format(**places)
    answer = ask(
        address, method=call.method, body=body.encode(), content_type=call.content_type, headers=person.headers
    )
    what = f"{person.name}: {call.method} {call.route} ({address} {body}) of {ground.name}"
    if not fits(call, answer, expected):
        yield f"{what}: {expected.name.lower()} expected, {answer.status} came: {answer.text[-200:]!r}"
    text = answer.text
    betrayed = forbidden(call=call, person=person.name, grounds=site.grounds, asked=address + body)
    yield from (
        f"{what}: betrays {betrayal}: …{_around(text, word)}…"
        for word, betrayal in betrayed.items()
        if word and word in text
    )
    if expected is Outcome.OPEN and call.proof and not call.opened and call.method == "GET":
        yield from (
            f"{what}: '{word}' should be there, {answer.status} came: {text[-200:]!r}"
            for word in _proofs(call, person, ground, site)
            if word not in text
        )


def fits(call: Call, answer: Answer, expected: Outcome) -> bool:
    """Say whether an answer is what was expected."""
    login = answer.status == 302 and answer.header("Location").startswith(LOGIN)
    if expected is Outcome.OPEN:
        usual = answer.status < 500 and answer.status not in (401, 403, 404) and not login
        return answer.status in call.opened if call.opened else usual
    if call.tells and (expected is Outcome.REFUSED or call.shows is Shows.PUBLISHED):
        return answer.status == 200
    if expected is Outcome.HIDDEN:
        return answer.status == 404
    return login or answer.status in call.refused


def _grounds(call: Call, site: Site) -> list[Ground]:
    if call.shows in BOUND:
        return [site.grounds[name] for name in GROUNDS]
    return [site.grounds["pending"]] if call.shows in SUBMITTED else [NOWHERE]


def _proofs(call: Call, person: Person, ground: Ground, site: Site) -> list[str]:
    if call.shows is Shows.ROWS:
        return [ground.cells]
    if call.shows is Shows.TILES:
        served = of_dataset(shows=Shows.ROWS, person=person.name, ground=ground.name) is Outcome.OPEN
        return [ground.cells] if served else []
    if call.shows in (Shows.ENTRY, Shows.PUBLISHED):
        return [ground.entry]
    if call.shows in SUBMITTED:
        return [ground.pending]
    if call.shows is Shows.LIST:
        return (
            [site.grounds["open"].table if "odata" in call.address else site.grounds["open"].entry]
            if "namespaces" not in call.address
            else [site.grounds["open"].slug]
        )
    return []


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return text[max(0, at - 80) : at + 60].replace("\n", " ")
