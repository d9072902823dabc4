"""Who I am, my language, my password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.people.conftest import AT, City
from tests.portal.my_place.conftest import PASSWORD, post, sign_in
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.rules import Role


def test_the_page_says_who_i_am_and_what_i_may_do(signed_in: Client, city: City) -> None:
    text = signed_in.get("/my/").text
    assert [word in text for word in ("李伟", "li.wei", "部门数据管理员", "青岛市交通运输局")] == [True] * 4


def test_the_page_is_there_in_english(signed_in: Client, city: City) -> None:
    text = signed_in.get("/en/my/").text
    assert [word in text for word in ("department data officer", "Qingdao Transport Bureau")] == [True] * 2


def test_who_has_no_role_is_told_what_that_means(visitor: Client, db: None) -> None:
    accounts.create_account(username="zhao.min", display_name="赵敏", password=PASSWORD, by="system", at=AT)
    assert sign_in(visitor, username="zhao.min").url == "/my/"
    assert "角色由安全管理员授予" in visitor.get("/my/").text


@pytest.mark.parametrize("roles", [1, 3])
def test_the_page_costs_the_same_queries_for_one_role_and_three(
    visitor: Client, officer: str, roles: int, django_assert_num_queries: object
) -> None:
    for role in [Role.citizen, Role.operator][: roles - 1]:
        accounts.grant_role(account_id=officer, role=role, by="system", at=AT)
    sign_in(visitor)
    visitor.get("/my/")
    with django_assert_num_queries(
        3
    ):  # the session, my grants, my notices; the account and the departments are remembered
        visitor.get("/my/")


def test_my_language_is_kept_and_greets_me(signed_in: Client, officer: str) -> None:
    answer = post(signed_in, "/my/language/", language="en")
    assert (answer.status_code, answer.url, Account.objects.get(pk=officer).language) == (302, "/en/my/", "en")
    other = Client(enforce_csrf_checks=True)
    assert sign_in(other).url == "/en/workbench/"


def test_a_language_we_do_not_speak_is_refused(signed_in: Client, officer: str) -> None:
    answer = post(signed_in, "/my/language/", language="fr")
    assert (answer.status_code, "没有这种语言" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"present": "wrong"}, "用户名或密码不正确"),
        ({"new": "short", "again": "short"}, "密码至少要有10个字符"),
        ({"again": "Other-Trees-1897"}, "两次输入的新密码不一致"),
        ({"new": PASSWORD, "again": PASSWORD}, "新密码与现密码相同"),
    ],
)
def test_a_password_that_cannot_be_set_is_told_on_the_page(
    signed_in: Client, fields: dict[str, str], said: str
) -> None:
    typed = {"present": PASSWORD, "new": "Green-Trees-1897", "again": "Green-Trees-1897", **fields}
    answer = post(signed_in, "/my/password/", **typed)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_an_old_password_is_mentioned(visitor: Client, officer: str) -> None:
    with time_machine.travel(AT + timedelta(days=90), tick=False) as clock:
        sign_in(visitor)
        assert "请更换密码" not in visitor.get("/my/").text
        clock.shift(timedelta(minutes=1))
        assert "请更换密码" in visitor.get("/my/").text
