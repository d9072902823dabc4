"""Accounts and roles: the separation of powers, who granted what, closing, the demo's accounts."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from tests.people.conftest import AT, PASSWORD, City
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts import queries, rules
from zhanqiao.people.accounts.models import Account, RoleGrant
from zhanqiao.people.accounts.rules import ADMIN_ROLES, Role
from zhanqiao.people.audit.models import AuditLine


def make(username: str, **changes: object) -> str:
    values = {"username": username, "display_name": "王芳", "password": PASSWORD, "by": "system", "at": AT}
    return accounts.create_account(**{**values, **changes})


def test_an_account_begins_without_roles(db: None) -> None:
    card = queries.account_card(account_id=make("wang.fang"))
    assert card is not None
    assert (card.username, card.display_name, card.roles, card.is_active) == ("wang.fang", "王芳", frozenset(), True)


def test_the_audit_line_names_ids_only(db: None) -> None:
    account_id = make("wang.fang")
    line = AuditLine.objects.get()
    assert (line.action, line.object_id, line.detail) == ("account.create", account_id, '{"department":null}')


@pytest.mark.parametrize("username", ["Li", "li wei", "李伟", "-li", "x" * 65, "LiWei"])
def test_a_name_of_the_wrong_form_is_refused(db: None, username: str) -> None:
    with pytest.raises(accounts.AccountRefusedError, match="A user name has 3 to 64 small letters"):
        make(username)


def test_a_name_is_given_once(db: None) -> None:
    make("wang.fang")
    with pytest.raises(accounts.AccountRefusedError, match="The user name is taken"):
        make("wang.fang")


@pytest.mark.parametrize(
    ("password", "en"),
    [
        ("Ab1!", "A password has at least 10 characters."),
        ("alllowercase", "A password has at least three of: capitals, small letters, digits, other signs."),
        ("Wang.Fang-12", "A password does not contain the user name."),
        ("Password123", "This password is too common."),
    ],
)
def test_a_weak_password_is_refused_in_both_languages(db: None, password: str, en: str) -> None:
    with pytest.raises(accounts.PasswordRefusedError) as raised:
        make("wang.fang", password=password)
    problems = raised.value.facts["problems"]
    assert en in [problem["en"] for problem in problems]
    assert all(problem["zh"] > "一" for problem in problems)
    assert Account.objects.count() == 0


@pytest.mark.parametrize(("first", "second"), list(permutations(sorted(ADMIN_ROLES), 2)))
def test_two_administrator_roles_are_never_held_together(db: None, first: Role, second: Role) -> None:
    account_id = make("admin.one")
    accounts.grant_role(account_id=account_id, role=first, by="system", at=AT)
    with pytest.raises(accounts.RoleRefusedError, match="separation of powers"):
        accounts.grant_role(account_id=account_id, role=second, by="system", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(account_id=account_id, role=second, granted_by="system", granted_at=AT)


def test_an_administrator_role_may_follow_another_that_was_taken_back(db: None) -> None:
    account_id = make("admin.one")
    grant = accounts.grant_role(account_id=account_id, role=Role.system_admin, by="system", at=AT)
    accounts.revoke_role(grant_id=grant, by="system", at=AT + timedelta(days=1))
    accounts.grant_role(account_id=account_id, role=Role.audit_admin, by="system", at=AT + timedelta(days=1))
    card = queries.account_card(account_id=account_id)
    assert card is not None
    assert card.roles == {(Role.audit_admin, None)}
    assert [(grant.role, grant.revoked_by) for grant in queries.grants(account_id=account_id)] == [
        (Role.system_admin, "system"),
        (Role.audit_admin, ""),
    ]


def test_an_officer_is_one_for_a_department(city: City, officer: str) -> None:
    card = queries.account_card(account_id=officer)
    assert card is not None
    assert card.roles == {(Role.officer, city.transport)}


@pytest.mark.parametrize(
    ("role", "has_department", "reason"),
    [
        (Role.reviewer, False, "This role is for a department: name it."),
        (Role.operator, True, "This role is for no department."),
        (Role.officer, True, "The account has this role already."),
    ],
)
def test_a_role_that_does_not_fit_is_refused(
    city: City, officer: str, role: Role, has_department: bool, reason: str
) -> None:
    department_id = city.transport if has_department else None
    with pytest.raises(accounts.RoleRefusedError, match=reason):
        accounts.grant_role(account_id=officer, role=role, department_id=department_id, by="system", at=AT)


def test_nobody_grants_or_revokes_for_themselves(city: City, officer: str) -> None:
    with pytest.raises(accounts.RoleRefusedError, match="Nobody grants or revokes a role of their own"):
        accounts.grant_role(account_id=officer, role=Role.authority, by=officer, at=AT)
    (grant,) = queries.grants(account_id=officer)
    with pytest.raises(accounts.RoleRefusedError, match="Nobody grants or revokes a role of their own"):
        accounts.revoke_role(grant_id=grant.id, by=officer, at=AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "officer", "department_id": None},
        {"role": "mayor"},
        {"revoked_at": AT, "revoked_by": ""},
        {"revoked_at": AT - timedelta(days=1), "revoked_by": "system"},
    ],
)
def test_the_database_refuses_a_grant_without_its_facts(city: City, officer: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(account_id=officer).update(**changes)


def test_a_closed_account_keeps_its_row_and_its_roles(city: City, officer: str) -> None:
    accounts.close_account(account_id=officer, by="system", at=AT)
    card = queries.account_card(account_id=officer)
    assert card is not None
    assert (card.is_active, len(card.roles)) == (False, 1)


def test_an_account_card_is_remembered_and_forgotten_on_change(
    transactional_db: None, django_assert_num_queries: object
) -> None:
    account_id = make("wang.fang")
    queries.account_card(account_id=account_id)
    with django_assert_num_queries(0):
        queries.account_card(account_id=account_id)
    accounts.grant_role(account_id=account_id, role=Role.citizen, by="system", at=AT)
    card = queries.account_card(account_id=account_id)
    assert card is not None
    assert card.roles == {(Role.citizen, None)}


def test_the_demo_has_one_account_for_each_role(city: City) -> None:
    made = accounts.ensure_demo_accounts(at=AT, department_id=city.transport)
    cards = [queries.account_card(account_id=account.account_id) for account in made]
    assert [(card.username, card.is_demo, sorted(card.roles)) for card in cards if card] == [
        (role.value, True, [(role, city.transport if role in rules.DEPARTMENT_ROLES else None)]) for role in Role
    ]
    assert {accounts.log_in(username=one.username, password=one.password, at=AT) for one in made} == {
        one.account_id for one in made
    }


def test_demo_accounts_come_back_as_they_were(city: City) -> None:
    first = accounts.ensure_demo_accounts(at=AT)
    citizen, officer = first[0].account_id, first[1].account_id
    accounts.reset_password(account_id=citizen, password=PASSWORD, by="system", at=AT + timedelta(hours=1))
    accounts.close_account(account_id=officer, by="system", at=AT)
    again = accounts.ensure_demo_accounts(at=AT + timedelta(days=1))
    assert again == first
    for account in again[:2]:
        assert accounts.log_in(username=account.username, password=account.password, at=AT) == account.account_id


def test_demo_accounts_need_a_department(db: None) -> None:
    with pytest.raises(accounts.AccountRefusedError, match="Load the departments before the demo accounts"):
        accounts.ensure_demo_accounts(at=AT)


def test_demo_accounts_never_take_a_real_name(city: City) -> None:
    make("operator")
    with pytest.raises(accounts.AccountRefusedError, match="'operator' belongs to a real account"):
        accounts.ensure_demo_accounts(at=AT)
    assert Account.objects.count() == 1


def test_closing_demo_accounts_lets_the_server_out(city: City) -> None:
    accounts.ensure_demo_accounts(at=AT)
    assert queries.has_demo_accounts()
    assert len(accounts.close_demo_accounts(by="system", at=AT)) == len(Role)
    assert not queries.has_demo_accounts()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_demo_accounts_are_served_to_this_machine(host: str) -> None:
    rules.refuse_demo_accounts(host=host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.8", "data.qingdao.gov.cn", ""])
def test_demo_accounts_are_never_served_beyond(host: str) -> None:
    with pytest.raises(rules.DemoAccountsExposedError) as raised:
        rules.refuse_demo_accounts(host=host)
    assert "close-demo" in raised.value.text.zh
