"""Making, seeing and revoking my access keys."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.people.conftest import City
from tests.portal.my_place.conftest import post
from zhanqiao.people.accounts import queries
from zhanqiao.people.accounts.rules import Scope

NEW = {"name": "停车数据推送", "scope": "write", "days": "30"}


def test_a_key_is_shown_once_and_works(signed_in: Client, officer: str, city: City) -> None:
    page = post(signed_in, "/my/keys/", **NEW)
    secret = re.search(r"zq_[\w-]{40}", page.text)
    assert secret is not None
    (key,) = queries.keys(account_id=officer)
    assert (key.name, key.scope, secret[0].startswith(key.beginning)) == ("停车数据推送", Scope.WRITE, True)
    again = signed_in.get("/my/keys/")
    assert (secret[0] in again.text, key.beginning in again.text) == (False, True)
    assert again.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_key_is_revoked_on_the_page(signed_in: Client, officer: str, city: City) -> None:
    post(signed_in, "/my/keys/", **NEW)
    (key,) = queries.keys(account_id=officer)
    answer = post(signed_in, f"/my/keys/{key.id}/revocation/")
    assert (answer.status_code, "已停用" in signed_in.get("/my/keys/").text) == (302, True)
    assert queries.keys(account_id=officer)[0].revoked_at is not None
    assert post(signed_in, "/my/keys/key_000000000000/revocation/").status_code == 404


@pytest.mark.parametrize("change", [{"name": ""}, {"scope": "admin"}, {"days": "0"}, {"days": "9999"}])
def test_a_key_that_cannot_be_is_told_beside_its_field(
    signed_in: Client, officer: str, city: City, change: dict[str, str]
) -> None:
    answer = post(signed_in, "/my/keys/", **{**NEW, **change})
    assert (answer.status_code, "field-error" in answer.text, queries.keys(account_id=officer)) == (422, True, ())


def test_keys_are_behind_the_login(visitor: Client, db: None) -> None:
    assert visitor.get("/my/keys/").status_code == 302
