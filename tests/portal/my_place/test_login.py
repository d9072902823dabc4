"""Signing in and out by the pages; how long a login lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.portal.my_place.conftest import PASSWORD, post, sign_in
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.audit.models import AuditLine

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def is_in(visitor: Client) -> bool:
    return visitor.get("/my/").status_code == 200


@pytest.mark.django_db
def test_the_login_page_is_there_in_both_languages(visitor: Client) -> None:
    assert ["登录" in visitor.get("/login/").text, "Sign in" in visitor.get("/en/login/").text] == [True, True]


def test_an_officer_is_led_to_the_workbench(visitor: Client, officer: str) -> None:
    answer = sign_in(visitor)
    assert (answer.status_code, answer.url) == (302, "/workbench/")


def test_who_signs_in_in_english_goes_on_in_english(visitor: Client, officer: str) -> None:
    visitor.get("/login/")
    typed = {"username": "li.wei", "password": PASSWORD, "csrfmiddlewaretoken": visitor.cookies["csrftoken"].value}
    assert visitor.post("/en/login/", typed).url == "/en/workbench/"


def test_who_wanted_a_page_is_led_back_to_it(visitor: Client, officer: str) -> None:
    asked = visitor.get("/my/password/")
    assert (asked.status_code, asked.url) == (302, "/login/?next=/my/password/")
    assert sign_in(visitor, next="/my/password/").url == "/my/password/"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_off_the_site(visitor: Client, officer: str, place: str) -> None:
    assert sign_in(visitor, next=place).url == "/workbench/"


def test_a_wrong_password_is_told_on_the_page(visitor: Client, officer: str) -> None:
    answer = sign_in(visitor, password="wrong")
    assert (answer.status_code, "用户名或密码不正确。还可以再试4次，之后将锁定15分钟。" in answer.text) == (422, True)
    assert "wrong" not in answer.text


def test_an_empty_form_names_its_fields(visitor: Client, officer: str) -> None:
    answer = sign_in(visitor, username="", password="")
    assert (answer.status_code, answer.text.count('class="field-error"')) == (422, 2)


def test_a_locked_name_is_announced_and_opens_again(visitor: Client, officer: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert [sign_in(visitor, password="wrong").status_code for _ in range(5)] == [422] * 4 + [429]
        answer = sign_in(visitor)
        assert (answer.status_code, "请在15分钟后再试" in answer.text) == (429, True)
        clock.shift(15 * MINUTE)
        assert sign_in(visitor).status_code == 302


def test_a_new_session_key_is_given_at_login(visitor: Client, officer: str) -> None:
    visitor.cookies["sessionid"] = "chosen-by-an-intruder"
    sign_in(visitor)
    assert visitor.cookies["sessionid"].value != "chosen-by-an-intruder"


def test_signing_out_ends_the_session(signed_in: Client, officer: str) -> None:
    old = signed_in.cookies["sessionid"].value
    token = signed_in.get("/my/").context["csrf_token"]
    answer = signed_in.post("/logout/", {"csrfmiddlewaretoken": str(token)})
    signed_in.cookies["sessionid"] = old
    assert (answer.status_code, is_in(signed_in)) == (302, False)
    assert list(AuditLine.objects.order_by("-seq").values_list("action", "by")[:2]) == [
        ("account.logout", officer),
        ("account.login", officer),
    ]


def test_signing_out_needs_a_form(signed_in: Client) -> None:
    assert (signed_in.get("/logout/").status_code, is_in(signed_in)) == (405, True)


def test_a_form_without_its_token_is_refused_in_plain_words(visitor: Client, officer: str) -> None:
    answer = visitor.post("/login/", {"username": "li.wei", "password": PASSWORD})
    assert (answer.status_code, "请返回上一页，刷新后重新提交" in answer.text) == (403, True)


def test_an_idle_login_ends_after_half_an_hour(visitor: Client, officer: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(visitor)
        clock.shift(29 * MINUTE)
        assert is_in(visitor)
        clock.shift(29 * MINUTE)
        assert is_in(visitor)
        clock.shift(31 * MINUTE)
        assert not is_in(visitor)


def test_a_busy_login_ends_after_twelve_hours(visitor: Client, officer: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(visitor)
        for _ in range(35):
            clock.shift(20 * MINUTE)
            assert is_in(visitor)
        clock.shift(21 * MINUTE)
        assert not is_in(visitor)
        assert "为保护您的账号，登录已自动结束" in visitor.get("/login/").text


def test_a_closed_account_is_out_at_once(signed_in: Client, officer: str) -> None:
    accounts.close_account(account_id=officer, by="system", at=START)
    assert not is_in(signed_in)


def test_a_new_password_ends_all_other_sessions(signed_in: Client, officer: str) -> None:
    other = Client(enforce_csrf_checks=True)
    sign_in(other)
    answer = post(signed_in, "/my/password/", present=PASSWORD, new="Green-Trees-1897", again="Green-Trees-1897")
    assert (answer.status_code, is_in(signed_in), is_in(other)) == (302, True, False)


def test_a_login_page_of_a_real_city_names_no_accounts(visitor: Client, officer: str) -> None:
    assert accounts.DEMO_PASSWORD not in visitor.get("/login/").text
    accounts.ensure_demo_accounts(at=START)
    assert accounts.DEMO_PASSWORD in visitor.get("/login/").text


def test_a_request_without_a_cookie_asks_no_database(
    db: None, visitor: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        assert visitor.get("/my/").status_code == 302
