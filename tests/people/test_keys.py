"""Access keys: what a program shows, what it opens, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory

from tests.people.conftest import AT, City
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS, KeyInvalidError, card_of_request
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.accounts import command, queries
from zhanqiao.people.accounts.models import AccessKey
from zhanqiao.people.accounts.operations import KeyRefusedError, close_account, make_key, revoke_key
from zhanqiao.people.accounts.rules import Scope
from zhanqiao.people.audit.models import AuditLine


@pytest.fixture(autouse=True)
def _the_day() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def made(officer: str, scope: Scope = Scope.WRITE, days: int = 30) -> tuple[str, str]:
    return make_key(account_id=officer, name="交通数据推送", scope=scope, days=days, by=officer, at=AT)


def shown(value: str, header: str = "HTTP_AUTHORIZATION") -> AccessCard:
    return card_of_request(RequestFactory().get("/", **{header: value}))


def test_a_key_stands_for_its_account(city: City, officer: str) -> None:
    _, secret = made(officer)
    card = shown(f"Bearer {secret}")
    assert (card.account_id, card.kind, card.scope) == (officer, "key", Scope.WRITE)
    own = Resource(kind="dataset", department_id=city.transport)
    assert decide(card=card, action=Action.publish, resource=own).allowed
    assert not decide(card=card, action=Action.publish, resource=Resource("dataset", department_id=city.shinan)).allowed


def test_a_key_does_less_than_its_account(city: City, officer: str) -> None:
    card = shown(f"bearer {made(officer, Scope.READ)[1]}")
    own = Resource(kind="dataset", department_id=city.transport, state="draft")
    allowed = {action for action in Action if decide(card=card, action=action, resource=own).allowed}
    assert allowed == {
        Action.see_dataset,
        Action.see_rows,
        Action.download,
        Action.see_transfers,
        Action.receive_return,
    }


@pytest.mark.parametrize("header", ["HTTP_AUTHORIZATION", "HTTP_X_CKAN_API_KEY"])
def test_a_bare_key_is_taken_as_ckan_has_it(officer: str, header: str) -> None:
    assert shown(made(officer)[1], header).account_id == officer


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "Basic bGk6d2Vp", "Digest x", "0b5e-ckan", "Bearer None", "Bearer eyJhbGciOi"])
def test_authorisation_of_another_kind_is_left_alone(value: str) -> None:
    assert shown(value) == ANONYMOUS


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["Bearer zq_unknown", "zq_unknown", "bearer  zq_"])
def test_an_unknown_key_is_refused_and_not_taken_for_nobody(value: str) -> None:
    with pytest.raises(KeyInvalidError):
        shown(value)


def test_a_revoked_key_opens_nothing(officer: str) -> None:
    key_id, secret = made(officer)
    assert shown(f"Bearer {secret}").account_id == officer
    revoke_key(key_id=key_id, account_id=officer, by=officer, at=AT)
    with pytest.raises(KeyInvalidError):
        shown(f"Bearer {secret}")
    with pytest.raises(NotFoundError):
        revoke_key(key_id=key_id, account_id=officer, by=officer, at=AT)


def test_nobody_revokes_the_key_of_another(city: City, officer: str) -> None:
    key_id, _ = made(officer)
    with pytest.raises(NotFoundError):
        revoke_key(key_id=key_id, account_id="acc_another", by="acc_another", at=AT)


def test_a_key_ends_with_its_days_and_with_its_account(officer: str) -> None:
    _, secret = made(officer, days=1)
    with time_machine.travel(AT + timedelta(days=1, seconds=1), tick=False), pytest.raises(KeyInvalidError):
        shown(f"Bearer {secret}")
    close_account(account_id=officer, by="system", at=AT)
    with pytest.raises(KeyInvalidError):
        shown(f"Bearer {secret}")


def test_the_secret_is_kept_nowhere(officer: str) -> None:
    key_id, secret = made(officer)
    row = AccessKey.objects.get(pk=key_id)
    assert secret not in {str(value) for value in row.__dict__.values()}
    line = AuditLine.objects.last()
    assert line is not None
    assert (line.action, line.object_id, secret in line.detail) == ("account.make_key", officer, False)
    assert [card.beginning for card in queries.keys(account_id=officer)] == [secret[:9]]


@pytest.mark.parametrize(("name", "days"), [("", 30), ("  ", 30), ("推送", 0), ("推送", 366)])
def test_a_key_that_cannot_be_is_refused(officer: str, name: str, days: int) -> None:
    with pytest.raises(KeyRefusedError):
        make_key(account_id=officer, name=name, scope=Scope.READ, days=days, by=officer, at=AT)


def test_an_account_has_a_score_of_keys_at_most(officer: str) -> None:
    for _ in range(20):
        made(officer)
    with pytest.raises(KeyRefusedError, match="20"):
        made(officer)


def test_the_terminal_makes_and_revokes_keys(officer: str, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["make-key", "li.wei", "--name", "推送", "--scope", "write"])
    key_id, secret = capsys.readouterr().out.split()
    assert shown(f"Bearer {secret}").scope is Scope.WRITE
    command.main(["revoke-key", "li.wei", key_id])
    with pytest.raises(KeyInvalidError):
        shown(f"Bearer {secret}")
